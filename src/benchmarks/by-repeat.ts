import type { JudgmentRow } from "../core/judgment.js";

/** Judgments by repeat, in the order of the repeats. */
export function byRepeat(judgments: readonly JudgmentRow[]): readonly (readonly JudgmentRow[])[] {
  const repeats = new Map<number, JudgmentRow[]>();
  for (const judgment of judgments) {
    const own = repeats.get(judgment.trial.repeat) ?? [];
    repeats.set(judgment.trial.repeat, own);
    own.push(judgment);
  }
  return [...repeats].sort(([a], [b]) => a - b).map(([, own]) => own);
}
