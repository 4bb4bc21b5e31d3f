import { describe, expect, it } from "vitest";
import type { EstimateUnit } from "../../src/core/analysis.js";
import { countText, figureText } from "../../src/report/figures.js";

describe("a figure", () => {
  const cases: readonly [EstimateUnit, number, readonly [number, number] | null, string][] = [
    ["fraction", 0.6238, [0.5812, 0.6651], "62.4 % [58.1, 66.5]"],
    ["fraction", 1, [0.98, 1], "100.0 % [98.0, 100.0]"],
    ["fraction", -0.0001, null, "0.0 %"],
    ["kappa", -0.004, [-0.1, 0.09], "0.00 [-0.10, 0.09]"],
    ["correlation", 0.5, null, "0.50"],
    ["p-value", 0.00042, null, "< 0.001"],
    ["p-value", 0.0314, null, "0.031"],
    ["count", 1234567, null, "1,234,567"],
    ["count", 3.5, null, "3.5"],
    ["tokens", 1204.4, [1150.2, 1260.8], "1,204 [1,150, 1,261]"],
    ["seconds", 12.34, null, "12.3 s"],
    ["usd", 0.4172, [0.4011, 0.4338], "$0.42 [0.40, 0.43]"],
    ["usd", 0.00417, null, "$0.0042"],
    ["usd", 0, null, "$0.00"],
    ["usd", -12.5, null, "-$12.50"],
  ];
  for (const [unit, value, interval, expected] of cases) {
    it(`of ${value} in ${unit} reads ${expected}`, () => {
      expect(figureText({ value, unit, interval }).replaceAll("\u00a0", " ")).toBe(expected);
    });
  }

  it("groups thousands and nothing smaller", () => {
    expect([0, 999, 1000, 100000].map(countText)).toEqual(["0", "999", "1,000", "100,000"]);
  });
});
