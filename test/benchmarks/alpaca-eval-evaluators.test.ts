import { describe, expect, it } from "vitest";
import { alpacaEval } from "../../src/benchmarks/alpaca-eval.js";
import { alpacaEvalEvaluators } from "../../src/benchmarks/alpaca-eval-evaluators.js";
import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
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

const [format] = alpacaEvalEvaluators.outputs;
const PAIR = ["r1", "r2"] as const;

interface Pair {
  readonly instruction: string;
  readonly output_1: string;
  readonly output_2: string;
  readonly datasplit?: string;
}

const vote = (pair: Pair, preference: unknown, person: unknown, more: Record<string, unknown> = {}) =>
  rawRow({ datasplit: "eval", ...pair, preference, annotator_index: person, ...more }, 2);
const run = (pair: Pair, preference: unknown, index: unknown, more: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...pair,
      ...{ annotator: "judge", preference, index, n_annotated: 4 },
      ...{ price_per_example: 0.01, time_per_example: Number(index) + 1, ...more },
    },
    3,
  );

/** The comparisons of pairs with what people said of each. */
function dataOf(votes: readonly (readonly [Pair, readonly unknown[]])[]): readonly DatasetRow[] {
  const read = votes.flatMap(([pair, people]) =>
    people.map((preference, person) => onlyRow(alpacaEvalEvaluators, vote(pair, preference, person))),
  );
  return alpacaEvalEvaluators.gather?.(read) ?? [];
}

function imported(data: readonly DatasetRow[], rows: readonly BenchmarkRow[]): readonly JudgmentRow[] {
  const find = (id: string) => data.find(({ comparison }) => comparison.id === id);
  return rows.flatMap((row) => {
    const read = format?.read(row, { find });
    if (!read) throw new Error("no format");
    return read.judgments.map(({ presented, repeat, reading, published, usd, seconds }): JudgmentRow => {
      const asked = trial({ comparison: read.comparison.id, judge: "judge", presented, repeat });
      const took = { ...(usd === undefined ? {} : { usd }), ...(seconds === undefined ? {} : { seconds }) };
      return { trial: asked, reading, published, calls: [], imported: took };
    });
  });
}

// output_1 longer by 59 and with a list; output_2 longer by exactly 30 and with a list; output_2 longer by 31 and with a list.
const A: Pair = { instruction: "a", output_1: `- ${"x".repeat(60)}`, output_2: "y".repeat(3) };
const B: Pair = { instruction: "b", output_1: "x", output_2: `1. ${"y".repeat(28)}` };
const C: Pair = { instruction: "c", output_1: "x", output_2: `* ${"😀".repeat(29)}y` };
const data = dataOf([
  [A, [1, 1, 2, 1.5]],
  [B, [1, 1, 2, 2]],
  [C, [2, 2, 2, 2]],
]);
const runs: readonly (readonly [Pair, readonly unknown[]])[] = [
  [A, [1, 1, 2, 1]],
  [B, [2, 2, 2, 2]],
  [C, [1, 2, null, 2]],
];
const annotations = runs.flatMap(([pair, own]) => own.map((preference, i) => run(pair, preference, i)));
const found = figuresOf(alpacaEvalEvaluators, data, imported(data, annotations));
const value = (name: string) => figureValue(found, name);

describe("the figures of a judge beside four people a pair, worked by hand", () => {
  it("are its runs against what the four come to, a split counting for output_2", () => {
    // A → 1, B → 2 (split), C → 2. Right by run: 2 of 3, 3 of 3, 1 of 2 (C has no verdict), 3 of 3.
    expect(value("human-agreement")).toBeCloseTo((100 * (2 / 3 + 1 + 1 / 2 + 1)) / 4, 10);
    expect(found.get("human-agreement")).toMatchObject({ n: 3, excluded: 0, unit: "percent" });
  });

  it("are half right on a split where chance is taken at its word", () => {
    expect(value("human-agreement-expected")).toBeCloseTo(
      (100 * (1.5 / 3 + 2.5 / 3 + 0.5 / 2 + 2.5 / 3)) / 4,
      10,
    );
  });

  it("stand beside people on the same votes", () => {
    // Left out one at a time, the others of A come to {1, 1½, 2}, the same again, 1 and 1: a run of 1 errs by (½ + ½ + 0 + 0)/4, one of 2 by ¾.
    // The others of B come to 2, 2, 1, 1: every run errs by ½. By run: (¼ + ½ + 1)/3, (¼ + ½ + 0)/3, (¾ + ½)/2, (¼ + ½ + 0)/3.
    const error = (1.75 / 3 + 0.75 / 3 + 1.25 / 2 + 0.75 / 3) / 4;
    expect(value("human-agreement-leave-one-out")).toBeCloseTo(100 * (1 - error), 10);
    // By person: A 0, 0 (of three modes the lowest), 1, ½; B all wrong; C all right.
    expect(value("people-agreement")).toBeCloseTo(100 * (1 - (1 / 3 + 1 / 3 + 2 / 3 + 1.5 / 3) / 4), 10);
    expect(value("people-agreement-expected")).toBeCloseTo(
      100 * (1 - (1.5 / 3 + 1.5 / 3 + 2 / 3 + 1.5 / 3) / 4),
      10,
    );
  });

  it("tell bias, of all runs together, from variance, of each against the others", () => {
    expect(value("bias")).toBe(0);
    expect(value("bias-expected")).toBeCloseTo((100 * 0.5) / 3, 10);
    // A: the third run is alone. C: the first against {2, 2}, the others against {1, 2}, of which the authors take 2.
    expect(value("variance")).toBeCloseTo((100 * (1 / 3 + 0 + 1 / 2 + 0)) / 4, 10);
    expect(value("variance-expected")).toBeCloseTo((100 * (1 / 3 + 0.5 / 3 + 1 / 2 + 0.5 / 3)) / 4, 10);
  });

  it("say what it prefers whatever is written, over first runs, in characters and not in code units", () => {
    // Longer: A yes; B differs by 30 alone; C no.
    expect(value("probability-prefer-longer")).toBe(1 / 2);
    expect(value("probability-prefer-lists")).toBeCloseTo(2 / 3, 12);
    expect(value("probability-prefer-first")).toBeCloseTo(2 - (5 + 8 + 5) / 11, 12);
  });

  it("say what it took and how much could be read", () => {
    expect(value("price-per-1000")).toBeCloseTo(10, 12);
    expect(value("seconds-per-1000")).toBeCloseTo(2500, 12);
    expect(found.get("n-parsed")).toMatchObject({ value: 11, excluded: 1 });
  });

  it("have intervals that hold them", () => {
    for (const name of ["human-agreement", "variance", "probability-prefer-first"]) {
      const { interval, value: of = 0 } = found.get(name) ?? {};
      expect(interval?.[0]).toBeLessThanOrEqual(of ?? 0);
      expect(interval?.[1]).toBeGreaterThanOrEqual(of ?? 0);
    }
  });
});

describe("a judge of one run", () => {
  const single = figuresOf(
    alpacaEvalEvaluators,
    data,
    imported(
      data,
      runs.map(([pair, [first]]) => run(pair, first, 0, { price_per_example: null, time_per_example: null })),
    ),
  );

  it("has neither bias nor variance, and says why", () => {
    for (const name of ["bias", "variance", "bias-expected"])
      expect(single.get(name)).toMatchObject({
        value: null,
        reason: expect.stringContaining("several runs"),
      });
    expect(figureValue(single, "human-agreement")).toBeCloseTo(200 / 3, 10);
  });

  it("has no price where none is said", () => {
    expect(single.get("price-per-1000")).toMatchObject({ value: null, excluded: 3 });
    expect(single.get("seconds-per-1000")).toMatchObject({ value: null });
  });
});

describe("judges that were run here", () => {
  const [a, b, c] = data.map(({ comparison }) => comparison.id);
  const of = (judgments: readonly JudgmentRow[]) => figuresOf(alpacaEvalEvaluators, data, judgments);

  it("may answer in both orders: each is a run; a failure is none of 1, 2 and a draw", () => {
    const both = (id = "", first: Reading, second: Reading) => [
      judgmentRow(id, ["r2", "r1"], second),
      judgmentRow(id, ["r1", "r2"], first),
    ];
    const judged = of([
      ...both(a, wins(PAIR, "r1"), wins(PAIR, "tie")),
      ...both(b, wins(PAIR, "r2"), NOT_READ),
      ...both(c, NOT_READ, wins(PAIR, "r2")),
    ]);
    // First shown order: A right, B right, C none; second: A half, C right.
    expect(figureValue(judged, "human-agreement")).toBeCloseTo((100 * (1 + 1.5 / 2)) / 2, 10);
    expect(judged.get("n-parsed")).toMatchObject({ value: 4, excluded: 2 });
  });

  it("may score, the responses together or one at a time", () => {
    const judged = of([
      judgmentRow(a ?? "", PAIR, scores({ r1: 7, r2: 3 })),
      judgmentRow(b ?? "", ["r1"], scores({ r1: 2 })),
      judgmentRow(b ?? "", ["r2"], scores({ r2: 5 })),
      judgmentRow(c ?? "", ["r1"], scores({ r1: 5 })),
      judgmentRow(c ?? "", ["r2"], scores({ r2: 5 })),
    ]);
    // Right, right, and a draw where people say 2.
    expect(figureValue(judged, "human-agreement")).toBeCloseTo((100 * 2.5) / 3, 10);
  });

  it("may give a probability: then the error is its distance, and several come to their median", () => {
    const weighted = (id = "", ...chances: readonly number[]) =>
      chances.map((chance, repeat) =>
        judgmentRow(
          id,
          PAIR,
          { status: "decided", verdict: { kind: "duel", between: PAIR, winner: "r1", pWin: chance } },
          repeat,
        ),
      );
    const judged = of(weighted(a, 0.9, 0.7, 0.2));
    // Of output_2: 0.1, 0.3, 0.8; people say output_1. The median is 0.3.
    expect(figureValue(judged, "human-agreement")).toBeCloseTo((100 * (0.9 + 0.7 + 0.2)) / 3, 10);
    expect(figureValue(judged, "bias")).toBeCloseTo(30, 10);
    // Each against the median of the other two: 0.1 and 0.55, 0.3 and 0.45, 0.8 and 0.2.
    expect(figureValue(judged, "variance")).toBeCloseTo((100 * (0.45 + 0.15 + 0.6)) / 3, 10);
  });

  it("have no figure where nothing was judged, or no pair has four people", () => {
    expect(of([]).get("human-agreement")).toMatchObject({ value: null, n: 0 });
    const three = dataOf([[A, [1, 1, 2]]]);
    const judged = figuresOf(alpacaEvalEvaluators, three, [
      judgmentRow(three[0]?.comparison.id ?? "", PAIR, wins(PAIR, "r1")),
    ]);
    expect(judged.get("human-agreement")).toMatchObject({
      value: null,
      excluded: 1,
      reason: expect.stringMatching(/four/),
    });
    expect(figureValue(judged, "probability-prefer-first")).toBe(1);
  });
});

describe("the ranks of models", () => {
  // Per model: how many pairs, the people's preferences, the judge's by pair. 26 pairs have 104 annotations; 25 have 100, which is too few.
  const models = [
    { model: "best", pairs: 26, people: () => [2, 2, 2, 2], judge: () => 2 },
    { model: "middle", pairs: 26, people: () => [1, 2, 1, 2], judge: () => 1 },
    { model: "worst", pairs: 26, people: () => [1, 1, 1, 1], judge: (i: number) => 1 + (i % 2) },
    { model: "few", pairs: 25, people: () => [2, 2, 2, 2], judge: () => 1 },
  ];
  const made = models.flatMap(({ model, pairs, people, judge }) =>
    Array.from({ length: pairs }, (_, i) => ({
      pair: { instruction: `${model} ${i}`, output_1: "x", output_2: `${model} y` },
      ...{ model, people: people(), judge: judge(i) },
    })),
  );
  const other = { instruction: "other", output_1: "x", output_2: "y", datasplit: "val" };
  const all = dataOf([...made.map(({ pair, people }) => [pair, people] as const), [other, [1, 1, 1, 1]]]);
  const judgments = imported(all, [...made.map(({ pair, judge }) => run(pair, judge, 0)), run(other, 2, 0)]);
  const named = [
    ...made.map(({ pair, model }) => rawRow({ ...pair, preference: 1, generator: model })),
    rawRow({ ...other, preference: 1, generator: "best" }),
  ];

  it("are the judge's win rates against the people's, over models with more than 100 annotations in the split", () => {
    const judged = figuresOf(alpacaEvalEvaluators, all, judgments, named);
    // People 1, ½, 0 and judge 1, 0, ½: both correlations are ½.
    expect(figureValue(judged, "spearman")).toBeCloseTo(0.5, 12);
    expect(figureValue(judged, "pearson")).toBeCloseTo(0.5, 12);
    expect(judged.get("pearson")).toMatchObject({ n: 3 });
  });

  it("need the file that names the models, and enough of them", () => {
    const without = figuresOf(alpacaEvalEvaluators, all, judgments);
    expect(without.get("spearman")).toMatchObject({
      value: null,
      reason: expect.stringContaining("alpaca_farm_human_annotations.json"),
    });
    const few = figuresOf(alpacaEvalEvaluators, all, judgments, named.slice(-30));
    expect(few.get("pearson")).toMatchObject({
      value: null,
      reason: expect.stringMatching(/fewer than two/),
    });
  });
});

describe("rows of people", () => {
  it("make one comparison of a pair, in the order of the file, whoever wrote them", () => {
    expect(data).toHaveLength(3);
    expect(data[0]?.comparison).toMatchObject({ prompt: "a", subset: "eval" });
    expect(data[0]?.preferences.map((said) => said.kind === "duel" && [said.annotator, said.winner])).toEqual(
      [
        ["person 0", "r1"],
        ["person 1", "r1"],
        ["person 2", "r2"],
        ["person 3", "tie"],
      ],
    );
  });

  it("are told from the file that names models, which lies in the same folder", () => {
    expect(alpacaEvalEvaluators.read(rawRow({ ...A, preference: 1, generator: "m" }), SEEDED)).toEqual([]);
  });

  it.each([
    ["preference", null, /row 2: expected "preference" to be a number/],
    ["preference", 3, /row 2: expected "preference" to be 0, null or a number of 1…2/],
    ["preference", "1", /row 2: expected "preference"/],
    ["annotator_index", undefined, /row 2: expected "annotator_index" to be an id/],
    ["output_2", null, /row 2: expected "output_2" to be text/],
    ["instruction", 7, /row 2: expected "instruction" to be text/],
  ])("are refused where %s is %s", (column, of, message) => {
    expect(() => alpacaEvalEvaluators.read(vote(A, 1, 0, { [column]: of }), SEEDED)).toThrow(message);
  });
});

describe("annotations of a judge", () => {
  const cached = rawRow(
    { ...A, annotator: "judge", preference: 2 },
    1,
    "judge/annotations_seed2_configs.json",
  );

  it("are told from those of a model's outputs by their run", () => {
    const ofModel = rawRow(
      { ...A, annotator: "judge", preference: 2, generator_2: "m" },
      1,
      "annotations.json",
    );
    expect(format?.recognises(run(A, 1, 0))).toBe(true);
    expect(format?.recognises(cached)).toBe(true);
    expect(format?.recognises(ofModel)).toBe(false);
    const [ofModels] = alpacaEval.outputs;
    expect(ofModels?.recognises(run(A, 1, 0))).toBe(false);
    expect(ofModels?.recognises(ofModel)).toBe(true);
  });

  it("name the run in a column, or in the name of the annotators' cache", () => {
    const find = () => data[0];
    expect(format?.read(run(A, 1, 3), { find }).judgments[0]?.repeat).toBe(3);
    expect(format?.read(cached, { find }).judgments[0]?.repeat).toBe(2);
  });

  it("of a pair that people did not annotate are refused, also with its outputs swapped", () => {
    const swapped = run({ ...A, output_1: A.output_2, output_2: A.output_1 }, 1, 0);
    expect(() => imported(data, [swapped])).toThrow(/row 3: expected a pair of the data/);
  });
});
