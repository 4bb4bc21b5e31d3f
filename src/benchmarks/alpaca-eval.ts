import { type Comparison, clusterOf } from "../core/comparison.js";
import { type LengthItem, lengthControlledFigures } from "./alpaca-eval-length.js";
import {
  alpacaAnnotation,
  alpacaLengths,
  alpacaPair,
  alpacaPreferences,
  isCrossAnnotation,
} from "./alpaca-eval-pair.js";
import type {
  Benchmark,
  BenchmarkRow,
  ImportedRow,
  OfficialFigure,
  OfficialInput,
  OutputFormat,
} from "./benchmark.js";
import { meanOf } from "./mean-of.js";
import { clusterTotals, officialFigure } from "./official.js";
import { publishedJudgments } from "./published-judgments.js";
import { columnOf, textColumn } from "./row-columns.js";

/** One annotator (a judge with its prompt) about one model against the baseline. */
const alpacaEvalAnnotations: OutputFormat = {
  name: "alpaca-eval-annotations",
  summary:
    "annotations.json: instruction, output_1 of the baseline, output_2 of the model, and a preference of 1…2 or null; between 1 and 2 it is a probability",
  recognises: (row) =>
    ["instruction", "output_1", "output_2", "annotator"].every((name) => columnOf(row, name) !== undefined) &&
    Object.hasOwn(row.columns, "preference") &&
    !isCrossAnnotation(row),
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
    "The length-controlled rate is the mean over instructions of 1 / (1 + exp(−(w_d · difficulty + w_c))): what the authors' fitted model says where both outputs are of one length. Its weights and difficulties are in two files of theirs (score --with); of a model against itself it is 50. Its standard error is that of the mean over instructions, the fit taken as certain.",
    "Their fit itself (L1, by liblinear, its strength chosen by five folds, on annotations of their own beside the model's) is not done here: another solver gives another figure.",
    "Ours beside it, not the authors': win-rate-at-equal-length, by a logistic regression of the preference on tanh(standardised difference of lengths) and a constant; its interval is Student's, robust to clusters. Three published sets of annotations whose official rates are 86.5, 20.6 and 9.0 come to 80.2, 21.1 and 17.4: it is another figure.",
    "A judge's scores or rankings count by which output is above; several judgments of one pair count as their mean.",
  ],
  traps: [
    "Difficulties are joined by an instruction's place among the annotations: with a row missing, every later one would get another's, so the rate is given for complete files only.",
    "The published weights of a model are of one annotator: with those of another the rate is wrong, and nothing in the files would tell.",
    "A null preference (a reply that could not be read) is dropped: a judge that fails on hard items looks better.",
    "The order in which the two outputs were shown is not in the file, so order bias cannot be seen; only two annotators that explain themselves say which output they called m, the one shown first in their prompts.",
    "Win rates follow the length of the outputs closely; the length-controlled rate exists for that.",
  ],
  read: (row) => [{ comparison: pairOf(row), preferences: [] }],
  asked: { protocol: "pairwise", options: { ties: false } },
  features: alpacaLengths,
  furtherFiles: [
    "baseline_<baseline>.csv of the annotator's length_controlled_v1 weights (metrics/weights of the authors' repository): the fitted model",
    "instruction_difficulty.csv or df_gamed.csv of the dataset tatsu-lab/alpaca_eval: the difficulty of each instruction",
  ],
  official,
  outputs: [alpacaEvalAnnotations],
};

function pairOf(row: BenchmarkRow): Comparison {
  return alpacaPair(row, { benchmark: "alpaca-eval", subset: "dataset", hasAuthors: true });
}

function readAnnotation(row: BenchmarkRow): ImportedRow {
  return { comparison: pairOf(row), preferences: [], judgments: [alpacaAnnotation(row)] };
}

/** Places of the totals: instructions judged, the sum of preference − 1, of its square, and of its rounded form. */
const [UNITS, SUM, SQUARES, DISCRETE, WINS, LOSSES, DRAWS, WIDTH] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const REASON = "no instruction has a preference";

function official({
  comparisons,
  judgments,
  features = new Map(),
  furtherRows = [],
  seed,
}: OfficialInput): readonly OfficialFigure[] {
  const judged = publishedJudgments(judgments);
  const sums = clusterTotals(WIDTH);
  const items: LengthItem[] = [];
  let [n, excluded] = [0, 0];
  for (const comparison of comparisons) {
    const own = judged.get(comparison.id);
    if (!own) continue;
    const rate = meanRate(alpacaPreferences(own, comparison));
    items.push({ comparison, rate });
    if (rate === null) {
      excluded++;
      continue;
    }
    n++;
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
    ...lengthControlledFigures({ items, features, furtherRows }),
    counted("n-wins", sums.totals[WINS] ?? 0),
    counted("n-wins-base", sums.totals[LOSSES] ?? 0),
    counted("n-draws", sums.totals[DRAWS] ?? 0),
    counted("n-total", n),
    counted("n-dropped", excluded),
  ];
}

/** Over the preferences that there are; null where there is none. */
function meanRate(preferences: readonly (number | null)[]): number | null {
  return meanOf(preferences.filter((preference) => preference !== null));
}

function standardError(totals: ArrayLike<number>): number | null {
  const [n = 0, sum = 0, squares = 0] = [totals[UNITS], totals[SUM], totals[SQUARES]];
  if (n < 2) return null;
  return 100 * Math.sqrt(Math.max(0, (squares - sum ** 2 / n) / (n - 1)) / n);
}
