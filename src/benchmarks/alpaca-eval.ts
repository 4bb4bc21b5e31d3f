import { clusterOf } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { DatasetRow } from "../datasets/source.js";
import type {
  Benchmark,
  BenchmarkRow,
  ImportedRow,
  OfficialFigure,
  OfficialInput,
  OutputFormat,
} from "./benchmark.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { ownField } from "./own-field.js";
import { publishedJudgments } from "./published-judgments.js";
import { columnOf, optionalTextColumn, textColumn } from "./row-columns.js";

const PAIR = ["r1", "r2"] as const;

/** One annotator (a judge with its prompt) about one model against the baseline. */
const alpacaEvalAnnotations: OutputFormat = {
  name: "alpaca-eval-annotations",
  summary:
    "annotations.json: instruction, output_1 of the baseline, output_2 of the model, and a preference of 1…2 or null; between 1 and 2 it is a probability",
  recognises: (row) =>
    ["instruction", "output_1", "output_2", "annotator"].every((name) => columnOf(row, name) !== undefined) &&
    Object.hasOwn(row.columns, "preference"),
  judgeOf: (row) => ({ name: textColumn(row, "annotator") }),
  read: readAnnotation,
};

export const alpacaEval: Benchmark = {
  name: "alpaca-eval",
  title: "AlpacaEval: a model against a baseline on 805 instructions, annotated by a judge",
  about: {
    paper: "arXiv 2404.04475",
    home: "https://github.com/tatsu-lab/alpaca_eval",
    licence: "code Apache-2.0, data CC BY-NC 4.0",
    checked: "published output",
  },
  sources: [],
  rule: [
    "Each preference is a number from 1 (the baseline is better) to 2 (the model is); 1.5, and 0 in older files, is a draw.",
    "The win rate is 100 · mean(preference − 1) over the preferences that are not null; its standard error is their standard deviation (n − 1) over √n.",
    "The discrete win rate rounds each preference to 1 or 2 first, a draw counting a half.",
    "The length-controlled rate needs instruction difficulties and a fitted model that annotation files do not hold.",
  ],
  traps: [
    "A null preference (a reply that could not be read) is dropped: a judge that fails on hard items looks better.",
    "The order in which the two outputs were shown is not in the file, so order bias cannot be seen.",
    "Win rates follow the length of the outputs closely; the length-controlled rate exists for that.",
  ],
  read: (row) => [readPair(row)],
  asked: { protocol: "pairwise", options: { ties: false } },
  official,
  outputs: [alpacaEvalAnnotations],
};

function readPair(row: BenchmarkRow): DatasetRow {
  const [instruction, first, second] = [
    textColumn(row, "instruction"),
    textColumn(row, "output_1"),
    textColumn(row, "output_2"),
  ];
  const authors = [optionalTextColumn(row, "generator_1"), optionalTextColumn(row, "generator_2")];
  const subset = optionalTextColumn(row, "dataset");
  const texts = [first, second];
  return {
    comparison: {
      id: `alpaca-eval-${hashText(JSON.stringify([instruction, ...texts, ...authors])).slice(0, 16)}`,
      prompt: instruction,
      cluster: `alpaca-eval-${hashText(instruction).slice(0, 16)}`,
      responses: PAIR.map((id, i) => ({
        id,
        text: texts[i] ?? "",
        ...(authors[i] === undefined ? {} : { author: authors[i] }),
      })),
      ...(subset === undefined ? {} : { subset }),
    },
    preferences: [],
  };
}

function readAnnotation(row: BenchmarkRow): ImportedRow {
  const published = readingOf(row);
  const usd = columnOf(row, "price_per_example");
  const seconds = columnOf(row, "time_per_example");
  const judgment = {
    presented: null,
    repeat: 0,
    reading: published,
    published,
    critique: null,
    text: completionOf(row),
    ...(isAmount(usd) ? { usd } : {}),
    ...(isAmount(seconds) ? { seconds } : {}),
  };
  return { ...readPair(row), judgments: [judgment] };
}

function completionOf(row: BenchmarkRow): string | null {
  const completion = columnOf(row, "raw_completion");
  const text = typeof completion === "string" ? completion : ownField(completion, "text");
  return typeof text === "string" ? text : null;
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function readingOf(row: BenchmarkRow): Reading {
  const preference = columnOf(row, "preference");
  if (preference === null) return { status: "unparsed", reason: "published without a preference (null)" };
  if (typeof preference !== "number" || !(preference === 0 || (preference >= 1 && preference <= 2)))
    throw new InputError(row.subject, '"preference" to be 0, null or a number of 1…2', describe(preference));
  // 0 is how older files write a draw.
  const value = preference === 0 ? 1.5 : preference;
  const winner = value === 1.5 ? TIE : value > 1.5 ? "r2" : "r1";
  const isProbability = value !== 1 && value !== 2 && value !== 1.5;
  return {
    status: "decided",
    verdict: { kind: "duel", between: PAIR, winner, ...(isProbability ? { pWin: 2 - value } : {}) },
  };
}

/** Places of the totals: instructions judged, the sum of preference − 1, of its square, and of its rounded form. */
const [UNITS, SUM, SQUARES, DISCRETE, WINS, LOSSES, DRAWS, WIDTH] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const REASON = "no instruction has a preference";

function official({ comparisons, judgments, seed }: OfficialInput): readonly OfficialFigure[] {
  const judged = publishedJudgments(judgments);
  const sums = clusterTotals(WIDTH);
  let [n, excluded] = [0, 0];
  for (const comparison of comparisons) {
    const own = judged.get(comparison.id);
    if (!own) continue;
    const rates = own.map(winRateOf).filter((rate) => rate !== null);
    if (rates.length === 0) {
      excluded++;
      continue;
    }
    n++;
    const rate = rates.reduce((sum, one) => sum + one, 0) / rates.length;
    const cluster = clusterOf(comparison);
    const add = (position: number, amount: number) => sums.add(cluster, position, amount);
    add(UNITS, 1);
    add(SUM, rate);
    add(SQUARES, rate ** 2);
    add(DISCRETE, rate === 0.5 ? 0.5 : Math.round(rate));
    add(rate === 0.5 ? DRAWS : rate > 0.5 ? WINS : LOSSES, 1);
  }
  const figure = (
    name: string,
    unit: OfficialFigure["unit"],
    formula: (totals: ArrayLike<number>) => number | null,
  ) => officialFigure({ name, unit, sums, formula, n, excluded, reason: REASON, seed });
  const share = (position: number) => (totals: ArrayLike<number>) =>
    (100 * (totals[position] ?? 0)) / (totals[UNITS] ?? 0);
  const counted = (name: string, value: number): OfficialFigure => ({
    ...{ name, unit: "score", value, interval: null, n, excluded },
  });
  return [
    figure("win-rate", "percent", share(SUM)),
    figure("standard-error", "percent", standardError),
    figure("discrete-win-rate", "percent", share(DISCRETE)),
    notComputable(
      { name: "length-controlled-win-rate", unit: "percent" },
      "annotations hold neither the instruction difficulties nor the fitted model it needs",
      { n, excluded },
    ),
    counted("n-wins", sums.totals[WINS] ?? 0),
    counted("n-wins-base", sums.totals[LOSSES] ?? 0),
    counted("n-draws", sums.totals[DRAWS] ?? 0),
    counted("n-total", n),
    counted("n-dropped", excluded),
  ];
}

/** preference − 1 of a judgment: the probability, or 1, ½, 0 for the model; null without a verdict. */
function winRateOf({ reading }: JudgmentRow): number | null {
  if (reading.status !== "decided" || reading.verdict.kind !== "duel") return null;
  const { between, winner, pWin } = reading.verdict;
  if (pWin !== undefined) return between[0] === "r1" ? 1 - pWin : pWin;
  return winner === TIE ? 0.5 : winner === "r2" ? 1 : 0;
}

function standardError(totals: ArrayLike<number>): number | null {
  const [n = 0, sum = 0, squares = 0] = [totals[UNITS], totals[SUM], totals[SQUARES]];
  if (n < 2) return null;
  return 100 * Math.sqrt(Math.max(0, (squares - sum ** 2 / n) / (n - 1)) / n);
}
