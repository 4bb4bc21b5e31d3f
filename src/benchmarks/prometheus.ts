import { clusterOf } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { Preference } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { DatasetRow } from "../datasets/source.js";
import type {
  Benchmark,
  BenchmarkRow,
  ImportedJudgment,
  OfficialFigure,
  OfficialInput,
  OutputFormat,
} from "./benchmark.js";
import {
  correlationFigures,
  type Graded,
  gradedResponses,
  RATERS,
  type Rater,
  RESPONSE,
  ratingsBy,
  scoreOf,
} from "./graded-responses.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { gradingPrompt } from "./prometheus-prompt.js";
import { columnOf, optionalTextColumn, textColumn } from "./row-columns.js";

/** Responses that are graded one at a time by a rubric: Feedback-Bench and the Vicuna, MT-Bench and FLASK sets of Prometheus 2. */
export const prometheus: Benchmark = {
  name: "prometheus",
  title: "Prometheus absolute grading (Feedback-Bench, Vicuna, MT-Bench, FLASK)",
  about: {
    paper: "arXiv 2405.01535",
    home: "https://github.com/prometheus-eval/prometheus-eval",
    licence: "Apache-2.0",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "github",
      repository: "prometheus-eval/prometheus-eval",
      commit: "dcfb44272d5d",
      files: ["eval/benchmark/data/vicuna_eval.json"],
    },
  ],
  rule: [
    "Each response is graded in three runs; its score is their mean, and so is GPT-4's where it has several runs.",
    "Pearson's, Spearman's and Kendall's correlation (τ-b) of the judge's scores with GPT-4's, and with people's on FLASK, over all responses of a set.",
    "On Feedback-Bench, whose GPT-4 score is one, accuracy is the share of responses whose score in the first run is exactly GPT-4's; a run without a score is wrong.",
    "A response without a score in any run is left out of the correlations and counted.",
  ],
  traps: [
    "Gold is GPT-4: agreement with it is not agreement with people.",
    "Scores correlate over responses to different prompts under different rubrics, so a judge gains by knowing which prompts are easy.",
    "The authors ask again up to five times where a reply is not read, and their run stops where one still is not: published figures hide how often a judge failed.",
    "One set at a time: the authors never pool two sets in one correlation.",
  ],
  read: (row) => [gradedOf(row)],
  asked: { protocol: "pointwise", options: { scale: [1, 5], samples: 3 } },
  official,
  outputs: [
    {
      name: "prometheus-outputs",
      summary: "the data's own rows with prometheus_score and prometheus_output, a list of runs each",
      recognises: (row) =>
        Array.isArray(columnOf(row, "prometheus_score")) && columnOf(row, "instruction") !== undefined,
      judgeOf: ({ file }) => ({ name: modelOf(file) }),
      read: readRuns,
    },
  ],
};

/** Neither a row nor its response has an id of its own: it is known by its prompt, which holds the response. */
function gradedOf(row: BenchmarkRow): DatasetRow {
  // As data_loader.py cleans it: outputs hold the cleaned one.
  const instruction = textColumn(row, "instruction")
    .trim()
    .replace(/[",]+$/, "")
    .trim();
  const parts = gradingPrompt(instruction);
  if (!parts) {
    const expected = '"instruction" to hold the headings of an absolute-grading prompt';
    throw new InputError(row.subject, expected, describe(instruction));
  }
  const id = `prometheus-${hashText(instruction).slice(0, 16)}`;
  const { instruction: prompt, response: text, reference, rubric } = parts;
  const author = optionalTextColumn(row, "response_source");
  const subset = optionalTextColumn(row, "category");
  return {
    comparison: {
      ...{ id, prompt, rubric, cluster: hashText(prompt).slice(0, 16) },
      responses: [{ id: RESPONSE, text, ...(author === undefined ? {} : { author }) }],
      ...(reference === undefined ? {} : { reference }),
      ...(subset === undefined ? {} : { subset }),
    },
    preferences: [...ratingsOf(row, id, "gpt-4"), ...ratingsOf(row, id, "human")],
  };
}

/** GPT-4's runs (a list, or one score: Feedback-Bench calls it orig_score and writes it as text), and people where a set has them. */
function ratingsOf(row: BenchmarkRow, comparison: string, rater: Rater): Preference[] {
  const name = rater === "human" ? "human_score" : "gpt4_score";
  const value = columnOf(row, name) ?? (rater === "human" ? [] : columnOf(row, "orig_score"));
  if (rater === "gpt-4" && Array.isArray(value) && value.length === 0)
    throw new InputError(row.subject, `"${name}" to hold a score`, describe(value));
  return ratingsBy(rater, { name, value }, comparison, row, { whole: true });
}

function readRuns(row: BenchmarkRow): ReturnType<OutputFormat["read"]> {
  const graded = gradedOf(row);
  const [scores, outputs] = ["prometheus_score", "prometheus_output"].map((name) => columnOf(row, name));
  if (!Array.isArray(scores))
    throw new InputError(row.subject, '"prometheus_score" to be a list of runs', describe(scores));
  const judgments = scores.map((score: unknown, repeat): ImportedJudgment => {
    const reading = scoreReading(score, row);
    const output: unknown = Array.isArray(outputs) ? outputs[repeat] : undefined;
    const text = typeof output === "string" ? output : null;
    return { reading, published: reading, critique: text, presented: [RESPONSE], repeat, text };
  });
  return { ...graded, judgments };
}

function scoreReading(score: unknown, row: BenchmarkRow): Reading {
  if (score === null) return { status: "unparsed", reason: "published without a score" };
  if (typeof score !== "number" || !Number.isFinite(score))
    throw new InputError(row.subject, '"prometheus_score" to hold numbers or null', describe(score));
  return { status: "decided", verdict: { kind: "scores", byId: { [RESPONSE]: score } } };
}

/** outputs/<model>-outputs/<set>_a2a_temp1.0_output.json */
function modelOf(file: string): string {
  const folder = file
    .split("/")
    .at(-2)
    ?.replace(/-outputs$/, "");
  return folder || "prometheus-outputs";
}

function official(input: OfficialInput): readonly OfficialFigure[] {
  const graded = gradedResponses(input);
  const { seed } = input;
  return [
    ...RATERS.flatMap((rater) =>
      correlationFigures(graded, { rater, prefix: rater === "human" ? "human-" : "", seed }),
    ),
    accuracyFigure(graded, seed),
  ];
}

function accuracyFigure(graded: readonly Graded[], seed: number): OfficialFigure {
  const about = { name: "accuracy", unit: "percent" } as const;
  if (graded.some(({ gold }) => gold["gpt-4"].length !== 1))
    return notComputable(about, "the authors take it on Feedback-Bench alone, where GPT-4 gave one score");
  const sums = clusterTotals(2);
  let [n, excluded] = [0, 0];
  for (const { comparison, judgments, gold } of graded) {
    const [first] = [...judgments].sort((left, right) => left.trial.repeat - right.trial.repeat);
    if (!first) {
      excluded++;
      continue;
    }
    n++;
    sums.add(clusterOf(comparison), 0, 1);
    sums.add(clusterOf(comparison), 1, scoreOf(first) === gold["gpt-4"][0] ? 1 : 0);
  }
  return officialFigure({
    ...{ ...about, sums, n, excluded, seed },
    formula: (totals) => (100 * (totals[1] ?? 0)) / (totals[0] ?? 0),
    reason: "no response was judged",
  });
}
