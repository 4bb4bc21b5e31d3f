import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyzeRun, type DataConfig, parseMap, run } from "../../src/index.js";
import { referenceFile } from "./data.js";

// The whole way, as a user goes it: a file, a column map, a baseline as the judge, the report's figures.
const SETS = [
  {
    name: "PandaLM",
    file: referenceFile("pandalm/testset-v1.json"),
    map: "id=idx,prompt=instruction+input,response_1=response1,response_2=response2,winner=annotator1+annotator2+annotator3",
    right: 610,
    n: 999,
    people: 0.956,
  },
  {
    name: "JudgeBench, Claude pairs",
    file: referenceFile("judgebench/data/claude-3-5-sonnet-20240620.jsonl"),
    map: "id=pair_id,prompt=question,response_1=response_A,response_2=response_B,winner=label,subset=source",
    right: 118,
    n: 270,
    people: null,
  },
] as const;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchstone-reference-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the longest response as the judge", () => {
  for (const { name, file, map, right, n, people } of SETS) {
    it.skipIf(!file)(`is right on ${right} of ${n} labels of ${name}`, async () => {
      const analysis = await judged({ path: file ?? "", map: parseMap(map) });
      const longest = analysis.judges.find((judge) => judge.name === "longest");
      const exact = figure(analysis, "agreement-ties-counted", longest?.id ?? null);
      expect(exact).toMatchObject({ n, excluded: 0 });
      expect(Math.round((exact?.value ?? 0) * n)).toBe(right);
      const ceiling = figure(analysis, "ceiling-people", null);
      if (people === null)
        expect(ceiling).toMatchObject({ value: null, reason: expect.stringMatching(/annotator/) });
      else expect(ceiling?.value).toBeCloseTo(people, 3);
    });
  }

  it.skipIf(!SETS[0].file)(
    "has wider intervals where prompts repeat: PandaLM's 999 rows have 170 prompts",
    async () => {
      const analysis = await judged({ path: SETS[0].file ?? "", map: parseMap(SETS[0].map) });
      expect(figure(analysis, "agreement", analysis.judges[0]?.id ?? null)?.clusters).toBeLessThanOrEqual(
        170,
      );
    },
  );
});

async function judged(data: DataConfig): Promise<Analysis> {
  let runFolder = "";
  const config = { data, judges: ["longest"], runsDirectory: folder };
  for await (const { reading } of run(config, { onReady: (open) => (runFolder = open.folder) })) {
    expect(reading.status).toBe("decided");
  }
  return analyzeRun(runFolder);
}

function figure(analysis: Analysis, metric: string, judge: string | null) {
  return analysis.estimates.find(
    (one) => one.metric === metric && one.judge === judge && one.subset === null,
  );
}
