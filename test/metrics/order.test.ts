import { describe, expect, it } from "vitest";
import { analyze } from "../../src/metrics/analyze.js";
import { comparing, failed, judged, judgedBy, prefers, voted } from "./rows.js";

const pair = ["a", "b"] as const;
const comparisons = Array.from({ length: 12 }, (_, i) => comparing(`q${i}`, pair));

function order(judgments: Parameters<typeof analyze>[0]["judgments"]) {
  const { estimates } = analyze({ comparisons, preferences: [], judgments });
  const of = (metric: string) => estimates.find((estimate) => estimate.metric === metric);
  return {
    flips: of("order-flip-rate"),
    half: of("order-half-flip-rate"),
    first: of("flips-towards-first"),
    second: of("flips-towards-second"),
    p: of("order-bias-p"),
  };
}

describe("order flips need no preference", () => {
  it("a judge that always picks the first response flips every duel, towards the first", () => {
    const { flips, half, first, second, p } = order(judgedBy("j", comparisons, (_, [shown]) => shown));
    expect(flips).toMatchObject({ value: 1, n: 12, excluded: 0 });
    expect([half?.value, first?.value, second?.value]).toEqual([0, 12, 0]);
    expect(p?.value).toBeCloseTo(2 * 0.5 ** 12, 15);
  });

  it("a judge that looks at the responses flips none", () => {
    const { flips, first, second, p } = order(judgedBy("j", comparisons, () => "b"));
    expect([flips?.value, first?.value, second?.value, p?.value]).toEqual([0, 0, 0, 1]);
    expect(flips?.interval?.[1]).toBeGreaterThan(0.1);
  });

  it("a win against a tie is a half flip, not a flip", () => {
    const { flips, half } = order(judgedBy("j", comparisons, (_, [shown]) => (shown === "a" ? "a" : "tie")));
    expect([flips?.value, half?.value]).toEqual([0, 1]);
  });

  it("compares repeat with repeat, and one duel is one observation", () => {
    // Repeat 0: a | a, no flip. Repeat 1: a | b, the first each time. Repeat 2: decided in one order only. So half a flip, towards the first.
    const { flips, first, second, p } = order([
      voted("q0", ["a", "b"], "a", { repeat: 0 }),
      voted("q0", ["b", "a"], "a", { repeat: 0 }),
      voted("q0", ["a", "b"], "a", { repeat: 1 }),
      voted("q0", ["b", "a"], "b", { repeat: 1 }),
      voted("q0", ["a", "b"], "b", { repeat: 2 }),
      judged("q0", ["b", "a"], failed("truncated"), { repeat: 2 }),
    ]);
    expect(flips).toMatchObject({ value: 0.5, n: 1 });
    expect([first?.value, second?.value, p?.n]).toEqual([1, 0, 1]);
  });

  it("leaves out, and counts, duels that were not decided in both orders", () => {
    const { flips } = order([
      voted("q0", ["a", "b"], "a"),
      voted("q1", ["a", "b"], "a"),
      voted("q1", ["b", "a"], "b"),
      judged("q2", ["a", "b"], failed("empty")),
      judged("q3", null, voted("q3", pair, "a").reading),
    ]);
    expect(flips).toMatchObject({ value: 1, n: 1, excluded: 3 });
  });

  it("says so where imports did not record the order", () => {
    const { flips, p } = order(comparisons.map(({ id }) => judged(id, null, voted(id, pair, "a").reading)));
    expect(flips).toMatchObject({
      value: null,
      excluded: 12,
      reason: "the presented order was not recorded",
    });
    expect(p?.value).toBeNull();
  });

  it("reads orders off lists of more than two responses", () => {
    const three = [comparing("q", ["a", "b", "c"])];
    const ranked = (presented: readonly string[], tiers: readonly (readonly string[])[]) =>
      judged("q", presented, { status: "decided", verdict: { kind: "ranking", tiers } });
    const { estimates } = analyze({
      comparisons: three,
      preferences: [prefers("q", pair, "a")],
      judgments: [
        ranked(["a", "b", "c"], [["a"], ["b"], ["c"]]),
        ranked(["c", "b", "a"], [["c"], ["b", "a"]]),
      ],
    });
    // a–b: a then tie, half. a–c: a then c, a flip. b–c: b then c, a flip.
    expect(estimates.find(({ metric }) => metric === "order-flip-rate")?.value).toBeCloseTo(2 / 3, 12);
    expect(estimates.find(({ metric }) => metric === "order-half-flip-rate")?.value).toBeCloseTo(1 / 3, 12);
  });
});
