import { type Family, groupTag } from "./family.js";
import { A_TIE, NAME, TIE_WORD, winnerNamed } from "./parts.js";

const BOXED = new RegExp(
  `\\\\boxed\\{[ \\t]{0,4}(?:\\\\text\\{)?[ \\t]{0,4}(?:${TIE_WORD}|${NAME})[ \\t)\\]]{0,4}\\}`,
  "dgi",
);

/** `\boxed{A}`, `\boxed{\text{Response B}}`, `\boxed{1}` where a winner is expected. */
export const boxedWinner: Family = {
  name: "boxed-winner",
  looksLike: "\\boxed{A}, \\boxed{\\text{Response B}}, \\boxed{1}",
  gives: "winner",
  find: (text, expected) =>
    Array.from(text.matchAll(BOXED), (match) =>
      groupTag(match, 0, match[1] === undefined ? winnerNamed(match[2] ?? "", expected) : A_TIE),
    ),
};
