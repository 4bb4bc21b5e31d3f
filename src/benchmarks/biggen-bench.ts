import { clusterOf, type Prompt } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
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
import { gathered } from "./gathered.js";
import {
  correlationFigures,
  type Graded,
  gradedResponses,
  meanScore,
  RATERS,
  RESPONSE,
  ratingsBy,
} from "./graded-responses.js";
import { kebab } from "./kebab.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { ownField } from "./own-field.js";
import { columnOf, idColumn, optionalTextColumn, textColumn } from "./row-columns.js";

/** In the order in which the authors print them. */
const CAPABILITIES = [
  "grounding",
  "instruction_following",
  "planning",
  "reasoning",
  "refinement",
  "safety",
  "theory_of_mind",
  "tool_usage",
  "multilingual",
] as const;
const SCORES = [1, 2, 3, 4, 5] as const;

/** Responses that are graded alone, each by a rubric that was written for its one prompt. */
export const bigGenBench: Benchmark = {
  name: "biggen-bench",
  title: "BiGGen Bench: 765 prompts in 77 tasks of nine capabilities",
  about: {
    paper: "arXiv 2406.05761",
    home: "https://github.com/prometheus-eval/prometheus-eval/tree/main/BiGGen-Bench",
    licence: "CC BY-SA 4.0 or CC BY-ND 4.0: versions of the dataset card differ",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "hub",
      dataset: "prometheus-eval/BiGGen-Bench-Results",
      files: ["data/human_eval-00000-of-00001.parquet"],
    },
  ],
  rule: [
    "The score of a capability is the mean over its responses; overall is the mean of the capabilities that the data hold, so that a capability of few prompts weighs as much as one of many.",
    "A response's score is the mean of the judge's runs.",
    "The score is of who wrote the responses as the judge sees them: of responses by several models there is none.",
    "How good the judge is: Pearson's, Spearman's and Kendall's correlation (τ-b) of its scores with people's, and with GPT-4's, over all responses that have both.",
    "A response without a score in any run is left out and counted.",
  ],
  traps: [
    "The authors ask again where a reply is not read and stop where one still is not: what they publish hides how often a judge failed.",
    "GPT-4's scores are a judge's too: agreement with them is not agreement with people.",
    "Scores correlate over responses to different prompts, so a judge gains by knowing which prompts are hard.",
    "The prompts alone (the data set BiGGen-Bench) hold no response to be judged.",
  ],
  read: (row) => [gradedOf(row)],
  // Of some prompts two models gave the very same response.
  gather: gathered,
  asked: { protocol: "pointwise", options: { scale: [1, 5] } },
  official,
  outputs: [
    {
      name: "biggen-bench-evals",
      summary:
        "responses with score (a number, or a list of runs), feedback and eval_model_name, by their ids",
      recognises: (row) =>
        columnOf(row, "eval_model_name") !== undefined && columnOf(row, "score_rubric") !== undefined,
      judgeOf: (row) => ({ name: textColumn(row, "eval_model_name") }),
      read: readEval,
    },
  ],
};

function gradedOf(row: BenchmarkRow): DatasetRow {
  const [input, text] = [textColumn(row, "input"), textColumn(row, "response")];
  const system = optionalTextColumn(row, "system_prompt") ?? "";
  const prompt: Prompt =
    system === ""
      ? input
      : [
          { role: "system", content: system },
          { role: "user", content: input },
        ];
  const author = optionalTextColumn(row, "response_model_name");
  const reference = optionalTextColumn(row, "reference_answer");
  const own = idColumn(row, "id");
  const id = `biggen-bench-${own}-${hashJson([author ?? null, text]).slice(0, 12)}`;
  return {
    comparison: {
      ...{ id, prompt, rubric: rubricOf(row), subset: textColumn(row, "capability") },
      cluster: `biggen-bench-${own}`,
      responses: [{ id: RESPONSE, text, ...(author === undefined ? {} : { author }) }],
      ...(reference === undefined ? {} : { reference }),
    },
    preferences: (
      [
        ["gpt-4", "gpt4_score"],
        ["human", "human_score"],
      ] as const
    ).flatMap(([rater, name]) => {
      const value = columnOf(row, name) ?? [];
      return ratingsBy(rater, { name, value }, id, row, { whole: false });
    }),
  };
}

/** The question in brackets and a line for each score, as the authors show it to a judge. */
function rubricOf(row: BenchmarkRow): string {
  const rubric = columnOf(row, "score_rubric");
  const part = (name: string) => {
    const text = ownField(rubric, name);
    if (typeof text === "string") return text;
    throw new InputError(row.subject, `"score_rubric.${name}" to be text`, describe(text));
  };
  const lines = SCORES.map((score) => `Score ${score}: ${part(`score${score}_description`)}`);
  return [`[${part("criteria")}]`, ...lines].join("\n");
}

function readEval(row: BenchmarkRow): ReturnType<OutputFormat["read"]> {
  const given = columnOf(row, "score");
  const feedback = columnOf(row, "feedback");
  const runs: readonly unknown[] = Array.isArray(given) ? given : [given];
  const judgments = runs.map((score, repeat): ImportedJudgment => {
    const reading = readingOf(score, row);
    // Of several runs the feedback of the first is published.
    const text = repeat === 0 && typeof feedback === "string" ? feedback : null;
    return { reading, published: reading, critique: text, presented: [RESPONSE], repeat, text };
  });
  return { ...gradedOf(row), judgments };
}

function readingOf(score: unknown, row: BenchmarkRow): Reading {
  if (score === null) return { status: "unparsed", reason: "published without a score" };
  if (typeof score !== "number" || !Number.isFinite(score))
    throw new InputError(row.subject, '"score" to be a number, null or a list of these', describe(score));
  return { status: "decided", verdict: { kind: "scores", byId: { [RESPONSE]: score } } };
}

function official(input: OfficialInput): readonly OfficialFigure[] {
  const graded = gradedResponses(input);
  const { seed } = input;
  return [
    ...scoreFigures(graded, seed),
    ...RATERS.toReversed().flatMap((rater) =>
      correlationFigures(graded, { rater, prefix: `${rater}-`, seed }),
    ),
  ];
}

function scoreFigures(graded: readonly Graded[], seed: number): readonly OfficialFigure[] {
  const others = graded.flatMap(({ comparison: { subset } }) =>
    subset === undefined || CAPABILITIES.some((known) => known === subset) ? [] : [subset],
  );
  const capabilities: readonly string[] = [...CAPABILITIES, ...new Set(others)];
  const authors = new Set(graded.map(({ comparison }) => comparison.responses[0]?.author));
  const prompts = new Set(graded.map(({ comparison }) => clusterOf(comparison)));
  // A file may hold several models' responses without saying whose they are.
  const areSeveral = authors.size > 1 || prompts.size < graded.length;
  return [null, ...capabilities].map((one): OfficialFigure => {
    const about = { name: one === null ? "overall" : kebab(one), unit: "score" } as const;
    if (areSeveral)
      return notComputable(about, "the responses are by several models, whose scores are never pooled");
    // Of each capability how many responses and the sum of their scores.
    const sums = clusterTotals(2 * capabilities.length);
    let [n, excluded] = [0, 0];
    for (const { comparison, judgments } of graded) {
      const place = capabilities.indexOf(comparison.subset ?? "");
      if (place < 0 || (one !== null && one !== comparison.subset)) continue;
      const score = meanScore(judgments);
      if (score === null) excluded++;
      else {
        n++;
        sums.add(clusterOf(comparison), 2 * place, 1);
        sums.add(clusterOf(comparison), 2 * place + 1, score);
      }
    }
    const present = capabilities.flatMap((_, place) => (sums.totals[2 * place] ? [place] : []));
    return officialFigure({
      ...{ ...about, sums, n, excluded, seed, reason: "no response has a score" },
      formula(totals) {
        const mean = present.reduce(
          (sum, place) => sum + (totals[2 * place + 1] ?? 0) / (totals[2 * place] ?? 0) / present.length,
          0,
        );
        return Number.isFinite(mean) ? mean : null;
      },
    });
  });
}
