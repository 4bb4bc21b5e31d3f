import { describe, expect, it } from "vitest";
import { arenaHardV01 } from "../../src/benchmarks/arena-hard-v0-1.js";
import { arenaHardV2 } from "../../src/benchmarks/arena-hard-v2.js";
import type { Benchmark } from "../../src/benchmarks/benchmark.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import { figuresOf, figureValue } from "../benchmarks/judgment-rows.js";
import { type Json, judgedBy, referenceFigures, rowsIn } from "./benchmark-files.js";
import { referenceFile } from "./data.js";
import { filesBelow } from "./published-outputs.js";

const expected: [string, Json][] = Object.entries(referenceFigures().arena_hard_markdown_totals ?? {});
/** Each version's folder in the data, by the version that its name tells. */
const VERSIONS = [
  { benchmark: arenaHardV01, folder: /v0\.1$/ },
  { benchmark: arenaHardV2, folder: /v2(?:\.0)?$/ },
];
const folders = [
  ...new Set(
    filesBelow("arena-hard", "question.jsonl").map((file) => file.split("/").slice(0, -1).join("/")),
  ),
];

const versionOf = (folder: string) => VERSIONS.find((version) => version.folder.test(folder))?.benchmark;

describe("Arena-Hard's answers", () => {
  if (expected.length === 0) it.skip("no figures of Arena-Hard", () => {});
  for (const [name, { rows: size, totals }] of expected) {
    const path = referenceFile(name);
    const benchmark = versionOf(name.split("/").slice(0, -2).join("/"));
    it.skipIf(!path || !benchmark)(`${name}: have the style they were counted to have`, async () => {
      if (!path || !benchmark) return;
      const rows = await rowsIn(benchmark, { path, name });
      expect(rows).toHaveLength(size);
      const texts = rows.map(({ comparison }) => comparison.responses[0]?.text ?? "");
      expect(styleOf(texts)).toEqual(totals);
    });
  }
});

describe("Arena-Hard's comparisons", () => {
  if (folders.length === 0) it.skip("reference data are absent: set TOUCHSTONE_REFERENCE_DATA", () => {});
  for (const folder of folders) {
    const benchmark = versionOf(folder);
    it.skipIf(!benchmark)(`${folder}: every answer against the baseline's, and scored`, async () => {
      if (!benchmark) return;
      const paths = filesBelow(folder, ".jsonl").flatMap((name) => {
        const path = referenceFile(name);
        return path ? [{ path, name }] : [];
      });
      const read = (await Promise.all(paths.map((file) => rowsIn(benchmark, file)))).flat();
      const questions = read.filter(({ comparison }) => comparison.responses.length === 0);
      const answers = read.filter(({ comparison }) => comparison.responses.length === 1);
      const rows = benchmark.gather?.(read) ?? [];
      expect(new Set(rows.map(({ comparison }) => comparison.id)).size).toBe(rows.length);
      expect(new Set(rows.map(({ comparison }) => comparison.cluster)).size).toBeLessThanOrEqual(
        questions.length,
      );
      // All answers but the baselines', of which each question has one.
      const baselines = answers.filter(({ comparison: { id, responses } }) =>
        rows.some(
          (row) =>
            row.comparison.cluster === `${benchmark.name}-${id}` &&
            row.comparison.responses[0]?.author === responses[0]?.author,
        ),
      );
      expect(rows).toHaveLength(answers.length - baselines.length);
      for (const { comparison } of rows) expect(comparison.prompt).not.toBe("");
      scoresTheLongest(benchmark, rows);
    });
  }
});

/** The judge that prefers the longer answer: its score is the share of longer answers, an equal length as a half. */
function scoresTheLongest(benchmark: Benchmark, rows: readonly DatasetRow[]): void {
  const judgments = judgedBy(
    "longest",
    rows.map(({ comparison }) => comparison),
  );
  const figures = figuresOf(benchmark, rows, judgments);
  const wins = rows.map(({ comparison: { responses } }) => {
    const [baseline = 0, model = 0] = responses.map(({ text }) => text.length);
    return model > baseline ? 1 : model === baseline ? 0.5 : 0;
  });
  const authors = new Set(rows.map(({ comparison }) => comparison.responses[1]?.author));
  if (authors.size !== 1 || !figures.has("score")) return;
  const share = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
  expect(figureValue(figures, "score")).toBeCloseTo(100 * share, 10);
}

/**
 * Counts of markdown in all texts without their fenced code, as the authors take it out (utils/add_markdown_info.py): what stands between
 * two fences goes wherever it stands, one block after the other, and the fences stay.
 */
function styleOf(texts: readonly string[]): Record<string, number> {
  const bare = texts.map((text) =>
    Array.from(text.matchAll(/```([^`]*)```/g), ([, code = ""]) => code)
      .filter((code) => code !== "")
      .reduce((rest, code) => rest.replaceAll(code, ""), text),
  );
  const count = (pattern: RegExp) =>
    bare.reduce((sum, text) => sum + Array.from(text.matchAll(pattern)).length, 0);
  const headers = [1, 2, 3, 4, 5, 6].map((level) => [
    `h${level}`,
    count(new RegExp(`^#{${level}}\\s`, "gm")),
  ]);
  return {
    ...Object.fromEntries(headers),
    ordered: count(/^\s*\d+\.\s/gm),
    unordered: count(/^\s*[-*+]\s/gm),
    "bold**": count(/\*\*[^*\n]+\*\*/g),
    bold__: count(/__[^_\n]+__/g),
  };
}
