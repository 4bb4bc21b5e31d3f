import { describe, InputError } from "../core/errors.js";
import type { DatasetRow } from "../datasets/source.js";
import type { BenchmarkRow, DataLookup, ImportedJudgment, ImportedRow } from "./benchmark.js";
import { columnOf } from "./row-columns.js";

/** What stands where a reward model failed. */
const FAILED = "$ERROR$";

/** The name of a file of scores without its ending: that of the model. */
export function scorerOf({ file }: BenchmarkRow): string {
  const name = file.split("/").at(-1) ?? file;
  return name.replace(/\.[a-z]+$/i, "") || "ppe-scores";
}

/**
 * A row of a file of scores, as judgments of the data's own comparison with this id: one of all responses that have a score, and a failed
 * one for each that has none. score_1 is that of the first response, in the order of the data.
 */
export function importedScores(row: BenchmarkRow, id: string, data: DataLookup): ImportedRow {
  const known = data.find(id);
  if (!known) throw new InputError(row.subject, "a question of the data", JSON.stringify(id));
  return { ...known, judgments: judgmentsOf(row, known) };
}

function judgmentsOf(row: BenchmarkRow, { comparison }: DatasetRow): readonly ImportedJudgment[] {
  const scores = comparison.responses.map(({ id }, i): [string, number | null] => [id, scoreOf(row, i + 1)]);
  const decided = scores.filter((entry): entry is [string, number] => entry[1] !== null);
  const reading = {
    status: "decided",
    verdict: { kind: "scores", byId: Object.fromEntries(decided) },
  } as const;
  const failed = { status: "failed", reason: `published as ${FAILED}` } as const;
  const about = { repeat: 0, critique: null, text: null };
  return [
    ...(decided.length > 0 ? [{ ...about, presented: null, reading, published: reading }] : []),
    ...scores
      .filter(([, score]) => score === null)
      .map(([id]) => ({ ...about, presented: [id], reading: failed, published: failed })),
  ];
}

/** null where the model failed. Some models' scores stand in lists of one. */
function scoreOf(row: BenchmarkRow, place: number): number | null {
  const name = `score_${place}`;
  const value = columnOf(row, name);
  const score: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (score === FAILED) return null;
  if (typeof score === "number" && Number.isFinite(score)) return score;
  throw new InputError(row.subject, `"${name}" to be a number or "${FAILED}"`, describe(value));
}
