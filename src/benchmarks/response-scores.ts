import { isScoredAlone, steadyMean } from "../combine/readings.js";
import { ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";

/**
 * By response, the score that one judge's judgments of a comparison (with the readings that count) give it, as a scorer of reward models
 * takes it: the mean of the scores it was given, of a ranking minus the number of tiers above it. A response that was asked about alone
 * and never got a score has −∞; one that was not asked about is absent. null where the judge gave no score of any response: it judged
 * duels, or nothing.
 */
export function responseScores(judgments: readonly JudgmentRow[]): ReadonlyMap<string, number> | null {
  const given = new Map<string, number[]>();
  const add = (id: string, score: number | null) => {
    const own = given.get(id) ?? [];
    given.set(id, own);
    if (score !== null) own.push(score);
  };
  for (const judgment of judgments) {
    const { trial, reading } = judgment;
    if (isScoredAlone(judgment) && trial.presented) {
      const [id = ""] = trial.presented;
      const isScore = reading.status === "decided" && reading.verdict.kind === "scores";
      add(id, isScore ? ownScore(reading.verdict.byId, id) : null);
    } else if (reading.status === "decided" && reading.verdict.kind === "scores") {
      const { byId } = reading.verdict;
      for (const id of Object.keys(byId)) add(id, ownScore(byId, id));
    } else if (reading.status === "decided" && reading.verdict.kind === "ranking") {
      for (const [above, tier] of reading.verdict.tiers.entries()) for (const id of tier) add(id, -above);
    }
  }
  if (given.size === 0) return null;
  return new Map(
    [...given].map(([id, scores]) => [id, scores.length === 0 ? -Infinity : steadyMean(scores)]),
  );
}
