import type { Message, Prompt } from "../core/comparison.js";
import { ownScore } from "../core/duel.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { Preference } from "../core/preference.js";
import type { DatasetRow } from "../datasets/source.js";
import type { Benchmark, BenchmarkRow, OfficialFigure, OfficialInput } from "./benchmark.js";
import { correlationsWith, RESPONSE } from "./graded-responses.js";
import { pairFigures, pairPreferences } from "./helpsteer-pairs.js";
import { publishedJudgments } from "./published-judgments.js";
import { columnOf, optionalTextColumn, textColumn } from "./row-columns.js";
import { rowPlace } from "./row-place.js";

const ATTRIBUTES = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"] as const;
/** The attribute that says how good a response is as a whole. */
const OVERALL = "helpfulness";
const RATINGS = "ratings";
const PAIRS = ["preferences train", "preferences val"] as const;

/** Responses that people rated one at a time, and the same responses compared in pairs. */
export const helpSteer2: Benchmark = {
  name: "helpsteer2",
  title: "HelpSteer2: ratings, and HelpSteer2-Preference",
  about: {
    paper: "arXiv 2406.08673 (ratings), arXiv 2410.01257 (preferences)",
    home: "https://huggingface.co/datasets/nvidia/HelpSteer2",
    licence: "CC BY 4.0",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "hub",
      dataset: "nvidia/HelpSteer2",
      revision: "990b2711a36180dd19d9c94b8627844866f8982a",
      files: ["validation.jsonl.gz", "preference/preference.jsonl.gz"],
    },
  ],
  rule: [
    "The authors publish no rule for judges of these rows: they train reward models on them and score those elsewhere.",
    "Of pairs, accuracy here is the share in which the judge names the response of the published preference: over all pairs that are not called about the same, by how strong the preference is (slight 1, clear 2, strong 3) and by split.",
    "A pair counts as the mean over its orders that have a verdict, a tie counting a half; a pair without a verdict is left out and counted.",
    "Of responses that were rated alone: Pearson's, Spearman's and Kendall's correlation (τ-b) of the judge's score with helpfulness, over all of them.",
    "The other four attributes are kept beside it and are part of no figure.",
  ],
  traps: [
    "The preference that was published is made of the three annotators that agree most: others were filtered away. What each annotator said, outliers too, is read beside it, so people agree less here than after that filter.",
    "Annotators have no names in the file: their places in its lists are no persons, so nothing is said of one annotator across pairs.",
    "A strength of −100 is none of the seven: such an annotator is taken to have said nothing.",
    "Most pairs are of the train split, on which reward models were trained: a judge may have seen them.",
    "Equal helpfulness does not mean that people prefer neither: the preferences were asked for apart.",
  ],
  read: (row) => [columnOf(row, "response_1") === undefined ? ratedOf(row) : pairOf(row)],
  asked: {
    ...{ protocol: "pairwise", options: {} },
    subsets: { [RATINGS]: { protocol: "pointwise", options: { scale: [0, 4] } } },
  },
  official,
  outputs: [],
};

function pairOf(row: BenchmarkRow): DatasetRow {
  const id = `helpsteer2-${rowPlace(row)}`;
  const split = optionalTextColumn(row, "split");
  return {
    comparison: {
      ...{ id, ...askedIn(row), subset: split === undefined ? "preferences" : `preferences ${split}` },
      responses: [
        { id: "r1", text: textColumn(row, "response_1") },
        { id: "r2", text: textColumn(row, "response_2") },
      ],
    },
    preferences: pairPreferences(row, id, {
      ...{ overall: "preference_strength", each: "all_preferences_unprocessed" },
      ...{ strength: "strength", reasoning: "justification" },
    }),
  };
}

/** A rating an attribute, or a list of them, one an annotator. */
function ratedOf(row: BenchmarkRow): DatasetRow {
  const id = `helpsteer2-${rowPlace(row)}`;
  const preferences = ATTRIBUTES.flatMap((attribute) => {
    const given = columnOf(row, attribute);
    const ratings: readonly unknown[] = Array.isArray(given) ? given : [given];
    return ratings.map((rating): Preference => {
      if (typeof rating !== "number" || !Number.isInteger(rating) || rating < 0 || rating > 4)
        throw new InputError(
          row.subject,
          `"${attribute}" to hold whole numbers from 0 to 4`,
          describe(rating),
        );
      return {
        ...{ comparison: id, source: "human", kind: "ratings", scores: { [RESPONSE]: rating } },
        ...(attribute === OVERALL ? {} : { aspect: attribute }),
      };
    });
  });
  const responses = [{ id: RESPONSE, text: textColumn(row, "response") }];
  return { comparison: { id, ...askedIn(row), subset: RATINGS, responses }, preferences };
}

function askedIn(row: BenchmarkRow): { readonly prompt: Prompt; readonly cluster: string } {
  const text = textColumn(row, "prompt");
  return { prompt: turnsOf(text), cluster: `helpsteer2-${hashText(text).slice(0, 16)}` };
}

/** Several turns stand in one text, each but the first behind a line that says whose it is. */
function turnsOf(text: string): Prompt {
  const [first = "", ...rest] = text.split(/\n<extra_id_1>(User|Assistant)\n/);
  if (rest.length === 0) return text;
  const turns: Message[] = [{ role: "user", content: first }];
  for (let i = 0; i < rest.length; i += 2) {
    turns.push({ role: rest[i] === "User" ? "user" : "assistant", content: rest[i + 1] ?? "" });
  }
  return turns;
}

function official(input: OfficialInput): readonly OfficialFigure[] {
  const { comparisons, preferences, judgments, seed } = input;
  const judged = publishedJudgments(judgments);
  const helpfulness = new Map<string, number[]>();
  for (const said of preferences) {
    if (said.kind !== "ratings" || said.aspect !== undefined) continue;
    const score = ownScore(said.scores, RESPONSE);
    if (score === null) continue;
    helpfulness.set(said.comparison, [...(helpfulness.get(said.comparison) ?? []), score]);
  }
  const rated = comparisons.flatMap((comparison) => {
    const gold = helpfulness.get(comparison.id);
    return gold ? [{ comparison, judgments: judged.get(comparison.id) ?? [], gold }] : [];
  });
  return [
    ...pairFigures(input, PAIRS),
    ...correlationsWith(rated, { prefix: "helpfulness-", reason: "the data hold no ratings", seed }),
  ];
}
