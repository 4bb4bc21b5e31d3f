import { describe, expect, it } from "vitest";
import { alpacaEval } from "../../src/benchmarks/alpaca-eval.js";
import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { trial } from "../../src/core/trial.js";
import { figuresOf, figureValue, rawRow } from "./judgment-rows.js";

const [format] = alpacaEval.outputs;
const annotation = (i: number, preference: unknown, more: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{ instruction: `Say ${i}.`, output_1: `It is ${i}.`, generator_1: "base", dataset: "d" },
      ...{ output_2: `${i}!`, generator_2: "model", annotator: "judge", preference, ...more },
    },
    i + 1,
  );
const read = (i: number, preference: unknown, more?: Record<string, unknown>) => {
  const row = format?.read(annotation(i, preference, more), { find: () => undefined });
  if (!row) throw new Error("not read");
  return row;
};

function figures(preferences: readonly unknown[], furtherRows: readonly BenchmarkRow[] = []) {
  return figuresOfRows(
    preferences.map((preference, i) => read(i, preference)),
    furtherRows,
  );
}

function figuresOfRows(rows: readonly ReturnType<typeof read>[], furtherRows: readonly BenchmarkRow[] = []) {
  const judgments = rows.flatMap(({ comparison, judgments: own }) =>
    own.map(({ reading, published, presented, repeat }): JudgmentRow => {
      const asked = trial({ comparison: comparison.id, judge: "judge", presented, repeat });
      return { trial: asked, reading, published, calls: [] };
    }),
  );
  return figuresOf(alpacaEval, rows, judgments, furtherRows);
}

describe("AlpacaEval's annotations", () => {
  it("put the baseline first and the model second, with what the file says it took", () => {
    const row = read(1, 2, { price_per_example: 0.01, time_per_example: 2, raw_completion: "because" });
    expect(row.comparison.responses.map(({ author }) => author)).toEqual(["base", "model"]);
    expect(row.judgments[0]).toMatchObject({ usd: 0.01, seconds: 2, text: "because", presented: null });
    expect(row.judgments[0]?.published).toMatchObject({ verdict: { winner: "r2" } });
  });

  it("tell the order only where an annotator known to call the first output m says which one that was", () => {
    const order = (referenced_models: unknown, annotator = "alpaca_eval_cot_gpt4_turbo_fn") =>
      read(1, 2, { referenced_models, annotator }).judgments[0]?.presented;
    expect(order({ M: "output_2", m: "output_1" })).toEqual(["r1", "r2"]);
    expect(order({ M: "output_1", m: "output_2" })).toEqual(["r2", "r1"]);
    for (const unclear of [null, {}, "m", { m: "output_1" }, { m: "output_1", M: "output_1" }])
      expect(order(unclear)).toBeNull();
    expect(order({ M: "output_2", m: "output_1" }, "their_own")).toBeNull();
  });

  it("have draws written as 1.5 or, in older files, as 0, and probabilities between 1 and 2", () => {
    for (const draw of [1.5, 0])
      expect(read(1, draw).judgments[0]?.published).toMatchObject({ verdict: { winner: "tie" } });
    const { published } = read(1, 1.25).judgments[0] ?? {};
    expect(published).toMatchObject({ verdict: { winner: "r1", pWin: 0.75 } });
    expect(read(1, null).judgments[0]?.published.status).toBe("unparsed");
  });

  it.each([3, -1, "2", Number.NaN, undefined, true])(
    "are refused where the preference is %s",
    (preference) => {
      expect(() => read(1, preference)).toThrow(
        /row 2: expected "preference" to be 0, null or a number of 1…2/,
      );
    },
  );
});

describe("AlpacaEval's figures", () => {
  // Model wins, baseline wins, a draw, p(model) = 0.8, nothing read: 1, 0, ½, 0.8 over four.
  const found = figures([2, 1, 1.5, 1.8, null]);

  it("are the win rate with its standard error, the discrete one, and the counts, worked by hand", () => {
    expect(figureValue(found, "win-rate")).toBeCloseTo((100 * 2.3) / 4, 10);
    // Squares 1 + 0 + 0.25 + 0.64 = 1.89; variance (1.89 − 2.3²/4)/3.
    expect(figureValue(found, "standard-error")).toBeCloseTo(
      100 * Math.sqrt((1.89 - 2.3 ** 2 / 4) / 3 / 4),
      10,
    );
    expect(figureValue(found, "discrete-win-rate")).toBeCloseTo((100 * 2.5) / 4, 10);
    const counts = ["n-wins", "n-wins-base", "n-draws", "n-total", "n-dropped"].map((name) =>
      figureValue(found, name),
    );
    expect(counts).toEqual([2, 1, 1, 4, 1]);
    expect(found.get("win-rate")).toMatchObject({ n: 4, excluded: 1 });
  });

  it("are nothing of nothing read", () => {
    expect(figures([null, null]).get("win-rate")).toMatchObject({ value: null, n: 0, excluded: 2 });
  });
});

describe("the length-controlled win rate", () => {
  const RATE = "length-controlled-win-rate";
  const weights = (model: string, difficulty: unknown, constant: unknown, baseline = "base") =>
    rawRow(
      {
        ...{ "": model, "np.tanh(std_delta_len)": "-1.8", instruction_difficulty: difficulty },
        "not_gamed_baseline.astype(float)": constant,
      },
      2,
      `weights/judge/baseline_${baseline}.csv`,
    );
  const difficulty = (place: number, value: unknown) =>
    rawRow({ "": String(place), instruction_difficulty: value }, place + 1, "instruction_difficulty.csv");
  const difficulties = [difficulty(0, "0"), difficulty(1, "1"), difficulty(2, "-1")];
  const fit = weights("model", "0.5", "-1");
  // 1 / (1 + e), 1 / (1 + √e), 1 / (1 + e^1.5).
  const each = [1, 0.5, 1.5].map((x) => 100 / (1 + Math.exp(x)));
  const mean = each.reduce((sum, one) => sum + one, 0) / 3;

  it("is the published fit at equal lengths, whatever the preferences and nulls of these annotations", () => {
    const found = figures([2, 1, null], [fit, ...difficulties]);
    expect(figureValue(found, RATE)).toBeCloseTo(mean, 10);
    expect(found.get(RATE)).toMatchObject({ n: 3, interval: null });
    const squares = each.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    expect(figureValue(found, "lc-standard-error")).toBeCloseTo(Math.sqrt(squares / 2 / 3), 10);
  });

  it("takes difficulties out of the gamed annotations too, the first row of each place, in any order", () => {
    const gamed = ["-1", "9", "0", "1", "9"].map((value, i) =>
      rawRow(
        { model: "g", index: String([2, 2, 0, 1, 0][i]), instruction_difficulty: value },
        i + 1,
        "df_gamed.csv",
      ),
    );
    expect(figureValue(figures([2, 1, 1], [fit, ...gamed]), RATE)).toBeCloseTo(mean, 10);
  });

  it("takes the last of two fits of one model", () => {
    const found = figures(
      [2, 1, 1],
      [weights("model", "7", "7"), fit, weights("other", "7", "7"), ...difficulties],
    );
    expect(figureValue(found, RATE)).toBeCloseTo(mean, 10);
  });

  it("is 50 for the baseline against itself, with no file", () => {
    const own = [1, 2].map((i) => read(i, 1, { generator_2: "base" }));
    const found = figuresOfRows(own);
    expect(figureValue(found, RATE)).toBe(50);
    expect(figureValue(found, "lc-standard-error")).toBe(0);
  });

  it.each([
    ["nothing", [], /fit of model \(baseline_base\.csv.*and the instruction difficulties/],
    [
      "the difficulties alone",
      difficulties,
      /^not given with score --with: the authors' fit of model \([^)]*\)$/,
    ],
    ["the fit alone", [fit], /^not given with score --with: the instruction difficulties/],
    [
      "the fit against another baseline",
      [weights("model", "1", "1", "gpt"), ...difficulties],
      /fit of model/,
    ],
    ["too few difficulties", [fit, ...difficulties.slice(0, 2)], /2 of them for 3 judged instructions/],
  ])("is not computed of %s, and says why", (_, given, reason) => {
    expect(figures([2, 1, 1], given).get(RATE)).toMatchObject({
      value: null,
      reason: expect.stringMatching(reason),
    });
  });

  it("is of one model: of two it says so", () => {
    const two = [read(0, 1), read(1, 2, { generator_2: "other" })];
    expect(figuresOfRows(two, [fit, ...difficulties]).get(RATE)?.reason).toMatch(/one named model/);
  });

  it.each([
    [
      "a difficulty that is no number",
      [fit, difficulty(0, "hard")],
      /row 1: expected "instruction_difficulty" to be a number/,
    ],
    [
      "a weight that is none",
      [weights("model", "", "1"), ...difficulties],
      /row 2: expected "instruction_difficulty"/,
    ],
    ["a place that is missing", [fit, difficulty(0, "0"), difficulty(2, "0")], /expected a row of place 1/],
  ])("refuses %s", (_, given, message) => {
    expect(() => figures([2, 1, 1], given)).toThrow(message);
  });
});

describe("our win rate at equal length", () => {
  const NAME = "win-rate-at-equal-length";
  /** Four instructions whose baseline is longer, then four whose model is, by as much. */
  const rows = (preferences: readonly unknown[]) =>
    preferences.map((preference, i) =>
      read(i, preference, { output_1: i < 4 ? "x".repeat(50) : "x", output_2: i < 4 ? "x" : "x".repeat(50) }),
    );

  it("is where the regression meets no difference", () => {
    // Log-odds 0 where the baseline is longer and log 3 where the model is: halfway, log 3 / 2, and √3 / (1 + √3) of it.
    const found = figuresOfRows(rows([1, 1, 2, 2, 1, 2, 2, 2]));
    expect(figureValue(found, NAME)).toBeCloseTo((100 * Math.sqrt(3)) / (1 + Math.sqrt(3)), 4);
    const [low = 0, high = 0] = found.get(NAME)?.interval ?? [];
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(80);
    expect(high).toBeLessThan(100);
  });

  it("takes a judge that counts characters for one that has no opinion", () => {
    expect(figureValue(figuresOfRows(rows([1, 1, 1, 1, 2, 2, 2, 2])), NAME)).toBeCloseTo(50, 6);
  });

  it("leaves nulls out and counts them, and is nothing where lengths tell nothing", () => {
    expect(figuresOfRows(rows([1, null, 2, 2, 1, 2, 2, 2])).get(NAME)).toMatchObject({ n: 7, excluded: 1 });
    const alike = [1, 2, 2].map((preference, i) => read(i, preference, { output_1: "x", output_2: "y" }));
    expect(figuresOfRows(alike).get(NAME)).toMatchObject({
      value: null,
      reason: expect.stringMatching(/same number/),
    });
    expect(figures([null, null]).get(NAME)).toMatchObject({ value: null });
  });
});
