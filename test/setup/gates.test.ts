import { describe, expect, it } from "vitest";
import type { Analysis, Estimate } from "../../src/core/analysis.js";
import { checkGates } from "../../src/setup/gates.js";

const estimate = (judge: string, more: Partial<Estimate>): Estimate => ({
  metric: "agreement",
  judge,
  subset: null,
  value: 0.8,
  unit: "fraction",
  interval: [0.7, 0.9],
  n: 10,
  clusters: 10,
  excluded: 0,
  ...more,
});
const judge = (id: string, baseline: boolean) => ({
  id,
  name: id,
  judge: null,
  baseline,
  statuses: {},
  judgments: 1,
  comparisonsJudged: 1,
});

const analysis = {
  judges: [judge("asked", false), judge("yardstick", true)],
  estimates: [
    estimate("asked", { subset: "code", interval: [0, 0.1] }),
    estimate("asked", {}),
    estimate("yardstick", { interval: [0.1, 0.2] }),
    estimate("asked", { metric: "kappa", value: null, interval: null }),
    estimate("asked", { metric: "cost-usd", value: 0.5, interval: null }),
  ],
} as unknown as Analysis;

describe("a gate", () => {
  it("is held on the lower bound over all subsets, of the judges that are no yardsticks", () => {
    expect(checkGates(analysis, { agreement: 0.7 })).toEqual([
      { metric: "agreement", judge: "asked", least: 0.7, found: 0.7, passed: true },
    ]);
    expect(checkGates(analysis, { agreement: 0.71 })[0]?.passed).toBe(false);
  });

  it("is held on the value where there is no interval, and fails where the figure is not defined", () => {
    expect(
      checkGates(analysis, { "cost-usd": 0.5, kappa: -1 }).map(({ found, passed }) => [found, passed]),
    ).toEqual([
      [0.5, true],
      [null, false],
    ]);
  });

  it("on a metric that is not there is a mistake, not a failure", () => {
    expect(() => checkGates(analysis, { accuracy: 0.5 })).toThrow(
      "gate accuracy: expected one of agreement, cost-usd, kappa",
    );
  });
});
