import type { Estimate, EstimateUnit } from "../../core/analysis.js";
import type { BestOfNPoint, JudgeDownstream } from "../../core/downstream.js";
import { clusterMean } from "../../stats/intervals/cluster-mean.js";
import { standardDeviation } from "../../stats/intervals/standard-deviation.js";
import { bestOfN } from "../../stats/rankings/best-of-n.js";
import { bestOfNDivergence } from "../../stats/rankings/best-of-n-divergence.js";
import { clusterTally, meanEstimate, undefinedEstimate } from "../estimate.js";
import type { ScoredPrompt, ScoredPrompts } from "./scored-prompts.js";

interface CurveInput extends ScoredPrompts {
  /** Judge id. */
  readonly judge: string;
  /** The most responses drawn; every prompt has at least as many. */
  readonly n: number;
  /** Whether gold lies in 0…1. */
  readonly isShare: boolean;
}

const NOT_SCORED = "the judge scored no prompt in full";

/** What is chosen out of 1, 2, … n responses, and where choosing out of more begins to do harm. */
export function bestOfNCurve(
  input: CurveInput,
): Pick<JudgeDownstream, "curve" | "peak" | "fall" | "turnsDown"> {
  const { prompts, n, isShare } = input;
  const toProxy = standardised(input);
  const lines = prompts.map((prompt) => linesOf(prompt, toProxy));
  const curve = Array.from({ length: n }, (_, i) => pointAt(i, lines, input));
  const peak = peakOf(curve.map(({ gold }) => gold.value));
  const fall = fallFrom(peak, lines, input);
  const unit: EstimateUnit = isShare ? "fraction" : "score";
  return { curve, peak, fall: { ...fall, unit }, turnsDown: (fall.interval?.[0] ?? 0) > 0 };
}

/** Of one prompt, by number of responses drawn less one. */
interface Lines {
  readonly cluster: number;
  readonly gold: Float64Array;
  readonly oracle: Float64Array;
  readonly proxy: Float64Array | null;
}

const NOTHING = new Float64Array();

function linesOf(
  { cluster, gold, scores }: ScoredPrompt,
  toProxy: ((score: number) => number) | null,
): Lines {
  return {
    cluster,
    gold: bestOfN(scores, gold) ?? NOTHING,
    oracle: bestOfN(gold, gold) ?? NOTHING,
    proxy: toProxy && bestOfN(scores, scores.map(toProxy)),
  };
}

/** From a judge's score to standard deviations about the mean of all its scores; null where it has no scale, or no spread. */
function standardised({ prompts, hasScale }: ScoredPrompts): ((score: number) => number) | null {
  const scores = prompts.flatMap((prompt) => prompt.scores);
  const deviation = hasScale ? standardDeviation(scores) : null;
  if (!deviation) return null;
  const mean = scores.reduce((sum, score) => sum + score / scores.length, 0);
  return (score) => (score - mean) / deviation;
}

function pointAt(i: number, lines: readonly Lines[], input: CurveInput): BestOfNPoint {
  const unit: EstimateUnit = input.isShare ? "fraction" : "score";
  const range = input.isShare ? ([0, 1] as const) : ([-Infinity, Infinity] as const);
  const at = (values: Float64Array) => values[i] ?? 0;
  const mean = (
    metric: string,
    take: (line: Lines) => number | null,
    about: {
      readonly unit: EstimateUnit;
      readonly range: readonly [number, number];
      readonly reason?: string;
    },
  ): Estimate => {
    const tally = clusterTally();
    for (const line of lines) {
      const value = take(line);
      if (value !== null) tally.add(line.cluster, value);
    }
    return meanEstimate({ metric: `${metric}-at-${i + 1}`, judge: input.judge, unit: about.unit }, tally, {
      excluded: input.unscored.length,
      reason: about.reason !== undefined && lines.length > 0 ? about.reason : NOT_SCORED,
      range: about.range,
      ...(Number.isFinite(about.range[0]) && Number.isFinite(about.range[1]) ? {} : { slack: null }),
    });
  };
  const noProxy = input.hasScale
    ? "all its scores are equal"
    : "the judge ranks responses: it has no score that could be held across prompts";
  return {
    n: i + 1,
    kl: bestOfNDivergence(i + 1) ?? 0,
    gold: mean("best-of-n", ({ gold }) => at(gold), { unit, range }),
    oracle: mean("oracle", ({ oracle }) => at(oracle), { unit, range }),
    random: mean("random", ({ gold }) => gold[0] ?? 0, { unit, range }),
    // What rounding leaves of a difference of equals is not below 0.
    regret: mean("regret", (line) => Math.max(0, at(line.oracle) - at(line.gold)), {
      unit,
      range: [0, range[1]],
    }),
    proxy: mean("proxy", ({ proxy }) => proxy && at(proxy), {
      unit: "score",
      range: [-Infinity, Infinity],
      reason: noProxy,
    }),
  };
}

// Sums of the same numbers in another order differ in their last digits.
const ROUNDING = 1e-12;

function peakOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const most = Math.max(...known);
  return (
    values.findIndex((value) => value !== null && value >= most - ROUNDING * Math.max(1, Math.abs(most))) + 1
  );
}

/** Gold at the peak less gold at n: by prompt, so that what prompts have in common is no noise. */
function fallFrom(
  peak: number | null,
  lines: readonly Lines[],
  { judge, n, isShare, unscored }: CurveInput,
): Estimate {
  const excluded = unscored.length;
  const about = { metric: "fall-from-peak", judge };
  if (peak === null) return undefinedEstimate(about, NOT_SCORED, excluded);
  const tally = clusterTally();
  for (const { cluster, gold } of lines) tally.add(cluster, (gold[peak - 1] ?? 0) - (gold[n - 1] ?? 0));
  const range = isShare ? ([-1, 1] as const) : ([-Infinity, Infinity] as const);
  // The peak is the best of n − 1 that might have been it: Bonferroni over these, so that a curve that is flat does not fall by choice.
  const mean = clusterMean(tally.sums, tally.counts, range, 1 - 0.05 / Math.max(1, n - 1));
  if (!mean) return undefinedEstimate(about, NOT_SCORED, excluded);
  const estimate = { ...about, subset: null, unit: "score" as const, ...mean, excluded };
  if (peak === n) return { ...estimate, interval: null, method: "the most gold is at the largest n" };
  return { ...estimate, method: `${mean.method}, simultaneous over ${n - 1} possible peaks` };
}
