import type { Family, FamilyTag } from "./family.js";
import { SCORE, scoreSaid } from "./parts.js";

const BRACKETS = /\[\[([^[\]\n]{1,40})\]\]/g;
const WITHIN = new RegExp(`^(?:(?:rating|score)[ \\t]{0,4}:[ \\t]{0,4})?${SCORE}$`, "i");
const BEGINS_LIKE_ONE = /^(?:(?:rating|score)[ \t]{0,4}:[ \t]{0,4})?[+-]?\.?\d/i;

/** MT-Bench's `[[7]]`, also `[[7.5]]`, `[[8/10]]`, `[[rating: 7]]`. What begins like a number and is not one (`[[7-8]]`) is not guessed at. */
export const bracketScores: Family = {
  name: "bracket-scores",
  looksLike: "[[7]], [[7.5]], [[8/10]], [[rating: 7]], Rating: [[7]]",
  gives: "score",
  find: (text, expected) =>
    Array.from(text.matchAll(BRACKETS)).flatMap((match): FamilyTag[] => {
      const written = (match[1] ?? "").trim();
      if (!BEGINS_LIKE_ONE.test(written)) return [];
      const [, number, denominator] = WITHIN.exec(written) ?? [];
      const says = number === undefined ? null : scoreSaid(number, denominator, expected);
      return [{ start: match.index, end: match.index + match[0].length, from: match.index, says }];
    }),
};
