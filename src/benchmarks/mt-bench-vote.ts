import { isScoredAlone } from "../combine/readings.js";
import type { Duel } from "../core/comparison.js";
import { duelOutcome, ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Verdict } from "../core/reading.js";
import type { Outcome } from "./pair-outcomes.js";

/** Scores this close are a tie (FastChat, common.py). */
const TIE_DELTA = 0.1;

/**
 * A judge's one vote on a duel, of its judgments of the comparison (with the readings that count): what all its orders say; a tie where they
 * contradict each other; null where one of them, or one of two scores, has no verdict; undefined where it was not asked. Of several repeats
 * the first counts.
 */
export function judgeVote(judgments: readonly JudgmentRow[], duel: Duel): Outcome {
  const inOrder = [...judgments].sort((left, right) => left.trial.repeat - right.trial.repeat);
  const scores = duel.map((id) => scoreAlone(inOrder, id));
  const [a, b] = scores;
  if (a !== undefined && b !== undefined) return a === null || b === null ? null : byScores(a, b, duel);
  const byOrder = new Map<string, string | null>();
  for (const { trial, reading } of inOrder.filter((judgment) => isAbout(judgment, duel))) {
    const order = JSON.stringify(trial.presented);
    if (byOrder.has(order)) continue;
    byOrder.set(order, reading.status === "decided" ? outcomeOf(reading.verdict, duel) : null);
  }
  const votes = [...new Set(byOrder.values())];
  return votes.includes(null) ? null : votes.length > 1 ? TIE : votes[0];
}

/** The score that a response was given alone; null where it was asked for and not given, undefined where it was not. */
function scoreAlone(judgments: readonly JudgmentRow[], id: string): number | null | undefined {
  for (const judgment of judgments.filter(isScoredAlone)) {
    const { trial, reading } = judgment;
    const verdict = reading.status === "decided" ? reading.verdict : null;
    const score = verdict?.kind === "scores" ? ownScore(verdict.byId, id) : null;
    if (trial.presented ? trial.presented[0] === id : score !== null) return score;
  }
  return undefined;
}

/** Whether both responses were shown or, where that is not known, the verdict is one on both. */
function isAbout(judgment: JudgmentRow, duel: Duel): boolean {
  if (isScoredAlone(judgment)) return false;
  const { trial, reading } = judgment;
  const shown = trial.presented ?? trial.among;
  if (shown) return duel.every((id) => shown.includes(id));
  return reading.status !== "decided" || duelOutcome(reading.verdict, duel) !== null;
}

function outcomeOf(verdict: Verdict, duel: Duel): string | null {
  if (verdict.kind !== "scores") return duelOutcome(verdict, duel);
  const [a, b] = [ownScore(verdict.byId, duel[0]), ownScore(verdict.byId, duel[1])];
  return a === null || b === null ? null : byScores(a, b, duel);
}

function byScores(a: number, b: number, duel: Duel): string {
  if (Math.abs(a - b) <= TIE_DELTA) return TIE;
  return a > b ? duel[0] : duel[1];
}
