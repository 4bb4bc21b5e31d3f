import type { ComparisonRow } from "../core/comparison.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import { type Outcome, pairOutcomes } from "./pair-outcomes.js";

/** How often a "much better" counts (show_result.py, weight). */
const MUCH_BETTER = 3;

/** What one order of a pair says of the model. */
export interface Game {
  /** 1 the model won, 0.5 a tie, 0 the baseline won. */
  readonly score: number;
  /** How many rows it makes in the authors' table: 1 or 3. */
  readonly rows: number;
}

/** The game in which the baseline is shown first, then the other: null without a verdict, undefined where it was not played. */
export type Games = readonly [Game | null | undefined, Game | null | undefined];

/** The games of a comparison of [baseline, model]; of several repeats the first counts. Scores given alone count in both, as "better". */
export function gamesOf(judgments: readonly JudgmentRow[], { responses }: ComparisonRow): Games {
  const [baseline, model] = [responses[0]?.id ?? "", responses[1]?.id ?? ""];
  const { asGiven, swapped } = pairOutcomes(judgments, [baseline, model]);
  const inOrder = [...judgments].sort((left, right) => left.trial.repeat - right.trial.repeat);
  const shownFirst = (first: string) =>
    inOrder.find(({ trial }) => (trial.presented?.[0] ?? baseline) === first);
  return [gameOf(asGiven, shownFirst(baseline), model), gameOf(swapped, shownFirst(model), model)];
}

function gameOf(outcome: Outcome, judgment: JudgmentRow | undefined, model: string): Game | null | undefined {
  if (outcome === null || outcome === undefined) return outcome;
  if (outcome === TIE) return { score: 0.5, rows: 1 };
  const verdict = judgment?.reading.status === "decided" ? judgment.reading.verdict : undefined;
  const isMuchBetter = verdict?.kind === "duel" && (verdict.strength ?? 1) >= 2;
  return { score: outcome === model ? 1 : 0, rows: isMuchBetter ? MUCH_BETTER : 1 };
}
