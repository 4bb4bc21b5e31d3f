import { arenaHard } from "./arena-hard.js";
import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

/** JudgeBench's Arena-Hard judge: Arena-Hard v0.1's rule, after which strength is dropped (">>" becomes ">"). */
export const judgebenchArenaHard: PublishedRule = {
  name: "judgebench-arena-hard",
  summary: "Exactly one distinct label in double brackets in the whole text; strength is dropped.",
  source: "ScalerLab/JudgeBench, utils/judges.py (ArenaHard)",
  flaw: "[[A>B]] beside [[A>>B]] is not read though both prefer A; a mirrored label (A<B) counts as no vote",
  read(text, expected) {
    const reading = arenaHard.read(text, expected);
    if (reading.status !== "decided" || reading.verdict.kind !== "winner") return reading;
    // The decision is compared with "A>B" and "B>A" as it is written.
    if (/\[\[(?:[AB]<{1,2}[AB]|B=A)\]\]/.test(text))
      return unparsed("a label that its scoring does not know");
    return winnerIs(reading.verdict.letter);
  },
};
