import { describe, expect, it } from "vitest";
import { prometheusPairs } from "../../src/benchmarks/prometheus-pairs.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { TIE } from "../../src/core/preference.js";
import { DEFAULT_SEED } from "../../src/core/random.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import {
  figuresOf,
  figureValue,
  judgmentRow,
  NOT_READ,
  onlyRow,
  rawRow,
  scores,
  wins,
} from "./judgment-rows.js";

const grading = (instruction: string, response: string) =>
  [
    `###The instruction to evaluate:\n${instruction}`,
    `###Response to evaluate:\n${response}`,
    "###Score Rubrics:\n[Is it kind?]\nScore 1: no\nScore 5: yes",
    "###Feedback: ",
  ].join("\n\n");

const raw = (i: number, more: Record<string, unknown> = {}, file = "hhh_alignment_eval.json") =>
  rawRow(
    {
      source: "honest",
      chosen_instruction: grading(`Ask ${i}`, "kind"),
      rejected_instruction: grading(`Ask ${i}`, "rude"),
      ...more,
    },
    i,
    file,
  );
const pair = (i: number, more?: Record<string, unknown>) => onlyRow(prometheusPairs, raw(i, more));
const winnerOf = ({ preferences: [said] }: DatasetRow) => (said?.kind === "duel" ? said.winner : "");
const answer = (row: DatasetRow, winner: string | null, presented = ["r1", "r2"]): JudgmentRow =>
  judgmentRow(row.comparison.id, presented, winner === null ? NOT_READ : wins(["r1", "r2"], winner));

describe("Prometheus' pairs", () => {
  it("stand in a seeded order under their rubric", () => {
    const rows = Array.from({ length: 200 }, (_, i) => pair(i));
    const first = rows.filter((row) => winnerOf(row) === "r1").length;
    expect(first).toBeGreaterThan(70);
    expect(first).toBeLessThan(130);
    const [one] = rows as [DatasetRow];
    expect(one.comparison).toMatchObject({
      subset: "honest",
      rubric: expect.stringMatching(/^\[Is it kind/),
    });
    expect(one.comparison.responses.find(({ id }) => id === winnerOf(one))?.text).toBe("kind");
  });

  it("say who preferred: people, or GPT-4 in Preference-Bench", () => {
    expect(pair(1).preferences[0]?.source).toBe("human");
    const bench = onlyRow(prometheusPairs, raw(1, {}, "data/preference_collection_ood_test.json"));
    expect(bench.preferences[0]?.source).toBe("constructed");
    expect(winnerOf(pair(1, { tie: 1 }))).toBe(TIE);
  });

  it.each([
    [{ tie: true }, '"tie" to be 0 or 1 but found the boolean true'],
    [{ chosen_instruction: "kind" }, '"chosen_instruction" to hold the headings'],
    [{ rejected_instruction: null }, '"rejected_instruction" to be text but found null'],
    [{ rejected_instruction: grading("Other", "rude") }, "one instruction and one rubric in both prompts"],
  ])("are refused with %j", (more, message) => {
    expect(() => pair(1, more)).toThrow(message);
  });

  it("count once: what is not read is wrong, and only a tie is right on a tie", () => {
    const rows = [pair(1), pair(2), pair(3, { tie: 1 }), pair(4, { source: "other" }), pair(5), pair(6)];
    const [one, two, three, four, five] = rows as [
      DatasetRow,
      DatasetRow,
      DatasetRow,
      DatasetRow,
      DatasetRow,
    ];
    // 1 right in the given order, which counts; 2 not read; 3 tie on a tie; 4 graded alone with equal scores (wrong, "other");
    // 5 asked only in the changed order, and right; 6 never asked.
    const figures = figuresOf(prometheusPairs, rows, [
      answer(one, winnerOf(one)),
      answer(one, TIE, ["r2", "r1"]),
      answer(two, null),
      answer(three, TIE),
      ...["r1", "r2"].map((id) => judgmentRow(four.comparison.id, [id], scores({ [id]: 4 }))),
      answer(five, winnerOf(five), ["r2", "r1"]),
    ]);
    expect(figures.get("average")).toMatchObject({ value: 60, n: 5, excluded: 1, unit: "percent" });
    expect(figureValue(figures, "honest")).toBe(75);
    expect(figureValue(figures, "other")).toBe(0);
    // 1 and 5 right, 2 and 4 wrong.
    expect(figures.get("average-without-ties")).toMatchObject({ value: 50, n: 4, excluded: 1 });
    expect(figures.get("helpful")).toMatchObject({
      value: null,
      reason: "no such pair was asked",
    });
  });
});

describe("Prometheus' outputs on pairs", () => {
  const [format] = prometheusPairs.outputs;
  const none = { find: () => undefined };
  const output = (more: Record<string, unknown>, mode = "r2r") =>
    raw(1, more, `outputs/a-judge-outputs/hhh_alignment_eval_${mode}_temp1.0_output.json`);
  const named = (letter: unknown, more: Record<string, unknown> = {}) =>
    output({
      ...{ prometheus_score: [letter], prometheus_output: ["Because."], chosen: "B" },
      ...{ orig_response_A: "rude", orig_response_B: "kind", ...more },
    });
  const judgmentOf = (row: ReturnType<typeof raw>) => format?.read(row, none).judgments[0];
  // Without the data at hand, responses stand in the order of the default seed.
  const betterOf = (more: Record<string, unknown> = {}) => {
    const [row] = prometheusPairs.read(raw(1, more), { seed: DEFAULT_SEED });
    return row ? winnerOf(row) : "";
  };
  const kind = betterOf();
  const rude = kind === "r1" ? "r2" : "r1";

  it("name a letter in the order that was drawn", () => {
    expect(format?.recognises(named("A"))).toBe(true);
    expect(format?.recognises(raw(1))).toBe(false);
    expect(format?.judgeOf(named("A"))).toEqual({ name: "a-judge r2r" });
    expect(judgmentOf(named("A"))).toMatchObject({
      ...{ presented: [rude, kind], published: { verdict: { winner: rude } }, text: "Because." },
    });
    expect(judgmentOf(named("b"))).toMatchObject({ published: { verdict: { winner: kind } } });
    expect(judgmentOf(named("tie"))).toMatchObject({ published: { verdict: { winner: TIE } } });
    expect(judgmentOf(named(null))).toMatchObject({ published: { status: "unparsed" } });
    // What stands in the file counts once, whichever order was drawn.
    const winner = winnerOf(pair(1));
    const shown = winner === "r1" ? ["r2", "r1"] : ["r1", "r2"];
    const judgments = [judgmentRow(pair(1).comparison.id, shown, wins(["r1", "r2"], winner))];
    expect(figureValue(figuresOf(prometheusPairs, [pair(1)], judgments), "average")).toBe(100);
  });

  it("know a response by its beginning, and by the label where both begin so", () => {
    const begun = { chosen_instruction: grading("Ask 1", "kind\n### More"), orig_response_A: "kind" };
    const [shown] = judgmentOf(named("A", begun))?.presented ?? [];
    expect(shown).toBe(betterOf(begun));
    const both = { rejected_instruction: grading("Ask 1", "kind, too"), orig_response_A: "kind" };
    expect(judgmentOf(named("A", { ...both, chosen: "A" }))?.presented?.[0]).toBe(betterOf(both));
    expect(judgmentOf(named("A", both))?.presented?.[1]).toBe(betterOf(both));
    expect(() => judgmentOf(named("A", { ...both, chosen: "tie" }))).toThrow("the beginning of both");
    expect(() => judgmentOf(named("A", { orig_response_A: "else" }))).toThrow("but found neither");
    expect(() => judgmentOf(named("C"))).toThrow('to hold A, B, tie or null but found the text "C"');
  });

  it("hold the scores of both responses where they were graded alone", () => {
    const row = output(
      {
        prometheus_score: [
          [5, null],
          [3, 4],
        ],
        prometheus_output: [
          ["a", "b"],
          ["c", "d"],
        ],
      },
      "a2r",
    );
    expect(format?.judgeOf(row)).toEqual({ name: "a-judge a2r" });
    expect(format?.read(row, none).judgments).toMatchObject([
      { presented: [kind], repeat: 0, published: scores({ [kind]: 5 }), text: "a" },
      { presented: [kind], repeat: 1, published: { status: "unparsed" } },
      { presented: [rude], repeat: 0, published: scores({ [rude]: 3 }), text: "c" },
      { presented: [rude], repeat: 1, published: scores({ [rude]: 4 }) },
    ]);
    expect(() => format?.read(output({ prometheus_score: [["5"], [3]] }, "a2r"), none)).toThrow(
      '"prometheus_score" to hold numbers or null but found the text "5"',
    );
  });
});
