import type { Analysis, PairedDifference } from "../core/analysis.js";

/** Raised when a field changes its meaning or goes; a new field leaves it as it is. */
export const JSON_FORMAT = 1;

/** One JSON document: what was measured, as it is, with the number of the format before it. */
export function renderJson(measured: Analysis | PairedDifference): string {
  return printableJson({ format: JSON_FORMAT, ...measured });
}

/** Any value as one JSON document, ending in a line break, in which no text can command a terminal. */
export function printableJson(value: object): string {
  return `${JSON.stringify(value, null, 2).replace(UNSAFE_TO_PRINT, escapeSequence)}\n`;
}

// JSON leaves these as they are, though they command a terminal or reorder a line; as escapes they say the same.
const UNSAFE_TO_PRINT = /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function escapeSequence(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
