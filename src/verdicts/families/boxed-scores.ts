import { type Family, type FamilyTag, groupTag } from "./family.js";
import { SCORE, scoreSaid } from "./parts.js";

const BOXED = /\\boxed\{[ \t]{0,4}(?:\\text\{)?([+-]?\.?\d[^{}\n]{0,40})\}/dg;
const WHOLE = new RegExp(`^${SCORE}$`);

/** `\boxed{8}` of judges that were trained on mathematics. */
export const boxedScores: Family = {
  name: "boxed-scores",
  looksLike: "\\boxed{8}, \\boxed{8/10}",
  gives: "score",
  find: (text, expected) =>
    Array.from(text.matchAll(BOXED), (match): FamilyTag => {
      const [, number, denominator] = WHOLE.exec((match[1] ?? "").trim()) ?? [];
      return groupTag(match, 0, number === undefined ? null : scoreSaid(number, denominator, expected));
    }),
};
