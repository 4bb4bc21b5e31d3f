import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { Reading } from "../core/reading.js";
import type { DatasetRow } from "../datasets/source.js";
import type { Benchmark, BenchmarkRow, ImportedJudgment, OutputFormat } from "./benchmark.js";
import { RESPONSE } from "./graded-responses.js";
import { ownField } from "./own-field.js";
import { columnOf, idColumn, optionalTextColumn, textColumn, textsColumn } from "./row-columns.js";
import { DIMENSIONS, type Dimension, summEvalFigures } from "./summeval-figures.js";

/** What is asked of a summary, in our words. */
const RUBRICS: Readonly<Record<Dimension, string>> = {
  coherence: "Do all sentences together make one well-ordered whole, rather than a heap of facts?",
  consistency:
    "Is every statement of the summary supported by the article? What it adds or changes counts against it.",
  fluency: "Is each sentence well formed: grammar, spelling, punctuation, choice of words?",
  relevance: "Does the summary hold what matters in the article, and nothing superfluous or said twice?",
};
/** What an output file's name says of its dimension: gpt4_rel_detailed.json. */
const SHORT: readonly (readonly [string, Dimension])[] = DIMENSIONS.map((name) => [name.slice(0, 3), name]);

/** Summaries of a hundred news articles by sixteen systems, which experts rated on four dimensions. */
export const summEval: Benchmark = {
  name: "summeval",
  title: "SummEval: 1,600 summaries, four dimensions, as G-Eval takes it",
  about: {
    paper: "arXiv 2007.12626 (data), arXiv 2303.16634 (G-Eval)",
    home: "https://github.com/nlpyang/geval",
    licence: "see Yale-LILY/SummEval (annotations) and nlpyang/geval (outputs)",
    checked: "fixture only",
  },
  // The rows that G-Eval reads are called data/summeval.json there; whether its repository holds them is not known here.
  sources: [],
  rule: [
    "A summary is asked for on each dimension by itself; its score is the mean over the judge's samples (the authors take twenty), and a sample that is not read is 0 in that mean; a call that failed is no sample.",
    "Of each article, Pearson's, Spearman's and Kendall's correlation (τ-b) of the judge's scores with the experts' over its summaries; then the mean over articles.",
    "An article on which the judge's scores or the experts' are all equal is passed over; n counts the others.",
    "The average is the mean over the four dimensions.",
    "Ours beside it, under names that end in failures-left-out: a sample that is not read is no score, and a summary without any is left out.",
  ],
  traps: [
    "0 is below the scale: one unread sample of twenty takes a twentieth off, so a judge that fails on certain summaries gains or loses by it.",
    "Articles that a judge cannot tell apart are passed over, not counted as 0: a judge of few different scores is measured on fewer articles.",
    "The authors' reader takes the number at the beginning of a reply (behind at most one space), whatever scale it is on.",
  ],
  read: ratedOf,
  asked: { protocol: "pointwise", options: { scale: [1, 5] } },
  official: summEvalFigures,
  outputs: [
    {
      name: "g-eval-results",
      summary:
        "the data's own rows with all_responses, a list of samples; the file's name tells the dimension (gpt4_rel_detailed.json)",
      recognises: (row) =>
        Array.isArray(columnOf(row, "all_responses")) && columnOf(row, "system_output") !== undefined,
      judgeOf: ({ file }) => ({ name: judgeOf(file) }),
      read: readSamples,
    },
  ],
};

/** A comparison a dimension. Summaries of one article are a cluster. */
function ratedOf(row: BenchmarkRow): readonly DatasetRow[] {
  return DIMENSIONS.map((dimension) => onDimension(row, dimension));
}

function onDimension(row: BenchmarkRow, dimension: Dimension): DatasetRow {
  const [source, text] = [textColumn(row, "source"), textColumn(row, "system_output")];
  const [doc, system] = [idColumn(row, "doc_id"), idColumn(row, "system_id")];
  const rating = ownField(columnOf(row, "scores"), dimension);
  if (typeof rating !== "number" || !(rating >= 1 && rating <= 5))
    throw new InputError(row.subject, `"scores.${dimension}" to be a number from 1 to 5`, describe(rating));
  const id = `summeval-${doc}-${system}-${dimension}`;
  const reference = optionalTextColumn(row, "reference");
  return {
    comparison: {
      ...{ id, prompt: `Summarize this article.\n\n${source}`, rubric: RUBRICS[dimension] },
      ...{ subset: dimension, cluster: `summeval-${hashText(doc).slice(0, 16)}` },
      responses: [{ id: RESPONSE, text, author: system }],
      ...(reference === undefined ? {} : { reference }),
    },
    // The mean of three experts: one by one they are not in these rows.
    preferences: [{ comparison: id, source: "human", kind: "ratings", scores: { [RESPONSE]: rating } }],
  };
}

function readSamples(row: BenchmarkRow): ReturnType<OutputFormat["read"]> {
  const dimension = dimensionOf(row.file);
  if (!dimension) {
    const expected = "a file whose name tells the dimension: coh, con, flu or rel between _ or -";
    throw new InputError(row.subject, expected, describe(baseName(row.file)));
  }
  const judgments = textsColumn(row, "all_responses").map((text, repeat): ImportedJudgment => {
    const reading = sampleReading(text);
    return { reading, published: reading, critique: null, presented: [RESPONSE], repeat, text };
  });
  return { ...onDimension(row, dimension), judgments };
}

/** As meta_eval_summeval.py reads a sample, but that what it makes a 0 is no score here. */
function sampleReading(text: string): Reading {
  const [, number = ""] = /^ ?([0-9.]+)/.exec(text) ?? [];
  // What Python takes for a number, of digits and points: one point at most, and a digit.
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(number))
    return { status: "unparsed", reason: "the reply does not begin with a number" };
  return { status: "decided", verdict: { kind: "scores", byId: { [RESPONSE]: Number(number) } } };
}

function dimensionOf(file: string): Dimension | undefined {
  const words = baseName(file).toLowerCase().split(/[_.-]/);
  return SHORT.find(([short]) => words.includes(short))?.[1];
}

/** The files of a judge's four dimensions give one name. */
function judgeOf(file: string): string {
  const shorts = SHORT.map(([short]) => short).join("|");
  const name = baseName(file)
    .replace(/\.[a-z]+$/i, "")
    .replace(new RegExp(`[_-]?(?:${shorts})(?:_detailed)?(?=[_.-]|$)`, "i"), "");
  return name || "g-eval-results";
}

function baseName(file: string): string {
  return file.split("/").at(-1) ?? file;
}
