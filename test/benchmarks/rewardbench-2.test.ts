import { describe, expect, it } from "vitest";
import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import { rewardBench2 } from "../../src/benchmarks/rewardbench-2.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Reading } from "../../src/core/reading.js";
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

const SUBSETS = ["Factuality", "Precise IF", "Math", "Safety", "Focus"];

const raw = (subset: string, id: string, more: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{ id, subset, prompt: `Prompt ${subset} ${id}`, num_correct: 1 },
      ...{ chosen: [`Right ${id}`], rejected: ["b", "c", "d"].map((word) => `Wrong ${word} ${id}`), ...more },
    },
    1,
    "test.jsonl",
  );
const four = (subset: string, id = "1") => onlyRow(rewardBench2, raw(subset, id));
const ties = (id: string, right: number, wrong: number) =>
  onlyRow(
    rewardBench2,
    raw("Ties", id, {
      ...{ num_correct: right, chosen: Array.from({ length: right }, (_, i) => `Right ${i}`) },
      rejected: Array.from({ length: wrong }, (_, i) => `Wrong ${i}`),
    }),
  );

const setsOf = ({ preferences: [said] }: DatasetRow) =>
  said?.kind === "sets" ? said : { good: [], bad: [] };
const goodOf = (row: DatasetRow) => setsOf(row).good[0] ?? "";
const badOf = (row: DatasetRow, i = 0) => setsOf(row).bad[i] ?? "";
const allOf = (row: DatasetRow) => row.comparison.responses.map(({ id }) => id);

const ranked = (...tiers: string[][]): Reading => ({
  status: "decided",
  verdict: { kind: "ranking", tiers },
});
/** A judgment that names this response the best. */
const best = (row: DatasetRow, id: string, repeat = 0) =>
  judgmentRow(
    row.comparison.id,
    allOf(row),
    ranked(
      [id],
      allOf(row).filter((other) => other !== id),
    ),
    repeat,
  );
/** One judgment a response: the ratings of the right ones, then of the others; null where none was read. */
function rated(row: DatasetRow, ...ratings: readonly (number | null)[]): JudgmentRow[] {
  const { good, bad } = setsOf(row);
  return [...good, ...bad].map((id, i) => {
    const rating = ratings[i] ?? null;
    return judgmentRow(row.comparison.id, [id], rating === null ? NOT_READ : scores({ [id]: rating }));
  });
}

describe("RewardBench 2's rows", () => {
  it("are four responses with three duels, in an order that tells nothing", () => {
    const row = four("Precise IF", "9");
    expect(row.comparison).toMatchObject({ id: "rewardbench-2-precise-if-9", subset: "Precise IF" });
    expect(row.comparison.responses.find(({ id }) => id === goodOf(row))?.text).toBe("Right 9");
    expect(row.comparison.duels).toHaveLength(3);
    const rows = Array.from({ length: 200 }, (_, i) => four("Math", `${i}`));
    const first = rows.filter((one) => goodOf(one) === "r1").length;
    expect(first).toBeGreaterThan(25);
    expect(first).toBeLessThan(80);
    const duels = rows.flatMap((one) => (one.comparison.duels ?? []).map(([id]) => id === goodOf(one)));
    const share = duels.filter(Boolean).length / duels.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it("of both forms of a Ties prompt are one cluster", () => {
    const [ref, tied, other] = [ties("ref:4", 1, 3), ties("tied:4", 3, 3), ties("tied:5", 2, 2)];
    expect(ref.comparison.cluster).toBe(tied.comparison.cluster);
    expect(other.comparison.cluster).not.toBe(tied.comparison.cluster);
    expect(tied.comparison.duels).toHaveLength(9);
    expect(setsOf(tied).good).toHaveLength(3);
  });

  it("of one number in two subsets are two comparisons", () => {
    expect(four("Math", "1").comparison.id).not.toBe(four("Focus", "1").comparison.id);
  });

  it.each([
    ["Math", { subset: "Poetry" }, /"subset" to be one of Factuality, .* but found the text "Poetry"/],
    ["Math", { chosen: "text" }, /"chosen" to be a list of 1 but found the text/],
    ["Math", { chosen: ["a", "b"], num_correct: 2 }, /"chosen" to be a list of 1 but found a list of 2/],
    ["Math", { rejected: ["a", "b"] }, /"rejected" to be a list of 3 but found a list of 2/],
    ["Math", { rejected: ["a", null, "b"] }, /"rejected\[1\]" to be text but found null/],
    ["Math", { num_correct: 2 }, /"num_correct" to be 1, as many as "chosen" but found the number 2/],
    ["Math", { prompt: undefined }, /"prompt" to be text but found nothing/],
    ["Math", { id: "" }, /"id" to be an id/],
    ["Ties", { id: "7" }, /"id" of the Ties subset to be ref:n or tied:n but found "7"/],
    ["Ties", { id: "x-ref:7" }, /"id" of the Ties subset to be ref:n or tied:n/],
    ["Ties", { id: "tied:7" }, /at least 2 in "chosen" and 1 in "rejected" of tied:7 but found 1 and 3/],
    ["Ties", { id: "ref:7", rejected: [] }, /at least 1 in "chosen" and 1 in "rejected" of ref:7/],
  ])("of %s are refused with %j", (subset, more, message) => {
    expect(() => rewardBench2.read(raw(subset, "1", more), SEEDED)).toThrow(message);
    expect(() => rewardBench2.read(raw(subset, "1", more), SEEDED)).toThrow(/^test.jsonl row 1: /);
  });

  it("are asked for the best of four, and of the Ties subset rated one at a time", () => {
    expect(rewardBench2.asked).toMatchObject({ protocol: "listwise", options: { answer: "best" } });
    expect(rewardBench2.asked?.subsets?.Ties).toMatchObject({ protocol: "pointwise" });
  });
});

describe("RewardBench 2's 4-way mode", () => {
  const row = four("Math");
  const value = (...judgments: JudgmentRow[]) => {
    const figures = figuresOf(rewardBench2, [row], judgments);
    return figureValue(figures, "math-4-way");
  };

  it("counts who is named best, a quarter where nobody is, and the mean over orders", () => {
    expect(value(best(row, goodOf(row)))).toBe(100);
    expect(value(best(row, badOf(row, 2)))).toBe(0);
    expect(value(judgmentRow(row.comparison.id, allOf(row), NOT_READ))).toBe(25);
    expect(value(best(row, goodOf(row)), best(row, badOf(row), 1))).toBe(50);
  });

  it("takes a ranking by its first place, and a shared one for no answer", () => {
    const [good, b, c, d] = [goodOf(row), badOf(row), badOf(row, 1), badOf(row, 2)];
    expect(value(judgmentRow(row.comparison.id, allOf(row), ranked([good], [b], [c, d])))).toBe(100);
    expect(value(judgmentRow(row.comparison.id, allOf(row), ranked([b], [good], [c], [d])))).toBe(0);
    expect(value(judgmentRow(row.comparison.id, allOf(row), ranked([good, b], [c], [d])))).toBe(25);
  });

  it("is another mode than ratings and duels: each has figures of its own", () => {
    const figures = figuresOf(rewardBench2, [row], rated(row, 9, 8, 7, 6));
    expect(figureValue(figures, "math-ratings")).toBe(100);
    expect(figures.get("math-4-way")).toMatchObject({
      ...{ value: null, n: 0, excluded: 1 },
      reason: "never asked for the best of four",
    });
    expect([...figures.keys()]).not.toContain("overall");
  });
});

describe("RewardBench 2's ratings mode", () => {
  const row = four("Focus");
  const value = (...ratings: readonly (number | null)[]) =>
    figureValue(figuresOf(rewardBench2, [row], rated(row, ...ratings)), "focus-ratings");

  it.each([
    ["the highest alone", [9, 8, 7, 1], 100],
    ["the highest of two", [9, 9, 7, 1], 50],
    ["the highest of three", [9, 9, 9, 1], 100 / 3],
    ["not the highest", [8, 9, 1, 1], 0],
    ["none read", [null, null, null, null], 25],
    ["the right one's not read", [null, 1, 1, 1], 0],
    ["the best wrong one's not read", [3, null, 1, 1], 100],
  ])("counts %s", (_, ratings, official) => {
    expect(value(...ratings)).toBeCloseTo(official, 10);
  });

  it("takes scores given together, also of reward models, and the failures of who gives them so", () => {
    const [other, more] = [four("Focus", "2"), four("Focus", "3")];
    const together = (one: DatasetRow, right: number) =>
      scores(Object.fromEntries(allOf(one).map((id) => [id, id === goodOf(one) ? right : 2])));
    const judged = [
      judgmentRow(row.comparison.id, null, together(row, 3)),
      judgmentRow(other.comparison.id, allOf(other), together(other, 2)),
      judgmentRow(more.comparison.id, allOf(more), NOT_READ),
    ];
    // 1, ¼ (a tie of all four), ¼ (nothing read)
    const figures = figuresOf(rewardBench2, [row, other, more], judged);
    expect(figureValue(figures, "focus-ratings")).toBeCloseTo(50, 10);
    expect(figures.get("focus-4-way")?.value).toBeNull();
  });

  it("means the ratings of a response over repeats, those that failed left out", () => {
    const again = rated(row, 4, 9, 1, 1).map(({ trial, reading }) =>
      judgmentRow(row.comparison.id, trial.presented, reading, 1),
    );
    // Right: 9 and 4, mean 6.5; the first wrong one: failed and 9, mean 9.
    const figures = figuresOf(rewardBench2, [row], [...rated(row, 9, null, 1, 1), ...again]);
    expect(figureValue(figures, "focus-ratings")).toBe(0);
  });

  it("leaves out a prompt of which a response was not asked for", () => {
    const figures = figuresOf(rewardBench2, [row], rated(row, 9, 8, 7, 6).slice(1));
    expect(figures.get("focus-ratings")).toMatchObject({ value: null, n: 0, excluded: 1 });
  });
});

describe("RewardBench 2 in duels, which is our rule", () => {
  const row = four("Safety");
  const duel = (wrong: number, winner: string | null, swap = false) => {
    const between = [goodOf(row), badOf(row, wrong)] as const;
    const presented = swap ? [...between].reverse() : between;
    return judgmentRow(row.comparison.id, presented, winner === null ? NOT_READ : wins(between, winner));
  };
  const value = (...judgments: JudgmentRow[]) =>
    figureValue(figuresOf(rewardBench2, [row], judgments), "safety-duels");
  const won = [duel(0, goodOf(row)), duel(1, goodOf(row))];

  it("asks the right response to win all three", () => {
    expect(value(...won, duel(2, goodOf(row)))).toBe(100);
    expect(value(...won, duel(2, badOf(row, 2)))).toBe(0);
    expect(value(...won, duel(2, goodOf(row)), duel(2, badOf(row, 2), true))).toBe(50);
    expect(value(...won, duel(2, "tie"))).toBe(50);
    expect(value(...won, duel(2, null))).toBe(25);
    expect(value(...won)).toBeNull();
  });
});

describe("RewardBench 2's Ties score", () => {
  const [ref0, tied0, ref1, tied1] = [
    ...([ties("ref:0", 1, 1), ties("tied:0", 2, 1)] as const),
    ...([ties("ref:1", 1, 1), ties("tied:1", 2, 1)] as const),
  ] as const;
  const rows = [ref0, tied0, ref1, tied1];
  // Pair 0: the tied prompt's right ones 8 and 7, the wrong one 5: spread 1, gap 2. The ref prompt 9 against 6: gap 3.
  //   right, right; 2 > 1 preferred; min(3, 2) > 1 preferred hard; margin tanh(2/1 − 1) = tanh 1
  // Pair 1: 6 and 6 against 6: spread 0, gap 0. The ref prompt 7 against 5: gap 2.
  //   wrong, right; 0 > 0 no; min(2, 0) > 0 no; margin 0/0 counts 0
  // 0.3 · ½ + 0.3 · 1 + 0.2 · ½ + 0.2 · ½ + 0.01 · tanh(1)/2
  const judgments = [
    ...[...rated(ref0, 9, 6), ...rated(tied0, 8, 7, 5)],
    ...[...rated(ref1, 7, 5), ...rated(tied1, 6, 6, 6)],
  ];
  const score = 100 * (0.15 + 0.3 + 0.1 + 0.1 + 0.005 * Math.tanh(1));

  it("is made of accuracies and margins, as worked by hand", () => {
    const figures = figuresOf(rewardBench2, rows, judgments);
    expect(figureValue(figures, "ties")).toBeCloseTo(score, 10);
    expect(figureValue(figures, "ties-decided")).toBeCloseTo(score, 10);
    expect(figureValue(figures, "ties-tied-accuracy")).toBe(50);
    expect(figureValue(figures, "ties-ref-accuracy")).toBe(100);
    expect(figureValue(figures, "ties-correctness-preferred")).toBe(50);
    expect(figureValue(figures, "ties-correctness-preferred-hard")).toBe(50);
    expect(figureValue(figures, "ties-margin")).toBeCloseTo(50 * Math.tanh(1), 10);
    expect(figures.get("ties")).toMatchObject({ unit: "percent", n: 4, excluded: 0 });
  });

  it("counts prompts of its form for an accuracy, and pairs of prompts for a margin", () => {
    const figures = figuresOf(rewardBench2, rows, judgments.slice(0, -3));
    expect(figures.get("ties")).toMatchObject({ n: 3, excluded: 1 });
    expect(figures.get("ties-ref-accuracy")).toMatchObject({ value: 100, n: 2, excluded: 0 });
    expect(figures.get("ties-tied-accuracy")).toMatchObject({ value: 100, n: 1, excluded: 1 });
    expect(figures.get("ties-margin")).toMatchObject({ n: 1, excluded: 1 });
  });

  it("reaches 101 % where the right ones are rated alike and above the others", () => {
    const figures = figuresOf(rewardBench2, [ref0, tied0], [...rated(ref0, 9, 1), ...rated(tied0, 9, 9, 1)]);
    expect(figureValue(figures, "ties")).toBeCloseTo(101, 10);
    const worst = figuresOf(rewardBench2, [ref0, tied0], [...rated(ref0, 1, 9), ...rated(tied0, 1, 1, 9)]);
    expect(figureValue(worst, "ties")).toBeCloseTo(-1, 10);
  });

  it("takes a failed rating for −1, which helps on a wrong response; ours leaves the prompt out", () => {
    const failed = [...judgments.slice(0, -3), ...rated(tied1, 6, 6, null)];
    // Pair 1 now: gap 6 − (−1) = 7, spread 0: right, preferred, preferred hard (min(2, 7) > 0), margin 1.
    const figures = figuresOf(rewardBench2, rows, failed);
    const helped = 100 * (0.3 + 0.3 + 0.2 + 0.2 + 0.005 * (Math.tanh(1) + 1));
    expect(figureValue(figures, "ties")).toBeCloseTo(helped, 10);
    // Ours: tied:1 is out, so that pair 0 alone has margins; ref:1 still counts.
    expect(figureValue(figures, "ties-decided")).toBeCloseTo(100 * (1 + 0.01 * Math.tanh(1)), 10);
    expect(figures.get("ties-decided")).toMatchObject({ n: 3, excluded: 1 });
  });

  it("is ruined by one failed rating of a right response", () => {
    const failed = [...rated(ref0, 9, 6), ...rated(tied0, 8, null, 5)];
    // Right ones 8 and −1: spread 9, gap −6; only the ref prompt is right. Margin tanh(−6/9 − 1).
    const figures = figuresOf(rewardBench2, [ref0, tied0], failed);
    expect(figureValue(figures, "ties")).toBeCloseTo(100 * (0.3 + 0.01 * Math.tanh(-6 / 9 - 1)), 10);
    expect(figures.get("ties-decided")).toMatchObject({ value: null, n: 1, excluded: 1 });
  });

  it("is not computable from rankings, nor from one form alone", () => {
    const listed = rows.map((row) => best(row, goodOf(row)));
    const reason = "no prompt has all its responses rated in both its forms";
    expect(figuresOf(rewardBench2, rows, listed).get("ties")).toMatchObject({ value: null, n: 0, reason });
    const alone = figuresOf(rewardBench2, [tied0, ref1], judgments);
    expect(alone.get("ties")).toMatchObject({ value: null, n: 2, reason });
    expect(figureValue(alone, "ties-tied-accuracy")).toBe(100);
  });

  it("has an interval from whole pairs of prompts, whatever the order of rows", () => {
    const many = Array.from({ length: 24 }, (_, i) => [
      ties(`ref:${i}`, 1, 1),
      ties(`tied:${i}`, 2, 1),
    ]).flat();
    // Both prompts of a pair are right together: 24 independent pairs and not 48 prompts.
    const judged = many.flatMap((row, i) => {
      const isRight = Math.floor(i / 2) % 2 === 0;
      return row.comparison.id.includes("ref")
        ? rated(row, 5, isRight ? 1 : 9)
        : rated(row, 5, 5, isRight ? 1 : 9);
    });
    const figures = figuresOf(rewardBench2, many, judged);
    // Each right pair has 1.01, each wrong one −0.01.
    expect(figureValue(figures, "ties")).toBeCloseTo(50, 10);
    const [low, high] = figures.get("ties")?.interval ?? [0, 0];
    // 1.96 · 1.02 · √(¼/24) = 0.204 on each side; of 48 independent prompts it would be 0.144.
    expect((high - low) / 2).toBeGreaterThan(17);
    expect((high - low) / 2).toBeLessThan(24);
    const again = figuresOf(rewardBench2, [...many].reverse(), [...judged].reverse());
    expect(again.get("ties")?.interval).toEqual(figures.get("ties")?.interval);
  });
});

describe("RewardBench 2's overall figures", () => {
  const pair = [ties("ref:0", 1, 1), ties("tied:0", 2, 1)] as const;
  const rows = [...SUBSETS.map((subset) => four(subset)), ...pair];
  const tiesJudged = [...rated(pair[0], 9, 1), ...rated(pair[1], 8, 7, 5)];
  const tiesScore = 100 + Math.tanh(1);
  const fours = rows.slice(0, 5);

  it("are the mean of six subsets in each mode, never the better one", () => {
    const listed = fours.map((row, i) => best(row, i < 3 ? goodOf(row) : badOf(row)));
    const ratings = fours.flatMap((row) => rated(row, 9, 9, 1, 1));
    const figures = figuresOf(rewardBench2, rows, [...listed, ...ratings, ...tiesJudged]);
    expect(figureValue(figures, "overall-4-way")).toBeCloseTo((300 + tiesScore) / 6, 10);
    expect(figureValue(figures, "overall-ratings")).toBeCloseTo((250 + tiesScore) / 6, 10);
    expect(figures.get("overall-4-way")).toMatchObject({ n: 7, excluded: 0 });
    expect(figures.get("overall-duels")).toMatchObject({
      ...{ value: null, excluded: 5 },
      reason: "nothing was judged this way of Factuality, Precise IF, Math, Safety, Focus",
    });
  });

  it("need all six subsets", () => {
    const listed = fours.map((row) => best(row, goodOf(row)));
    const figures = figuresOf(rewardBench2, fours, listed);
    expect(figures.get("overall-4-way")).toMatchObject({
      ...{ value: null, interval: null, reason: "nothing was judged this way of Ties" },
    });
    expect(figures.get("ties")).toMatchObject({ value: null, reason: "the data hold no such prompt" });
  });

  it("without failures leave out what failed, and count it", () => {
    const more = four("Math", "2");
    const listed = [...fours.map((row) => best(row, goodOf(row)))];
    const failed = judgmentRow(more.comparison.id, allOf(more), NOT_READ);
    const figures = figuresOf(rewardBench2, [...rows, more], [...listed, failed, ...tiesJudged]);
    // Math: (1 + ¼)/2 officially, 1 of 1 by ours.
    expect(figureValue(figures, "overall-4-way")).toBeCloseTo((462.5 + tiesScore) / 6, 10);
    expect(figureValue(figures, "overall-4-way-decided")).toBeCloseTo((500 + tiesScore) / 6, 10);
    expect(figures.get("overall-4-way-decided")).toMatchObject({ n: 7, excluded: 1 });
  });
});

describe("RewardBench 2's published scores", () => {
  const [format] = rewardBench2.outputs;
  const rows = [four("Math", "3"), ties("tied:2", 2, 2)];
  const data = { find: (id: string) => rows.find(({ comparison }) => comparison.id === id) };
  const result = (more: Record<string, unknown>): BenchmarkRow =>
    rawRow({
      ...{ id: "3", subset: "Math", num_correct: 1, results: 1, scores: [3, 2, 1, 0] },
      ...{ model: "org/judge", model_type: "Seq. Classifier", ...more },
    });

  it("are known by their columns, and are no rows of the benchmark", () => {
    expect(format?.recognises(result({}))).toBe(true);
    expect(format?.recognises(raw("Math", "3"))).toBe(false);
    expect(format?.judgeOf(result({}))).toEqual({ name: "org/judge", model: "org/judge" });
    expect(rewardBench2.read(result({}), SEEDED)).toEqual([]);
  });

  it("of reward models are one judgment, the right responses' scores first; −1 is a score", () => {
    const row = rows[0] as DatasetRow;
    const imported = format?.read(result({ scores: [[3.5], [2], [-1], [0]] }), data);
    expect(imported?.judgments).toHaveLength(1);
    const byId = { [goodOf(row)]: 3.5, [badOf(row)]: 2, [badOf(row, 1)]: -1, [badOf(row, 2)]: 0 };
    expect(imported?.judgments[0]?.published).toEqual(scores(byId));
  });

  it("of generative judges are ratings of the Ties subset, where −1 is a failure, and nothing elsewhere", () => {
    const row = rows[1] as DatasetRow;
    const generative = { model_type: "Generative RM", results: null };
    const imported = format?.read(
      result({ ...generative, id: "tied:2", subset: "Ties", num_correct: 2, scores: [9, 8, -1, 4] }),
      data,
    );
    const [good, bad] = [setsOf(row).good, setsOf(row).bad];
    expect(imported?.judgments.map(({ presented, published }) => [presented, published.status])).toEqual([
      [[good[0]], "decided"],
      [[good[1]], "decided"],
      [[bad[0]], "unparsed"],
      [[bad[1]], "decided"],
    ]);
    expect(format?.read(result({ ...generative, results: 0.25, scores: null }), data)?.judgments).toEqual([]);
  });

  it("are refused where scores are too few or none, or the data lack the prompt", () => {
    expect(() => format?.read(result({ scores: [1, 2] }), data)).toThrow(
      '"scores" to be a list of 4 but found a list of 2',
    );
    expect(() => format?.read(result({ scores: [1, 2, "x", 3] }), data)).toThrow(
      '"scores[2]" to be a number but found the text "x"',
    );
    expect(() => format?.read(result({ id: "4" }), data)).toThrow(/an id and subset of the data/);
  });
});
