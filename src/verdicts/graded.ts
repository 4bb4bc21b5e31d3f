import type { VerdictTag } from "./tag.js";

/** A pairwise verdict with its strength: much better, better, or equal. */
export type GradedVerdict = "A>>B" | "A>B" | "A=B" | "B>A" | "B>>A";

/**
 * All graded verdicts in double brackets in a text, in order: `[[A>>B]]`, `[[A>B]]`, `[[A=B]]`, `[[B>A]]`, `[[B>>A]]`. Spaces
 * inside the brackets, lower case and the mirrored signs (`[[B<A]]`, `[[B=A]]`) are tolerated. Linear time.
 *
 * @example findGraded("[[A >> B]] or [[b<a]]").map((tag) => tag.says) // ["A>>B", "A>B"]
 */
export function findGraded(text: string): VerdictTag<GradedVerdict>[] {
  const tags = text.matchAll(/\[\[[ \t]{0,8}([ab])[ \t]{0,8}(>>|>|=|<|<<)[ \t]{0,8}([ab])[ \t]{0,8}\]\]/gi);
  return Array.from(tags).flatMap((match) => {
    const says = graded(match[1] ?? "", match[2] ?? "", match[3] ?? "");
    return says === null ? [] : [{ start: match.index, end: match.index + match[0].length, says }];
  });
}

function graded(left: string, sign: string, right: string): GradedVerdict | null {
  const [l, r] = [left.toUpperCase(), right.toUpperCase()];
  // "A>A" names one response twice and says nothing.
  if (l === r) return null;
  if (sign === "=") return "A=B";
  const [better, strong] = [sign.startsWith(">") ? l : r, sign.length === 2];
  if (better === "A") return strong ? "A>>B" : "A>B";
  return strong ? "B>>A" : "B>A";
}
