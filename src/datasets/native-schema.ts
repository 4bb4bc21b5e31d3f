import type { input } from "zod";
import { ERROR_KIND, ERROR_KIND_IN_WORDS } from "../core/error-kind.js";
import type { JsonObject } from "../core/json.js";
import { checkSchema } from "./check-schema.js";

/** A row that fits the schema. */
export type NativeInput = input<Awaited<ReturnType<typeof nativeSchema>>>;

/** The native row as a zod schema: the one definition of it, from which the shipped JSON Schema is made. */
export function nativeSchema() {
  loaded ??= build();
  return loaded;
}

/** The JSON Schema (draft 2020-12) of a native row, as shipped in schemas/comparison.schema.json. */
export async function comparisonSchema(): Promise<JsonObject> {
  const { z } = await import("zod");
  const { $schema, ...rest } = z.toJSONSchema(await nativeSchema(), { io: "input" });
  return JSON.parse(
    JSON.stringify({
      $schema,
      title: "Touchstone comparison",
      description:
        "One row of a dataset in Touchstone's native format: a prompt, its responses, and what was said of them. A file holds one such object a line (.jsonl), or an array of them (.json).",
      ...rest,
    }),
  );
}

let loaded: ReturnType<typeof build> | undefined;

async function build() {
  const { z } = await import("zod");
  const text = z.string();
  const filled = z.string().min(1);
  const responseId = filled.meta({ description: "The id of a response of this row." });
  const duel = z.tuple([responseId, responseId]);

  const message = z.strictObject({
    role: z.enum(["system", "developer", "user", "assistant", "tool"]),
    content: text,
  });
  const response = z.strictObject({
    id: filled
      .meta({
        description:
          'Opaque: it must not tell who wrote the response or how good it is. Default "r1", "r2" … by position. "tie" is reserved.',
        not: { const: "tie" },
      })
      .exactOptional(),
    text: text.meta({ description: "The response as written; may be empty." }),
    author: filled.meta({ description: "The system that wrote it; never shown to a judge." }).exactOptional(),
    style: filled
      .meta({ description: "The way in which it was asked for, by name; never shown to a judge." })
      .exactOptional(),
    system: filled
      .meta({
        description:
          "The system prompt under which it was written, where that is not part of the prompt; never shown to a judge.",
      })
      .exactOptional(),
    reasoning: filled
      .meta({
        description:
          "The chain of thought that its author wrote before it, which is no part of the text; never shown to a judge.",
      })
      .exactOptional(),
    truncated: z
      .literal(true)
      .meta({ description: "It was cut off at the longest that its author was given." })
      .exactOptional(),
  });

  const about = {
    source: z.enum(["human", "constructed", "verified"]).meta({
      description: "Who says so: people, the way the row was built, or a check that was run.",
    }),
    annotator: filled.exactOptional(),
    aspect: filled
      .meta({ description: 'What was asked of the annotator; "overall" when absent.' })
      .exactOptional(),
    note: text.meta({ description: "Why, in one line." }).exactOptional(),
  };
  const errors = z
    .record(z.string(), z.string().regex(ERROR_KIND, { error: ERROR_KIND_IN_WORDS }))
    .meta({
      description:
        'Of a verified preference: the kind of error of responses that failed, by response id, for example "wrong-answer".',
    })
    .exactOptional();
  const preference = z.discriminatedUnion("kind", [
    z.strictObject({
      ...about,
      errors,
      kind: z.literal("duel"),
      between: duel,
      winner: filled.meta({ description: 'A response id of "between", or "tie".' }),
      strength: z.number().meta({ description: "How strongly, in the units of the source." }).exactOptional(),
      p: z
        .number()
        .min(0)
        .max(1)
        .meta({ description: 'Probability that the first of "between" is preferred.' })
        .exactOptional(),
    }),
    z.strictObject({
      ...about,
      errors,
      kind: z.literal("ratings"),
      scores: z.record(z.string(), z.number()).meta({ description: "By response id; higher is better." }),
    }),
    z.strictObject({
      ...about,
      kind: z.literal("ranking"),
      tiers: z
        .array(z.array(responseId).min(1))
        .min(1)
        .meta({ description: "Best tier first; responses in one tier are equal." }),
    }),
    z.strictObject({
      ...about,
      errors,
      kind: z.literal("sets"),
      good: z.array(responseId).min(1),
      bad: z.array(responseId).min(1),
    }),
  ]);

  return z.object({
    id: filled
      .meta({ description: 'Unique in the file. Default "row-" and the number of the row.' })
      .exactOptional(),
    prompt: z.union([filled, z.array(message).min(1)]).meta({
      description: "What the responses answer: text, or the messages of a conversation.",
    }),
    responses: z.array(response).min(1),
    reference: text
      .meta({ description: "A correct or model answer, shown to judges whose prompt asks for it." })
      .exactOptional(),
    rubric: text
      .meta({ description: "What a good answer must do, shown to judges whose prompt asks for it." })
      .exactOptional(),
    subset: filled.meta({ description: "A part of the data that is reported on its own." }).exactOptional(),
    cluster: filled
      .meta({
        description:
          "Rows of one cluster are not independent, for example those of one prompt. Default: the row.",
      })
      .exactOptional(),
    duels: z
      .array(duel)
      .min(1)
      .meta({ description: "Which pairs are asked and measured. Default: all, up to four responses." })
      .exactOptional(),
    preferences: z
      .array(preference)
      .meta({ description: "What was said of the responses. Never shown to a judge." })
      .exactOptional(),
    checks: z
      .array(checkSchema(z))
      .meta({
        description: "How each response can be verified (`touchstone verify`). Never shown to a judge.",
      })
      .exactOptional(),
  });
}
