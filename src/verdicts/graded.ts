import { type Labels, LETTERS, letterOf } from "./letters.js";
import type { VerdictTag } from "./tag.js";

/** A pairwise verdict with its strength: much better, better, or equal. */
export type GradedVerdict = "A>>B" | "A>B" | "A=B" | "B>A" | "B>>A";

/**
 * All graded verdicts in double brackets in a text, in order: `[[A>>B]]`, `[[A>B]]`, `[[A=B]]`, `[[B>A]]`, `[[B>>A]]`. Spaces
 * inside the brackets, lower case and the mirrored signs (`[[B<A]]`, `[[B=A]]`) are tolerated. Other labels are read as the letters that
 * they stand for. Linear time.
 *
 * @example findGraded("[[A >> B]] or [[b<a]]").map((tag) => tag.says) // ["A>>B", "A>B"]
 */
export function findGraded(text: string, labels: Labels = LETTERS): VerdictTag<GradedVerdict>[] {
  const one = `[ \\t]{0,8}([${labels[0]}${labels[1]}])[ \\t]{0,8}`;
  const tags = text.matchAll(new RegExp(`\\[\\[${one}(>>|>|=|<|<<)${one}\\]\\]`, "gi"));
  return Array.from(tags).flatMap((match) => {
    const [left, right] = [letterOf(match[1] ?? "", labels), letterOf(match[3] ?? "", labels)];
    const says = graded(left, match[2] ?? "", right);
    return says === null ? [] : [{ start: match.index, end: match.index + match[0].length, says }];
  });
}

function graded(left: string | null, sign: string, right: string | null): GradedVerdict | null {
  // "A>A" names one response twice and says nothing.
  if (left === right) return null;
  if (sign === "=") return "A=B";
  const [better, strong] = [sign.startsWith(">") ? left : right, sign.length === 2];
  if (better === "A") return strong ? "A>>B" : "A>B";
  return strong ? "B>>A" : "B>A";
}
