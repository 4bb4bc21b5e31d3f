import { readFileSync } from "node:fs";
import { findBaseline } from "../../src/baselines/find.js";
import type { Benchmark, BenchmarkFile } from "../../src/benchmarks/benchmark.js";
import { rowsOf } from "../../src/benchmarks/rows.js";
import type { Comparison } from "../../src/core/comparison.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import { judgmentRow, SEEDED } from "../benchmarks/judgment-rows.js";
import { referenceFile } from "./data.js";

// biome-ignore lint/suspicious/noExplicitAny: the file of figures has a shape of its own in every group
export type Json = any;

/** The groups of reference.json, {} where it is absent. */
export function referenceFigures(): Json {
  const file = referenceFile("reference.json");
  return file ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** All that a benchmark reads in a file. */
export async function rowsIn(benchmark: Benchmark, file: BenchmarkFile): Promise<DatasetRow[]> {
  const rows: DatasetRow[] = [];
  for await (const row of rowsOf(file)) rows.push(...benchmark.read(row, SEEDED));
  return rows;
}

/** What the baseline of this name says of comparisons. */
export function judgedBy(name: string, comparisons: readonly Comparison[]): JudgmentRow[] {
  const baseline = findBaseline(name).configure({});
  return comparisons.flatMap((comparison) =>
    baseline
      .layouts(comparison)
      .map((presented) => judgmentRow(comparison.id, presented, baseline.judge(comparison, presented, 0))),
  );
}
