import { pearson } from "../stats/association/pearson.js";
import { spearman } from "../stats/association/spearman.js";
import type { EvaluatorItem } from "./alpaca-eval-evaluator-items.js";
import { alpacaPair } from "./alpaca-eval-pair.js";
import type { BenchmarkRow, OfficialFigure } from "./benchmark.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { columnOf, textColumn } from "./row-columns.js";

/** The split whose models are ranked. */
const SPLIT = "eval";
/** A model with no more annotations by people than these is not ranked. */
const FEWEST = 100;

interface ModelsInput {
  readonly benchmark: string;
  readonly furtherRows: readonly BenchmarkRow[];
  readonly seed: number;
}

const CORRELATIONS = { spearman, pearson } as const;

/**
 * How the models that wrote output_2 rank by the judge's win rates beside the people's (analyze.py, estimate_correlations). A pair counts once
 * for each row of the further file that has its texts: models may have written the same output.
 */
export function modelCorrelations(
  items: readonly EvaluatorItem[],
  { benchmark, furtherRows, seed }: ModelsInput,
): readonly OfficialFigure[] {
  const models = modelsOf(furtherRows, benchmark);
  const none = (reason: string) =>
    Object.keys(CORRELATIONS).map((name) => notComputable({ name, unit: "score" }, reason));
  if (models.size === 0)
    return none(
      "which model wrote an output is not given: name alpaca_farm_human_annotations.json with score --with",
    );
  const places = placesOf(items, models);
  if (places.size < 2)
    return none(`fewer than two models have more than ${FEWEST} annotations in the split ${SPLIT}`);
  const sums = clusterTotals(4 * places.size);
  for (const { comparison, cluster, runs, people } of items) {
    if (comparison.subset !== SPLIT || people.length === 0) continue;
    for (const model of models.get(comparison.id) ?? []) {
      const place = places.get(model);
      if (place === undefined) continue;
      addAll(runs, (amount, at) => sums.add(cluster, 4 * place + at, amount));
      addAll(people, (amount, at) => sums.add(cluster, 4 * place + 2 + at, amount));
    }
  }
  return Object.entries(CORRELATIONS).map(([name, correlation]) =>
    officialFigure({
      ...{ name, unit: "score", sums, n: places.size, excluded: 0, seed },
      reason: "a model has no preference, or all models have one win rate",
      formula(totals) {
        const rates = (from: number) =>
          [...places.values()].map(
            (place) => (totals[4 * place + from + 1] ?? 0) / (totals[4 * place + from] ?? 0),
          );
        return correlation(rates(2), rates(0));
      },
    }),
  );
}

function addAll(preferences: readonly (number | null)[], add: (amount: number, place: 0 | 1) => void): void {
  for (const preference of preferences) {
    if (preference === null) continue;
    add(1, 0);
    add(preference, 1);
  }
}

/** The models of each pair, by comparison id, one entry a row. */
function modelsOf(rows: readonly BenchmarkRow[], benchmark: string): ReadonlyMap<string, readonly string[]> {
  const models = new Map<string, string[]>();
  for (const row of rows) {
    if (columnOf(row, "generator") === undefined) continue;
    const { id } = alpacaPair(row, { benchmark });
    const own = models.get(id) ?? [];
    models.set(id, own);
    own.push(textColumn(row, "generator"));
  }
  return models;
}

/** A place for each model that has enough annotations by people. */
function placesOf(
  items: readonly EvaluatorItem[],
  models: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { comparison, people } of items) {
    if (comparison.subset !== SPLIT) continue;
    for (const model of models.get(comparison.id) ?? [])
      counts.set(model, (counts.get(model) ?? 0) + people.length);
  }
  const ranked = [...counts].filter(([, count]) => count > FEWEST).map(([model]) => model);
  return new Map(ranked.sort().map((model, place) => [model, place]));
}
