import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Benchmark } from "../../src/benchmarks/benchmark.js";
import { gathered } from "../../src/benchmarks/gathered.js";
import { benchmarkRows } from "../../src/setup/benchmark-data.js";
import { temporaryDirectory } from "../support/runs.js";

const row = (id: string, winner: "a" | "b", text = "x") => ({
  comparison: {
    id,
    prompt: "?",
    responses: [
      { id: "a", text },
      { id: "b", text: "y" },
    ],
  },
  preferences: [
    { comparison: id, source: "human" as const, kind: "duel" as const, between: ["a", "b"] as const, winner },
  ],
});

/** Three rows of two comparisons, as a file of annotations has them. */
const annotations: Benchmark = {
  name: "annotations",
  title: "Annotations",
  about: { paper: "", home: "", licence: "", checked: "fixture only" },
  sources: [],
  rule: [],
  traps: [],
  read: ({ columns }) => [row(String(columns.id), columns.winner === "a" ? "a" : "b", String(columns.text))],
  official: () => [],
  outputs: [],
};

async function rowsFrom(benchmark: Benchmark, lines: readonly object[]) {
  const path = join(await temporaryDirectory(), "annotations.jsonl");
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const rows = [];
  for await (const one of benchmarkRows(benchmark, [{ path, name: path }], { seed: 20 })) rows.push(one);
  return rows;
}

const lines = [
  { id: "1", winner: "a", text: "x" },
  { id: "2", winner: "b", text: "x" },
  { id: "1", winner: "b", text: "x" },
];

describe("rows that are gathered", () => {
  it("become one comparison with all that was said of it", async () => {
    const rows = await rowsFrom({ ...annotations, gather: gathered }, lines);
    expect(rows.map(({ comparison, preferences }) => [comparison.id, preferences.length])).toEqual([
      ["1", 2],
      ["2", 1],
    ]);
  });

  it("are refused where the same id shows other texts", async () => {
    const other = [...lines, { id: "2", winner: "a", text: "another" }];
    await expect(rowsFrom({ ...annotations, gather: gathered }, other)).rejects.toThrow(
      /2: expected the same prompt and responses in each of its rows/,
    );
  });

  it("are a mistake where the benchmark does not gather", async () => {
    await expect(rowsFrom(annotations, lines)).rejects.toThrow(/row 3: expected an id of its own/);
  });
});
