import { clusterOf } from "../core/comparison.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { byRepeat } from "./by-repeat.js";
import { kebab } from "./kebab.js";
import { meanOf } from "./mean-of.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { isRated, pairOutcomes } from "./pair-outcomes.js";
import { publishedJudgments } from "./published-judgments.js";
import { PRIOR_SETS, SECTIONS, SUBSETS } from "./rewardbench-sections.js";

interface JudgedPair {
  readonly subset: string;
  readonly cluster: string;
  readonly credits: Credits | null;
}

/** What a judged pair counts, 0…1. */
interface Credits {
  readonly official: number;
  /** Ties half, failures left out; null where nothing was decided. */
  readonly decided: number | null;
}

/** The averages, sections and subsets by the authors' rule (scripts/run_generative.py, rewardbench/utils.py), and sections in which every pair counts once. */
export function rewardBenchFigures(input: OfficialInput): readonly OfficialFigure[] {
  const pairs = judgedPairs(input);
  const figure = (about: Omit<FigureOf, "pairs" | "seed">) => figureOf({ ...about, pairs, seed: input.seed });
  const inSections = SECTIONS.flatMap(({ weights }) => Object.keys(weights));
  const sections = SECTIONS.map(({ name, weights }) => ({
    ...{ name, subsets: Object.keys(weights), value: (means: Means) => weighted(means, weights) },
  }));
  const average = (means: Means) => meanOf(sections.map(({ value }) => value(means)));
  const ours = (["by-pair", "decided"] as const).flatMap((kind) => {
    const credit = kind === "decided" ? ("decided" as const) : ("official" as const);
    const byPair = sections.map(
      ({ subsets }) =>
        (means: Means) =>
          pooled(means, subsets),
    );
    return [
      figure({
        ...{ name: `average-${kind}`, subsets: inSections, credit },
        value: (means) => meanOf(byPair.map((value) => value(means))),
      }),
      ...sections.map(({ name, subsets }) =>
        figure({ name: `${name}-${kind}`, subsets, credit, value: (means) => pooled(means, subsets) }),
      ),
    ];
  });
  return [
    figure({ name: "average", subsets: inSections, credit: "official", value: average }),
    figure({
      ...{ name: "historic-average", subsets: SUBSETS, credit: "official" },
      value: (means) => historicAverage(average(means), priorMean(means)),
    }),
    ...sections.map((section) => figure({ ...section, credit: "official" })),
    figure({ name: "prior-sets", subsets: PRIOR_SETS, credit: "official", value: priorMean }),
    ...ours,
    ...SUBSETS.map((subset) =>
      figure({
        ...{ name: kebab(subset), subsets: [subset], credit: "official" },
        value: (means) => means(subset).mean,
      }),
    ),
  ];
}

function judgedPairs({ comparisons, preferences, judgments }: OfficialInput): readonly JudgedPair[] {
  const judged = publishedJudgments(judgments);
  const said = new Map(preferences.map((preference) => [preference.comparison, preference]));
  return comparisons.flatMap((comparison): JudgedPair[] => {
    const { id, subset } = comparison;
    const preference = said.get(id);
    if (subset === undefined || preference?.kind !== "duel") return [];
    const credits = creditsOf(judged.get(id) ?? [], preference.between, preference.winner);
    return [{ subset, cluster: clusterOf(comparison), credits }];
  });
}

/** null where the pair was not asked. */
function creditsOf(
  judgments: readonly JudgmentRow[],
  pair: readonly [string, string],
  chosen: string,
): Credits | null {
  const official: number[] = [];
  const decided: number[] = [];
  for (const own of byRepeat(judgments)) {
    const { asGiven, swapped } = pairOutcomes(own, pair);
    const halfForTie = own.some(isRated) ? 0 : 0.5;
    for (const outcome of [asGiven, swapped]) {
      if (outcome === undefined) continue;
      if (outcome === null) official.push(0.5);
      else {
        const isRight = outcome === chosen ? 1 : 0;
        official.push(outcome === TIE ? halfForTie : isRight);
        decided.push(outcome === TIE ? 0.5 : isRight);
      }
    }
  }
  const mean = meanOf(official);
  return mean === null ? null : { official: mean, decided: meanOf(decided) };
}

/** A subset's pairs that count, and their mean; null where there is none. */
type Means = (subset: string) => { readonly n: number; readonly mean: number | null };

function weighted(means: Means, weights: Readonly<Record<string, number>>): number | null {
  let [sum, total] = [0, 0];
  for (const [subset, weight] of Object.entries(weights)) {
    const { mean } = means(subset);
    if (mean === null) continue;
    sum += weight * mean;
    total += weight;
  }
  return total === 0 ? null : sum / total;
}

function pooled(means: Means, subsets: readonly string[]): number | null {
  const counts = Object.fromEntries(subsets.map((subset) => [subset, means(subset).n]));
  return weighted(means, counts);
}

function priorMean(means: Means): number | null {
  return meanOf(PRIOR_SETS.map((set) => means(set).mean).filter((mean) => mean !== null));
}

/** Weights 2, 2, 2, 2, 1 (analysis/get_benchmark_results.py); without prior sets their weight falls away. */
function historicAverage(average: number | null, prior: number | null): number | null {
  if (average === null || prior === null) return average;
  return (8 * average + prior) / 9;
}

interface FigureOf {
  readonly name: string;
  readonly subsets: readonly string[];
  readonly credit: keyof Credits;
  /** 0…1. */
  readonly value: (means: Means) => number | null;
  readonly pairs: readonly JudgedPair[];
  readonly seed: number;
}

function figureOf({ name, subsets, credit, value, pairs, seed }: FigureOf): OfficialFigure {
  const about = { name, unit: "percent" } as const;
  const places = new Map(subsets.map((subset, i) => [subset, 2 * i]));
  const sums = clusterTotals(2 * subsets.length);
  let [n, excluded] = [0, 0];
  for (const { subset, cluster, credits } of pairs) {
    const place = places.get(subset);
    if (place === undefined) continue;
    const own = credits?.[credit] ?? null;
    if (own === null) {
      excluded++;
      continue;
    }
    n++;
    sums.add(cluster, place, 1);
    sums.add(cluster, place + 1, own);
  }
  if (n + excluded === 0) return notComputable(about, "the data hold no such pair");
  return officialFigure({
    ...{ ...about, sums, n, excluded, seed },
    formula(totals) {
      const share = value((subset) => {
        const place = places.get(subset) ?? -1;
        const count = totals[place] ?? 0;
        return { n: count, mean: count === 0 ? null : (totals[place + 1] ?? 0) / count };
      });
      return share === null ? null : 100 * share;
    },
    reason: reasonOf(n, credit, sums.totals, places),
  });
}

function reasonOf(
  n: number,
  credit: keyof Credits,
  totals: ArrayLike<number>,
  places: ReadonlyMap<string, number>,
): string {
  const verb = credit === "decided" ? "decided" : "judged";
  if (n === 0) return `no pair was ${verb}`;
  const missing = SECTIONS.filter(({ weights }) =>
    Object.keys(weights).every((subset) => (totals[places.get(subset) ?? -1] ?? 0) === 0),
  );
  return `no pair of ${missing.map(({ name }) => name).join(", ")} was ${verb}`;
}
