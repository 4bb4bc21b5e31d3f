import { describe, InputError } from "../core/errors.js";
import type { Reading } from "../core/reading.js";
import type { BenchmarkRow, DataLookup, OutputFormat } from "./benchmark.js";
import { rewardBenchId } from "./rewardbench-pair.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

const COLUMNS = ["id", "subset", "results", "text_chosen", "text_rejected"];

/**
 * The authors' file of a model (eval-set-scores/ and pref-sets-scores/ of allenai/reward-bench-results, written by scripts/run_rm.py and
 * run_generative.py): one JSON object whose lists are columns. A reward model's has scores_chosen and scores_rejected, a generative judge's only
 * what each pair counted; neither says in which order a pair was shown.
 */
export const rewardBenchScores: OutputFormat = {
  name: "rewardbench-scores",
  summary:
    "a JSON object of columns: id, subset, results and, of reward models, scores_chosen and scores_rejected",
  needsData: true,
  recognises: isRewardBenchScores,
  judgeOf(row) {
    const model = textColumn(row, "model");
    return { name: model, model };
  },
  read(row, data) {
    const known = pairOf(row, data);
    const [said] = known.preferences;
    if (said?.kind !== "duel") throw new InputError(row.subject, "a pair with a chosen response", "none");
    const chosen = said.winner;
    const rejected = said.between.find((id) => id !== chosen) ?? "";
    const published = scoresOf(row, chosen, rejected) ?? resultOf(row, chosen, rejected);
    return {
      ...known,
      judgments: [{ reading: published, published, critique: null, presented: null, repeat: 0, text: null }],
    };
  },
};

export function isRewardBenchScores(row: BenchmarkRow): boolean {
  return COLUMNS.every((name) => columnOf(row, name) !== undefined);
}

function pairOf(row: BenchmarkRow, data: DataLookup) {
  const id = rewardBenchId(textColumn(row, "subset"), idColumn(row, "id"));
  const known = data.find(id);
  if (!known) throw new InputError(row.subject, "an id and subset of the data", JSON.stringify(id));
  return known;
}

/** null where the file has no scores for this pair. */
function scoresOf(row: BenchmarkRow, chosen: string, rejected: string): Reading | null {
  const [ofChosen, ofRejected] = ["scores_chosen", "scores_rejected"].map((name) => {
    const value = columnOf(row, name) ?? null;
    // Some models' scores stand in lists of one.
    const score: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (score === null || (typeof score === "number" && Number.isFinite(score))) return score;
    throw new InputError(row.subject, `"${name}" to be a number`, describe(score));
  });
  if (typeof ofChosen !== "number" || typeof ofRejected !== "number") return null;
  return {
    status: "decided",
    verdict: { kind: "scores", byId: { [chosen]: ofChosen, [rejected]: ofRejected } },
  };
}

function resultOf(row: BenchmarkRow, chosen: string, rejected: string): Reading {
  const result = columnOf(row, "results");
  if (result === 0.5)
    return { status: "undecided", reason: "published as 0.5: a tie, or no answer that could be read" };
  if (result !== 0 && result !== 1)
    throw new InputError(row.subject, '"results" to be 0, 0.5 or 1', describe(result));
  const winner = result === 1 ? chosen : rejected;
  return { status: "decided", verdict: { kind: "duel", between: [chosen, rejected], winner } };
}
