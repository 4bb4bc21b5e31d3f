import { type ComparisonRow, clusterOf } from "../core/comparison.js";
import { ownScore } from "../core/duel.js";
import { describe, InputError } from "../core/errors.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import { weightedKendallTauB } from "../stats/association/kendall.js";
import { pearson } from "../stats/association/pearson.js";
import { weightedSpearman } from "../stats/association/spearman.js";
import type { BenchmarkRow, OfficialFigure, OfficialInput } from "./benchmark.js";
import { type Correlation, correlationFigure, type Pairing } from "./correlation-figure.js";
import { notComputable } from "./official.js";
import { publishedJudgments } from "./published-judgments.js";

/** The id of the only response of a comparison. */
export const RESPONSE = "r1";
/** Whose ratings a gold score is the mean of: annotators are called "gpt-4 1", "human 2" … */
export const RATERS = ["gpt-4", "human"] as const;
export type Rater = (typeof RATERS)[number];

/** A response that is graded alone, with its judgments (the readings that count) and what it was given by rater. */
export interface Graded {
  readonly comparison: ComparisonRow;
  readonly judgments: readonly JudgmentRow[];
  readonly gold: Readonly<Record<Rater, readonly number[]>>;
}

/** Ratings of a response by a rater's runs, from a column that holds a score or a list of them (numbers from 1 to 5, also as text). */
export function ratingsBy(
  rater: Rater,
  column: { readonly name: string; readonly value: unknown },
  comparison: string,
  row: BenchmarkRow,
  { whole }: { readonly whole: boolean },
): Preference[] {
  const { name, value: given } = column;
  const runs: readonly unknown[] = Array.isArray(given) ? given : [given];
  return runs.map((value, i): Preference => {
    const score = typeof value === "string" && /^[1-5]$/.test(value) ? Number(value) : value;
    if (typeof score !== "number" || (whole && !Number.isInteger(score)) || !(score >= 1 && score <= 5)) {
      const expected = `"${name}" to hold ${whole ? "whole numbers" : "numbers"} from 1 to 5`;
      throw new InputError(row.subject, expected, describe(value));
    }
    return {
      ...{ comparison, annotator: `${rater} ${i + 1}`, source: rater === "human" ? "human" : "constructed" },
      ...{ kind: "ratings", scores: { [RESPONSE]: score } },
    };
  });
}

export function gradedResponses({ comparisons, preferences, judgments }: OfficialInput): readonly Graded[] {
  const judged = publishedJudgments(judgments);
  const ratings = new Map<string, Preference[]>();
  for (const said of preferences) {
    const own = ratings.get(said.comparison) ?? [];
    ratings.set(said.comparison, own);
    own.push(said);
  }
  return comparisons.map((comparison) => ({
    comparison,
    judgments: judged.get(comparison.id) ?? [],
    gold: {
      "gpt-4": goldOf(ratings.get(comparison.id) ?? [], "gpt-4"),
      human: goldOf(ratings.get(comparison.id) ?? [], "human"),
    },
  }));
}

function goldOf(said: readonly Preference[], rater: Rater): readonly number[] {
  return said.flatMap((one) => {
    if (one.kind !== "ratings" || !one.annotator?.startsWith(`${rater} `)) return [];
    const score = ownScore(one.scores, RESPONSE);
    return score === null ? [] : [score];
  });
}

export const CORRELATIONS: Readonly<Record<string, Correlation>> = {
  pearson: (x, y) => (weights) => pearson(x, y, weights ?? undefined),
  spearman: weightedSpearman,
  kendall: weightedKendallTauB,
};

/** Each correlation of the judge's scores (the mean of its runs) with the rater's (the mean of theirs), over all responses that have both. */
export function correlationFigures(
  graded: readonly Graded[],
  { rater, prefix, seed }: { readonly rater: Rater; readonly prefix: string; readonly seed: number },
): readonly OfficialFigure[] {
  const rated = graded.map(({ gold, ...response }) => ({ ...response, gold: gold[rater] }));
  return correlationsWith(rated, { prefix, reason: `the data hold no score by ${rater}`, seed });
}

/** The same with gold scores of any source; `reason` says why where no response has one. */
export function correlationsWith(
  graded: readonly (Omit<Graded, "gold"> & { readonly gold: readonly number[] })[],
  { prefix, reason, seed }: { readonly prefix: string; readonly reason: string; readonly seed: number },
): readonly OfficialFigure[] {
  const rated = graded.filter(({ gold }) => gold.length > 0);
  const pairings = rated.flatMap(({ comparison, judgments, gold }): Pairing[] => {
    const score = meanScore(judgments);
    return score === null ? [] : [{ x: score, y: meanOf(gold), cluster: clusterOf(comparison) }];
  });
  return Object.entries(CORRELATIONS).map(([figure, correlation]) => {
    const name = `${prefix}${figure}`;
    if (rated.length === 0) return notComputable({ name, unit: "score" }, reason);
    return correlationFigure({
      ...{ name, correlation, pairings, seed },
      excluded: rated.length - pairings.length,
    });
  });
}

/** The mean of the runs that have a score; null where none has. */
export function meanScore(judgments: readonly JudgmentRow[]): number | null {
  const runs = judgments.map(scoreOf).filter((score) => score !== null);
  return runs.length === 0 ? null : meanOf(runs);
}

export function scoreOf({ reading }: JudgmentRow): number | null {
  if (reading.status !== "decided" || reading.verdict.kind !== "scores") return null;
  return ownScore(reading.verdict.byId, RESPONSE);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
