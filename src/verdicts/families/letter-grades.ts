import { type Family, groupTag } from "./family.js";

const GRADE = /\bgrade[ \t*_]{0,4}:[ \t*_]{0,4}([CPI])(?![\p{L}\p{N}])/dgiu;
const VALUES: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0 };

/** Inspect's `GRADE: C`, `GRADE: P` and `GRADE: I` (correct, partially correct, incorrect) as 1, ½ and 0; only on the scale 0 to 1, or none. */
export const letterGrades: Family = {
  name: "letter-grades",
  looksLike: "GRADE: C, GRADE: P, GRADE: I",
  gives: "score",
  find(text, { scale }) {
    if (scale && (scale.low !== 0 || scale.high !== 1)) return [];
    return Array.from(text.matchAll(GRADE)).flatMap((match) => {
      const value = VALUES[(match[1] ?? "").toUpperCase()];
      return value === undefined ? [] : [groupTag(match, 1, { kind: "score", value, outOf: 1 })];
    });
  },
};
