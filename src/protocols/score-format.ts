import type { Reply } from "../core/judgment.js";
import type { Reading, Verdict } from "../core/reading.js";
import { findScores, type Scale } from "../verdicts/scores.js";
import { expectedScore, type TokenValue } from "../verdicts/token-mass.js";
import { type AnswerFormat, type Failure, written } from "./answer.js";
import { tokensAt, verdictPlace } from "./verdict-tokens.js";

/** One score in double brackets, or the field "score" of a JSON answer. */
export function scoreFormat(scale: Scale): AnswerFormat<number | string> {
  return {
    find: (text) => findScores(text, scale),
    markers: ["score", "rating"],
    expected: `score such as [[${scale.high}]]`,
    inJson: ({ score }) =>
      typeof score === "number" ? score : findScores(`[[${written(score)}]]`, scale)[0]?.says,
  };
}

/** The score, or why what was written is none that can stand: it is never clamped. */
export function scoreOnScale(says: number | string, { low, high }: Scale): number | Failure {
  if (typeof says === "string") {
    return { status: "unparsed", reason: `[[${says}]] is not one number on the scale ${low} to ${high}` };
  }
  if (!(says >= low && says <= high)) {
    return { status: "out-of-range", reason: `the score ${says} is off the scale ${low} to ${high}` };
  }
  return says;
}

/** The expected score over the tokens that write it; null where it is not known or the score is no whole number. */
export function scoreExpectation(
  says: number,
  reply: Reply | undefined,
  scale: Scale,
  place: "first" | "last",
): TokenValue | null {
  if (!Number.isInteger(says)) return null;
  const written = verdictPlace(reply, (text) => Number.parseFloat(text) === says, place, ["score"]);
  return expectedScore(tokensAt(reply, written), scale);
}

/** A response's score, with its expectation where there is one. */
export function scoreVerdict(id: string, score: number, expected: TokenValue | null): Reading {
  const verdict: Verdict = {
    kind: "scores",
    byId: { [id]: score },
    ...(expected ? { expected: { [id]: expected.value }, bounds: { [id]: expected.bounds } } : {}),
  };
  return { status: "decided", verdict };
}
