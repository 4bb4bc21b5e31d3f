import { describe, expect, it } from "vitest";
import { measured, normal, rated, scored, simulated } from "./simulated.js";

/** Mean of the greatest of n standard normal draws (tables of order statistics, Harter 1961). */
const GREATEST: Readonly<Record<number, number>> = { 1: 0, 2: 0.56419, 4: 1.02938, 8: 1.4236, 16: 1.76599 };

describe("best of n", () => {
  it("is worked out by hand on two prompts of three responses", () => {
    // q0: gold 0, 1, 0 by scores 1, 2, 3. Best of 1: 1/3. Best of 2: of the pairs {1,2} {1,3} {2,3} the picks have gold 1, 0, 0: 1/3. Of 3: 0.
    // q1: gold 1, 0, 0 by scores 5, 5, 1. Best of 2: {1,2} ½, {1,3} 1, {2,3} 0: ½. Of 3: ½.
    // Oracle of 2: a pair holds the one good response in two of three. Of 3: 1.
    const { judges, gold } = measured({
      rows: [rated("q0", [0, 1, 0]), rated("q1", [1, 0, 0])],
      judgments: [scored("q0", [1, 2, 3]), scored("q1", [5, 5, 1])],
    });
    const values = (name: "gold" | "oracle" | "random" | "regret") =>
      judges[0]?.curve.map((point) => point[name].value);
    expect(gold).toMatchObject({
      source: "verified",
      kind: "ratings",
      isShare: true,
      prompts: 2,
      clusters: 2,
    });
    expectNear(values("gold"), [1 / 3, (1 / 3 + 1 / 2) / 2, 1 / 4]);
    expectNear(values("oracle"), [1 / 3, 2 / 3, 1]);
    expectNear(values("random"), [1 / 3, 1 / 3, 1 / 3]);
    expectNear(values("regret"), [0, 1 / 4, 3 / 4]);
    expectNear(
      judges[0]?.curve.map(({ kl }) => kl),
      [0, Math.log(2) - 1 / 2, Math.log(3) - 2 / 3],
    );
    // Gold 5/12 of two, then 1/4: the peak is at 2, and two prompts show no fall.
    expect(judges[0]).toMatchObject({ peak: 2, turnsDown: false });
    expect(judges[0]?.fall.value).toBeCloseTo(1 / 6, 12);
  });

  it("of a judge that knows gold has no regret at any n, and peaks at the largest", () => {
    const { judges } = measured(simulated(200, 8, (gold) => 3 * gold + 7, "oracle"));
    for (const { regret, gold, oracle } of judges[0]?.curve ?? []) {
      expect(regret.value).toBe(0);
      expect(gold.value).toBe(oracle.value);
    }
    expect(judges[0]).toMatchObject({ peak: 8, turnsDown: false });
  });

  it("of a judge whose scores are chance is the mean: exactly where all are equal, within its interval where they are drawn", () => {
    const constant = measured(simulated(100, 8, () => 4, "constant")).judges[0];
    for (const { gold, random, proxy } of constant?.curve ?? []) {
      expect(gold.value).toBeCloseTo(random.value ?? Number.NaN, 12);
      expect(proxy).toMatchObject({ value: null, reason: "all its scores are equal" });
    }
    expect(constant).toMatchObject({ peak: 1, turnsDown: false });
    const drawn = measured(simulated(1500, 8, (_, random) => random(), "chance")).judges[0];
    const last = drawn?.curve.at(-1)?.gold;
    expect(last?.interval?.[0]).toBeLessThan(0);
    expect(last?.interval?.[1]).toBeGreaterThan(0);
    expect(drawn?.turnsDown).toBe(false);
  });

  it("of gold with normal noise of known size is the mean of the greatest draw ÷ √(1 + noise²), and the proxy that mean", () => {
    const noise = 0.75;
    const input = simulated(1500, 16, (gold, random) => gold + noise * normal(random), "noise");
    const { curve = [], turnsDown } = measured(input).judges[0] ?? {};
    for (const [n, greatest] of Object.entries(GREATEST)) {
      const point = curve[Number(n) - 1];
      // The standard error of a mean of 1,500 picks is at most 1/√1500 = 0.026.
      expectWithin(point?.gold.value, greatest / Math.sqrt(1 + noise ** 2), 0.08);
      expectWithin(point?.proxy.value, greatest, 0.08);
      expectWithin(point?.oracle.value, greatest, 0.08);
    }
    expect(turnsDown).toBe(false);
  });

  it("turns down where the error has a heavy tail, at the n at which theory has it", () => {
    // One response in twenty gets an error beyond any gold. With none of these among n the pick is the greatest of n, else it is chance:
    // gold at n is 0.95ⁿ · greatest(n): 0.964 at 6 … 0.944 at 7 and 8 … 0.777 at 16, 0.401 at 32.
    const heavy = simulated(
      1000,
      32,
      (gold, random) => (random() < 0.05 ? 1000 + random() : gold),
      "heavy tail",
    );
    const judge = measured(heavy).judges[0];
    for (const [n, greatest] of Object.entries(GREATEST))
      expectWithin(judge?.curve[Number(n) - 1]?.gold.value, 0.95 ** Number(n) * greatest, 0.1);
    expect(judge?.turnsDown).toBe(true);
    expect(judge?.peak).toBeGreaterThanOrEqual(4);
    expect(judge?.peak).toBeLessThanOrEqual(11);
    // What it optimises goes on rising.
    const proxies = judge?.curve.map(({ proxy }) => proxy.value ?? Number.NaN) ?? [];
    expect(proxies.every((value, i) => i === 0 || value > (proxies[i - 1] ?? 0))).toBe(true);
  });

  it("calls no judge of pure chance over-optimised, in nineteen of twenty studies or more", () => {
    const alarms = Array.from({ length: 40 }, (_, study) =>
      measured(simulated(40, 16, (_gold, random) => random(), `flat ${study}`)),
    ).filter(({ judges }) => judges[0]?.turnsDown);
    // 40 studies at 5 %: more than 6 has a chance of 1 in 300.
    expect(alarms.length).toBeLessThanOrEqual(6);
  });
});

describe("what is missing", () => {
  const rows = [rated("q0", [0, 1, 0]), rated("q1", [1, 0, 0]), rated("q2", [1, 1, 0])];

  it("leaves a prompt out as soon as one response has no score, and counts it, never as a zero", () => {
    const { judges } = measured({
      rows,
      judgments: [scored("q0", [1, 2, 0]), scored("q1", [null, 3, 2])],
    });
    expect(judges[0]).toMatchObject({ prompts: 1, excluded: 2 });
    // Of q0 alone: the pick of three is right.
    expect(judges[0]?.curve.at(-1)?.gold).toMatchObject({ value: 1, n: 1, excluded: 2 });
    // Of q1 and q2 two pairs each differ in gold.
    expect(judges[0]?.figures.find(({ metric }) => metric === "accuracy")).toMatchObject({
      n: 2,
      excluded: 4,
    });
  });

  it("has no figure, and a reason, of a judge that scored nothing", () => {
    const { judges, prediction } = measured({ rows, judgments: [] });
    expect(judges[0]).toMatchObject({ prompts: 0, excluded: 3, peak: null, turnsDown: false });
    for (const point of judges[0]?.curve ?? [])
      expect(point.gold).toMatchObject({
        value: null,
        excluded: 3,
        reason: "the judge scored no prompt in full",
      });
    for (const estimate of judges[0]?.figures ?? []) {
      expect(estimate.value).toBeNull();
      expect(estimate.reason).toBeTruthy();
    }
    expect(prediction).toMatchObject({ leftOut: ["j"], judges: [], prompts: 0 });
  });

  it("of no judge at all is an empty table", () => {
    expect(measured({ rows, judgments: [], judges: [] })).toMatchObject({ judges: [], n: 3 });
  });

  it("of gold leaves the response undrawn, and prompts with fewer than n out", () => {
    const few = rated("q3", [1, 0]);
    const { gold, n } = measured({ rows: [...rows, few], judgments: [] });
    expect(n).toBe(3);
    expect(gold).toMatchObject({ prompts: 3, fewer: 1, withoutGold: 0 });
  });

  it("gives intervals to whole clusters", () => {
    const clustered = Array.from({ length: 20 }, (_, i) =>
      rated(`q${i}`, [i % 4 < 2 ? 1 : 0, 0], { cluster: `c${Math.floor(i / 2)}` }),
    );
    const judgments = clustered.map(({ row }) => scored(row.id, [2, 1]));
    expect(measured({ rows: clustered, judgments }).judges[0]?.curve[1]?.gold).toMatchObject({
      ...{ value: 0.5, n: 20, clusters: 10 },
      method: "cluster-robust Wilson interval",
    });
  });
});

function expectNear(found: readonly (number | null)[] | undefined, expected: readonly number[]): void {
  expect(found?.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found?.[i]).toBeCloseTo(value, 12);
  });
}

function expectWithin(found: number | null | undefined, expected: number, most: number): void {
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThan(most);
}
