import type { ComparisonRow } from "../core/comparison.js";
import { clusterOf } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { studentTCritical } from "../stats/distributions/student-t.js";
import { logisticWeights } from "../stats/fitting/logistic.js";
import { invertPositive } from "../stats/fitting/solve.js";
import { standardDeviation } from "../stats/intervals/standard-deviation.js";
import type { BenchmarkRow, Features, OfficialFigure } from "./benchmark.js";
import { notComputable } from "./official.js";
import { columnOf } from "./row-columns.js";

/** What a judge said of one instruction. */
export interface LengthItem {
  readonly comparison: ComparisonRow;
  /** preference − 1: how far the model is preferred to the baseline, 0…1; null without a preference. */
  readonly rate: number | null;
}

interface LengthInput {
  /** In the order of the evaluation set: difficulties are joined by place. */
  readonly items: readonly LengthItem[];
  readonly features: ReadonlyMap<string, Features>;
  readonly furtherRows: readonly BenchmarkRow[];
}

const OFFICIAL = { name: "length-controlled-win-rate", unit: "percent" } as const;
const ERROR = { name: "lc-standard-error", unit: "percent" } as const;
const OURS = { name: "win-rate-at-equal-length", unit: "percent" } as const;

/** Columns of the fitted model's file: the terms of the authors' formula. Its first column, without a name, is the model. */
const LENGTH = "np.tanh(std_delta_len)";
const DIFFICULTY = "instruction_difficulty";
const CONSTANT = "not_gamed_baseline.astype(float)";

/** The authors' length-controlled win rate, where their files are given, and one of ours that needs none. */
export function lengthControlledFigures(input: LengthInput): readonly OfficialFigure[] {
  return [...publishedRate(input), rateAtEqualLength(input)];
}

/**
 * The mean over instructions of 1 / (1 + e^−(w_d·difficulty + w_c)), the fitted model's preference where both outputs are of one length
 * (metrics/glm_winrate.py). The fit is the authors': weights as published. Theirs is an L1 fit by liblinear whose strength five folds choose,
 * on their own gamed annotations beside the model's; fitted here it would be another figure, so it is not. Their standard error is the
 * standard deviation (n − 1) of these preferences over √n.
 */
function publishedRate({ items, furtherRows }: LengthInput): readonly OfficialFigure[] {
  const counts = { n: items.length };
  const none = (reason: string) => [OFFICIAL, ERROR].map((about) => notComputable(about, reason, counts));
  const both = (value: number, error: number): OfficialFigure[] => [
    { ...OFFICIAL, ...counts, value, interval: null, excluded: 0 },
    { ...ERROR, ...counts, value: error, interval: null, excluded: 0 },
  ];
  const [models, baselines] = [authorsOf(items, 1), authorsOf(items, 0)];
  const [model, baseline] = [models[0], baselines[0]];
  if (items.length === 0) return none("no instruction was judged");
  if (models.length !== 1 || baselines.length !== 1 || model === undefined || baseline === undefined)
    return none("it is of one named model (generator_2) against one named baseline (generator_1)");
  // By construction, in the authors' code too.
  if (model === baseline) return both(50, 0);
  const weights = weightsOf(model, baseline, furtherRows);
  const difficulties = difficultiesOf(furtherRows);
  if (!weights || difficulties.length === 0) {
    const missing = [
      ...(weights ? [] : [`the authors' fit of ${model} (baseline_${baseline}.csv of this annotator)`]),
      ...(difficulties.length > 0
        ? []
        : ["the instruction difficulties (instruction_difficulty.csv or df_gamed.csv)"]),
    ];
    return none(`not given with score --with: ${missing.join(" and ")}`);
  }
  if (difficulties.length !== items.length)
    return none(
      `difficulties are joined by place, and there are ${difficulties.length} of them for ${items.length} judged instructions`,
    );
  const rates = difficulties.map((one) => 100 * logistic(weights.difficulty * one + weights.constant));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  // Without an interval: the weights are given, and drawing instructions alone would make it too narrow.
  return both(mean, (standardDeviation(rates) ?? 0) / Math.sqrt(rates.length));
}

function authorsOf(items: readonly LengthItem[], place: number): readonly (string | undefined)[] {
  return [...new Set(items.map(({ comparison }) => comparison.responses[place]?.author))];
}

interface Weights {
  readonly difficulty: number;
  readonly constant: number;
}

function weightsOf(
  model: string,
  baseline: string,
  furtherRows: readonly BenchmarkRow[],
): Weights | undefined {
  const own = furtherRows.filter(
    (row) =>
      isWeights(row) &&
      row.file.split("/").at(-1) === `baseline_${baseline}.csv` &&
      columnOf(row, "") === model,
  );
  // A model that was fitted again stands there twice; the authors keep the last.
  const row = own.at(-1);
  return row && { difficulty: numberColumn(row, DIFFICULTY), constant: numberColumn(row, CONSTANT) };
}

function isWeights(row: BenchmarkRow): boolean {
  return [LENGTH, DIFFICULTY, CONSTANT].every((name) => columnOf(row, name) !== undefined);
}

/**
 * The difficulty of each instruction by its place in the evaluation set. df_gamed.csv names the place `index` and repeats it, where the first
 * row counts; instruction_difficulty.csv has the place in its first column and the difficulty in its only other one.
 */
function difficultiesOf(furtherRows: readonly BenchmarkRow[]): readonly number[] {
  const gamed = furtherRows.filter(
    (row) =>
      columnOf(row, "index") !== undefined && columnOf(row, DIFFICULTY) !== undefined && !isWeights(row),
  );
  const plain = furtherRows.filter((row) => /(^|\/)instruction_difficulty\.csv$/.test(row.file));
  const byPlace = new Map<number, number>();
  for (const row of gamed.length > 0 ? gamed : plain) {
    const place = columnOf(row, "index") === undefined ? "" : "index";
    const at = numberColumn(row, place);
    const value = gamed.length > 0 ? DIFFICULTY : Object.keys(row.columns).find((name) => name !== place);
    if (!byPlace.has(at)) byPlace.set(at, numberColumn(row, value ?? DIFFICULTY));
  }
  const known = [...byPlace].sort(([left], [right]) => left - right);
  const gap = known.findIndex(([place], i) => place !== i);
  if (gap >= 0)
    throw new InputError(
      "instruction difficulties",
      `a row of place ${gap}`,
      `place ${known[gap]?.[0]} instead`,
    );
  return known.map(([, difficulty]) => difficulty);
}

/** A finite number, also written as text, as a CSV has it. */
function numberColumn(row: BenchmarkRow, name: string): number {
  const value = columnOf(row, name);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new InputError(row.subject, `${JSON.stringify(name)} to be a number`, describe(value));
}

/** Of a logistic regression that features may separate: strong enough for finite weights, too weak to be seen otherwise. */
const RIDGE = 1e-6;

/**
 * Ours, not the authors': what a logistic regression of the preference on tanh(Δ ÷ its standard deviation) and a constant says at Δ = 0, where
 * Δ is output_1's length less output_2's. No difficulties, no penalty, no gamed baselines. The interval is Student's of the constant, with a
 * standard error robust to clusters (Liang and Zeger 1986, CR1), put through the logistic function.
 */
function rateAtEqualLength({ items, features }: LengthInput): OfficialFigure {
  const measured = items.flatMap(({ comparison, rate }) => {
    const [first, second] = comparison.responses.map(
      ({ id }) => features.get(comparison.id)?.[`characters ${id}`],
    );
    return first === undefined || second === undefined
      ? []
      : [{ comparison, rate, difference: first - second }];
  });
  const spread = standardDeviation(measured.map(({ difference }) => difference));
  const judged = measured.flatMap(({ comparison, rate, difference }) =>
    rate === null
      ? []
      : [{ cluster: clusterOf(comparison), rate, length: Math.tanh(difference / (spread ?? 1)) }],
  );
  const counts = { n: judged.length, excluded: items.length - judged.length };
  if (judged.length < 2) return notComputable(OURS, "fewer than two instructions have a preference", counts);
  if (!spread) return notComputable(OURS, "all outputs differ by the same number of characters", counts);
  const rows = judged.map(({ length }) => [length, 1]);
  const fitted = logisticWeights({ features: rows, targets: judged.map(({ rate }) => rate), ridge: RIDGE });
  const constant = fitted?.[1];
  if (!fitted || constant === undefined) return notComputable(OURS, "the regression has no maximum", counts);
  const reach = reachOfConstant(judged, [fitted[0] ?? 0, constant]);
  const interval = reach === null ? null : ([constant - reach, constant + reach] as const);
  return {
    ...{ ...OURS, ...counts, value: 100 * logistic(constant) },
    interval: interval && [100 * logistic(interval[0]), 100 * logistic(interval[1])],
  };
}

/** Half of the constant's 95 % interval, in log-odds; null with fewer than two clusters. */
function reachOfConstant(
  judged: readonly { readonly cluster: string; readonly rate: number; readonly length: number }[],
  [slope, constant]: readonly [number, number],
): number | null {
  const curvature = [RIDGE, 0, 0, RIDGE];
  const scores = new Map<string, [number, number]>();
  const add = (place: number, amount: number) => {
    curvature[place] = (curvature[place] ?? 0) + amount;
  };
  for (const { cluster, rate, length } of judged) {
    const p = logistic(slope * length + constant);
    const weight = p * (1 - p);
    add(0, weight * length * length);
    add(1, weight * length);
    add(2, weight * length);
    add(3, weight);
    const [first, second] = scores.get(cluster) ?? [0, 0];
    scores.set(cluster, [first + (rate - p) * length, second + (rate - p)]);
  }
  const inverse = invertPositive(curvature, 2);
  const clusters = scores.size;
  const critical = studentTCritical(0.025, clusters - 1);
  if (!inverse || clusters < 2 || critical === null) return null;
  let squares = 0;
  for (const [first, second] of scores.values())
    squares += ((inverse[2] ?? 0) * first + (inverse[3] ?? 0) * second) ** 2;
  return critical * Math.sqrt((squares * clusters) / (clusters - 1));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
