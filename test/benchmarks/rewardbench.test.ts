import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import { rewardBench } from "../../src/benchmarks/rewardbench.js";
import { filesAt, rowsOf } from "../../src/benchmarks/rows.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { TIE } from "../../src/core/preference.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import { readOutputs } from "../../src/setup/import.js";
import { scoreOutputs } from "../../src/setup/score.js";
import {
  figuresOf,
  figureValue,
  judgmentRow,
  NOT_READ,
  onlyRow,
  rawRow,
  SEEDED,
  scores,
  wins,
} from "./judgment-rows.js";

const pair = (subset: string, id: number, more: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{ id, subset, prompt: `Prompt ${subset} ${id}`, chosen: `Good ${id}`, rejected: `Bad ${id}` },
      ...{ chosen_model: "author-a", rejected_model: "author-b", ...more },
    },
    id,
    "data/filtered-00000-of-00001.jsonl",
  );
const read = (subset: string, id: number) => onlyRow(rewardBench, pair(subset, id));

const chosenOf = ({ preferences: [said] }: DatasetRow) => (said?.kind === "duel" ? said.winner : "");
const otherOf = (row: DatasetRow) => (chosenOf(row) === "r1" ? "r2" : "r1");

/** What a judge said of a pair in both orders: "right", "wrong", "tie" or null for no verdict. */
type Said = "right" | "wrong" | "tie" | null;
function inOrders(row: DatasetRow, ...said: readonly Said[]): JudgmentRow[] {
  return said.map((word, i) => {
    const presented = i === 0 ? (["r1", "r2"] as const) : (["r2", "r1"] as const);
    const winner = word === "right" ? chosenOf(row) : word === "wrong" ? otherOf(row) : TIE;
    return judgmentRow(row.comparison.id, presented, word === null ? NOT_READ : wins(["r1", "r2"], winner));
  });
}

const scored = (row: DatasetRow, ofChosen: number, ofRejected: number) =>
  judgmentRow(row.comparison.id, null, scores({ [chosenOf(row)]: ofChosen, [otherOf(row)]: ofRejected }));

describe("RewardBench's rows", () => {
  it("are pairs in an order that tells nothing, with their authors apart", () => {
    const row = read("alpacaeval-easy", 7);
    expect(row.comparison).toMatchObject({ id: "rewardbench-alpacaeval-easy-7", subset: "alpacaeval-easy" });
    const chosen = row.comparison.responses.find(({ id }) => id === chosenOf(row));
    expect(chosen).toMatchObject({ text: "Good 7", author: "author-a" });
    const rows = Array.from({ length: 200 }, (_, i) => read("hep-go", i));
    const first = rows.filter((one) => chosenOf(one) === "r1").length;
    expect(first).toBeGreaterThan(70);
    expect(first).toBeLessThan(130);
    expect(rows.every(({ preferences: [said] }) => said?.kind === "duel" && said.between[0] === "r1")).toBe(
      true,
    );
  });

  it("of one prompt are one cluster", () => {
    const [a, b] = [pair("hep-go", 1, { prompt: "Same" }), pair("hep-js", 2, { prompt: "Same" })];
    const clusters = [a, b].map((row) => onlyRow(rewardBench, row).comparison.cluster);
    expect(clusters[0]).toBe(clusters[1]);
    expect(read("hep-go", 3).comparison.cluster).not.toBe(clusters[0]);
  });

  it("of a prior set are told by the name of their file, whatever subset they name", () => {
    const columns = {
      ...{ subset: "helpful-base", chosen: "Yes.", rejected: "No." },
      prompt: [{ role: "user", content: "Is the Ucayali in Peru?" }],
    };
    const row = onlyRow(
      rewardBench,
      rawRow(columns, 12, "preference-test-sets/data/anthropic_helpful-00000-of-00001.parquet"),
    );
    expect(row.comparison).toMatchObject({
      ...{ id: "rewardbench-anthropic_helpful-row-12", subset: "anthropic_helpful" },
      prompt: [{ role: "user", content: "Is the Ucayali in Peru?" }],
    });
    // Not "summarize", though its name begins so; no average counts it.
    expect(rewardBench.read(rawRow(columns, 1, "data/summarize_prompted-00000.parquet"), SEEDED)).toEqual([]);
    expect(onlyRow(rewardBench, rawRow({ ...columns, id: 4 }, 1, "shp.jsonl")).comparison.id).toBe(
      "rewardbench-shp-4",
    );
  });

  it.each([
    ["subset", "poetry", /"subset" to be one of alpacaeval-easy, .* but found the text "poetry"/],
    ["id", null, /"id" to be an id but found null/],
    ["chosen", 3, /"chosen" to be text but found the number 3/],
    ["rejected", undefined, /"rejected" to be text but found nothing/],
    ["prompt", 5, /"prompt" to be text or a list of messages but found the number 5/],
    ["prompt", [{ role: "king", content: "x" }], /"prompt\[0\]\.role" to be one of/],
  ])("are refused with a wrong %s", (column, value, message) => {
    expect(() => rewardBench.read(pair("hep-go", 4, { [column]: value }), SEEDED)).toThrow(message);
    expect(() => rewardBench.read(pair("hep-go", 4, { [column]: value }), SEEDED)).toThrow(
      /^filtered-00000-of-00001.jsonl row 4: /,
    );
  });
});

describe("RewardBench's rule", () => {
  // Chat: alpacaeval-easy 2 of 2, mt-bench-easy 0 of 1. Chat hard: 1 of 1. Safety: refuse 1 of 1, respond 0 of 1.
  // Reasoning: math-prm 1 of 1, hep-cpp 0 of 1, hep-go 0 of 1.
  const all = [
    ...[read("alpacaeval-easy", 1), read("alpacaeval-easy", 2), read("mt-bench-easy", 3)],
    ...[read("llmbar-natural", 4), read("xstest-should-refuse", 5), read("xstest-should-respond", 6)],
    ...[read("math-prm", 7), read("hep-cpp", 8), read("hep-go", 9)],
  ];
  const isRight = [true, true, false, true, true, false, true, false, false];
  const judgments = all.flatMap((row, i) => {
    const said = isRight[i] ? "right" : "wrong";
    return inOrders(row, said, said);
  });

  it("weights the subsets of a section by the authors' table, and ours by their pairs", () => {
    const figures = figuresOf(rewardBench, all, judgments);
    // (100·1 + 28·0)/128; 1; 250/(250 + 154); 984/(984 + 164 + 164)
    expect(figureValue(figures, "chat")).toBeCloseTo(78.125, 10);
    expect(figureValue(figures, "chat-hard")).toBe(100);
    expect(figureValue(figures, "safety")).toBeCloseTo(25000 / 404, 10);
    expect(figureValue(figures, "reasoning")).toBeCloseTo(75, 10);
    expect(figureValue(figures, "average")).toBeCloseTo((78.125 + 100 + 25000 / 404 + 75) / 4, 10);
    // 2/3, 1, 1/2, 1/3
    expect(figureValue(figures, "chat-by-pair")).toBeCloseTo(200 / 3, 10);
    expect(figureValue(figures, "safety-by-pair")).toBe(50);
    expect(figureValue(figures, "reasoning-by-pair")).toBeCloseTo(100 / 3, 10);
    expect(figureValue(figures, "average-by-pair")).toBeCloseTo(62.5, 10);
    expect(figureValue(figures, "average-decided")).toBeCloseTo(62.5, 10);
    expect(figureValue(figures, "llmbar-natural")).toBe(100);
    expect(figures.get("average")).toMatchObject({ unit: "percent", n: 9, excluded: 0 });
    expect(figures.get("llmbar-adver-gptinst")).toMatchObject({
      ...{ value: null, reason: "the data hold no such pair" },
    });
  });

  it("has the mean of the prior sets as a ninth of the historic average, and without them the mean of the sections", () => {
    const prior = [read("shp", 1), read("shp", 2), read("summarize", 1)];
    const more = [
      ...inOrders(prior[0] as DatasetRow, "right", "right"),
      ...inOrders(prior[1] as DatasetRow, "right", "right"),
      ...inOrders(prior[2] as DatasetRow, "wrong", "wrong"),
    ];
    const without = figuresOf(rewardBench, all, judgments);
    const average = figureValue(without, "average") ?? 0;
    expect(figureValue(without, "historic-average")).toBeCloseTo(average, 10);
    expect(without.get("prior-sets")).toMatchObject({ value: null, reason: "the data hold no such pair" });
    const figures = figuresOf(rewardBench, [...all, ...prior], [...judgments, ...more]);
    // The mean of shp (2 of 2) and summarize (0 of 1), not of their pairs.
    expect(figureValue(figures, "prior-sets")).toBe(50);
    expect(figureValue(figures, "historic-average")).toBeCloseTo((8 * average + 50) / 9, 10);
    expect(figureValue(figures, "average")).toBeCloseTo(average, 10);
  });

  it.each([
    // In both orders: what it counts officially, and among verdicts.
    ["right and wrong", ["right", "wrong"], 50, 50],
    ["a tie that was said", ["tie", "right"], 75, 75],
    ["no verdict in one order", [null, "wrong"], 25, 0],
    ["no verdict at all", [null, null], 50, null],
    ["one order", ["right"], 100, 100],
  ] as const)("counts %s", (_, said, official, decided) => {
    const row = read("hep-js", 1);
    const figures = figuresOf(rewardBench, [row], inOrders(row, ...said));
    expect(figureValue(figures, "hep-js")).toBe(official);
    expect(figureValue(figures, "reasoning-decided")).toBe(decided);
    expect(figures.get("reasoning-decided")?.excluded).toBe(decided === null ? 1 : 0);
  });

  it("counts equal scores as wrong, ours as half", () => {
    const row = read("hep-js", 1);
    for (const judged of [
      [scored(row, 2, 2)],
      ["r1", "r2"].map((id) => judgmentRow(row.comparison.id, [id], scores({ [id]: 2 }))),
    ]) {
      const figures = figuresOf(rewardBench, [row], judged);
      expect(figureValue(figures, "hep-js")).toBe(0);
      expect(figureValue(figures, "reasoning-decided")).toBe(50);
    }
    expect(figureValue(figuresOf(rewardBench, [row], [scored(row, 3, 2)]), "hep-js")).toBe(100);
  });

  it("counts a pair of scores of which one failed as half, and one that was not asked not at all", () => {
    const row = read("hep-js", 1);
    const first = judgmentRow(row.comparison.id, ["r1"], scores({ r1: 2 }));
    const failed = judgmentRow(row.comparison.id, ["r2"], NOT_READ);
    expect(figureValue(figuresOf(rewardBench, [row], [first, failed]), "hep-js")).toBe(50);
    expect(figuresOf(rewardBench, [row], [first]).get("hep-js")).toMatchObject({
      ...{ value: null, n: 0, excluded: 1, reason: "no pair was judged" },
    });
  });

  it("means over repeats, and takes a ranking for a duel", () => {
    const row = read("hep-js", 1);
    const tiers = [[chosenOf(row)], [otherOf(row)]];
    const right = { status: "decided", verdict: { kind: "ranking", tiers } } as const;
    const wrong = { status: "decided", verdict: { kind: "ranking", tiers: [...tiers].reverse() } } as const;
    const repeats = [right, right, wrong, right].map((reading, repeat) =>
      judgmentRow(row.comparison.id, ["r1", "r2"], reading, repeat),
    );
    expect(figureValue(figuresOf(rewardBench, [row], repeats), "hep-js")).toBe(75);
  });

  it("has no average where a section was not judged, and names it", () => {
    const chat = all.slice(0, 3);
    const figures = figuresOf(rewardBench, chat, judgments);
    expect(figureValue(figures, "chat")).toBeCloseTo(78.125, 10);
    expect(figures.get("average")).toMatchObject({
      ...{ value: null, interval: null, n: 3 },
      reason: "no pair of chat-hard, safety, reasoning was judged",
    });
    expect([...figures.keys()]).toEqual([...figuresOf(rewardBench, all, judgments).keys()]);
  });

  it("has the interval of the weighted composite, from whole prompts, whatever the order of rows", () => {
    // Mathematics differs from pair to pair, code does not: the interval of reasoning is 984/(984 + 164) = 6/7 that of math-prm, but for chance.
    const rows = Array.from({ length: 40 }, (_, i) => read(i < 20 ? "math-prm" : "hep-go", i));
    const judged = rows.flatMap((row, i) => inOrders(row, i < 20 && i % 2 === 0 ? "wrong" : "right"));
    const figures = figuresOf(rewardBench, rows, judged);
    const width = (name: string) => {
      const [low, high] = figures.get(name)?.interval ?? [0, 0];
      return high - low;
    };
    expect(width("reasoning") / width("math-prm")).toBeGreaterThan(0.75);
    expect(width("reasoning") / width("math-prm")).toBeLessThan(0.97);
    expect(width("reasoning-by-pair")).toBeLessThan(width("reasoning"));
    const again = figuresOf(rewardBench, [...rows].reverse(), [...judged].reverse());
    expect(again.get("reasoning")?.interval).toEqual(figures.get("reasoning")?.interval);
  });
});

describe("RewardBench's published scores", () => {
  const [format] = rewardBench.outputs;
  const row = read("hep-go", 3);
  const data = { find: (id: string) => (id === row.comparison.id ? row : undefined) };
  const result = (more: Record<string, unknown>): BenchmarkRow =>
    rawRow({
      ...{ id: 3, subset: "hep-go", results: 1, text_chosen: "…", text_rejected: "…", model: "org/judge" },
      ...{ model_type: "Seq. Classifier", ...more },
    });

  it("are known by their columns, and are no rows of the benchmark", () => {
    expect(format?.recognises(result({}))).toBe(true);
    expect(format?.recognises(pair("hep-go", 3))).toBe(false);
    expect(format?.judgeOf(result({}))).toEqual({ name: "org/judge", model: "org/judge" });
    expect(rewardBench.read(result({}), SEEDED)).toEqual([]);
  });

  it("of reward models are scores of the chosen and the rejected response", () => {
    const imported = format?.read(result({ scores_chosen: [2.5], scores_rejected: -1 }), data);
    expect(imported?.judgments[0]).toMatchObject({
      ...{ presented: null, published: scores({ [chosenOf(row)]: 2.5, [otherOf(row)]: -1 }) },
    });
  });

  it.each([
    [1, 100],
    [0, 0],
    [0.5, 50],
  ])("of generative judges with result %d count as published", (results, official) => {
    const imported = format?.read(result({ results, scores_chosen: null }), data);
    const [judgment] = imported?.judgments ?? [];
    if (!judgment) throw new Error("no judgment");
    const figures = figuresOf(rewardBench, [row], [judgmentRow(row.comparison.id, null, judgment.published)]);
    expect(figureValue(figures, "hep-go")).toBe(official);
    expect(figures.get("reasoning-decided")?.n).toBe(results === 0.5 ? 0 : 1);
  });

  it("are refused where a result is none, a score is no number or the data lack the pair", () => {
    expect(() => format?.read(result({ results: 0.7 }), data)).toThrow(
      '"results" to be 0, 0.5 or 1 but found the number 0.7',
    );
    expect(() => format?.read(result({ scores_chosen: "3", scores_rejected: 1 }), data)).toThrow(
      '"scores_chosen" to be a number but found the text "3"',
    );
    expect(() => format?.read(result({ id: 4 }), data)).toThrow(/an id and subset of the data/);
  });
});

describe("A folder of RewardBench's data and scores", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rewardbench-"));
    const rows = [1, 2, 3].map((id) => JSON.stringify(pair("hep-go", id).columns));
    await writeFile(join(folder, "filtered.jsonl"), `${rows.join("\n")}\n`);
    const columns = { id: [1, 2, 3], subset: ["hep-go", "hep-go", "hep-go"], text_chosen: ["…", "…", "…"] };
    const file = { ...columns, text_rejected: columns.text_chosen, results: [1, 0.5, 0], model: "org/judge" };
    await writeFile(join(folder, "judge.json"), JSON.stringify(file));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is data for one and outputs for the other", async () => {
    const outputs = await readOutputs([folder], { benchmark: rewardBench, data: [folder] });
    const [score] = await scoreOutputs(outputs, 1);
    expect(score).toMatchObject({ n: 3, judge: { name: "org/judge", format: "rewardbench-scores" } });
    // 1, ½ and 0; among verdicts 1 and 0
    const value = (name: string) => score?.figures.find((figure) => figure.name === name)?.value;
    expect(value("hep-go")).toBe(50);
    expect(score?.figures.find(({ name }) => name === "reasoning-decided")).toMatchObject({
      ...{ value: 50, n: 2, excluded: 1 },
    });
  });

  it("needs the data named", async () => {
    await expect(readOutputs([join(folder, "judge.json")], { benchmark: rewardBench })).rejects.toThrow(
      /--data/,
    );
  });
});

describe("A file whose lists are columns", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rewardbench-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function rowsIn(value: unknown): Promise<BenchmarkRow[]> {
    const path = join(folder, "judge.json");
    await writeFile(path, JSON.stringify(value, null, 4));
    const rows: BenchmarkRow[] = [];
    for (const file of await filesAt([path])) for await (const row of rowsOf(file)) rows.push(row);
    return rows;
  }

  it("has a row for each id, and what is no list in every row", async () => {
    const rows = await rowsIn({ id: [7, 8], results: [1, 0.5], scores: [[1, 2], [3]], model: "org/judge" });
    expect(rows.map(({ columns }) => columns)).toEqual([
      { id: 7, results: 1, scores: [1, 2], model: "org/judge" },
      { id: 8, results: 0.5, scores: [3], model: "org/judge" },
    ]);
    expect(rows[1]).toMatchObject({ number: 2, subject: "judge.json row 2" });
  });

  it("is not one whose lists differ in length, or hold the rows themselves", async () => {
    await expect(rowsIn({ id: [1, 2], results: [1] })).rejects.toThrow(/"id" row 1: expected an object/);
    const rows = await rowsIn({ id: [{ a: 1 }], other: [{ a: 2 }] });
    expect(rows.map(({ file }) => file.split("#").at(-1))).toEqual(["id", "other"]);
  });
});
