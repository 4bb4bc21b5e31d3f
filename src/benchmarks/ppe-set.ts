import { seededRandom, shuffled } from "../core/random.js";
import { weightedRocAuc } from "../stats/association/roc-auc.js";
import { bootstrap } from "../stats/intervals/bootstrap.js";
import { bootstrapGroups } from "../stats/intervals/cluster-bootstrap.js";
import { bestOfN } from "../stats/rankings/best-of-n.js";

const RESAMPLES = 2000;

/** What is taken of each set; a set without 4 or 16 responses a prompt has no best of so many. */
export const PPE_FIGURES = [
  "accuracy",
  "roc-auc",
  "roc-auc-stretched",
  "best-of-k-max",
  "best-of-k-end",
  "best-of-k-loss",
  "best-of-k-loss-of-means",
  "best-of-1",
  "best-of-4",
  "best-of-16",
] as const;
export type PpeFigure = (typeof PPE_FIGURES)[number];

/** A response with a score of a judge (−∞ where its judgment failed) and whether it is right (1 or 0). */
export interface ScoredResponse {
  readonly score: number;
  readonly gold: number;
}

/** One prompt with its responses, judged. */
export interface JudgedPrompt {
  readonly id: string;
  readonly cluster: string;
  /** Of each conflict pair, what the right response got (0…1); null without a verdict. */
  readonly pairs: readonly (number | null)[];
  /** How many responses there are. */
  readonly responses: number;
  /** All of them; null where the judge did not score all. */
  readonly scored: readonly ScoredResponse[] | null;
}

/** A figure of one set on the data (null where it is not defined), and on each resample of its clusters (NaN where it is not). */
export interface Resampled {
  readonly value: number | null;
  readonly replicates: Float64Array;
}

type Figures = Readonly<Record<PpeFigure, number | null>>;

/**
 * All figures of one set, each on the same resamples of whole clusters: a resample is drawn once and read ten times, since there are
 * 16,000 responses in a set. No resamples where there are fewer than two clusters.
 *
 * @param random what the draws depend on, besides the data
 */
export function resampledSet(prompts: readonly JudgedPrompt[], random: string): Record<PpeFigure, Resampled> {
  // By id, so that the order of rows changes nothing, not even a last digit.
  const ordered = [...prompts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const clusters = [...new Set(ordered.map(({ cluster }) => cluster))].sort();
  const stream = seededRandom(["official", random]);
  const groups = bootstrapGroups(clusters.length);
  const groupOf = new Map(shuffled(clusters, stream).map((cluster, i) => [cluster, i % groups]));
  const group = Int32Array.from(ordered, ({ cluster }) => groupOf.get(cluster) ?? 0);

  const figuresOn = setFigures(ordered);
  const weights = new Float64Array(ordered.length).fill(1);
  const values = figuresOn(weights);
  const drawn: Figures[] = [];
  bootstrap({
    groups: groups < 2 ? 0 : groups,
    resamples: RESAMPLES,
    random: stream,
    statistic(times) {
      for (let i = 0; i < weights.length; i++) weights[i] = times[group[i] ?? 0] ?? 0;
      drawn.push(figuresOn(weights));
      return 0;
    },
  });
  const resampled = PPE_FIGURES.map((name): [PpeFigure, Resampled] => [
    name,
    { value: values[name], replicates: Float64Array.from(drawn, (figures) => figures[name] ?? Number.NaN) },
  ]);
  return Object.fromEntries(resampled) as Record<PpeFigure, Resampled>;
}

/** The figures as a function of how often each prompt was drawn. */
function setFigures(prompts: readonly JudgedPrompt[]): (weights: Float64Array) => Figures {
  const accuracy = accuracyOn(prompts);
  const areas = areasOn(prompts);
  const curves = curvesOn(prompts);
  return (weights) => {
    const [rocAuc, stretched] = areas(weights);
    const curve = curves(weights);
    const at = (k: number) => curve?.reached[k - 1] ?? null;
    return {
      accuracy: accuracy(weights),
      "roc-auc": rocAuc,
      "roc-auc-stretched": stretched,
      "best-of-k-max": curve && Math.max(...curve.reached),
      "best-of-k-end": curve && at(curve.reached.length),
      // Gold is 0 or 1 and what is picked never better than the best: the square of their difference is the difference.
      "best-of-k-loss": curve && mean(curve.missed),
      "best-of-k-loss-of-means": curve && mean(curve.missed.map((missed) => missed ** 2)),
      "best-of-1": at(1),
      "best-of-4": at(4),
      "best-of-16": at(16),
    };
  };
}

function accuracyOn(prompts: readonly JudgedPrompt[]): (weights: Float64Array) => number | null {
  const decided = prompts.map(({ pairs }) => pairs.filter((pair) => pair !== null));
  const counts = Float64Array.from(decided, (pairs) => pairs.length);
  const rights = Float64Array.from(decided, (pairs) => pairs.reduce((sum, right) => sum + right, 0));
  return (weights) => {
    let [right, all] = [0, 0];
    for (let i = 0; i < weights.length; i++) {
      right += (weights[i] ?? 0) * (rights[i] ?? 0);
      all += (weights[i] ?? 0) * (counts[i] ?? 0);
    }
    return all === 0 ? null : right / all;
  };
}

/** The area under the ROC curve of scores as forecasts of being right: as scored, and stretched to 0…1 by prompt. */
function areasOn(
  prompts: readonly JudgedPrompt[],
): (weights: Float64Array) => [number | null, number | null] {
  const units = prompts.flatMap(({ scored }, prompt) => (scored ?? []).map((one) => ({ ...one, prompt })));
  const outcomes = units.map(({ gold }) => gold);
  const finite = units.map(({ score }) => score).filter((score) => score !== -Infinity);
  // A failure stays below all scores, but at a number: only the order matters.
  const below = finite.reduce((lowest, score) => Math.min(lowest, score), 0) - 1;
  const areas = [
    units.map(({ score }) => (score === -Infinity ? below : score)),
    prompts.flatMap(({ scored }) => stretched(scored ?? [])),
  ].map((scores) => weightedRocAuc(scores, outcomes));
  const promptOf = Int32Array.from(units, ({ prompt }) => prompt);
  const each = new Float64Array(units.length);
  return (weights) => {
    for (let i = 0; i < each.length; i++) each[i] = weights[promptOf[i] ?? 0] ?? 0;
    return [areas[0]?.(each) ?? null, areas[1]?.(each) ?? null];
  };
}

/** The lowest score of a prompt 0 and its highest 1, ½ where all are equal; a failure −1. */
function stretched(responses: readonly ScoredResponse[]): readonly number[] {
  const scores = responses.map(({ score }) => score).filter((score) => score !== -Infinity);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return responses.map(({ score }) => {
    if (score === -Infinity) return -1;
    return high === low ? 0.5 : (score - low) / (high - low);
  });
}

interface Curves {
  /** The mean gold of the best of K, K = 1 …, and how far it is below that of the best there is. */
  readonly reached: readonly number[];
  readonly missed: readonly number[];
}

/** Both curves, up to as many responses as every prompt has: 32 in the published sets. */
function curvesOn(prompts: readonly JudgedPrompt[]): (weights: Float64Array) => Curves | null {
  const end = Math.min(...prompts.map(({ responses }) => responses));
  const reached = new Float64Array(prompts.length * end);
  const missed = new Float64Array(prompts.length * end);
  for (const [i, { scored }] of prompts.entries()) {
    if (!scored) continue;
    const gold = scored.map((one) => one.gold);
    const scores = scored.map(({ score }) => score);
    const [own, best] = [bestOfN(scores, gold), bestOfN(gold, gold)];
    for (let k = 0; k < end; k++) {
      reached[i * end + k] = own?.[k] ?? 0;
      missed[i * end + k] = (best?.[k] ?? 0) - (own?.[k] ?? 0);
    }
  }
  const isScored = prompts.map(({ scored }) => scored !== null);
  return (weights) => {
    const sums = [new Float64Array(end), new Float64Array(end)] as const;
    let all = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? 0;
      if (weight === 0 || !isScored[i]) continue;
      all += weight;
      for (let k = 0, from = i * end; k < end; k++) {
        sums[0][k] = (sums[0][k] ?? 0) + weight * (reached[from + k] ?? 0);
        sums[1][k] = (sums[1][k] ?? 0) + weight * (missed[from + k] ?? 0);
      }
    }
    if (all === 0) return null;
    return {
      reached: Array.from(sums[0], (sum) => sum / all),
      missed: Array.from(sums[1], (sum) => sum / all),
    };
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
