import { isScoredAlone } from "../combine/readings.js";
import type { Duel } from "../core/comparison.js";
import { duelOutcome, ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";

/** What a judge said of a pair in one order: a response id, "tie", or null where it gave no verdict; undefined where it was not asked. */
export type Outcome = string | null | undefined;

/** A pair judged in both orders. Scores that were given without an order count in both. */
export interface PairOutcomes {
  /** The pair's first response was shown first (or the order is not known). */
  readonly asGiven: Outcome;
  readonly swapped: Outcome;
}

/** What one judge's judgments of a comparison (with the readings that count) say of a pair, by order; of several repeats the first counts. */
export function pairOutcomes(judgments: readonly JudgmentRow[], [a, b]: Duel): PairOutcomes {
  const outcomes: { asGiven: Outcome; swapped: Outcome } = { asGiven: undefined, swapped: undefined };
  const inOrder = [...judgments].sort((left, right) => left.trial.repeat - right.trial.repeat);
  const alone = inOrder.filter(isScoredAlone);
  const both = scoredAlone(alone, [a, b]);
  if (both !== undefined) return { asGiven: both, swapped: both };
  for (const { trial, reading } of inOrder.filter((judgment) => !alone.includes(judgment))) {
    const outcome = reading.status === "decided" ? duelOutcome(reading.verdict, [a, b]) : null;
    const { presented } = trial;
    const isScoredTogether = reading.status === "decided" && reading.verdict.kind === "scores";
    const isSwapped = presented !== null && presented.indexOf(b) < presented.indexOf(a);
    const isOrderless = presented === null && isScoredTogether;
    if ((isOrderless || !isSwapped) && outcomes.asGiven === undefined) outcomes.asGiven = outcome;
    if ((isOrderless || isSwapped) && outcomes.swapped === undefined) outcomes.swapped = outcome;
  }
  return outcomes;
}

/** Whether the judge gave (or was to give) scores, so that a tie is the equality of two of them and not a verdict of its own. */
export function isRated(judgment: JudgmentRow): boolean {
  const { reading } = judgment;
  return isScoredAlone(judgment) || (reading.status === "decided" && reading.verdict.kind === "scores");
}

/** The outcome of two scores that were given to the responses one at a time; undefined where one of them was not asked for. */
function scoredAlone(judgments: readonly JudgmentRow[], [a, b]: Duel): Outcome {
  const [first, second] = [a, b].map((id) => judgments.find((judgment) => isOf(judgment, id)));
  if (!first || !second) return undefined;
  const [scoreA, scoreB] = [scoreOf(first, a), scoreOf(second, b)];
  if (scoreA === null || scoreB === null) return null;
  return scoreA === scoreB ? TIE : scoreA > scoreB ? a : b;
}

function isOf({ trial, reading }: JudgmentRow, id: string): boolean {
  if (trial.presented) return trial.presented[0] === id;
  return (
    reading.status === "decided" &&
    reading.verdict.kind === "scores" &&
    Object.hasOwn(reading.verdict.byId, id)
  );
}

function scoreOf({ reading }: JudgmentRow, id: string): number | null {
  if (reading.status !== "decided" || reading.verdict.kind !== "scores") return null;
  return ownScore(reading.verdict.byId, id);
}
