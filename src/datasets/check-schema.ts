import { ANSWER_PLACES, ANSWER_TYPES, CODE_LANGUAGES, TEXT_DIFFERENCES } from "../core/check.js";

type Zod = typeof import("zod").z;

/** The checks of a native row as a zod schema. */
export function checkSchema(z: Zod) {
  return z.discriminatedUnion("kind", [
    answerSchema(z),
    codeSchema(z),
    constraintsSchema(z),
    formatSchema(z),
  ]);
}

function answerSchema(z: Zod) {
  const filled = z.string().min(1);
  return z.strictObject({
    kind: z.literal("answer"),
    answer: z.union([filled, z.array(filled).min(1)]).meta({
      description:
        "The right answer as it would be written, in plain text or LaTeX; of several, each is right.",
    }),
    as: z
      .enum(ANSWER_TYPES)
      .meta({ description: 'What the answer is. Default "mathematics".' })
      .exactOptional(),
    find: z
      .array(z.union([z.enum(ANSWER_PLACES), z.strictObject({ pattern: filled })]))
      .min(1)
      .meta({ description: "Where a response says its answer: the first place that it has counts." })
      .exactOptional(),
    options: z
      .array(filled)
      .min(2)
      .max(26)
      .meta({ description: "The texts of a multiple-choice question's options, A first." })
      .exactOptional(),
    ignore: z
      .array(z.enum(TEXT_DIFFERENCES))
      .meta({ description: "What does not matter where texts are compared. Default: whitespace and case." })
      .exactOptional(),
    tolerance: tolerance(z),
  });
}

function codeSchema(z: Zod) {
  const limit = z.number().positive();
  return z.strictObject({
    kind: z.literal("code"),
    language: z.enum(CODE_LANGUAGES),
    tests: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("unit"),
        programs: z.array(z.string().min(1)).min(1).meta({
          description: "Programs that are run after the response's own, one a test.",
        }),
      }),
      z.strictObject({
        kind: z.literal("stdio"),
        cases: z.array(z.strictObject({ stdin: z.string(), stdout: z.string() })).min(1),
        tolerance: tolerance(z),
      }),
      z.strictObject({
        kind: z.literal("calls"),
        entry: z
          .string()
          .min(1)
          .meta({ description: 'The function that is called, for example "add" or "Solution.add".' }),
        cases: z.array(z.strictObject({ arguments: z.array(anyJson(z)), returns: anyJson(z) })).min(1),
        tolerance: tolerance(z),
      }),
    ]),
    limits: z
      .strictObject({ seconds: limit.exactOptional(), megabytes: limit.exactOptional() })
      .meta({ description: "For each test." })
      .exactOptional(),
  });
}

function constraintsSchema(z: Zod) {
  const id = z.string().min(1).meta({ description: "An instruction id of IFEval." });
  return z.strictObject({
    kind: z.literal("constraints"),
    instructions: z.array(z.strictObject({ id, arguments: object(z).exactOptional() })).min(1),
    mode: z.enum(["strict", "loose"]).meta({ description: 'Default "strict".' }).exactOptional(),
  });
}

function formatSchema(z: Zod) {
  const filled = z.string().min(1);
  return z.strictObject({
    kind: z.literal("format"),
    form: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("json"),
        schema: object(z).meta({ description: "A JSON Schema." }),
        within: z
          .enum(["response", "block"])
          .meta({ description: "The whole response (the default) or its last fenced block." })
          .exactOptional(),
      }),
      z.strictObject({ kind: z.literal("pattern"), pattern: filled, flags: z.string().exactOptional() }),
      z.strictObject({
        kind: z.literal("sections"),
        sections: z.array(filled).min(1),
        ordered: z.boolean().exactOptional(),
      }),
    ]),
  });
}

function tolerance(z: Zod) {
  const share = z.number().min(0);
  return z
    .strictObject({ absolute: share.exactOptional(), relative: share.exactOptional() })
    .meta({ description: "How far a number may be from the right one. Default: not at all." })
    .exactOptional();
}

/** A value as it was read from JSON: `undefined` is none, and everything else there is one. */
function anyJson(z: Zod) {
  return z.unknown().refine((value) => value !== undefined, "a JSON value");
}

// What stands in it is its verifier's to judge; and a schema of any JSON would overflow the stack on a deeply nested one.
function object(z: Zod) {
  return z.record(z.string(), z.unknown());
}
