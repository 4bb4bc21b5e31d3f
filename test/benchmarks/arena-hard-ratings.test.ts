import { describe, expect, it } from "vitest";
import { rowBootstrap, type TableRow } from "../../src/benchmarks/arena-hard-interval.js";
import { seededRandom } from "../../src/core/random.js";
import { bradleyTerry } from "../../src/stats/rankings/bradley-terry.js";

/** Wins, ties and losses of models against the baseline. */
const MODELS = { m1: [30, 4, 10], m2: [3, 1, 55], m3: [20, 20, 20] } as const;

const shareOf = ([wins, ties, losses]: readonly [number, number, number]) =>
  (wins + ties / 2) / (wins + ties + losses);

const TABLE = Object.entries(MODELS).flatMap(([model, [wins, ties, losses]]): TableRow[] => [
  ...Array.from({ length: wins }, () => ({ model, score: 1 })),
  ...Array.from({ length: ties }, () => ({ model, score: 0.5 })),
  ...Array.from({ length: losses }, () => ({ model, score: 0 })),
]);

describe("Arena-Hard v0.1's ratings", () => {
  it("give the share of wins as the probability to beat the baseline: Bradley–Terry where all meet one opponent", () => {
    const counts = Object.values(MODELS);
    const size = counts.length + 1;
    const square = () => Array.from({ length: size }, () => new Float64Array(size));
    const [wins, ties] = [square(), square()];
    for (const [i, [won, tied, lost]] of counts.entries()) {
      const [own, baseline] = [wins[i + 1], wins[0]];
      const [ownTies, baselineTies] = [ties[i + 1], ties[0]];
      if (!own || !baseline || !ownTies || !baselineTies) throw new Error("no such row");
      own[0] = won;
      baseline[i + 1] = lost;
      ownTies[0] = tied;
      baselineTies[i + 1] = tied;
    }
    const { strengths } = bradleyTerry(wins, { ties }) ?? { strengths: new Float64Array(size) };
    for (const [i, model] of counts.entries()) {
      const lead = (strengths[i + 1] ?? 0) - (strengths[0] ?? 0);
      expect(1 / (1 + Math.exp(-lead))).toBeCloseTo(shareOf(model), 8);
    }
  });
});

describe("The authors' resamples of rows", () => {
  const settings = { low: 0.025, high: 0.975, scale: "rating" } as const;

  it("enclose each model's share by about two standard errors of single rows", () => {
    const bounds = rowBootstrap(TABLE, settings, seededRandom("rows"));
    for (const [model, counts] of Object.entries(MODELS)) {
      const share = shareOf(counts);
      const [low, high] = bounds.get(model) ?? [1, 0];
      expect(low).toBeLessThan(share);
      expect(high).toBeGreaterThan(share);
      const [wins, ties, losses] = counts;
      const rows = wins + ties + losses;
      const error = Math.sqrt((wins + ties / 4) / rows - share ** 2) / Math.sqrt(rows);
      expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.7);
      expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.3);
    }
  });

  it("depend on no order of rows, and come out the same again", () => {
    const once = rowBootstrap(TABLE, settings, seededRandom(1));
    expect(rowBootstrap([...TABLE].reverse(), settings, seededRandom(1))).toEqual(once);
    expect(rowBootstrap(TABLE, settings, seededRandom(2))).not.toEqual(once);
    expect(rowBootstrap([], settings, seededRandom(1)).size).toBe(0);
  });
});
