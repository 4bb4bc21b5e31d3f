import { describe, InputError } from "../core/errors.js";
import type { BenchmarkRow } from "./benchmark.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

/** What the two versions of Arena-Hard-Auto read differently. */
export interface ArenaHardVersion {
  /** The benchmark's name; ids of comparisons begin with it. */
  readonly name: string;
  /** The model that all others are held against, by category (lmarena/arena-hard-auto: utils/judge_utils.py, JUDGE_SETTINGS). */
  readonly baselines: ReadonlyMap<string, string>;
  /** The category of rows that name none; without it each row must name its own. */
  readonly category?: string;
  /** The published reading rule by which its judges' texts were read. */
  readonly rule: string;
  /** The labels that its scoring knows. */
  readonly labels: ReadonlySet<string>;
}

const LABELS = ["A>>B", "A>B", "A=B", "B>A", "B>>A"];

export const VERSION_2: ArenaHardVersion = {
  name: "arena-hard-v2",
  baselines: new Map([
    ["hard_prompt", "o3-mini-2025-01-31"],
    ["creative_writing", "gemini-2.0-flash-001"],
    ["coding", "o3-mini-2025-01-31"],
    ["math", "o3-mini-2025-01-31"],
  ]),
  rule: "arena-hard-v2",
  // show_result.py, label_to_score
  labels: new Set([...LABELS, "A<<B", "A<B", "B=A", "B<A", "B<<A"]),
};

export const VERSION_0_1: ArenaHardVersion = {
  name: "arena-hard-v0.1",
  baselines: new Map([["arena-hard-v0.1", "gpt-4-0314"]]),
  category: "arena-hard-v0.1",
  rule: "arena-hard",
  // show_result.py of v0.1, get_battles_from_row: every other label has weight 0
  labels: new Set(LABELS),
};

/** The id of the question, under either of its two names: "uid" (since v2) and "question_id". */
export function questionId(row: BenchmarkRow): string {
  return idColumn(row, columnOf(row, "uid") === undefined ? "question_id" : "uid");
}

/** The category a row names, else the version's only one. Throws an InputError where the version has no such category. */
export function categoryIn(row: BenchmarkRow, version: ArenaHardVersion): string {
  const named = columnOf(row, "category") ?? version.category;
  if (typeof named === "string" && version.baselines.has(named)) return named;
  const known = [...version.baselines.keys()].join(", ");
  throw new InputError(row.subject, `"category" to be one of ${known}`, describe(named));
}

/** Who wrote an answer: "model" (since v2) or "model_id". */
export function modelIn(row: BenchmarkRow): string {
  const name = columnOf(row, "model") === undefined ? "model_id" : "model";
  const model = textColumn(row, name);
  if (model !== "") return model;
  throw new InputError(row.subject, `${JSON.stringify(name)} to name a model`, describe(model));
}
