import type { VerdictTag } from "./tag.js";

/** What a pairwise judge says in letters: the first response, the second, or neither. */
export type LetterVerdict = "A" | "B" | "C";

/**
 * All of `[[A]]`, `[[B]]` and `[[C]]` (a tie, also written `[[tie]]`) in a text, in order. Lower case and spaces inside
 * the brackets are tolerated; single and full-width brackets are other formats and no match. Linear time: no part of
 * the pattern can match in two ways.
 *
 * @example findLetters("[[ a ]] or [[tie]]").map((tag) => tag.says) // ["A", "C"]
 */
export function findLetters(text: string): VerdictTag<LetterVerdict>[] {
  return Array.from(text.matchAll(/\[\[[ \t]{0,8}(a|b|c|tie)[ \t]{0,8}\]\]/gi), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    says: letter(match[1] ?? ""),
  }));
}

function letter(written: string): LetterVerdict {
  const upper = written.toUpperCase();
  return upper === "A" || upper === "B" ? upper : "C";
}
