import type { Json, JsonObject } from "../core/json.js";

/** The fields that hold measured numbers. */
const MEASURED: ReadonlySet<string> = new Set(["margin", "agreement", "reward", "rewards"]);

/**
 * A line of an export as JSON. Measured numbers have a decimal point, whole or not (`1.0`): readers that take a column's type from the
 * first lines of a file would else make integers of it and fail at the first fraction. What some readers take for the end of a line inside a
 * text (U+0085, U+2028, U+2029) is escaped: the text that is read back is the same.
 */
export function jsonLine(line: JsonObject): string {
  const fields = Object.entries(line).map(
    ([name, value]) =>
      `${JSON.stringify(name)}:${MEASURED.has(name) ? measured(value) : JSON.stringify(value)}`,
  );
  return `{${fields.join(",")}}`.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function measured(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(measured).join(",")}]`;
  const text = JSON.stringify(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Whether a text of a value holds half of a surrogate pair: it is no Unicode, and one such line may make a whole file unreadable. */
export function hasLoneSurrogate(value: Json): boolean {
  if (typeof value === "string") return /\p{Surrogate}/u.test(value);
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(hasLoneSurrogate);
}
