import { type Family, groupTag } from "./family.js";
import { scoreSaid } from "./parts.js";

const FRACTION =
  /(?<![\p{L}\p{N}.,/:-])([+-]?\d{1,9}(?:\.\d{1,9})?)(?:[ \t]{0,2}\/[ \t]{0,2}|[ \t]{1,4}out[ \t]{1,4}of[ \t]{1,4})(\d{1,9})(?![\p{L}\p{N}%]|[.,]\d|[ \t]{0,2}[/-][ \t]{0,2}[\p{L}\p{N}])/dgiu;
/** The denominators that are taken for a scale's where none was declared: any other fraction is a quantity of something. */
const USUAL = [5, 10, 100];

/** `8/10` and "4 out of 5", where the denominator is the scale's high end; a date (8/10/2024) or another fraction is no score. */
export const fractionScores: Family = {
  name: "fraction-scores",
  looksLike: "8/10, 7.5 / 10, 4 out of 5",
  gives: "score",
  find: (text, expected) =>
    Array.from(text.matchAll(FRACTION)).flatMap((match) => {
      const [, number = "", denominator = ""] = match;
      const scales = expected.scale ? [expected.scale.high] : USUAL;
      if (!scales.includes(Number(denominator))) return [];
      return [groupTag(match, 0, scoreSaid(number, denominator, expected), true)];
    }),
};
