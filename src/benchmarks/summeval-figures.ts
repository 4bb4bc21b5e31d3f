import { type ComparisonRow, clusterOf } from "../core/comparison.js";
import { ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { CORRELATIONS, RESPONSE, scoreOf } from "./graded-responses.js";
import { type ClusterTotals, clusterTotals, officialFigure } from "./official.js";
import { publishedJudgments } from "./published-judgments.js";

export const DIMENSIONS = ["coherence", "consistency", "fluency", "relevance"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What a sample without a score counts as: 0 as the authors have it, or nothing. */
const POLICIES = [
  { suffix: "", failed: 0 },
  { suffix: "-failures-left-out", failed: null },
] as const;

/** Each correlation within articles, by dimension and on average, by the authors' rule and by ours. */
export function summEvalFigures({
  comparisons,
  preferences,
  judgments,
  seed,
}: OfficialInput): readonly OfficialFigure[] {
  const judged = publishedJudgments(judgments);
  const ratings = new Map(
    preferences.flatMap((said) =>
      said.kind === "ratings" ? [[said.comparison, ownScore(said.scores, RESPONSE)]] : [],
    ),
  );
  return POLICIES.flatMap(({ suffix, failed }) => {
    const articles = articlesOf(comparisons, (comparison) => {
      const own = judged.get(comparison.id) ?? [];
      return { judge: sampleMean(own, failed), people: ratings.get(comparison.id) ?? null };
    });
    return Object.keys(CORRELATIONS).flatMap((correlation) => {
      const sums = clusterTotals(2 * DIMENSIONS.length);
      const counts = DIMENSIONS.map((dimension, place) =>
        addArticles(sums, place, articles.get(dimension) ?? [], correlation),
      );
      const figure = (name: string, places: readonly number[]) =>
        officialFigure({
          ...{ name: `${name}-${correlation}${suffix}`, unit: "score", sums, seed },
          n: places.reduce((sum, place) => sum + (counts[place]?.n ?? 0), 0),
          excluded: places.reduce((sum, place) => sum + (counts[place]?.excluded ?? 0), 0),
          formula: (totals) => meanOver(places, totals),
          reason:
            places.length > 1
              ? "a dimension has no article on which scores and ratings both differ"
              : "no article has summaries on which scores and ratings both differ",
        });
      return [
        figure(
          "average",
          DIMENSIONS.map((_, place) => place),
        ),
        ...DIMENSIONS.map((dimension, place) => figure(dimension, [place])),
      ];
    });
  });
}

/** The mean of the samples that came, one without a score being `failed` or, where that is null, left out; null where none remains. */
function sampleMean(judgments: readonly JudgmentRow[], failed: number | null): number | null {
  const scores = judgments
    .filter(({ reading }) => reading.status !== "failed")
    .map((judgment) => scoreOf(judgment) ?? failed)
    .filter((score) => score !== null);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

interface Article {
  readonly cluster: string;
  /** The judge's and the experts' scores of its summaries that have both. */
  readonly judge: number[];
  readonly people: number[];
}

/** By dimension. */
function articlesOf(
  comparisons: readonly ComparisonRow[],
  scoresOf: (comparison: ComparisonRow) => { readonly judge: number | null; readonly people: number | null },
): ReadonlyMap<string, readonly Article[]> {
  const byDimension = new Map<string, Map<string, Article>>();
  for (const comparison of comparisons) {
    const dimension = comparison.subset ?? "";
    const articles = byDimension.get(dimension) ?? new Map<string, Article>();
    byDimension.set(dimension, articles);
    const cluster = clusterOf(comparison);
    const article = articles.get(cluster) ?? { cluster, judge: [], people: [] };
    articles.set(cluster, article);
    const { judge, people } = scoresOf(comparison);
    if (judge === null || people === null) continue;
    article.judge.push(judge);
    article.people.push(people);
  }
  return new Map([...byDimension].map(([dimension, articles]) => [dimension, [...articles.values()]]));
}

/** Adds how many articles have a correlation, and their sum; an article without one is excluded. */
function addArticles(
  sums: ClusterTotals,
  place: number,
  articles: readonly Article[],
  correlation: string,
): { readonly n: number; readonly excluded: number } {
  let n = 0;
  for (const { cluster, judge, people } of articles) {
    const value = CORRELATIONS[correlation]?.(judge, people)(null) ?? null;
    if (value === null) continue;
    n++;
    sums.add(cluster, 2 * place, 1);
    sums.add(cluster, 2 * place + 1, value);
  }
  return { n, excluded: articles.length - n };
}

function meanOver(places: readonly number[], totals: ArrayLike<number>): number | null {
  const means = places.map((place) => (totals[2 * place + 1] ?? 0) / (totals[2 * place] ?? 0));
  const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
  return Number.isFinite(mean) ? mean : null;
}
