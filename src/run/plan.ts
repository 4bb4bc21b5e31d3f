import type { ConfiguredBaseline } from "../baselines/baseline.js";
import type { Comparison } from "../core/comparison.js";
import type { AskedJudge, ComputedJudge, ScoredJudge } from "../core/judge.js";
import { seededRandom } from "../core/random.js";
import { type Trial, trial } from "../core/trial.js";
import type { Model } from "../models/model.js";
import { type ConfiguredProtocol, protocolOn } from "../protocols/protocol.js";

/** A judge that is reached through a model, language model or scalar reward model alike, with what it takes to get its verdicts. */
export type CalledJudge =
  | {
      readonly kind: "asked";
      readonly judge: AskedJudge;
      readonly protocol: ConfiguredProtocol;
      readonly model: Model;
    }
  | {
      readonly kind: "scored";
      readonly judge: ScoredJudge;
      readonly protocol: ConfiguredProtocol;
      readonly model: Model;
    };

/** A judge with what it takes to get its verdicts. */
export type BoundJudge =
  | CalledJudge
  | { readonly kind: "computed"; readonly judge: ComputedJudge; readonly baseline: ConfiguredBaseline };

/** A trial with all that is needed to carry it out. */
export interface PlannedTrial {
  readonly trial: Trial;
  /** What is shown: the comparison, or what a probe makes of it. */
  readonly comparison: Comparison;
  readonly judge: BoundJudge;
  /** A critique that the judge is given instead of writing one. */
  readonly critique?: string;
}

/** How often is asked, and by which seed orders are drawn. */
export interface Rounds {
  /** How many verdicts each question gets, 1 or more. A judge of K samples is asked K times for each. */
  readonly repeats: number;
  readonly seed: number;
}

export interface PlanOptions extends Rounds {
  readonly comparisons: AsyncIterable<Comparison>;
  readonly judges: readonly BoundJudge[];
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

async function* allTrials({ comparisons, judges, ...rounds }: PlanOptions): AsyncGenerator<PlannedTrial> {
  for await (const comparison of comparisons) {
    for (const judge of judges) {
      for (const planned of trialsOf(judge, comparison, rounds)) yield { trial: planned, comparison, judge };
    }
  }
}

/**
 * The trials of one judge on one comparison, each once. Presentations are laid out anew for every repeat: where the order is drawn,
 * each sample has its own, by (seed, comparison, repeat), and so the same one on a rerun and for every judge.
 * Throws an InputError where the judge cannot be asked about this comparison.
 */
export function* trialsOf(
  judge: BoundJudge,
  comparison: Comparison,
  { repeats, seed }: Rounds,
): Generator<Trial> {
  for (let repeat = 0; repeat < repeats * samplesOf(judge); repeat++) {
    const seen = new Set<string>();
    for (const presented of layoutsOf(judge, comparison, repeat, seed)) {
      const planned = trial({ comparison: comparison.id, judge: judge.judge.id, presented, repeat });
      if (seen.has(planned.key)) continue;
      seen.add(planned.key);
      yield planned;
    }
  }
}

/** How many samples of one question make one verdict of this judge. */
export function samplesOf(judge: BoundJudge): number {
  return judge.kind === "computed" ? 1 : (judge.protocol.samples ?? 1);
}

function layoutsOf(
  judge: BoundJudge,
  comparison: Comparison,
  repeat: number,
  seed: number,
): readonly (readonly string[])[] {
  if (judge.kind === "computed") return judge.baseline.layouts(comparison);
  const random = seededRandom(["orders", seed, comparison.id, repeat]);
  return protocolOn(judge.protocol, comparison).layouts(comparison, { repeat, random });
}
