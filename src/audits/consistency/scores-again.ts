import { countedJudgments } from "../../combine/counted.js";
import { steadyMean } from "../../combine/readings.js";
import type { JudgeRule } from "../../combine/rule.js";
import { ownScore } from "../../core/duel.js";
import type { JudgmentRow } from "../../core/judgment.js";

/** One response's scores in one presentation, asking by asking (the mean of its samples); null where it was asked and has none. */
export interface ScoresAgain {
  readonly response: string;
  /** All that was shown, in its order. */
  readonly presented: readonly string[];
  /** By repeat, from 0. */
  readonly scores: ReadonlyMap<number, number | null>;
}

/** All scores of a comparison, by response and presentation; [] of a judge that gives none. */
export function scoresAgain(judgments: readonly JudgmentRow[], judgeRule: JudgeRule): readonly ScoresAgain[] {
  const counted = countedJudgments(judgments, judgeRule);
  if (!counted.some(({ reading }) => reading.status === "decided" && reading.verdict.kind === "scores"))
    return [];
  const cells = new Map<string, OpenCell>();
  for (const { trial, reading } of counted) {
    const { presented } = trial;
    if (presented === null) continue;
    const repeat = Math.floor(trial.repeat / judgeRule.samples);
    for (const response of presented) {
      const key = JSON.stringify([response, presented]);
      const cell = cells.get(key) ?? { response, presented, asked: new Map() };
      cells.set(key, cell);
      const own = cell.asked.get(repeat) ?? [];
      cell.asked.set(repeat, own);
      const score =
        reading.status === "decided" && reading.verdict.kind === "scores"
          ? ownScore(reading.verdict.byId, response)
          : null;
      if (score !== null) own.push(score);
    }
  }
  return [...cells.values()].map(({ response, presented, asked }) => ({
    ...{ response, presented },
    scores: new Map(
      [...asked].map(([repeat, scores]) => [repeat, scores.length === 0 ? null : steadyMean(scores)]),
    ),
  }));
}

interface OpenCell {
  readonly response: string;
  readonly presented: readonly string[];
  readonly asked: Map<number, number[]>;
}
