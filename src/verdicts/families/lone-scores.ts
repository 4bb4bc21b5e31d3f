import type { Span } from "../quoting.js";
import type { Expected } from "../written.js";
import type { Family, FamilyTag } from "./family.js";
import { DRESS, outerLines, SCORE, scoreSaid } from "./parts.js";

const LONGEST = 48;
const ALONE = new RegExp(`^${DRESS}${SCORE}[ \\t"'”’\`*_)\\]}.!]{0,8}$`, "i");
const LIKE_A_RANGE =
  /^[ \t"'“`*_([{]{0,8}[+-]?\d[\d.,]{0,12}[ \t]{0,4}(?:[-–—~]|to|or)[ \t]{0,4}[\d.]{1,12}[^\n]{0,4}$/;
const AT_THE_END = new RegExp(`(?<![\\p{L}\\p{N}.,/:=+–—~-])${SCORE}[ \\t"'”’\`*_)\\]}.!]{0,8}$`, "u");
const SPEAKS_OF_RATING =
  /\b(?:rat(?:e|es|ed|ing)|scor(?:e|es|ed|ing)|grad(?:e|ed|ing)|give|gets|deserves?|earns?|mark|overall)\b/i;

/**
 * A number and nothing else on the first or the last line ("8", `**8**`, "10."), as RewardBench 2's ratings end; and in passing a
 * number that ends a last line which speaks of rating ("I would rate it a 7.5."). "1-10" alone is a verdict that cannot be read.
 */
export const loneScores: Family = {
  name: "lone-scores",
  looksLike: "8, **8**, 10. or 8/10 alone on the first or the last line; “I would rate it 7.5.”",
  gives: "score",
  find(text, expected) {
    const lines = outerLines(text);
    const last = lines.at(-1);
    const alone = lines.flatMap((line) => aloneOn(text, line, expected));
    if (!last || alone.some((tag) => tag.start >= last.start)) return alone;
    return [...alone, ...endOf(text, last, expected)];
  },
};

function aloneOn(text: string, line: Span, expected: Expected): FamilyTag[] {
  if (line.end - line.start > LONGEST) return [];
  const written = text.slice(line.start, line.end);
  const [, number, denominator] = ALONE.exec(written) ?? [];
  if (number !== undefined) {
    return [{ ...line, from: line.start, says: scoreSaid(number, denominator, expected) }];
  }
  return LIKE_A_RANGE.test(written) ? [{ ...line, from: line.start, says: null }] : [];
}

function endOf(text: string, line: Span, expected: Expected): FamilyTag[] {
  const tailStart = Math.max(line.start, line.end - 64);
  const match = AT_THE_END.exec(text.slice(tailStart, line.end));
  if (!match || (match.index === 0 && tailStart > line.start)) return [];
  const start = tailStart + match.index;
  if (!SPEAKS_OF_RATING.test(text.slice(line.start, start))) return [];
  const says = scoreSaid(match[1] ?? "", match[2], expected);
  return [{ start, end: line.end, from: start, says, inPassing: true }];
}
