/**
 * What counts as white space and as a word for IFEval's checks: the characters of Python's `\s` and `\w`, which are not JavaScript's.
 * Both are the inside of a character class.
 */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
export const WORD = "\\p{L}\\p{N}_";

const SPACES = new RegExp(`[${SPACE}]`);
const WORD_CHARACTER = new RegExp(`^[${WORD}]$`, "u");

export function isSpace(character: string): boolean {
  return SPACES.test(character);
}

export function isBlank(text: string): boolean {
  return strip(text) === "";
}

/** The text without the white space at its ends, in linear time. */
export function strip(text: string): string {
  return stripWhere(text, isSpace);
}

/** The text without the characters at its ends that `drops` names. */
export function stripWhere(text: string, drops: (character: string) => boolean): string {
  let from = 0;
  let to = text.length;
  while (from < to && drops(text.charAt(from))) from++;
  while (to > from && drops(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** How often a global pattern matches, without keeping the matches. */
export function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count++;
  return count;
}

/**
 * A pattern that finds a text as it stands, whatever its characters mean in a regular expression, in either case. "whole" asks that it be
 * no part of a longer word; where it begins or ends with no character of a word ("C++"), nothing is asked of that side.
 */
export function literally(text: string, where: "anywhere" | "whole"): RegExp {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (where === "anywhere") return new RegExp(escaped, "giu");
  const [first = "", last = ""] = [[...text].at(0), [...text].at(-1)];
  const before = WORD_CHARACTER.test(first) ? `(?<![${WORD}])` : "";
  const after = WORD_CHARACTER.test(last) ? `(?![${WORD}])` : "";
  return new RegExp(`${before}${escaped}${after}`, "giu");
}
