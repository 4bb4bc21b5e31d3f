import type { TextDifference } from "../../core/check.js";

export const IGNORED_BY_DEFAULT: readonly TextDifference[] = ["whitespace", "case"];

/** A text without the differences that do not matter. */
export function withoutDifferences(text: string, ignore: readonly TextDifference[]): string {
  const has = (difference: TextDifference) => ignore.includes(difference);
  let plain = text.normalize("NFC");
  if (has("accents")) plain = plain.normalize("NFD").replace(/\p{M}/gu, "");
  if (has("case")) plain = plain.toLowerCase();
  if (has("punctuation")) plain = plain.replace(/[\p{P}\p{S}]/gu, " ");
  if (has("articles")) plain = plain.replace(/(?<![\p{L}\p{N}])(?:a|an|the)(?![\p{L}\p{N}])/giu, " ");
  // What was taken out leaves spaces that nobody wrote.
  const spaces = has("whitespace") || has("punctuation") || has("articles");
  return spaces ? plain.replace(/\s+/g, " ").trim() : plain;
}
