import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DataLookup } from "../../src/benchmarks/benchmark.js";
import { mtBenchPair, mtBenchSingle, mtBenchVotes } from "../../src/benchmarks/mt-bench-outputs.js";
import { TIE } from "../../src/core/preference.js";
import { scoreRun } from "../../src/pipeline.js";
import { readOutputs, writeImport } from "../../src/setup/import.js";
import { scoreOutputs } from "../../src/setup/score.js";
import { temporaryDirectory } from "../support/runs.js";
import { rawRow } from "./judgment-rows.js";
import { answerId, gathered, vote } from "./mt-bench-votes.js";

const AB = ["alpha", "beta"] as const;
const AC = ["alpha", "gamma"] as const;
const HUMAN = [
  vote(81, AB, "model_a", "expert_1"),
  vote(81, AC, "model_a", "expert_1"),
  vote(81, AB, "tie", "expert_2", 2),
];
const ROWS = gathered(HUMAN);
const DATA: DataLookup = { find: (id) => ROWS.find(({ comparison }) => comparison.id === id) };
const [alpha, beta] = AB.map((model) => answerId(ROWS[0], model)) as [string, string];

const pairRow = (columns: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{ question_id: 81, model_1: "beta", model_2: "alpha", turn: 1, judge: ["gpt-4", "pair-v2"] },
      ...{ g1_winner: "model_2", g1_judgment: "B does more. [[B]]", g1_user_prompt: "…" },
      ...{ g2_winner: "tie", g2_judgment: "Equal: [[C]]", g2_user_prompt: "…", tstamp: 1.5 },
      ...columns,
    },
    3,
    "model_judgment/gpt-4_pair.jsonl",
  );
const singleRow = (columns: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{ question_id: 81, model: "alpha", turn: 1, judge: ["gpt-4", "single-v1"], user_prompt: "…" },
      ...{ judgment: "Good. Rating: [[8.5]]", score: 8.5, tstamp: 1.5 },
      ...columns,
    },
    3,
    "model_judgment/gpt-4_single.jsonl",
  );

describe("FastChat's pair judgments", () => {
  it("are two games, with winners in the frame of the models and texts in the frame that was shown", () => {
    const row = pairRow();
    expect([mtBenchPair, mtBenchSingle, mtBenchVotes].map((format) => format.recognises(row))).toEqual([
      true,
      false,
      false,
    ]);
    expect(mtBenchPair.judgeOf(row)).toEqual({ name: "gpt-4-pair", model: "gpt-4" });
    const { comparison, preferences, judgments } = mtBenchPair.read(row, DATA);
    expect([comparison, preferences]).toEqual([ROWS[0]?.comparison, ROWS[0]?.preferences]);
    const decided = (winner: string) => ({ status: "decided", verdict: { kind: "duel", winner } });
    expect(judgments).toMatchObject([
      {
        ...{ presented: [beta, alpha], critique: "B does more.", text: "B does more. [[B]]" },
        ...{ reading: decided(alpha), published: decided(alpha) },
      },
      { presented: [alpha, beta], reading: decided(TIE), published: decided(TIE), critique: "Equal:" },
    ]);
  });

  it("keep what was published where the text says another", () => {
    const row = pairRow({ g2_winner: "model_1", g2_judgment: "Not [[B]]. [[A]]" });
    const [, game] = mtBenchPair.read(row, DATA).judgments;
    // In the second game assistant A is model_2, alpha.
    expect(game?.reading).toMatchObject({ verdict: { winner: alpha } });
    expect(game?.published).toMatchObject({ verdict: { winner: beta } });
  });

  it("are no verdict where no label was found, the text is empty or the calls failed", () => {
    const failed = pairRow({
      ...{ g1_winner: "error", g1_judgment: "I cannot say.", g2_winner: "error", g2_judgment: "$ERROR$" },
    });
    const [first, second] = mtBenchPair.read(failed, DATA).judgments;
    expect([first?.reading.status, first?.published.status]).toEqual(["unparsed", "unparsed"]);
    expect([second?.reading.status, second?.published.status, second?.text]).toEqual([
      "failed",
      "failed",
      null,
    ]);
    const empty = mtBenchPair.read(pairRow({ g1_winner: "error", g1_judgment: " " }), DATA).judgments[0];
    expect(empty?.reading.status).toBe("empty");
  });

  it("concern the data only where people voted on both models", () => {
    const concerns = (columns: Record<string, unknown>) => mtBenchPair.concerns?.(pairRow(columns), DATA);
    expect(concerns({})).toBe(true);
    expect(concerns({ model_1: "delta" })).toBe(false);
    expect(concerns({ model_2: "gamma" })).toBe(false);
    expect(concerns({ question_id: 99 })).toBe(false);
  });

  it.each([
    [{ g1_winner: "A" }, '"g1_winner" to be "model_1", "model_2", "tie" or "error" but found the text "A"'],
    [{ g2_winner: null }, "but found null"],
    [{ g2_judgment: 4 }, '"g2_judgment" to be text but found the number 4'],
    [{ turn: undefined }, '"turn" to be 1 or 2 but found nothing'],
    [{ model_1: true }, '"model_1" to be text but found the boolean true'],
    [{ model_1: "delta" }, "question, turn and models of the data"],
  ])("are refused where they are malformed: %j", (columns, message) => {
    expect(() => mtBenchPair.read(pairRow(columns), DATA)).toThrow(message);
    expect(() => mtBenchPair.read(pairRow(columns), DATA)).toThrow("gpt-4_pair.jsonl row 3: expected");
  });

  it("must say who judged", () => {
    expect(() => mtBenchPair.judgeOf(pairRow({ judge: [] }))).toThrow(
      '"judge" to be a name or [model, prompt]',
    );
  });
});

describe("FastChat's single judgments", () => {
  it("are a score of one answer", () => {
    expect(
      [mtBenchPair, mtBenchSingle, mtBenchVotes].map((format) => format.recognises(singleRow())),
    ).toEqual([false, true, false]);
    expect(mtBenchSingle.judgeOf(singleRow())).toEqual({ name: "gpt-4-single", model: "gpt-4" });
    const scored = { status: "decided", verdict: { kind: "scores", byId: { [alpha]: 8.5 } } };
    expect(mtBenchSingle.read(singleRow(), DATA).judgments).toEqual([
      {
        ...{ presented: [alpha], repeat: 0, reading: scored, published: scored },
        ...{ critique: "Good. Rating:", text: "Good. Rating: [[8.5]]" },
      },
    ]);
  });

  it("are no verdict where the score is -1, and failed where the calls did", () => {
    const [none] = mtBenchSingle.read(singleRow({ score: -1, judgment: "Fine." }), DATA).judgments;
    expect([none?.reading.status, none?.published.status]).toEqual(["unparsed", "unparsed"]);
    const [failed] = mtBenchSingle.read(singleRow({ score: -1, judgment: "$ERROR$" }), DATA).judgments;
    expect([failed?.reading.status, failed?.published.status]).toEqual(["failed", "failed"]);
  });

  it("concern the data only where people voted on the model", () => {
    expect(mtBenchSingle.concerns?.(singleRow({ model: "gamma" }), DATA)).toBe(true);
    expect(mtBenchSingle.concerns?.(singleRow({ model: "gamma", turn: 2 }), DATA)).toBe(false);
  });

  it.each([
    [{ score: "8" }, '"score" to be a number of 0 or more, or -1 but found the text "8"'],
    [{ score: null }, "but found null"],
    [{ score: -2 }, "but found the number -2"],
    [{ judgment: null }, '"judgment" to be text but found null'],
    [{ model: "delta" }, "question, turn and models of the data"],
  ])("are refused where they are malformed: %j", (columns, message) => {
    expect(() => mtBenchSingle.read(singleRow(columns), DATA)).toThrow(message);
  });
});

describe("The votes of a judge in the data's own layout", () => {
  it("are one vote in no order, with the two answers it is about", () => {
    const row = vote(81, ["beta", "alpha"], "model_b", "gpt4_pair");
    expect(mtBenchVotes.recognises(row)).toBe(true);
    expect(mtBenchVotes.recognises(vote(81, AB, "model_a", "expert_1"))).toBe(false);
    expect(mtBenchVotes.judgeOf(row)).toEqual({ name: "gpt4_pair" });
    expect(mtBenchVotes.judgeOf(vote(81, AB, "tie", ["gpt-4", "pair-v2"])).name).toBe("gpt-4-pair");
    expect(mtBenchVotes.read(row, DATA).judgments).toMatchObject([
      { presented: null, among: [beta, alpha], published: { verdict: { winner: alpha } }, text: null },
    ]);
    const inconsistent = mtBenchVotes.read(vote(81, AB, "tie (inconsistent)", "gpt4_pair"), DATA);
    expect(inconsistent.judgments[0]?.published).toMatchObject({ verdict: { winner: TIE } });
    expect(() => mtBenchVotes.read(vote(81, AB, "alpha", "gpt4_pair"), DATA)).toThrow('"winner" to be');
    expect(mtBenchVotes.concerns?.(vote(81, ["beta", "gamma"], "tie", "gpt4_pair"), DATA)).toBe(false);
  });
});

describe("Importing them", () => {
  const jsonl = (rows: readonly { columns: object }[]) =>
    rows.map(({ columns }) => `${JSON.stringify(columns)}\n`).join("");
  const data = async () => {
    const folder = await temporaryDirectory();
    const file = join(folder, "human.jsonl");
    await writeFile(file, jsonl(HUMAN));
    return { folder, file };
  };

  it("keeps every vote on a question, also where no order tells them apart", async () => {
    const { folder, file } = await data();
    const path = join(folder, "gpt4.jsonl");
    const votes = [
      vote(81, AB, "model_a", "gpt4_pair"),
      vote(81, AC, "model_b", "gpt4_pair"),
      vote(81, ["beta", "gamma"], "model_b", "gpt4_pair"),
      vote(81, AB, "tie (inconsistent)", "gpt4_pair", 2),
    ];
    await writeFile(path, jsonl(votes));
    const outputs = await readOutputs([path], { data: [file] });
    // Nobody voted on beta against gamma.
    expect(outputs.passedOver).toBe(1);
    expect(outputs.judgments).toHaveLength(3);
    const stored = await scoreRun(await writeImport(outputs, { runsDirectory: folder }));
    for (const [score] of [await scoreOutputs(outputs, 1), stored]) {
      const figure = (name: string) => score?.figures.find((one) => one.name === name);
      expect(figure("turn-1-with-ties-agreement")).toMatchObject({ value: 50, n: 2, excluded: 0 });
      expect(figure("turn-2-with-ties-agreement")).toMatchObject({ value: 100, n: 1 });
    }
  });

  it("compares single scores, and says how many rows are of other models", async () => {
    const { folder, file } = await data();
    const path = join(folder, "gpt-4_single.jsonl");
    const rows = [
      singleRow(),
      singleRow({ model: "beta", score: 3, judgment: "[[3]]" }),
      singleRow({ model: "gamma", score: -1, judgment: "?" }),
      singleRow({ model: "delta" }),
    ];
    await writeFile(path, jsonl(rows));
    const outputs = await readOutputs([path], { data: [file] });
    expect(outputs.passedOver).toBe(1);
    const [score] = await scoreOutputs(outputs, 1);
    const figure = score?.figures.find(({ name }) => name === "turn-1-with-ties-agreement");
    // Alpha above beta as the expert has it; gamma has no score.
    expect(figure).toMatchObject({ value: 100, n: 1, excluded: 1 });
    const strangers = join(folder, "strangers_single.jsonl");
    await writeFile(strangers, jsonl([singleRow({ model: "delta" })]));
    await expect(readOutputs([strangers], { data: [file] })).rejects.toThrow(
      "expected rows of published output but found 1 rows of nothing in the data",
    );
    await expect(readOutputs([path])).rejects.toThrow("name the benchmark's own files with --data");
  });
});
