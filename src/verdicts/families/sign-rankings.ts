import { letterAt } from "../../core/view.js";
import { rankingTiers } from "../rankings.js";
import type { Expected, WrittenVerdict } from "../written.js";
import { type Family, type FamilyTag, groupTag } from "./family.js";
import { outerLines } from "./parts.js";

const ENTRIES = "([A-Z][ \\t]{0,4}[>=][A-Z>= \\t]{0,400})";
const ENCLOSED = new RegExp(
  `(?:\\[{1,2}|\\\\boxed\\{|<answer>)[ \\t]{0,8}${ENTRIES}(?:\\]{1,2}|\\}|</answer>)`,
  "dgi",
);
const LABELLED = new RegExp(
  `\\brank(?:ing)?[ \\t*_]{0,8}:[ \\t"'\`*_]{0,8}${ENTRIES}(?=[.*_"'\`]{0,4}[ \\t\\r]{0,4}$)`,
  "dgim",
);
const ALONE = new RegExp(`^["'\`*_]{0,4}${ENTRIES}["'\`*_.]{0,4}$`, "i");

/** Letters and signs, best first: `[[B > A = C]]`, `[B>A>C]`, `\boxed{B>A>C}`, "Ranking: B > A > C", or alone on the first or last line. */
export const signRankings: Family = {
  name: "sign-rankings",
  looksLike: "[[B > A = C]], Ranking: B > A > C, \\boxed{B>A>C}, <answer>B>A>C</answer>",
  gives: "ranking",
  find(text, expected) {
    const tag = (match: RegExpExecArray) => groupTag(match, 1, rankingSaid(match[1] ?? "", expected));
    const alone = outerLines(text).flatMap((line): FamilyTag[] => {
      if (line.end - line.start > 440) return [];
      const written = ALONE.exec(text.slice(line.start, line.end))?.[1];
      return written === undefined
        ? []
        : [{ ...line, from: line.start, says: rankingSaid(written, expected) }];
    });
    const marked = [ENCLOSED, LABELLED].flatMap((pattern) => Array.from(text.matchAll(pattern), tag));
    return [...marked, ...alone].sort((left, right) => left.start - right.start);
  },
};

function rankingSaid(written: string, { responses }: Expected): WrittenVerdict | null {
  const letters = Array.from({ length: responses }, (_, position) => letterAt(position));
  const tiers = rankingTiers(written, letters);
  if (!tiers) return null;
  return { kind: "ranking", tiers: tiers.map((tier) => tier.map((letter) => letters.indexOf(letter))) };
}
