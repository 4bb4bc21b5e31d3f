import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bigGenBench } from "../../src/benchmarks/biggen-bench.js";
import { filesAt, rowsOf } from "../../src/benchmarks/rows.js";
import { temporaryDirectory } from "../support/runs.js";
import { figuresOf, figureValue, judgmentRow, NOT_READ, onlyRow, rawRow, scores } from "./judgment-rows.js";

const rubric = {
  criteria: "Is it short?",
  ...Object.fromEntries([1, 2, 3, 4, 5].map((score) => [`score${score}_description`, `level ${score}`])),
};
const columns = (id: string, capability: string, more: Record<string, unknown> = {}) => ({
  ...{ id, capability, task: "a_task", instance_idx: 0, system_prompt: "Be brief.", input: `Do ${id}` },
  ...{ reference_answer: "Done.", score_rubric: rubric, response: `Response to ${id}` },
  ...{ response_model_name: "some-model", ...more },
});
const graded = (id: string, capability: string, more?: Record<string, unknown>) =>
  onlyRow(bigGenBench, rawRow(columns(id, capability, more)));

describe("BiGGen Bench's rows", () => {
  it("are responses with the rubric of their prompt", () => {
    const row = graded("planning_travel_plan_0", "planning", { human_score: 4, gpt4_score: [3, 4] });
    expect(row).toMatchObject({
      comparison: {
        id: expect.stringMatching(/^biggen-bench-planning_travel_plan_0-/),
        prompt: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Do planning_travel_plan_0" },
        ],
        subset: "planning",
        reference: "Done.",
        responses: [{ id: "r1", text: "Response to planning_travel_plan_0", author: "some-model" }],
      },
      preferences: [
        { annotator: "gpt-4 1", source: "constructed", scores: { r1: 3 } },
        { annotator: "gpt-4 2", scores: { r1: 4 } },
        { annotator: "human 1", source: "human", scores: { r1: 4 } },
      ],
    });
    expect(row.comparison.rubric).toBe(
      "[Is it short?]\nScore 1: level 1\nScore 2: level 2\nScore 3: level 3\nScore 4: level 4\nScore 5: level 5",
    );
    expect(graded("x", "safety", { system_prompt: "" }).comparison.prompt).toBe("Do x");
    expect(graded("x", "safety").preferences).toEqual([]);
  });

  it.each([
    [{ response: undefined }, '"response" to be text but found nothing'],
    [{ id: null }, '"id" to be an id but found null'],
    [{ score_rubric: "short" }, '"score_rubric.score1_description" to be text but found nothing'],
    [{ human_score: 6 }, '"human_score" to hold numbers from 1 to 5 but found the number 6'],
    [{ gpt4_score: [true] }, '"gpt4_score" to hold numbers from 1 to 5 but found the boolean true'],
  ])("are refused with %j", (more, message) => {
    expect(() => graded("x", "safety", more)).toThrow(message);
  });

  it("are found in an object by their ids, and the same response twice is one comparison", async () => {
    const folder = await temporaryDirectory();
    const named = { a: columns("a", "safety"), b: columns("b", "planning") };
    await writeFile(join(folder, "evals.json"), JSON.stringify(named));
    // One object a line, whatever the name says.
    const lines = ["c", "d"].map((id) => JSON.stringify(columns(id, "safety"))).join("\n");
    await writeFile(join(folder, "lines.json"), lines);
    await writeFile(join(folder, "settings.json"), JSON.stringify({ a: { id: "other" } }));
    const ids: unknown[] = [];
    for (const file of await filesAt([folder]))
      for await (const row of rowsOf(file)) ids.push(row.columns.id);
    expect(ids).toEqual(["a", "b", "c", "d"]);
    const twice = [graded("a", "safety", { human_score: 2 }), graded("a", "safety", { human_score: 3 })];
    expect(bigGenBench.gather?.(twice)).toMatchObject([
      { preferences: [{ scores: { r1: 2 } }, { scores: { r1: 3 } }] },
    ]);
  });
});

describe("BiGGen Bench's rule", () => {
  it("gives capabilities the same weight, whatever they hold", () => {
    const rows = [
      graded("a", "safety"),
      graded("b", "safety"),
      graded("c", "safety"),
      graded("d", "planning"),
    ];
    const [a, b, c, d] = rows.map(({ comparison }) => comparison.id) as [string, string, string, string];
    // Safety: a (5 + 4)/2 = 4.5, b 2 (its other run was not read), c not read; (4.5 + 2)/2 = 3.25. Planning: 1. Overall 2.125.
    const figures = figuresOf(bigGenBench, rows, [
      judgmentRow(a, ["r1"], scores({ r1: 5 }), 0),
      judgmentRow(a, ["r1"], scores({ r1: 4 }), 1),
      judgmentRow(b, ["r1"], NOT_READ, 0),
      judgmentRow(b, ["r1"], scores({ r1: 2 }), 1),
      judgmentRow(c, ["r1"], NOT_READ),
      judgmentRow(d, ["r1"], scores({ r1: 1 })),
    ]);
    expect(figures.get("safety")).toMatchObject({ value: 3.25, n: 2, excluded: 1, unit: "score" });
    expect(figures.get("planning")).toMatchObject({ value: 1, n: 1 });
    expect(figures.get("overall")).toMatchObject({ value: 2.125, n: 3, excluded: 1 });
    expect(figures.get("tool-usage")).toMatchObject({ value: null, n: 0 });
    expect(figures.get("human-pearson")).toMatchObject({
      value: null,
      reason: "the data hold no score by human",
    });
    expect([...figures.keys()]).toHaveLength(16);
  });

  it("pools no two models, also where the rows do not say whose a response is", () => {
    const of = (more: Record<string, unknown>[]) => {
      const rows = more.map((one, i) =>
        graded("a", "safety", { response: `${i}`, human_score: i + 1, ...one }),
      );
      const judgments = rows.map(({ comparison }, i) =>
        judgmentRow(comparison.id, ["r1"], scores({ r1: 5 - i })),
      );
      return figuresOf(bigGenBench, rows, judgments);
    };
    for (const figures of [
      of([{}, { response_model_name: "another" }, {}]),
      of([
        { response_model_name: undefined },
        { response_model_name: undefined },
        { response_model_name: undefined },
      ]),
    ]) {
      expect(figures.get("overall")).toMatchObject({
        value: null,
        reason: expect.stringMatching(/never pooled/),
      });
      expect(figureValue(figures, "human-spearman")).toBe(-1);
      expect(figures.get("gpt-4-pearson")?.value).toBeNull();
    }
  });
});

describe("BiGGen Bench's evaluation files", () => {
  const [format] = bigGenBench.outputs;
  const output = (score: unknown) =>
    rawRow(columns("a", "safety", { score, feedback: "Fine.", eval_model_name: "some/judge" }));

  it("hold a score, or a list of runs", () => {
    expect(format?.recognises(output(5))).toBe(true);
    expect(format?.recognises(rawRow(columns("a", "safety")))).toBe(false);
    expect(format?.judgeOf(output(5))).toEqual({ name: "some/judge" });
    const none = { find: () => undefined };
    expect(format?.read(output(5), none).judgments).toMatchObject([
      { repeat: 0, published: scores({ r1: 5 }), critique: "Fine.", presented: ["r1"] },
    ]);
    expect(format?.read(output([4, null]), none).judgments).toMatchObject([
      { repeat: 0, published: scores({ r1: 4 }) },
      { repeat: 1, published: { status: "unparsed" }, critique: null },
    ]);
    expect(() => format?.read(output("5"), none)).toThrow(
      '"score" to be a number, null or a list of these but found the text "5"',
    );
  });
});
