import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import { type Preference, TIE } from "../core/preference.js";
import { responseId } from "../datasets/mapped-row.js";
import type { DatasetRow } from "../datasets/source.js";
import type { Benchmark, BenchmarkRow } from "./benchmark.js";
import { ppePreferenceFigures } from "./ppe-preference-figures.js";
import { importedScores, scorerOf } from "./ppe-scores.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

const PAIR = [responseId(0), responseId(1)] as const;
/** What "winner" says, and whom that means. */
const WINNERS: ReadonlyMap<unknown, string> = new Map([
  ["model_a", PAIR[0]],
  ["model_b", PAIR[1]],
  ["tie", TIE],
  ["tie (bothbad)", TIE],
]);

/** Votes of people on the answers of 20 models: does the judge rank the models as they do? */
export const ppePreference: Benchmark = {
  name: "ppe-preference",
  title: "PPE Human Preference V1",
  about: {
    paper: "arXiv 2410.14872",
    home: "https://github.com/lmarena/PPE",
    licence: "prompts CC BY 4.0; responses under the terms of the models' providers",
    checked: "fixture only",
  },
  sources: [{ kind: "hub", dataset: "lmarena-ai/PPE-Human-Preference-V1", files: [] }],
  rule: [
    "Accuracy is the share of votes for one of the two in which the judge prefers the same; ties of people are left out, a tie of the judge counts half.",
    "Row-wise Pearson compares win rates: for each model the correlation of its win rate against each other model by people and by the judge, and the mean of these; a tie is half a win.",
    "Spearman's and Kendall's correlations compare Bradley–Terry strengths of the models by people's votes and by the judge's on the same pairs, ties as half-wins.",
    "Separability is the share of pairs of models whose 95 % intervals by the judge do not overlap; confidence agreement the mean over pairs of 1 where both rankings separate them alike, −1 where oppositely, else 0; rank Brier the pair rank Brier score of the judge's replicates against people's strengths, taken as normal.",
    "A response whose score failed counts as −∞, as the authors' scorer has it for best of K, so it loses to any that has one. A duel is the mean over its orders and repeats; one without a verdict is left out of both rankings and counted.",
  ],
  traps: [
    "Neither the paper nor the authors' scorer of this part could be read where this was built: the names of the figures are theirs, the definitions those that others report and, for separability, confidence agreement and rank Brier, Arena-Hard's. How many resamples the authors draw is not known.",
    "Votes are one person's each: no accuracy can reach 1, and there is no second voter to say how far it could.",
    "The categories (hard prompts, instruction following, language …) are not told apart.",
    "Public since 2024 and known to have been trained on.",
  ],
  read: (row) =>
    columnOf(row, "winner") === undefined || columnOf(row, "response_3") !== undefined ? [] : [voteOf(row)],
  official: ppePreferenceFigures,
  outputs: [
    {
      name: "ppe-preference-scores",
      summary: "data/human_preference_v1/<model>.json of ppe-result-data: question_id, score_1 and score_2",
      needsData: true,
      recognises: (row) =>
        ["question_id", "score_1", "score_2"].every((name) => columnOf(row, name) !== undefined) &&
        columnOf(row, "score_3") === undefined,
      judgeOf: (row) => ({ name: scorerOf(row) }),
      read: (row, data) => importedScores(row, idOf(row), data),
    },
  ],
};

/** The two responses stand in the order in which the voter met them, which was drawn by chance. */
function voteOf(row: BenchmarkRow): DatasetRow {
  const id = idOf(row);
  const prompt = textColumn(row, "prompt");
  return {
    comparison: {
      ...{ id, prompt, cluster: `ppe-preference-${hashText(prompt).slice(0, 16)}` },
      responses: [
        { id: PAIR[0], text: textColumn(row, "response_1"), author: textColumn(row, "model_a") },
        { id: PAIR[1], text: textColumn(row, "response_2"), author: textColumn(row, "model_b") },
      ],
    },
    preferences: [votedFor(row, id)],
  };
}

function votedFor(row: BenchmarkRow, comparison: string): Preference {
  const value = columnOf(row, "winner");
  const winner = WINNERS.get(value);
  if (winner === undefined) {
    const known = [...WINNERS.keys()].map((name) => JSON.stringify(name)).join(", ");
    throw new InputError(row.subject, `"winner" to be one of ${known}`, describe(value));
  }
  return { comparison, source: "human", kind: "duel", between: PAIR, winner };
}

function idOf(row: BenchmarkRow): string {
  return `ppe-preference-${idColumn(row, "question_id")}`;
}
