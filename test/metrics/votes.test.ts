import { describe, expect, it } from "vitest";
import type { AskedJudge } from "../../src/core/judge.js";
import { seededRandom } from "../../src/core/random.js";
import { analyze } from "../../src/metrics/analyze.js";
import { comparing, failed, judged, prefers, voted } from "./rows.js";

const pair = ["a", "b"] as const;
const sampled = (samples: number, rule?: AskedJudge["rule"]): AskedJudge => ({
  kind: "asked",
  id: "j",
  name: "j",
  protocol: "pairwise",
  options: {},
  model: "m",
  prompt: { name: "p", hash: "h" },
  sampling: {},
  samples,
  ...(rule ? { rule } : {}),
});

const comparisons = Array.from({ length: 2000 }, (_, i) => comparing(`q${i}`, pair));
const preferences = comparisons.map(({ id }) => prefers(id, pair, "a"));
const random = seededRandom("votes");
const judgments = comparisons.flatMap(({ id }) =>
  Array.from({ length: 7 }, (_, repeat) => voted(id, pair, random() < 0.65 ? "a" : "b", { repeat })),
);

describe("votes", () => {
  const found = (judge: AskedJudge, rule = {}) =>
    analyze({ comparisons, preferences, judgments, judges: [{ judge }], rule }).estimates.filter(
      ({ metric }) => metric.startsWith("votes-"),
    );

  it("of a noisy judge become more accurate by the binomial amount", () => {
    const curve = found(sampled(7));
    expect(curve.map(({ metric }) => metric)).toEqual(["votes-1", "votes-2", "votes-4", "votes-7"]);
    // p = 0.65: one vote; at 2 and 4 a tie is worth ½; of 7 at least 4.
    for (const [i, expected] of [0.65, 0.65, 0.71825, 0.80015].entries()) {
      expect(Math.abs((curve[i]?.value ?? 0) - expected)).toBeLessThan(0.025);
      expect(curve[i]).toMatchObject({ n: 2000, excluded: 0 });
      expect(curve[i]?.interval?.[0]).toBeLessThan(curve[i]?.value ?? 0);
    }
  });

  it("end where the rule in force ends: the last figure is the agreement itself", () => {
    const judge = sampled(7, { samples: "majority" });
    const analysis = analyze({
      comparisons,
      preferences,
      judgments,
      judges: [{ judge }],
      rule: { firstSamples: 5 },
    });
    const value = (metric: string) =>
      analysis.estimates.find((one) => one.metric === metric && one.subset === null && one.judge === "j")
        ?.value;
    expect(value("votes-5")).toBe(value("agreement"));
    expect(value("votes-7")).toBeUndefined();
    expect(analysis.rule).toMatchObject({ samples: "each", firstSamples: 5 });
    expect(analysis.judges[0]?.rule).toMatchObject({ samples: "majority", firstSamples: 5 });
  });

  it("are not counted for a judge that takes one sample, or is not known", () => {
    expect(found(sampled(1))).toEqual([]);
    expect(
      analyze({ comparisons, preferences, judgments }).estimates.some(({ metric }) =>
        metric.startsWith("votes"),
      ),
    ).toBe(false);
  });

  it("leave out what was not read, and say why where nothing was", () => {
    const lost = comparisons.map(({ id }) => judged(id, pair, failed("unparsed")));
    const rows = [...lost, ...judgments.filter(({ trial }) => trial.repeat > 0)];
    const { estimates } = analyze({
      comparisons,
      preferences,
      judgments: rows,
      judges: [{ judge: sampled(7) }],
    });
    const at = (metric: string) => estimates.find((one) => one.metric === metric);
    expect(at("votes-1")).toMatchObject({
      value: null,
      excluded: 2000,
      reason: "no verdict on any duel with a preference",
    });
    expect(at("votes-2")).toMatchObject({ n: 2000, excluded: 0 });
  });
});

describe("figures of consistency", () => {
  it("see every sample, while agreement sees the joined verdict", () => {
    const rows = ["a", "a", "b"].map((winner, repeat) => voted("q0", pair, winner, { repeat }));
    const { estimates } = analyze({
      comparisons: comparisons.slice(0, 1),
      preferences: preferences.slice(0, 1),
      judgments: rows,
      judges: [{ judge: sampled(3, { samples: "majority" }) }],
    });
    const at = (metric: string) => estimates.find((one) => one.metric === metric)?.value;
    expect(at("agreement")).toBe(1);
    expect(at("repeat-flip-rate")).toBeCloseTo(2 / 3, 12);
  });
});
