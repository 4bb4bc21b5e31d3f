import type { Reply } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import {
  findLetters,
  LABEL_SETS,
  type LabelSet,
  type Labels,
  LETTERS,
  type LetterVerdict,
  letterOf,
} from "../verdicts/letters.js";
import { expectedValue } from "../verdicts/token-mass.js";
import { type AnswerFormat, written } from "./answer.js";
import { bothResponses } from "./material.js";
import { addedLater, choice, type Option } from "./options.js";
import { tokensAt, verdictPlace } from "./verdict-tokens.js";

/** The first is the default, and what a prompt file of before this option shows. */
export const labels: Option<LabelSet> = addedLater(
  choice<LabelSet>(["A/B", "1/2", "X/Y"], "what the responses are called in the prompt and in the verdict"),
);

export function labelsOf(name: LabelSet): Labels {
  return LABEL_SETS[name];
}

/** A label in double brackets, or the field "verdict" of a JSON answer. */
export function winnerFormat(ties: boolean, called: Labels = LETTERS): AnswerFormat<LetterVerdict> {
  return {
    find: (text) => findLetters(text, called),
    markers: ["verdict"],
    expected: offered(ties, called),
    inJson: ({ verdict }) => findLetters(`[[${written(verdict)}]]`, called)[0]?.says,
  };
}

function offered(ties: boolean, [first, second, tie]: Labels): string {
  return ties ? `[[${first}]], [[${second}]] or [[${tie}]]` : `[[${first}]] or [[${second}]]`;
}

/** The winner that a letter names, in response ids; `pWin` is the probability of the response shown first. */
export function winnerReading(
  view: View,
  letter: LetterVerdict,
  { ties, labels: name = "A/B" }: { readonly ties: boolean; readonly labels?: LabelSet },
  pWin: number | null,
): Reading {
  const [first, second] = bothResponses(view, "pairwise");
  if (letter === "C" && !ties) return tieNotOffered(offered(false, labelsOf(name)));
  const winner = { A: first.id, B: second.id, C: TIE }[letter];
  const between = [first.id, second.id] as const;
  return {
    status: "decided",
    verdict: { kind: "duel", between, winner, ...(pWin === null ? {} : { pWin }) },
  };
}

/** What a tie means where none was offered: not the side that it might lean to. */
export function tieNotOffered(forms: string): Reading {
  return { status: "unparsed", reason: `no final ${forms}: a tie was answered but not offered` };
}

/** The probability of the first label (A), half of that of a tie (C) added, over the labels that are listed; null where it is not known. */
export function probabilityOfFirst(
  letter: LetterVerdict,
  reply: Reply | undefined,
  place: "first" | "last",
  called: Labels = LETTERS,
): number | null {
  const isVerdict = (written: string) => findLetters(`[[${written}]]`, called)[0]?.says === letter;
  const [token] = tokensAt(reply, verdictPlace(reply, isVerdict, place, ["verdict"]));
  return (token && expectedValue(token, (text) => letterValue(text, called), [0, 1])?.value) ?? null;
}

// "Tie" may be written out; its first token is then the word or a part of it.
function letterValue(token: string, called: Labels): number | null {
  const letter = letterOf(token.replace(/[^\p{L}\p{N}]+/gu, ""), called);
  return letter && { A: 1, B: 0, C: 0.5 }[letter];
}
