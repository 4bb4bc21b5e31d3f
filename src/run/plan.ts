import type { ConfiguredBaseline } from "../baselines/baseline.js";
import type { Comparison } from "../core/comparison.js";
import type { AskedJudge, ComputedJudge } from "../core/judge.js";
import { type Trial, trial } from "../core/trial.js";
import type { Model } from "../models/model.js";
import type { ConfiguredProtocol } from "../protocols/protocol.js";

/** A judge with what it takes to get its verdicts. */
export type BoundJudge =
  | {
      readonly kind: "asked";
      readonly judge: AskedJudge;
      readonly protocol: ConfiguredProtocol;
      readonly model: Model;
    }
  | { readonly kind: "computed"; readonly judge: ComputedJudge; readonly baseline: ConfiguredBaseline };

/** A trial with all that is needed to carry it out. */
export interface PlannedTrial {
  readonly trial: Trial;
  readonly comparison: Comparison;
  readonly judge: BoundJudge;
}

export interface PlanOptions {
  readonly comparisons: AsyncIterable<Comparison>;
  readonly judges: readonly BoundJudge[];
  /** How often each presentation is asked, 1 or more. */
  readonly repeats: number;
  /** Whether a trial of this key has its judgment already. */
  readonly isSatisfied: (trialKey: string) => boolean;
}

/** The trials that remain: the plan minus what is stored, comparison by comparison, made one at a time as they are pulled. */
export async function* plan(options: PlanOptions): AsyncGenerator<PlannedTrial> {
  for await (const planned of allTrials(options)) {
    if (!options.isSatisfied(planned.trial.key)) yield planned;
  }
}

export interface TrialCount {
  /** Judge id. */
  readonly judge: string;
  readonly trials: number;
  /** Of these, the ones that have their judgment already. */
  readonly satisfied: number;
}

/**
 * Walks through the whole plan and asks nothing: how many trials each judge has. A comparison that a judge cannot be asked
 * about throws its InputError here, before the first paid call.
 */
export async function countTrials(options: PlanOptions): Promise<TrialCount[]> {
  const counts = new Map(options.judges.map(({ judge }) => [judge.id, { trials: 0, satisfied: 0 }]));
  for await (const { trial } of allTrials(options)) {
    const count = counts.get(trial.judge);
    if (!count) continue;
    count.trials++;
    if (options.isSatisfied(trial.key)) count.satisfied++;
  }
  return [...counts].map(([judge, count]) => ({ judge, ...count }));
}

async function* allTrials({ comparisons, judges, repeats }: PlanOptions): AsyncGenerator<PlannedTrial> {
  for await (const comparison of comparisons) {
    for (const judge of judges) {
      for (const presented of layoutsOf(judge, comparison)) {
        for (let repeat = 0; repeat < repeats; repeat++) {
          const planned = trial({ comparison: comparison.id, judge: judge.judge.id, presented, repeat });
          yield { trial: planned, comparison, judge };
        }
      }
    }
  }
}

function layoutsOf(judge: BoundJudge, comparison: Comparison): readonly (readonly string[])[] {
  return judge.kind === "asked" ? judge.protocol.layouts(comparison) : judge.baseline.layouts(comparison);
}
