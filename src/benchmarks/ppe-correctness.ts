import type { Duel } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import { responseId } from "../datasets/mapped-row.js";
import type { DatasetRow } from "../datasets/source.js";
import type { Benchmark, BenchmarkRow } from "./benchmark.js";
import { kebab } from "./kebab.js";
import { PPE_SETS, ppeCorrectnessFigures } from "./ppe-correctness-figures.js";
import { importedScores, scorerOf } from "./ppe-scores.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

/** 32 answers a prompt whose correctness was checked: does the judge's favourite of K hold up? */
export const ppeCorrectness: Benchmark = {
  name: "ppe-correctness",
  title: "PPE Correctness (best of K on MMLU-Pro, MATH, GPQA, IFEval, MBPP-Plus)",
  about: {
    paper: "arXiv 2410.14872",
    home: "https://github.com/lmarena/PPE",
    licence: "as the dataset cards say",
    checked: "fixture only",
  },
  sources: ["MMLU-Pro", "MATH", "GPQA", "IFEval", "MBPP-Plus"].map((set) => ({
    kind: "hub",
    dataset: `lmarena-ai/PPE-${set}-Best-of-K`,
    files: [],
  })),
  rule: [
    "Accuracy is the share of the sampled conflict pairs (one right, one wrong answer to the same prompt) in which the right one is preferred; equal scores and ties count half, as a pick at random would.",
    "ROC AUC takes each response's score for a forecast of whether it is right, over all responses of a set; once as scored, once with the scores of each prompt stretched to 0…1.",
    "Best of K is the share of prompts whose highest-scored of K drawn responses is right: max over K, at the end (all 32), and at 1, 4 and 16. It is taken exactly over all draws, without drawing any, gold averaged among equal scores.",
    "The loss is the squared difference between the gold of what is picked and of the best there is in the draw, in expectation, averaged over K; loss-of-means squares the difference of the two curves of a set instead.",
    "A response whose judgment failed scores −∞, as the authors' scorer makes it. Of a judge that is asked duels accuracy is the mean over its orders and repeats, a duel without a verdict is left out and counted; it has no AUC and no best of K.",
    "The mean- figures are means over the sets that the data hold.",
  ],
  traps: [
    "Neither the paper nor the whole of the authors' scorer could be read where this was built. That −∞ stands for failures was seen in the scorer; max, end score and loss are as others report them, and which of the two AUCs and of the two losses the authors print is not known. Others draw orders of the responses at random where this takes all of them, so published curves may differ by that noise.",
    "A conflict pair that is listed twice for a prompt counts once here.",
    "On MBPP-Plus many reward models fall with growing K: a max above the end score is over-optimisation.",
    "Rows do not name their set: it is read from the path, where the dataset's name must stand (mmlu-pro-best-of-k …).",
    "Public since 2024.",
  ],
  read: (row) => (columnOf(row, "sampled_conflict_pairs") === undefined ? [] : [questionOf(row)]),
  official: ppeCorrectnessFigures,
  outputs: [
    {
      name: "ppe-correctness-scores",
      summary: "data/<set>/<model>.json of ppe-result-data: question_id, model_name and score_1 … score_32",
      needsData: true,
      recognises: (row) =>
        ["question_id", "model_name", "score_1", "score_3"].every(
          (name) => columnOf(row, name) !== undefined,
        ),
      judgeOf: (row) => ({ name: scorerOf(row) }),
      read: (row, data) => importedScores(row, idOf(row, setOf(row)), data),
    },
  ],
};

/** The responses of a row are draws of one model in the order of the file, which tells nothing of them: they stay in it. */
function questionOf(row: BenchmarkRow): DatasetRow {
  const set = setOf(row);
  const id = idOf(row, set);
  const gold = goldOf(row);
  const prompt = textColumn(row, "prompt");
  const author = textColumn(row, "model_name");
  const responses = gold.map((_, i) => ({
    id: responseId(i),
    text: textColumn(row, `response_${i + 1}`),
    author,
  }));
  return {
    comparison: {
      ...{ id, prompt, responses, subset: set, duels: conflictPairs(row, gold) },
      // The same question may have been put to several models.
      cluster: `ppe-${set}-${hashText(prompt).slice(0, 16)}`,
    },
    preferences: [
      {
        ...{ comparison: id, source: "verified", kind: "ratings" },
        scores: Object.fromEntries(gold.map((right, i) => [responseId(i), right])),
      },
    ],
  };
}

/** By the name of the dataset, which stands in the paths of both the data and the scores. */
function setOf({ file, subject }: BenchmarkRow): string {
  const path = kebab(file);
  const set = PPE_SETS.find((name) => path.includes(`${name}-best-of-k`));
  if (set !== undefined) return set;
  const names = PPE_SETS.map((name) => `${name}-best-of-k`).join(", ");
  throw new InputError(subject, `the file's path to hold one of ${names}`, file);
}

function idOf(row: BenchmarkRow, set: string): string {
  return `ppe-${set}-${idColumn(row, "question_id")}-${kebab(textColumn(row, "model_name"))}`;
}

/** 1 for each response that is right, 0 for each that is wrong. */
function goldOf(row: BenchmarkRow): readonly (0 | 1)[] {
  const scores = columnOf(row, "scores");
  if (!Array.isArray(scores) || scores.length < 2)
    throw new InputError(
      row.subject,
      '"scores" to list for two responses or more whether each is right',
      describe(scores),
    );
  return scores.map((value: unknown, i) => {
    if (value === true || value === 1) return 1;
    if (value === false || value === 0) return 0;
    throw new InputError(row.subject, `"scores[${i}]" to be true or false`, describe(value));
  });
}

/** Each conflict pair once, the response that comes first in the file first: which is right does not show. */
function conflictPairs(row: BenchmarkRow, gold: readonly (0 | 1)[]): readonly Duel[] {
  const pairs = columnOf(row, "sampled_conflict_pairs");
  if (!Array.isArray(pairs))
    throw new InputError(row.subject, '"sampled_conflict_pairs" to be a list', describe(pairs));
  const duels = new Map<string, Duel>();
  for (const [at, pair] of pairs.entries()) {
    const [i, j] = placesOf(pair);
    if (i === undefined || j === undefined || gold[i] === undefined || gold[i] === gold[j] || !(j in gold))
      throw new InputError(
        row.subject,
        `"sampled_conflict_pairs[${at}]" to be the places of a right and a wrong response, from 0`,
        JSON.stringify(pair),
      );
    const duel: Duel = [responseId(Math.min(i, j)), responseId(Math.max(i, j))];
    duels.set(duel.join(), duel);
  }
  return [...duels.values()];
}

function placesOf(pair: unknown): readonly number[] {
  const isPair = Array.isArray(pair) && pair.length === 2;
  return isPair ? pair.filter((place: unknown) => typeof place === "number") : [];
}
