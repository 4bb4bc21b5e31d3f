import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type {
  Benchmark,
  ImportedIdentity,
  ImportedRow,
  OfficialFigure,
  OutputFormat,
} from "../../src/benchmarks/benchmark.js";
import { featuresOf } from "../../src/benchmarks/features.js";
import { rowsOf } from "../../src/benchmarks/rows.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import { signTest } from "../../src/stats/tests/sign-test.js";
import type { Json } from "./benchmark-files.js";
import { referenceData, referenceFile } from "./data.js";

/** A file of published outputs as its format reads it. */
export interface PublishedOutputs {
  readonly judge: ImportedIdentity;
  readonly rows: readonly ImportedRow[];
  readonly raw: readonly Json[];
  readonly figures: ReadonlyMap<string, OfficialFigure>;
}

/** Files below a folder of the reference data, with "/" between folders; [] where it is absent, and a line says so. */
export function filesBelow(folder: string, ending: string): string[] {
  const root = join(referenceData, folder);
  if (!existsSync(root)) {
    referenceFile(folder);
    return [];
  }
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(ending))
    .sort();
}

export async function readOutputs(
  benchmark: Benchmark,
  format: OutputFormat,
  name: string,
): Promise<PublishedOutputs> {
  const rows: ImportedRow[] = [];
  const raw: Json[] = [];
  let judge: ImportedIdentity | undefined;
  for await (const row of rowsOf({ path: join(referenceData, name), name })) {
    expect(format.recognises(row)).toBe(true);
    judge ??= format.judgeOf(row);
    rows.push(format.read(row, { find: () => undefined }));
    raw.push(row.columns);
  }
  if (!judge) throw new Error(`${name} is empty`);
  const judgments = rows.flatMap(({ comparison, judgments }) =>
    judgments.map(({ presented, repeat, reading, published }): JudgmentRow => {
      const asked = trial({ comparison: comparison.id, judge: "judge", presented, repeat });
      return { trial: asked, reading, published, calls: [] };
    }),
  );
  const comparisons = rows.map(({ comparison }) => comparison);
  const input = {
    comparisons,
    features: featuresOf(benchmark, comparisons),
    preferences: rows.flatMap(({ preferences }) => preferences),
    judgments,
    seed: 1,
  };
  const figures = new Map(benchmark.official(input).map((figure) => [figure.name, figure]));
  return { judge, rows, raw, figures };
}

/** What a reading names as better, in response ids; null where it has no winner. */
export function winnerOf(reading: Reading | undefined): string | null {
  return reading?.status === "decided" && reading.verdict.kind === "duel" ? reading.verdict.winner : null;
}

/** The label of a row: "a" or "b". */
export function goldOf({ preferences: [said] }: ImportedRow): string {
  return said?.kind === "duel" ? said.winner : "";
}

/** Votes for the label minus votes against it. */
export function netVotes(outcomes: readonly (string | null)[], gold: string): number {
  return outcomes.reduce(
    (sum, outcome) => sum + (outcome === gold ? 1 : outcome === "a" || outcome === "b" ? -1 : 0),
    0,
  );
}

/** null where there is nothing to compare: so the figures say it. */
export function binomialP(first: number, second: number): number | null {
  return first + second === 0 ? null : signTest(first, second);
}

export function count<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  return items.filter(is).length;
}

/** What was held against figures so far. */
export interface Held {
  figures: number;
  largest: number;
  readonly unknown: Set<string>;
}

/** Every figure of `expected` that is computed must be equal (numbers to 1e-9, relative); others are listed, none is passed over silently. */
export function holdAgainst(expected: Json, computed: Json, held: Held, path = ""): void {
  for (const [key, value] of Object.entries<Json>(expected)) {
    const where = path === "" ? key : `${path}.${key}`;
    if (computed === null || typeof computed !== "object" || !Object.hasOwn(computed, key)) {
      held.unknown.add(key);
      continue;
    }
    const own: Json = computed[key];
    if (typeof value === "object" && value !== null) holdAgainst(value, own, held, where);
    else if (typeof value === "number") {
      const difference = Math.abs(Number(own) - value);
      expect(difference, `${where}: ${own} instead of ${value}`).toBeLessThanOrEqual(
        1e-9 * Math.max(1e-6, Math.abs(value)),
      );
      held.largest = Math.max(held.largest, difference);
      held.figures++;
    } else {
      expect(own, where).toBe(value);
      held.figures++;
    }
  }
}

export function tell(about: string, { figures, largest, unknown }: Held): void {
  const rest = unknown.size === 0 ? "" : `; held elsewhere: ${[...unknown].join(", ")}`;
  process.stdout.write(
    `${about}: ${figures} figures reproduced, largest absolute difference ${largest}${rest}\n`,
  );
}
