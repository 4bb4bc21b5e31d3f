import { describe, expect, it } from "vitest";
import { jury, rulePart } from "../../src/cli/rule-flags.js";

describe("--rule", () => {
  it("names parts of the rule, in one flag or several; the last word stands", () => {
    expect(rulePart("samples=majority,first=4", rulePart("orders=consistent, samples=mean"))).toEqual({
      orders: "consistent",
      samples: "majority",
      firstSamples: 4,
    });
    expect(rulePart("value=expected,first=all")).toEqual({ value: "expected", firstSamples: null });
  });

  it("still takes mean and consistent for the orders", () => {
    expect(rulePart("mean")).toEqual({ orders: "mean" });
    expect(rulePart("consistent")).toEqual({ orders: "consistent" });
  });

  it("refuses what is no part of a rule", () => {
    for (const text of [
      "best",
      "",
      "orders=",
      "samples=most",
      "value=1",
      "first=0",
      "first=1.5",
      "first=",
      "x=1",
      "__proto__=1",
    ])
      expect(() => rulePart(text), text).toThrow("expected");
  });
});

describe("--jury", () => {
  it("names a jury, its members and its rule; a member's name may hold colons", () => {
    expect(jury("panel=pairwise:small+genrm:big:8b+longest:majority")).toEqual([
      { name: "panel", members: ["pairwise:small", "genrm:big:8b", "longest"], by: "majority" },
    ]);
    expect(jury("b = x + y:mean-score", jury("a=x+y:votes")).map(({ name, by }) => [name, by])).toEqual([
      ["a", "votes"],
      ["b", "mean-score"],
    ]);
  });

  it("names the split that weights are fitted on", () => {
    expect(jury("j=a+b:fitted(subset=Chat Hard+Safety)")[0]).toMatchObject({
      by: "fitted",
      calibration: { subsets: ["Chat Hard", "Safety"] },
    });
    for (const share of ["0.3", "30%"]) {
      expect(jury(`j=a+b:fitted(share=${share})`)[0]).toMatchObject({ calibration: { share: 0.3 } });
    }
  });

  it("refuses what is no jury", () => {
    const wrong = [
      ...["", "a+b:majority", "=a+b:majority", "j=a+b", "j=:majority", "j=a+:votes", "j=a+b:best"],
      ...[
        "j=a+b:fitted",
        "j=a+b:fitted()",
        "j=a+b:fitted(share=0)",
        "j=a+b:fitted(share=1)",
        "j=a+b:fitted(share=)",
      ],
      ...["j=a+b:fitted(subset=)", "j=a+b:fitted(share=0.3.4)"],
    ];
    for (const text of wrong) expect(() => jury(text), text).toThrow("expected");
  });
});
