import type { AnswerField, AnswerShape } from "../core/answer-shape.js";
import { describe, InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";

/** More shapes than a run has kinds of questions, and few enough to keep. */
const REMEMBERED = 64;
const formats = new Map<string, JsonObject>();

/**
 * The `response_format` that asks an endpoint for an object of this shape (JSON schema, strict), its fields in their order.
 * Throws an InputError where a field's name cannot keep its place.
 */
export async function responseFormat(shape: AnswerShape): Promise<JsonObject> {
  const key = JSON.stringify(shape);
  const known = formats.get(key);
  if (known) return known;
  const format = await formatOf(shape);
  for (const oldest of formats.keys()) {
    if (formats.size < REMEMBERED) break;
    formats.delete(oldest);
  }
  formats.set(key, format);
  return format;
}

async function formatOf({ name, fields }: AnswerShape): Promise<JsonObject> {
  const [{ zodResponseFormat }, { z }] = await Promise.all([import("openai/helpers/zod"), import("zod")]);
  const typeOf = (field: AnswerField) => {
    switch (field.kind) {
      case "text":
        return z.string();
      case "choice":
        return z.enum(field.of);
      case "number": {
        // Strict servers refuse `minimum` and `maximum`, which z.int() would write by itself: the range stands in words.
        const number = field.whole ? "A whole number" : "A number";
        const description = `${number} from ${field.low} to ${field.high}.`;
        return z.number().meta({ type: field.whole ? "integer" : "number", description });
      }
      default:
        return field satisfies never;
    }
  };
  const entries = fields.map((field) => [ordered(field.name, name), typeOf(field)] as const);
  const { type, json_schema } = zodResponseFormat(z.object(Object.fromEntries(entries)), name);
  // What the helper gives carries functions of its own: only the data is sent.
  return JSON.parse(JSON.stringify({ type, json_schema }));
}

// JavaScript puts fields named by whole numbers before all others: the verdict would stand before the critique.
function ordered(field: string, shape: string): string {
  if (!/^\d+$/.test(field)) return field;
  throw new InputError(`answer ${shape}`, "field names that are no numbers", describe(field));
}
