import { describe, expect, it } from "vitest";
import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import { ppeCorrectness } from "../../src/benchmarks/ppe-correctness.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { TIE } from "../../src/core/preference.js";
import type { DatasetRow } from "../../src/datasets/source.js";
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

const MATH = "lmarena-ai/PPE-MATH-Best-of-K/data/train-00000-of-00001.parquet";
const GPQA = "data/gpqa_best_of_k/rows.jsonl";

/** Four answers, of which the first and the last are right. */
function question(id: string, more: Record<string, unknown> = {}, file = MATH): BenchmarkRow {
  const columns = {
    question_id: id,
    model_name: "some-lab/Solver-2B",
    prompt: `How many legs have ${id} spiders?`,
    parsed_outputs: ["8", "6", "7", "8"],
    scores: [true, false, false, true],
    mean_score: 0.5,
    response_1: "Eight.",
    response_2: "Six.",
    response_3: "Seven.",
    response_4: "8",
    sampled_conflict_pairs: [
      [0, 1],
      [3, 2],
      [0, 1],
    ],
    ...more,
  };
  return rawRow(columns, 7, file);
}

/** Each response scored alone; null for a judgment that failed. */
function scoredAlone(row: DatasetRow, values: readonly (number | null)[]): readonly JudgmentRow[] {
  return values.map((value, i) =>
    judgmentRow(
      row.comparison.id,
      [`r${i + 1}`],
      value === null ? NOT_READ : scores({ [`r${i + 1}`]: value }),
    ),
  );
}

describe("PPE Correctness' rows", () => {
  it("are comparisons of all responses in the order of the file, with each conflict pair once", () => {
    const { comparison, preferences } = onlyRow(ppeCorrectness, question("two"));
    expect(comparison).toMatchObject({ id: "ppe-math-two-some-lab-solver-2b", subset: "math" });
    expect(comparison.responses.map(({ text }) => text)).toEqual(["Eight.", "Six.", "Seven.", "8"]);
    // [3, 2] lists the right one first: turned to the order of the file.
    expect(comparison.duels).toEqual([
      ["r1", "r2"],
      ["r3", "r4"],
    ]);
    expect(preferences).toEqual([
      {
        comparison: comparison.id,
        source: "verified",
        kind: "ratings",
        scores: { r1: 1, r2: 0, r3: 0, r4: 1 },
      },
    ]);
  });

  it("take their set from the path, and share a cluster where they share a question", () => {
    const [one, other] = ["Solver-2B", "Solver-3B"].map(
      (model_name) => onlyRow(ppeCorrectness, question("ten", { model_name }, GPQA)).comparison,
    );
    expect(one?.subset).toBe("gpqa");
    expect(one?.id).not.toBe(other?.id);
    expect(one?.cluster).toBe(other?.cluster);
    expect(() => ppeCorrectness.read(question("ten", {}, "mine.parquet"), SEEDED)).toThrow(
      /mine.parquet row 7: expected the file's path to hold one of mmlu-pro-best-of-k, .* but found mine.parquet/,
    );
  });

  it("are left to PPE Human Preference where they hold no conflict pairs", () => {
    expect(ppeCorrectness.read(rawRow({ question_id: "x", winner: "model_a" }), SEEDED)).toEqual([]);
  });

  it.each([
    ["scores", [true], '"scores" to list for two responses or more whether each is right'],
    ["scores", [true, "no", false, true], '"scores[1]" to be true or false but found the text "no"'],
    ["response_3", null, '"response_3" to be text but found null'],
    ["prompt", 3, '"prompt" to be text but found the number 3'],
    ["question_id", "", '"question_id" to be an id'],
    ["model_name", undefined, '"model_name" to be text but found nothing'],
    ["sampled_conflict_pairs", "0,1", '"sampled_conflict_pairs" to be a list'],
    // Places from 0: the fourth response is 3.
    [
      "sampled_conflict_pairs",
      [[0, 4]],
      '"sampled_conflict_pairs[0]" to be the places of a right and a wrong',
    ],
    ["sampled_conflict_pairs", [[1, 2]], "but found [1,2]"],
    ["sampled_conflict_pairs", [[0]], "but found [0]"],
    ["sampled_conflict_pairs", [[null, 1]], "but found [null,1]"],
  ])("are refused with a wrong %s", (column, value, message) => {
    expect(() => ppeCorrectness.read(question("six", { [column]: value }), SEEDED)).toThrow(message);
  });
});

describe("PPE Correctness' figures", () => {
  const one = onlyRow(ppeCorrectness, question("one"));

  it("are worked by hand for one prompt", () => {
    // Scores 3 2 5 1 with gold 1 0 0 1: of the pairs r1 over r2 is right and r3 over r4 wrong.
    // AUC: of right against wrong only 3 > 2 holds, 1 of 4.
    // Ascending gold is 1 0 1 0. Best of 1: ½. Of 2: (1·0 + 2·1 + 3·0)/6 = 1/3. Of 3: (1·1 + 3·0)/4. Of 4: 0.
    // The best there is: ½, 1 − 1/6, 1, 1; missed 0, ½, ¾, 1.
    const figures = figuresOf(ppeCorrectness, [one], scoredAlone(one, [3, 2, 5, 1]));
    expect(figureValue(figures, "math-accuracy")).toBe(0.5);
    expect(figureValue(figures, "math-roc-auc")).toBe(0.25);
    expect(figureValue(figures, "math-best-of-1")).toBeCloseTo(1 / 2, 12);
    expect(figureValue(figures, "math-best-of-4")).toBeCloseTo(0, 12);
    expect(figureValue(figures, "math-best-of-k-max")).toBeCloseTo(1 / 2, 12);
    expect(figureValue(figures, "math-best-of-k-end")).toBeCloseTo(0, 12);
    expect(figureValue(figures, "math-best-of-k-loss")).toBeCloseTo((0 + 1 / 2 + 3 / 4 + 1) / 4, 12);
    expect(figureValue(figures, "math-best-of-k-loss-of-means")).toBeCloseTo(
      (0 + 1 / 4 + 9 / 16 + 1) / 4,
      12,
    );
    expect(figures.get("math-accuracy")).toMatchObject({ unit: "fraction", n: 2, excluded: 0 });
    expect(figures.get("math-best-of-k-end")).toMatchObject({ n: 1, excluded: 0 });
    expect(figures.get("math-best-of-16")).toMatchObject({
      value: null,
      reason: "a set has no scores, fewer responses a prompt, or no two of different correctness",
    });
    expect(figures.get("gpqa-accuracy")).toMatchObject({
      value: null,
      reason: "the data hold no such prompt",
    });
  });

  it("take scores that were given at once, and a ranking, as scores given one at a time", () => {
    const alone = figuresOf(ppeCorrectness, [one], scoredAlone(one, [3, 2, 5, 1]));
    const { id } = one.comparison;
    const together = judgmentRow(id, null, scores({ r1: 3, r2: 2, r3: 5, r4: 1 }));
    const ranked = judgmentRow(id, ["r4", "r2", "r1", "r3"], {
      status: "decided",
      verdict: { kind: "ranking", tiers: [["r3"], ["r1"], ["r2"], ["r4"]] },
    });
    for (const judgment of [together, ranked]) {
      const figures = figuresOf(ppeCorrectness, [one], [judgment]);
      for (const name of alone.keys()) expect(figureValue(figures, name)).toEqual(figureValue(alone, name));
    }
  });

  it("count equal scores half, and average gold among them", () => {
    const figures = figuresOf(ppeCorrectness, [one], scoredAlone(one, [4, 4, 4, 4]));
    for (const what of ["accuracy", "roc-auc", "roc-auc-stretched", "best-of-k-end"])
      expect(figureValue(figures, `math-${what}`), what).toBeCloseTo(0.5, 12);
  });

  it("make a failed response the last of all, also below scores under zero", () => {
    // −∞ −3 −∞ −2: r1 loses to r2 (wrong), r4 beats r3 (right). Best of 4 is r4, right.
    const figures = figuresOf(ppeCorrectness, [one], scoredAlone(one, [null, -3, null, -2]));
    expect(figureValue(figures, "math-accuracy")).toBe(0.5);
    expect(figureValue(figures, "math-best-of-k-end")).toBe(1);
    // Right r1 −∞, r4 −2; wrong r2 −3, r3 −∞: r1 ties r3, r4 beats both: 2.5 of 4. Stretched: −1, 0, −1, 1, the same order.
    expect(figureValue(figures, "math-roc-auc")).toBeCloseTo(2.5 / 4, 12);
    expect(figureValue(figures, "math-roc-auc-stretched")).toBeCloseTo(2.5 / 4, 12);
    expect(figures.get("math-accuracy")).toMatchObject({ n: 2, excluded: 0 });
  });

  it("tell a scale that shifts from prompt to prompt by the two AUCs", () => {
    const two = onlyRow(ppeCorrectness, question("two"));
    // Each prompt is perfect by itself; pooled, right 2 2 12 12 against wrong 1 1 11 11: 4 + 8 of 16 pairs.
    const figures = figuresOf(
      ppeCorrectness,
      [one, two],
      [...scoredAlone(one, [2, 1, 1, 2]), ...scoredAlone(two, [12, 11, 11, 12])],
    );
    expect(figureValue(figures, "math-roc-auc")).toBeCloseTo(12 / 16, 12);
    expect(figureValue(figures, "math-roc-auc-stretched")).toBe(1);
  });

  it("are accuracy alone for a judge of duels: the mean over its orders, what failed left out", () => {
    const { id } = one.comparison;
    const judgments = [
      // r1 against r2: right in one order, a tie in the other.
      judgmentRow(id, ["r1", "r2"], wins(["r1", "r2"], "r1")),
      judgmentRow(id, ["r2", "r1"], wins(["r1", "r2"], TIE)),
      judgmentRow(id, ["r3", "r4"], NOT_READ),
      judgmentRow(id, ["r4", "r3"], NOT_READ),
    ];
    const figures = figuresOf(ppeCorrectness, [one], judgments);
    expect(figures.get("math-accuracy")).toMatchObject({ value: 0.75, n: 1, excluded: 1 });
    for (const what of ["roc-auc", "roc-auc-stretched", "best-of-k-max", "best-of-k-end", "best-of-1"])
      expect(figures.get(`math-${what}`)).toMatchObject({
        value: null,
        excluded: 1,
        reason: "needs a score of each response: ask a pointwise or a listwise judge",
      });
    const wrong = figuresOf(ppeCorrectness, [one], [judgmentRow(id, ["r3", "r4"], wins(["r3", "r4"], "r3"))]);
    expect(figureValue(wrong, "math-accuracy")).toBe(0);
  });

  it("leave a prompt out of best of K where a response was never asked about", () => {
    const judgments = scoredAlone(one, [3, 2, 5, 1]).slice(0, 3);
    const figures = figuresOf(ppeCorrectness, [one], judgments);
    expect(figures.get("math-best-of-k-end")).toMatchObject({ value: null, n: 0, excluded: 1 });
    expect(figures.get("math-accuracy")).toMatchObject({ value: 1, n: 1, excluded: 1 });
  });

  it("are means over the sets that the data hold, each set weighing the same", () => {
    const rows = [
      one,
      onlyRow(ppeCorrectness, question("two")),
      onlyRow(ppeCorrectness, question("g", {}, GPQA)),
    ];
    const perfect = [1, 0, 0, 1];
    const judgments = rows.flatMap((row, i) => scoredAlone(row, i < 2 ? perfect : [0, 1, 1, 0]));
    const figures = figuresOf(ppeCorrectness, rows, judgments);
    expect(figureValue(figures, "math-accuracy")).toBe(1);
    expect(figureValue(figures, "gpqa-accuracy")).toBe(0);
    expect(figureValue(figures, "mean-accuracy")).toBe(0.5);
    expect(figureValue(figures, "mean-roc-auc")).toBe(0.5);
    expect(figureValue(figures, "mean-best-of-k-end")).toBeCloseTo(0.5, 12);
    // The perfect curve rises to 1, that of the worst starts at its height, ½.
    expect(figureValue(figures, "mean-best-of-k-max")).toBeCloseTo(0.75, 12);
  });

  it("have intervals of whole questions, the same whatever the order of rows", () => {
    const rows = Array.from({ length: 12 }, (_, i) => onlyRow(ppeCorrectness, question(`q${i}`)));
    const judgments = rows.flatMap((row, i) => scoredAlone(row, [i % 3, 1, i % 5, 2]));
    const [there, back] = [rows, [...rows].reverse()].map((given) =>
      figuresOf(ppeCorrectness, given, judgments),
    );
    for (const what of ["accuracy", "roc-auc-stretched", "best-of-k-end"]) {
      const figure = there?.get(`math-${what}`);
      expect(figure?.interval?.[0]).toBeLessThan(figure?.value ?? 0);
      expect(figure?.interval?.[1]).toBeGreaterThan(figure?.value ?? 1);
    }
    expect(back?.get("math-best-of-k-end")?.interval).toEqual(there?.get("math-best-of-k-end")?.interval);
  });
});

describe("PPE's published scores", () => {
  const [format] = ppeCorrectness.outputs;
  const row = onlyRow(ppeCorrectness, question("one"));
  const data = { find: (id: string) => (id === row.comparison.id ? row : undefined) };
  const published = (more: Record<string, unknown>) =>
    rawRow(
      {
        ...{ question_id: "one", model_name: "some-lab/Solver-2B" },
        ...{ score_1: 3, score_2: [2], score_3: 5, score_4: 1 },
        ...more,
      },
      1,
      "data/math_best_of_k/Judge-RM-8B.json",
    );
  const figures = (more: Record<string, unknown>) => {
    const imported = format?.read(published(more), data);
    const judgments = (imported?.judgments ?? []).map(({ presented, reading }) =>
      judgmentRow(row.comparison.id, presented, reading),
    );
    return figuresOf(ppeCorrectness, [row], judgments);
  };

  it("are known by their columns and named by their file", () => {
    expect(format?.recognises(published({}))).toBe(true);
    expect(format?.recognises(question("one"))).toBe(false);
    expect(format?.judgeOf(published({}))).toEqual({ name: "Judge-RM-8B" });
  });

  it("are one judgment of all responses, in the order of the data", () => {
    const imported = format?.read(published({}), data);
    expect(imported?.judgments).toHaveLength(1);
    expect(imported?.judgments[0]?.published).toEqual(scores({ r1: 3, r2: 2, r3: 5, r4: 1 }));
    expect(figureValue(figures({}), "math-best-of-k-max")).toBeCloseTo(0.5, 12);
  });

  it("keep an error as a failed judgment of its response, which counts as the lowest score", () => {
    const imported = format?.read(published({ score_3: "$ERROR$" }), data);
    expect(imported?.judgments.map(({ presented, reading }) => [presented, reading.status])).toEqual([
      [null, "decided"],
      [["r3"], "failed"],
    ]);
    // r3 (wrong) falls from first to last: r4 beats it, and r1 is the best of all.
    const failed = figures({ score_3: "$ERROR$" });
    expect(figureValue(failed, "math-accuracy")).toBe(1);
    expect(figureValue(failed, "math-best-of-k-end")).toBe(1);
    const all = figures({ score_1: "$ERROR$", score_2: "$ERROR$", score_3: "$ERROR$", score_4: "$ERROR$" });
    expect(figureValue(all, "math-accuracy")).toBe(0.5);
  });

  it.each([
    [{ score_2: null }, '"score_2" to be a number or "$ERROR$" but found null'],
    [{ score_4: [1, 2] }, '"score_4" to be a number or "$ERROR$" but found a list of 2'],
    [{ question_id: "none" }, 'a question of the data but found "ppe-math-none-some-lab-solver-2b"'],
  ])("are refused with %j", (more, message) => {
    expect(() => format?.read(published(more), data)).toThrow(message);
  });
});
