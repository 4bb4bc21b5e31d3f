import { describe, expect, it } from "vitest";
import { alpacaEval } from "../../src/benchmarks/alpaca-eval.js";
import { referenceFigures } from "./benchmark-files.js";
import { filesBelow, readOutputs } from "./published-outputs.js";

const FIGURES = {
  win_rate: "win-rate",
  standard_error: "standard-error",
  discrete_win_rate: "discrete-win-rate",
  n_wins: "n-wins",
  n_wins_base: "n-wins-base",
  n_draws: "n-draws",
  n_total: "n-total",
  n_dropped: "n-dropped",
} as const;

/** Ours, fitted once more in Python (Newton's method in numpy on the same two columns). */
const AT_EQUAL_LENGTH: Readonly<Record<string, number>> = {
  "text_davinci_001/alpaca_eval_gpt4": 21.07973263758278,
  "gpt4/alpaca_eval_gpt4": 80.24275442831681,
  "alpaca-7b/alpaca_eval_cot_gpt4_turbo_fn": 21.695943164518464,
};

describe("AlpacaEval's published annotations", () => {
  const expected = referenceFigures().alpaca_eval ?? {};
  const files = filesBelow("alpaca_eval/results", "annotations.json");
  if (files.length === 0) it.skip("reference data are absent: set TOUCHSTONE_REFERENCE_DATA", () => {});
  for (const file of files) {
    const [, name = ""] = /results\/(.+)\/annotations\.json$/.exec(file) ?? [];
    const figures = expected[name];
    if (!figures) {
      it.skip(`${name}: no figures of it`, () => {});
      continue;
    }
    it(`${name}: give the figures of the leaderboard to 1e-6`, async () => {
      const [format] = alpacaEval.outputs;
      if (!format) throw new Error("no format");
      const outputs = await readOutputs(alpacaEval, format, file);
      expect(outputs.judge.name).toBe(figures.annotator);
      for (const [theirs, ours] of Object.entries(FIGURES)) {
        const found = outputs.figures.get(ours)?.value ?? Number.NaN;
        expect(Math.abs(found - figures[theirs]), theirs).toBeLessThanOrEqual(1e-6);
      }
      expect(outputs.rows).toHaveLength(figures.rows);
      const authors = outputs.rows.map(({ comparison }) => comparison.responses[1]?.author);
      expect(authors.filter((author) => author === Object.keys(figures.generator_2)[0])).toHaveLength(
        Object.values<number>(figures.generator_2)[0] ?? 0,
      );
      expect(outputs.figures.get("length-controlled-win-rate")).toMatchObject({
        value: null,
        reason: expect.stringMatching(/not given with score --with/),
      });
      const atEqualLength = AT_EQUAL_LENGTH[name];
      if (atEqualLength !== undefined)
        expect(outputs.figures.get("win-rate-at-equal-length")?.value).toBeCloseTo(atEqualLength, 9);
      // Each pair was shown in an order of its own; where the file tells, about half of them begin with the baseline.
      const shown = outputs.rows.flatMap(({ judgments }) =>
        judgments.flatMap(({ presented }) => presented?.[0] ?? []),
      );
      const tells = outputs.raw.filter((row) => row.referenced_models).length;
      expect(shown).toHaveLength(tells);
      if (tells > 0) expect(shown.filter((id) => id === "r1").length / tells).toBeCloseTo(0.5, 1);
    });
  }
});
