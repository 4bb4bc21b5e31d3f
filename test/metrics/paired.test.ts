import { describe, expect, it } from "vitest";
import { pairedDifference } from "../../src/metrics/paired.js";
import { comparing, failed, judged, judgedBy, prefers, reordered } from "./rows.js";

const pair = ["a", "b"] as const;
const comparisons = Array.from({ length: 50 }, (_, i) => comparing(`q${i}`, pair, { cluster: `p${i % 40}` }));
const preferences = comparisons.map(({ id }) => prefers(id, pair, "a"));
const number = (id: string) => Number(id.slice(1));

const side = (name: string, isRight: (i: number) => boolean) => ({
  id: `${name}@1`,
  name,
  judgments: judgedBy("whoever", comparisons, ({ id }) => (isRight(number(id)) ? "a" : "b")),
});

describe("the difference between two judges", () => {
  it("is taken on the same duels, with an interval and a test by cluster", () => {
    const pairing = pairedDifference({
      comparisons,
      preferences,
      left: side("L", (i) => i < 45),
      right: side("R", (i) => i < 30),
    });
    expect(pairing.difference).toMatchObject({ n: 50, clusters: 40, excluded: 0 });
    expect(pairing.difference.value).toBeCloseTo(0.3, 12);
    expect([pairing.leftValue.value, pairing.rightValue.value]).toEqual([0.9, 0.6]);
    expect(pairing.pValue.value).toBeLessThan(0.001);
    expect(pairing.remark).toMatch(/^L shows more agreement with people than R: 90\.0 % against 60\.0 %/);
  });

  it("changes its sign, not its size, when the sides change places", () => {
    const [l, r] = [side("L", (i) => i < 45), side("R", (i) => i < 30)];
    const there = pairedDifference({ comparisons, preferences, left: l, right: r });
    const back = pairedDifference({ comparisons, preferences, left: r, right: l });
    expect(back.difference.value).toBeCloseTo(-(there.difference.value ?? 0), 12);
    expect(back.pValue.value).toBe(there.pValue.value);
    expect(back.remark).toMatch(/^R shows less agreement with people than L/);
  });

  it("is not claimed where it is noise: equally many right, in different places", () => {
    const pairing = pairedDifference({
      comparisons,
      preferences,
      left: side("L", (i) => i % 2 === 0),
      right: side("R", (i) => i % 2 === 1),
    });
    expect(pairing.difference.value).toBe(0);
    expect(pairing.pValue.value).toBeGreaterThan(0.5);
    expect(pairing.remark).toMatch(/^L is not distinguishable from R/);
  });

  it("of a judge with itself is nothing, with p = 1 and an interval on both sides", () => {
    const same = side("L", (i) => i < 30);
    const { difference, pValue } = pairedDifference({
      comparisons,
      preferences,
      left: same,
      right: { ...same, id: "copy" },
    });
    expect([difference.value, pValue.value]).toEqual([0, 1]);
    expect(difference.interval?.[0]).toBeLessThan(0);
    expect(difference.interval?.[1]).toBeGreaterThan(0);
  });

  it("counts what only one of the two decided", () => {
    const left = side("L", () => true);
    const right = side("R", () => true);
    const judgments = right.judgments.map((row) =>
      number(row.trial.comparison) < 10
        ? judged(row.trial.comparison, row.trial.presented, failed("refused"), { judge: "whoever" })
        : row,
    );
    const pairing = pairedDifference({ comparisons, preferences, left, right: { ...right, judgments } });
    expect(pairing).toMatchObject({ onlyLeft: 10, onlyRight: 0 });
    expect(pairing.difference).toMatchObject({ n: 40, excluded: 10 });
  });

  it("is no figure where the two have nothing in common", () => {
    const pairing = pairedDifference({
      comparisons,
      preferences,
      left: side("L", () => true),
      right: { id: "R", name: "R", judgments: [] },
    });
    expect(pairing.difference.value).toBeNull();
    expect(pairing.pValue.value).toBeNull();
    expect(pairing.remark).toBe(
      "L and R cannot be compared: no duel with a preferred response was decided by both.",
    );
  });

  it("is the same for any order of rows", () => {
    const [left, right] = [side("L", (i) => i % 3 > 0), side("R", (i) => i % 5 > 1)];
    const straight = pairedDifference({ comparisons, preferences, left, right, seed: 3 });
    const other = reordered({ comparisons, preferences, judgments: left.judgments }, 4);
    expect(
      pairedDifference({ ...other, left: { ...left, judgments: other.judgments }, right, seed: 3 }),
    ).toEqual(straight);
  });
});
