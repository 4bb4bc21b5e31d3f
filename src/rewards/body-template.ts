import { InputError } from "../core/errors.js";
import type { Json, JsonObject } from "../core/json.js";

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
const ONLY_PLACEHOLDER = /^\{\{\s*(\w+)\s*\}\}$/;

/** Values by placeholder, made only where they are used. */
export type Values = Readonly<Record<string, () => Json>>;

/** The placeholders in the texts of a body. Throws an InputError where one is not among `names`, or a list stands inside a longer text. */
export function placeholdersOf(
  body: Json,
  known: { readonly names: readonly string[]; readonly lists: readonly string[]; readonly subject: string },
): string[] {
  return textsOf(body).flatMap((text) =>
    [...text.matchAll(PLACEHOLDER)].map(([placeholder, name = ""]) => {
      if (!known.names.includes(name)) {
        const there = known.names.map((other) => `{{${other}}}`).join(", ");
        throw new InputError(known.subject, `only the placeholders ${there}`, placeholder);
      }
      if (known.lists.includes(name) && !ONLY_PLACEHOLDER.test(text)) {
        throw new InputError(
          known.subject,
          `${placeholder} as a whole value, as it is a list`,
          JSON.stringify(text.slice(0, 60)),
        );
      }
      return name;
    }),
  );
}

/**
 * The body with its placeholders filled in: a text that is one placeholder becomes its value, one within a longer text its text.
 * What is filled in is never looked at again, so a response that holds a placeholder or a quote is sent as it stands.
 */
export function fillIn(body: JsonObject, values: Values): JsonObject {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, filled(value, values)]));
}

function filled(value: Json, values: Values): Json {
  if (typeof value === "string") {
    const only = ONLY_PLACEHOLDER.exec(value)?.[1];
    if (only !== undefined) return values[only]?.() ?? value;
    return value.replaceAll(PLACEHOLDER, (placeholder, name: string) =>
      String(values[name]?.() ?? placeholder),
    );
  }
  if (isList(value)) return value.map((item) => filled(item, values));
  return value !== null && typeof value === "object" ? fillIn(value, values) : value;
}

function textsOf(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return (isList(value) ? value : Object.values(value)).flatMap(textsOf);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
