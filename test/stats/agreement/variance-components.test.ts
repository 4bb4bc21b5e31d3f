import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../../src/core/random.js";
import { meanSquares } from "../../../src/stats/agreement/mean-squares.js";
import {
  type CrossedValues,
  resampledVarianceComponents,
  varianceComponents,
} from "../../../src/stats/agreement/variance-components.js";
import { normalDraw } from "../../support/simulated.js";

/** Ratings of six subjects by four judges (Shrout and Fleiss 1979, table 2): mean squares 11.24, 32.49 and 1.02. */
const SHROUT_FLEISS = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

function ofTable(table: readonly (readonly number[])[]): CrossedValues {
  return {
    values: table.flat(),
    items: table.flatMap((row, item) => row.map(() => item)),
    facets: [table.flatMap((row) => row.map((_, rater) => rater))],
  };
}

describe("variance components", () => {
  it("are those from the mean squares of a balanced table: (MSR − MSE)/k and (MSC − MSE)/n", () => {
    const { subjects = 0, raters = 0, error = 0 } = meanSquares(SHROUT_FLEISS) ?? {};
    const found = varianceComponents(ofTable(SHROUT_FLEISS));
    expect(found?.effects[1]).toBeCloseTo((subjects - error) / 4, 12);
    expect(found?.effects[2]).toBeCloseTo((raters - error) / 6, 12);
    // One rating in each cell: what the two share and what is left are not to be told apart.
    expect([found?.effects[3], found?.residual]).toEqual([null, null]);
    const rest = (found?.total ?? 0) - (found?.effects[1] ?? 0) - (found?.effects[2] ?? 0);
    expect(rest).toBeCloseTo(error, 12);
  });

  it("are those from the mean squares of a balanced table with repeats, its interaction among them", () => {
    // Two items, two levels, two repeats: cell means 2, 5, 4, 13 and in each cell the values mean ± 1.
    // Sums of squares: item 2·2·(2.5² + 2.5²) = 50, level 2·2·(3² + 3²) = 72, interaction 2·4·1.5² = 18, within 8; df 1, 1, 1, 4.
    // Residual 2; interaction (18 − 2)/2 = 8; item (50 − 18)/4 = 8; level (72 − 18)/4 = 13.5.
    const cells = [
      [0, 0, 2],
      [0, 1, 5],
      [1, 0, 4],
      [1, 1, 13],
    ] as const;
    const rows = cells.flatMap(([item, level, mean]) =>
      [mean - 1, mean + 1].map((value) => ({ item, level, value })),
    );
    const found = varianceComponents({
      values: rows.map(({ value }) => value),
      items: rows.map(({ item }) => item),
      facets: [rows.map(({ level }) => level)],
    });
    [8, 13.5, 8].forEach((component, i) => {
      expect(found?.effects[i + 1]).toBeCloseTo(component, 12);
    });
    expect(found?.residual).toBeCloseTo(2, 12);
    expect(found?.total).toBeCloseTo(31.5, 12);
  });

  it("are right on average for two crossed facets with repeats, with a third of the values missing", () => {
    const random = seededRandom("variance components");
    const rounds = 300;
    const sums = new Float64Array(9);
    for (let round = 0; round < rounds; round++) {
      const found = varianceComponents(simulated(random, { items: 20, levels: [4, 5], missing: 1 / 3 }));
      found?.effects.forEach((effect, i) => {
        sums[i] = (sums[i] ?? 0) + (effect ?? 0) / rounds;
      });
      sums[8] = (sums[8] ?? 0) + (found?.residual ?? 0) / rounds;
    }
    // 4 standard errors: facets of four and five levels are known least.
    [0, 4, 1, 0.5, 0.25, 0, 0, 0, 1].forEach((component, i) => {
      expect(Math.abs((sums[i] ?? 0) - component), `effect ${i}`).toBeLessThan(
        i === 1 || i === 2 ? 0.35 : 0.12,
      );
    });
  });

  it("sum to the total, and change with the scale squared and not with the origin", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const data = simulated(seededRandom(seed), { items: 6, levels: [2, 3], missing: 0.2 });
        const found = varianceComponents(data);
        if (!found || found.effects.slice(1).includes(null)) return;
        const sum = found.effects.reduce<number>((all, effect) => all + (effect ?? 0), found.residual ?? 0);
        expect(sum).toBeCloseTo(found.total ?? Number.NaN, 8);
        const moved = varianceComponents({
          ...data,
          values: Array.from(data.values, (one) => 1e4 + 3 * one),
        });
        expect(moved?.effects[1]).toBeCloseTo(9 * (found.effects[1] ?? 0), 6);
      }),
      { numRuns: 40 },
    );
  });

  it("of a resample compare no cluster with a copy of itself, and count the pairs within it as often as it is drawn", () => {
    // Cluster 0 holds items 0 and 1, cluster 1 item 2, each with two repeats.
    const data = {
      values: [1, 3, 5, 5, 8, 10],
      items: [0, 0, 1, 1, 2, 2],
      facets: [],
      clusters: [0, 0, 0, 0, 1, 1],
    };
    const resampled = resampledVarianceComponents(data);
    expect(resampled?.groups).toBe(2);
    // Half squared differences within items: 2, 0, 2; between clusters of 1, 3, 5, 5 with 8 and 10:
    // (49 + 25 + 9 + 9 + 81 + 49 + 25 + 25)/8 pairs/2 = 17.
    expect(resampled?.of([1, 1])).toEqual({ effects: [null, 17 - 4 / 3], residual: 4 / 3, total: 17 });
    expect(resampled?.of([2, 1])).toMatchObject({ residual: 6 / 5, total: 17 });
    expect(resampled?.of([2, 0])).toEqual({ effects: [null, null], residual: 1, total: null });
  });

  it("are nothing where lists do not fit, a value is not finite or an item lies in two clusters", () => {
    expect(varianceComponents({ values: [], items: [], facets: [] })).toBeNull();
    expect(varianceComponents({ values: [1, 2], items: [0], facets: [] })).toBeNull();
    expect(varianceComponents({ values: [1, Number.NaN], items: [0, 1], facets: [] })).toBeNull();
    expect(varianceComponents({ values: [1, 2], items: [0, 1], facets: [[0, -1]] })).toBeNull();
    expect(varianceComponents({ values: [1, 2], items: [0, 0], facets: [], clusters: [0, 1] })).toBeNull();
    // One value has no pair.
    expect(varianceComponents({ values: [1], items: [0], facets: [[0]] })).toEqual({
      effects: [null, null, null, null],
      residual: null,
      total: null,
    });
  });
});

/** Normal effects with variances: item 4, first facet 1, item × first ½, second facet ¼, no other; two repeats of variance 1. */
function simulated(
  random: Random,
  { items, levels: [a, b], missing }: { items: number; levels: [number, number]; missing: number },
): CrossedValues {
  const draws = (count: number, variance: number) =>
    Array.from({ length: count }, () => Math.sqrt(variance) * normalDraw(random));
  const [ofItem, ofA, ofB, ofItemA] = [draws(items, 4), draws(a, 1), draws(b, 0.25), draws(items * a, 0.5)];
  const rows: [item: number, i: number, j: number, value: number][] = [];
  for (let item = 0; item < items; item++)
    for (let i = 0; i < a; i++)
      for (let j = 0; j < b; j++)
        for (let repeat = 0; repeat < 2; repeat++) {
          const value =
            (ofItem[item] ?? 0) +
            (ofA[i] ?? 0) +
            (ofB[j] ?? 0) +
            (ofItemA[item * a + i] ?? 0) +
            normalDraw(random);
          if (random() >= missing) rows.push([item, i, j, value]);
        }
  return {
    values: rows.map(([, , , value]) => value),
    items: rows.map(([item]) => item),
    facets: [rows.map(([, i]) => i), rows.map(([, , j]) => j)],
  };
}
