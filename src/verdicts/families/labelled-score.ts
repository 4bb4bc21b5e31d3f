import type { Expected } from "../written.js";
import { type Family, type FamilyTag, groupTag } from "./family.js";
import { DRESS, NO_MORE, SCORE, scoreSaid } from "./parts.js";

const NOUN = "(?:score|rating|grade|mark|points)";
const DECLARED = [
  "\\[(?:result|score|rating|grade)[ \\t]{0,4}(?:\\][ \\t]{0,4}:?|:)",
  `^[ \\t#>*_.)\\d-]{0,16}(?:(?:my|the)[ \\t]{1,4})?(?:(?:final|overall|total)[ \\t]{1,4})?(?:${NOUN}|result)(?:[ \\t]{1,4}(?:is|of))?[ \\t*_]{0,8}[:=]`,
  `\\b(?:final|overall|total)[ \\t]{1,4}${NOUN}(?:[ \\t]{1,4}(?:is|of))?[ \\t*_]{0,8}[:=]?`,
];
const IN_PASSING = [`\\b${NOUN}(?:[ \\t]{1,4}(?:is|of)\\b|[ \\t*_]{0,4}:)[ \\t]{0,4}:?`];
const scored = (labels: readonly string[]) =>
  new RegExp(
    `(?:${labels.join("|")})\\s{0,4}${DRESS}(?:${SCORE}${NO_MORE}|([+-]?\\.?\\d[^\\n]{0,20}))`,
    "dgimu",
  );
const PATTERNS = [
  { pattern: scored(DECLARED), inPassing: false },
  { pattern: scored(IN_PASSING), inPassing: true },
];

/**
 * A label and a number: Prometheus's `[RESULT] 3` (also `[RESULT] (3)` and "[RESULT] 3."), `[SCORE] 4`, `**Score:** 4`, "Final score:
 * 8/10"; "a score of 4" in passing. A range or a choice ("Score: 7-8") is a verdict that cannot be read.
 */
export const labelledScore: Family = {
  name: "labelled-score",
  looksLike: "[RESULT] 3, [RESULT] (3), [SCORE] 4, Score: 4, **Rating:** 8/10, a score of 4",
  gives: "score",
  find: (text, expected) =>
    PATTERNS.flatMap(({ pattern, inPassing }) =>
      Array.from(text.matchAll(pattern), (match) => tagOf(match, expected, inPassing)),
    ).sort((left, right) => left.start - right.start),
};

function tagOf(match: RegExpExecArray, expected: Expected, inPassing: boolean): FamilyTag {
  const [, number, denominator] = match;
  if (number === undefined) return groupTag(match, 3, null, inPassing);
  const tag = groupTag(match, 1, scoreSaid(number, denominator, expected), inPassing);
  return { ...tag, end: match.index + match[0].length };
}
