import type { Comparison } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import type { Preference } from "../core/preference.js";
import type { DatasetRow } from "../datasets/source.js";
import { evaluatorFigures } from "./alpaca-eval-evaluator-figures.js";
import { hasList } from "./alpaca-eval-lists.js";
import {
  ALPACA_PAIR,
  alpacaAnnotation,
  alpacaLengths,
  alpacaPair,
  isCrossAnnotation,
  preferenceColumn,
  winnerOf,
} from "./alpaca-eval-pair.js";
import type {
  Benchmark,
  BenchmarkRow,
  DataLookup,
  Features,
  ImportedRow,
  OutputFormat,
} from "./benchmark.js";
import { gathered } from "./gathered.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

const EVALUATORS = "alpaca-eval-evaluators";

/** One annotator's runs on the pairs that people annotated. */
const crossAnnotations: OutputFormat = {
  name: "alpaca-eval-crossannotations",
  summary:
    "annotations of the pairs that people annotated, one row a run: instruction, output_1, output_2, preference, annotator, and the run as index (with n_annotated) or in the file's name (annotations_seed0_….json); needs the data",
  needsData: true,
  recognises: (row) =>
    ["instruction", "output_1", "output_2", "annotator"].every((name) => columnOf(row, name) !== undefined) &&
    Object.hasOwn(row.columns, "preference") &&
    (isCrossAnnotation(row) || seedInName(row) !== null),
  judgeOf: (row) => ({ name: textColumn(row, "annotator") }),
  read: readRun,
};

export const alpacaEvalEvaluators: Benchmark = {
  name: EVALUATORS,
  title: "AlpacaEval's evaluators: judges against four people on each of 648 pairs",
  about: {
    paper: "arXiv 2305.14387",
    home: "https://github.com/tatsu-lab/alpaca_eval",
    licence: "code Apache-2.0, data CC BY-NC 4.0",
    checked: "fixture only",
  },
  sources: [
    { kind: "hub", dataset: "tatsu-lab/alpaca_eval", files: ["alpaca_farm_human_crossannotations.json"] },
  ],
  rule: [
    "A preference is a number: 1 for output_1, 2 for output_2, 1.5 (0 in older files) for a draw, between them a probability. Several of them come to their mode where all are 1, 1.5 or 2, else to their median.",
    "Human agreement is 100 · (1 − the mean |preference − what the first four people of the pair come to|) for each run of the judge, then the mean over its runs. The people's own row is each person against what the other three come to.",
    "Bias is 100 · the mean |what all runs come to − what the four people come to|; variance 100 · the mean |a run − what the judge's other runs come to|, over pairs with all runs but one at least, then the mean over runs. Of one run there is neither.",
    "Of two modes the authors' code takes the higher (output_2, or the draw against output_1), of three the lowest: its random choice is seeded with 123 anew for each pair. Figures that end in -expected, ours, are the mean over equally likely modes, which is what that choice stands for.",
    "Longer and lists: of the pairs whose first run has a winner and whose outputs differ by more than 30 characters (or of which one alone has a list), the share whose winner is the longer (has the list). First is 2 − the mean preference.",
    "Spearman and Pearson are over the models of output_2 with more than 100 annotations by people in the split `eval`: the judge's win rate against the people's. Which model wrote an output stands in a further file alone (score --with).",
    "Price and time are the means per annotation times 1,000, as published; of a live run time is that of its calls, and the price stands in the report's cost figures.",
    "A null preference is left out of every mean; n-parsed counts the others.",
    "Every judgment of a pair is a run, by repeats and then by order; a judge's scores or rankings count by which output is above.",
    "Ours, beside them: human-agreement-leave-one-out holds the judge against the same three people as the people's own row, ties expected; where people give no draws it equals human-agreement-expected.",
  ],
  traps: [
    "Judges are held against four people, people against three: the two human agreements are not on the same votes.",
    "An even number of people is often split, and every 2 : 2 split counts for output_2: a judge that prefers output_2 gains.",
    "Outputs are shown to judges in a random order that is undone before the preference is stored, so prefer-first says something of output_1 and nothing of position.",
    "A line that starts with bold text or a rule of dashes counts as a list; earlier versions of the authors' code found lists within sentences too, so older rows of their leaderboard are not comparable in prefer-lists.",
    "Failures leave the means, so a judge that fails on hard pairs looks better.",
    "Win rates per model rest on about 140 annotations and the correlations on nine models: see their intervals.",
  ],
  read: (row) => (isOfModels(row) ? [] : [readVote(row)]),
  gather: gathered,
  asked: { protocol: "pairwise", options: { ties: false, orders: "random", samples: 4 } },
  features: alpacaFeatures,
  furtherFiles: [
    "alpaca_farm_human_annotations.json of the dataset tatsu-lab/alpaca_eval: the model (generator) of each pair, for the correlations",
  ],
  official: (judged) => evaluatorFigures(judged, EVALUATORS),
  outputs: [crossAnnotations],
};

/** A row of the file that names models: it is in the same folder, and its one preference is no cross-annotation. */
function isOfModels(row: BenchmarkRow): boolean {
  return columnOf(row, "generator") !== undefined && columnOf(row, "annotator_index") === undefined;
}

/** One person's preference on one pair. */
function readVote(row: BenchmarkRow): DatasetRow {
  const comparison = alpacaPair(row, { benchmark: EVALUATORS, subset: "datasplit" });
  const annotator = `person ${idColumn(row, "annotator_index")}`;
  const value = preferenceColumn(row);
  if (value === null) throw new InputError(row.subject, '"preference" to be a number', describe(value));
  const { winner, pWin } = winnerOf(value);
  const preference: Preference = {
    ...{ comparison: comparison.id, source: "human", annotator, kind: "duel", between: ALPACA_PAIR, winner },
    ...(pWin === undefined ? {} : { p: pWin }),
  };
  return { comparison, preferences: [preference] };
}

function alpacaFeatures(comparison: Comparison): Features {
  const lists = comparison.responses.map(({ id, text }) => [`list ${id}`, Number(hasList(text))]);
  return { ...alpacaLengths(comparison), ...Object.fromEntries(lists) };
}

function readRun(row: BenchmarkRow, data: DataLookup): ImportedRow {
  const { id } = alpacaPair(row, { benchmark: EVALUATORS });
  const known = data.find(id);
  if (!known) throw new InputError(row.subject, "a pair of the data, as it stands there", "another");
  const index = columnOf(row, "index");
  const run = typeof index === "number" && Number.isInteger(index) ? index : seedInName(row);
  return { ...known, judgments: [alpacaAnnotation(row, run ?? 0)] };
}

/** The run of a file of the annotators' cache: annotations_seed2_configs.json. */
function seedInName({ file }: BenchmarkRow): number | null {
  const [, seed] = /annotations_seed(\d{1,4})_[^/]*\.json$/.exec(file) ?? [];
  return seed === undefined ? null : Number(seed);
}
