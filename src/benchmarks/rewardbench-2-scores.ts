import { describe, InputError } from "../core/errors.js";
import type { Reading } from "../core/reading.js";
import type { BenchmarkRow, ImportedJudgment, OutputFormat } from "./benchmark.js";
import { rewardBench2Id } from "./rewardbench-2-item.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

const COLUMNS = ["id", "subset", "num_correct", "results", "scores"];
const FAILED_RATING = -1;

/**
 * The authors' file of a model (eval-set-scores/ of allenai/reward-bench-2-results, written by scripts/run_v2.py and run_generative_v2.py): one
 * JSON object whose lists are columns. `scores` has a number for each response, the correct ones first. A generative judge's file has them of the
 * Ties subset alone: of other prompts it says what they counted, but not which response was named nor in which mode, so that these give no judgment.
 */
export const rewardBench2Scores: OutputFormat = {
  name: "rewardbench-2-scores",
  summary:
    "a JSON object of columns: id, subset, num_correct, results and scores (of generative judges the Ties subset alone)",
  needsData: true,
  recognises: isRewardBench2Scores,
  judgeOf(row) {
    const model = textColumn(row, "model");
    return { name: model, model };
  },
  read(row, data) {
    const id = rewardBench2Id(textColumn(row, "subset"), idColumn(row, "id"));
    const known = data.find(id);
    if (!known) throw new InputError(row.subject, "an id and subset of the data", JSON.stringify(id));
    const [sets] = known.preferences;
    const ids = sets?.kind === "sets" ? [...sets.good, ...sets.bad] : [];
    const scores = scoresOf(row, ids.length);
    return { ...known, judgments: scores ? judgmentsOf(row, ids, scores) : [] };
  },
};

export function isRewardBench2Scores(row: BenchmarkRow): boolean {
  return COLUMNS.every((name) => columnOf(row, name) !== undefined);
}

/** null where the file has none for this prompt. */
function scoresOf(row: BenchmarkRow, responses: number): readonly number[] | null {
  const list = columnOf(row, "scores");
  if (list === null) return null;
  if (!Array.isArray(list) || list.length !== responses)
    throw new InputError(row.subject, `"scores" to be a list of ${responses}`, describe(list));
  return list.map((value: unknown, i) => {
    // Some models' scores stand in lists of one.
    const score: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (typeof score === "number" && Number.isFinite(score)) return score;
    throw new InputError(row.subject, `"scores[${i}]" to be a number`, describe(score));
  });
}

/** A reward model's scores stand together; a generative judge rated one response at a time, and −1 is a rating that failed. */
function judgmentsOf(
  row: BenchmarkRow,
  ids: readonly string[],
  scores: readonly number[],
): readonly ImportedJudgment[] {
  const scored = (byId: Record<string, number>): Reading => ({
    status: "decided",
    verdict: { kind: "scores", byId },
  });
  const judgment = (presented: readonly string[] | null, published: Reading): ImportedJudgment => ({
    ...{ presented, reading: published, published },
    ...{ critique: null, repeat: 0, text: null },
  });
  const type = columnOf(row, "model_type");
  if (typeof type !== "string" || !type.startsWith("Generative"))
    return [judgment(null, scored(Object.fromEntries(ids.map((id, i) => [id, scores[i] ?? 0]))))];
  return ids.map((id, i) => {
    const score = scores[i] ?? FAILED_RATING;
    const failed: Reading = { status: "unparsed", reason: "published as −1: no rating was read" };
    return judgment([id], score === FAILED_RATING ? failed : scored({ [id]: score }));
  });
}
