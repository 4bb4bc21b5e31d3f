import type { VerdictTag } from "./tag.js";

/** What a pairwise judge says in letters: the first response, the second, or neither. */
export type LetterVerdict = "A" | "B" | "C";

/** What a judge calls the response shown first, the one shown second, and neither: single letters or digits. */
export type Labels = readonly [first: string, second: string, tie: string];

export const LETTERS = ["A", "B", "C"] as const satisfies Labels;

/** What responses may be called, by the name of the set. */
export const LABEL_SETS = {
  "A/B": LETTERS,
  "1/2": ["1", "2", "3"],
  "X/Y": ["X", "Y", "Z"],
} as const satisfies Record<string, Labels>;
export type LabelSet = keyof typeof LABEL_SETS;

/**
 * All of `[[A]]`, `[[B]]` and `[[C]]` (a tie, also written `[[tie]]`) in a text, in order; of other labels these, read as the letters
 * that they stand for. Lower case and spaces inside the brackets are tolerated; single and full-width brackets are other formats and no
 * match. Linear time: no part of the pattern can match in two ways.
 *
 * @example findLetters("[[ a ]] or [[tie]]").map((tag) => tag.says) // ["A", "C"]
 * @example findLetters("[[2]], not [[B]]", ["1", "2", "3"]).map((tag) => tag.says) // ["B"]
 */
export function findLetters(text: string, labels: Labels = LETTERS): VerdictTag<LetterVerdict>[] {
  const pattern = new RegExp(`\\[\\[[ \\t]{0,8}(${labels.join("|")}|tie)[ \\t]{0,8}\\]\\]`, "gi");
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    says: letterOf(match[1] ?? "", labels) ?? "C",
  }));
}

/** The letter that a label stands for; null for what is no label. */
export function letterOf(written: string, labels: Labels): LetterVerdict | null {
  const upper = written.toUpperCase();
  if (upper === "TIE") return "C";
  return LETTERS[labels.indexOf(upper)] ?? null;
}
