import type {
  Benchmark,
  BenchmarkRow,
  OfficialFigure,
  OfficialInput,
} from "../../src/benchmarks/benchmark.js";
import { featuresOf } from "../../src/benchmarks/features.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import type { DatasetRow } from "../../src/datasets/source.js";

export const SEEDED = { seed: 1 };

/** A raw row as a file would give it. */
export function rawRow(columns: Record<string, unknown>, number = 1, file = "rows.json"): BenchmarkRow {
  return { columns, number, file, subject: `${file.split("/").at(-1)} row ${number}` };
}

/** The only dataset row of a raw row. */
export function onlyRow(benchmark: Benchmark, row: BenchmarkRow): DatasetRow {
  const [only, ...more] = benchmark.read(row, SEEDED);
  if (!only || more.length > 0) throw new Error(`${row.subject}: not one row`);
  return only;
}

export function judgmentRow(
  comparison: string,
  presented: readonly string[] | null,
  reading: Reading,
  repeat = 0,
): JudgmentRow {
  return { trial: trial({ comparison, judge: "judge", presented, repeat }), reading, calls: [] };
}

export const NOT_READ: Reading = { status: "unparsed", reason: "no verdict" };

export function wins(between: readonly [string, string], winner: string): Reading {
  return { status: "decided", verdict: { kind: "duel", between, winner } };
}

export function scores(byId: Record<string, number>): Reading {
  return { status: "decided", verdict: { kind: "scores", byId } };
}

/** The official figures by name. */
export function figuresOf(
  benchmark: Benchmark,
  rows: readonly DatasetRow[],
  judgments: readonly JudgmentRow[],
  furtherRows: readonly BenchmarkRow[] = [],
): Map<string, OfficialFigure> {
  const comparisons = rows.map((row) => row.comparison);
  const input: OfficialInput = {
    comparisons,
    features: featuresOf(benchmark, comparisons),
    furtherRows,
    preferences: rows.flatMap((row) => row.preferences),
    judgments,
    seed: 1,
  };
  return new Map(benchmark.official(input).map((figure) => [figure.name, figure]));
}

/** The value of a figure, or null where it has none; throws where there is no such figure. */
export function figureValue(figures: ReadonlyMap<string, OfficialFigure>, name: string): number | null {
  const figure = figures.get(name);
  if (!figure) throw new Error(`no figure ${name} among ${[...figures.keys()].join(", ")}`);
  return figure.value;
}
