import type { Analysis, PairedDifference } from "../core/analysis.js";

/** Raised when a field changes its meaning or goes; a new field leaves it as it is. */
export const JSON_FORMAT = 1;

/** One JSON document: what was measured, as it is, with the number of the format before it. */
export function renderJson(measured: Analysis | PairedDifference): string {
  const document = JSON.stringify({ format: JSON_FORMAT, ...measured }, null, 2);
  return `${document.replace(UNSAFE_TO_PRINT, escapeSequence)}\n`;
}

// JSON leaves these as they are, though they command a terminal or reorder a line; as escapes they say the same.
const UNSAFE_TO_PRINT = /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function escapeSequence(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
