import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../../src/core/analysis.js";
import { bestOfNRuns, reparseRun } from "../../src/pipeline.js";
import { FIXED_SPACE, figureText } from "../../src/report/figures.js";

const DATASETS = fileURLToPath(new URL("../../datasets/", import.meta.url));
const JUDGED = "gsm8k-judged";
const SETS = [
  ...["recordings", "recordings-by-protocol", "recordings-in-process", "recordings-audit"].map((set) =>
    join("starter", set),
  ),
  JUDGED,
];
const folders = (
  await Promise.all(
    SETS.map(async (set) => {
      const entries = await readdir(join(DATASETS, set), { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(set, name));
    }),
  )
).flat();

describe("the recorded runs of real models", () => {
  it.each(folders)("%s reads today as it is stored", async (folder) => {
    const { judges, written } = await reparseRun(join(DATASETS, folder));
    expect(written).toBe(0);
    expect(judges.length).toBeGreaterThan(0);
    for (const judge of judges) {
      expect(judge).toMatchObject({
        status: "read",
        changed: 0,
        failed: 0,
        incomplete: 0,
        withoutComparison: 0,
      });
      expect(judge.judgments).toBeGreaterThan(0);
    }
  });
});

function shown({ value, interval }: Estimate): string {
  if (value === null || interval === null) throw new Error("a figure of the example has no value");
  return figureText({ value, unit: "fraction", interval }).replaceAll(FIXED_SPACE, " ");
}

describe("the worked example of docs/downstream.md", () => {
  it("has the figures that the recorded runs give", async () => {
    const doc = await readFile(join(DATASETS, "..", "docs", "downstream.md"), "utf8");
    const runs = folders
      .filter((folder) => folder.startsWith(JUDGED))
      .map((folder) => join(DATASETS, folder));
    expect(runs).toHaveLength(2);
    const baselines = ["longest", "shortest", "first", "random"];
    const judges = [...baselines, "genrm, shown the reference", "genrm, not shown it"];
    const { prediction } = await bestOfNRuns(runs, { judges });
    expect(prediction.judges).toHaveLength(judges.length);
    for (const { agreement, bestOfN } of prediction.judges)
      expect(doc).toContain(`| ${shown(agreement)} | ${shown(bestOfN)} |`);
    for (const { value } of [prediction.spearman, prediction.kendall])
      expect(doc).toContain(value?.toFixed(2));
  });

  it("holds no text of GSM8K", async () => {
    for (const folder of folders.filter((one) => one.startsWith(JUDGED))) {
      const rows = await readFile(join(DATASETS, folder, "comparisons.jsonl"), "utf8");
      for (const line of rows.trimEnd().split("\n")) {
        const { prompt, reference, responses } = JSON.parse(line);
        for (const text of [prompt, reference, ...responses.map((one: { text: string }) => one.text)])
          expect(text).toMatch(/^x*$/);
      }
    }
  });
});
