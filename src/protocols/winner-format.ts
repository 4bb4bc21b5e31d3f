import type { Reply } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { findLetters, type LetterVerdict } from "../verdicts/letters.js";
import { expectedValue } from "../verdicts/token-mass.js";
import { type AnswerFormat, written } from "./answer.js";
import { bothResponses } from "./material.js";
import { tokensAt, verdictPlace } from "./verdict-tokens.js";

/** A letter in double brackets, or the field "verdict" of a JSON answer. */
export function winnerFormat(ties: boolean): AnswerFormat<LetterVerdict> {
  return {
    find: findLetters,
    markers: ["verdict"],
    expected: ties ? "[[A]], [[B]] or [[C]]" : "[[A]] or [[B]]",
    inJson: ({ verdict }) => findLetters(`[[${written(verdict)}]]`)[0]?.says,
  };
}

/** The winner that a letter names, in response ids; `pWin` is the probability of the response shown first. */
export function winnerReading(
  view: View,
  letter: LetterVerdict,
  ties: boolean,
  pWin: number | null,
): Reading {
  const [first, second] = bothResponses(view, "pairwise");
  if (letter === "C" && !ties) return tieNotOffered("[[A]] or [[B]]");
  const winner = { A: first.id, B: second.id, C: TIE }[letter];
  const between = [first.id, second.id] as const;
  return {
    status: "decided",
    verdict: { kind: "duel", between, winner, ...(pWin === null ? {} : { pWin }) },
  };
}

/** What a tie means where none was offered: not the side that it might lean to. */
export function tieNotOffered(offered: string): Reading {
  return { status: "unparsed", reason: `no final ${offered}: a tie was answered but not offered` };
}

/** The probability of the letter A, half of that of C added, over the letters that are listed; null where it is not known. */
export function probabilityOfFirst(
  letter: LetterVerdict,
  reply: Reply | undefined,
  place: "first" | "last",
): number | null {
  const isVerdict = (written: string) => findLetters(`[[${written}]]`)[0]?.says === letter;
  const [token] = tokensAt(reply, verdictPlace(reply, isVerdict, place, ["verdict"]));
  return (token && expectedValue(token, letterValue, [0, 1])?.value) ?? null;
}

// "Tie" may be written out; its first token is then the word or a part of it.
function letterValue(token: string): number | null {
  const letter = token.replace(/[^\p{L}]+/gu, "").toUpperCase();
  if (letter === "A") return 1;
  if (letter === "B") return 0;
  return letter === "C" || letter === "TIE" ? 0.5 : null;
}
