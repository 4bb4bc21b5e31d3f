import type { WrittenVerdict } from "../written.js";
import { type Family, groupTag } from "./family.js";
import { A_TIE } from "./parts.js";

const SIGNED = "([ab])[ \\t]{0,4}(>>|<<|>|<|=)[ \\t]{0,4}([ab])";
const FORMS = [
  new RegExp(`(\\[{1,2}[ \\t]{0,8}${SIGNED}[ \\t]{0,8}\\]{1,2})`, "dgi"),
  new RegExp(`(\\\\boxed\\{(?:\\\\text\\{)?[ \\t]{0,8}${SIGNED}[ \\t]{0,8}\\})`, "dgi"),
  // On a line of its own, or after a label: "Final verdict: A>B".
  new RegExp(
    `(?:^[ \\t#>*_\`-]{0,8}|\\b(?:verdict|decision|judge?ment|answer|result|preference)[ \\t*_]{0,4}(?:is)?[ \\t*_]{0,4}:[ \\t*_"\`]{0,8})(${SIGNED})[*_"\`.]{0,4}[ \\t\\r]{0,4}$`,
    "dgim",
  ),
];

/**
 * Two letters with a sign between: Arena-Hard's `[[A>>B]]` … `[[B>>A]]`, with single brackets, mirrored signs (`A<<B`, `B=A`), lower
 * case, inside `\boxed{}` or bare on their line. ">>" has strength 2, ">" strength 1. Of two responses only.
 */
export const gradedLetters: Family = {
  name: "graded-letters",
  looksLike: "[[A>>B]], [[A>B]], [[A=B]], [[B<A]], [A<<B], A>B on its line, \\boxed{A>>B}",
  gives: "winner",
  find(text, { responses }) {
    if (responses !== 2) return [];
    return FORMS.flatMap((form) =>
      Array.from(text.matchAll(form), (match) => {
        const [, , left = "", sign = "", right = ""] = match;
        return groupTag(match, 1, graded(left, sign, right));
      }),
    ).sort((left, right) => left.start - right.start);
  },
};

function graded(left: string, sign: string, right: string): WrittenVerdict | null {
  if (left.toLowerCase() === right.toLowerCase()) return null; // "A>A" says nothing.
  if (sign === "=") return A_TIE;
  const better = sign.startsWith(">") ? left : right;
  return { kind: "winner", letter: better.toUpperCase(), strength: sign.length === 2 ? 2 : 1 };
}
