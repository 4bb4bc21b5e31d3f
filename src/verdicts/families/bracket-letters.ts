import type { Family, FamilyTag } from "./family.js";
import { A_TIE, winnerNamed } from "./parts.js";

const DOUBLE =
  /\[\[[ \t]{0,8}(?:(?:response|assistant|output|answer|model)[ \t]{1,4})?(?:([a-z])|(tie))[ \t]{0,8}\]\]/gi;
// Not an index (x[A]), not a link ([A](…)), no part of [[A]].
const SINGLE = /(?<![[\p{L}\p{N}_)\]])\[[ \t]{0,2}(?:([A-Z])|(tie))[ \t]{0,2}\](?![\](\p{L}\p{N}])/gu;

/**
 * Letters in brackets: `[[A]]` of MT-Bench, RewardBench and RM-R1 (where it stands inside `<answer>`), and in passing `[A]`.
 * With two responses `[[C]]` is a tie, as MT-Bench asks for it; with more it is the third response.
 */
export const bracketLetters: Family = {
  name: "bracket-letters",
  looksLike: "[[A]], [[B]], [[C]] (a tie, of two responses), [[D]], [[tie]], <answer>[[A]]</answer>, [A]",
  gives: "winner",
  find(text, expected) {
    const tag = (match: RegExpMatchArray, inPassing: boolean): FamilyTag => {
      const [written, letter = ""] = match;
      const start = match.index ?? 0;
      const tie = letter === "" || (expected.responses === 2 && letter.toUpperCase() === "C");
      const says = tie ? A_TIE : winnerNamed(letter, expected);
      return { start, end: start + written.length, from: start, says, ...(inPassing ? { inPassing } : {}) };
    };
    return [
      ...Array.from(text.matchAll(DOUBLE), (match) => tag(match, false)),
      ...Array.from(text.matchAll(SINGLE), (match) => tag(match, true)),
    ].sort((left, right) => left.start - right.start);
  },
};
