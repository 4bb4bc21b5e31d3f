import { describe, expect, it } from "vitest";
import { rowWisePearson } from "../../../src/stats/association/row-wise-pearson.js";

describe("row-wise Pearson correlation", () => {
  it("is the mean of the rows' own correlations", () => {
    // Row 1: (0.6, 0.9, 0.5) and (0.5, 1, 0.6): means 2/3 and 0.7, products 1/30·… worked with centred values:
    //   x −1/15 7/30 −1/6, y −0.2 0.3 −0.1: Σxy 1/75 + 0.07 + 1/60 = 0.1, Σx² 13/150, Σy² 0.14, r = 0.1/√(0.0121333…)
    // Row 2: (0.4, 0.7) and (0.5, 0.2), over the two opponents that both have: r = −1.
    const first = [
      [null, 0.6, 0.9, 0.5],
      [0.4, null, 0.7, null],
      [null, null, null, null],
      [0.5, 0.5, 0.5, null],
    ];
    const second = [
      [null, 0.5, 1, 0.6],
      [0.5, null, 0.2, 0.9],
      [0, 0.8, null, 0.3],
      [0.4, 0.1, 0.7, null],
    ];
    // Row 3 has no opponent in common, row 4 is constant: both are left out.
    expect(rowWisePearson(first, second)).toBeCloseTo((0.1 / Math.sqrt((13 / 150) * 0.14) - 1) / 2, 12);
    expect(rowWisePearson(second, first)).toBeCloseTo(rowWisePearson(first, second) ?? 0, 12);
  });

  it("is 1 of a table with itself", () => {
    const table = [
      [null, 0.6, 0.9],
      [0.4, null, 0.7],
      [0.1, 0.3, null],
    ];
    expect(rowWisePearson(table, table)).toBeCloseTo(1, 12);
  });

  it.each([
    ["no rows", [], []],
    ["tables of different size", [[null, 1]], []],
    ["rows of different length", [[null, 1, 0]], [[null, 1]]],
    [
      "two models, of which no row has two opponents",
      [
        [null, 1],
        [0, null],
      ],
      [
        [null, 1],
        [0, null],
      ],
    ],
  ])("is null for %s", (_, first, second) => {
    expect(rowWisePearson(first, second)).toBeNull();
  });
});
