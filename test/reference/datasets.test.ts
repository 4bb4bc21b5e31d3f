import { describe, expect, it } from "vitest";
import { parseMap } from "../../src/datasets/column-map.js";
import { inspectDataset } from "../../src/datasets/inspect.js";
import { readDataset } from "../../src/datasets/read.js";
import { referenceFile } from "./data.js";

const pandalm = referenceFile("pandalm/testset-v1.json") ?? "";
const judgebench = referenceFile("judgebench/data/claude-3-5-sonnet-20240620.jsonl") ?? "";

describe("published datasets, by a column map alone", () => {
  it.skipIf(!pandalm)("PandaLM's test set", async () => {
    const map = parseMap(
      "id=idx,prompt=instruction+input,response_1=response1,response_2=response2,winner=annotator1+annotator2+annotator3",
    );
    const report = await inspectDataset({ path: pandalm, map, seed: 1 });
    expect(report).toMatchObject({
      format: "json",
      rows: 999,
      invalidRows: 0,
      comparisons: 999,
      preferences: 2997,
    });
    expect(report.annotators).toEqual(
      ["annotator1", "annotator2", "annotator3"].map((name) => ({ name, preferences: 999 })),
    );
    // The majority labels of the reference: 422 first, 472 second, 105 ties, none without a majority.
    expect(report.labels).toEqual({ first: 422, second: 472, tie: 105, split: 0 });
    expect(report.notes).toEqual([
      "testset-v1.json: booleans or numbers that stand in a text column were read as their JSON text (6 times)",
    ]);

    const raw = {
      annotator1: { r1: 0, r2: 0, tie: 0 },
      annotator2: { r1: 0, r2: 0, tie: 0 },
      annotator3: { r1: 0, r2: 0, tie: 0 },
    };
    for await (const { preferences } of readDataset({ path: pandalm, map, seed: 1 })) {
      for (const { annotator, ...said } of preferences) {
        if (said.kind === "duel") raw[annotator as keyof typeof raw][said.winner as "r1" | "r2" | "tie"]++;
      }
    }
    expect(raw).toEqual({
      annotator1: { r1: 427, r2: 475, tie: 97 },
      annotator2: { r1: 417, r2: 466, tie: 116 },
      annotator3: { r1: 411, r2: 475, tie: 113 },
    });
  });

  it.skipIf(!judgebench)("JudgeBench's pairs", async () => {
    const map = parseMap(
      "id=pair_id,prompt=question,response_1=response_A,response_2=response_B,winner=label,subset=source",
    );
    const report = await inspectDataset({ path: judgebench, map, source: "verified", seed: 1 });
    expect(report).toMatchObject({ format: "jsonl", rows: 270, invalidRows: 0, comparisons: 270 });
    expect(report.sources).toEqual([{ source: "verified", preferences: 270 }]);
    expect(report.labels).toEqual({ first: 143, second: 127, tie: 0, split: 0 });
    // The reference counts the longer response right in 118 of 270, with two pairs of equal length.
    expect(report.length).toMatchObject({ longerPreferred: 118, n: 268 });
  });
});
