import type { Json } from "../core/json.js";

/**
 * A value as one line of JSON. What some readers take for the end of a line inside a text (U+0085, U+2028, U+2029) is escaped: the text
 * that is read back is the same.
 */
export function jsonLine(value: Json): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether a text of a value holds half of a surrogate pair: it is no Unicode, and one such line may make a whole file unreadable. */
export function hasLoneSurrogate(value: Json): boolean {
  if (typeof value === "string") return /\p{Surrogate}/u.test(value);
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(hasLoneSurrogate);
}
