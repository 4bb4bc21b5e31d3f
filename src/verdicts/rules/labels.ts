import { bracketLetters } from "../families/bracket-letters.js";
import { bracketScores } from "../families/bracket-scores.js";
import type { FamilyTag } from "../families/family.js";
import { gradedLetters } from "../families/graded-letters.js";
import { scoreLists } from "../families/score-lists.js";
import { signRankings } from "../families/sign-rankings.js";
import type { Expected, WrittenVerdict } from "../written.js";

const FAMILIES = [bracketLetters, gradedLetters, bracketScores, scoreLists, signRankings];

/** The labels in double brackets that say a verdict of the expected kind, in order: what the general rules choose among. */
export function labelsIn(text: string, expected: Expected): WrittenVerdict[] {
  return FAMILIES.filter(({ gives }) => gives === expected.kind)
    .flatMap((family) => family.find(text, expected))
    .filter((tag) => inDoubleBrackets(text, tag))
    .sort((left, right) => left.start - right.start)
    .flatMap(({ says }) => says ?? []);
}

// A ranking's span is what stands inside the brackets, the others' are the brackets themselves.
function inDoubleBrackets(text: string, { start, end }: FamilyTag): boolean {
  return (
    text.startsWith("[[", start) || (text.slice(start - 2, start) === "[[" && text.startsWith("]]", end))
  );
}
