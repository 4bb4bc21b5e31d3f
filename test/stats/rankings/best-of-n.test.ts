import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestOfN } from "../../../src/stats/rankings/best-of-n.js";

/** Every draw of n of these, by hand: the mean gold of its highest scores, averaged over all draws. */
function byHand(scores: readonly number[], gold: readonly number[], n: number): number {
  let [sum, draws] = [0, 0];
  for (let mask = 0; mask < 2 ** scores.length; mask++) {
    const drawn = scores.flatMap((_, i) => ((mask >> i) & 1 ? [i] : []));
    if (drawn.length !== n) continue;
    const highest = Math.max(...drawn.map((i) => scores[i] ?? 0));
    const best = drawn.filter((i) => scores[i] === highest);
    sum += best.reduce((total, i) => total + (gold[i] ?? 0), 0) / best.length;
    draws++;
  }
  return sum / draws;
}

const responses = fc.array(
  fc.record({
    // Few different values, so that ties are common; −∞ is what a failed judgment scores.
    score: fc.constantFrom(-Infinity, -1, 0, 0.5, 3),
    gold: fc.constantFrom(0, 0.25, 1),
  }),
  { minLength: 1, maxLength: 9 },
);

describe("best of n", () => {
  it("is the mean over every draw, with ties", () => {
    fc.assert(
      fc.property(responses, (given) => {
        const [scores, gold] = [given.map(({ score }) => score), given.map((one) => one.gold)];
        const curve = bestOfN(scores, gold) ?? [];
        expect(curve).toHaveLength(given.length);
        for (let n = 1; n <= given.length; n++) expect(curve[n - 1]).toBeCloseTo(byHand(scores, gold, n), 10);
      }),
    );
  });

  it("is worked by hand: of 1, 2, 3 with gold 0, 1, ½ the best of two is 1, ½ or ½", () => {
    expect(Array.from(bestOfN([1, 2, 3], [0, 1, 0.5]) ?? [])).toEqual([
      expect.closeTo(0.5, 12),
      expect.closeTo(2 / 3, 12),
      expect.closeTo(0.5, 12),
    ]);
  });

  it("stays at the mean where scores tell nothing, and does not depend on the order of responses", () => {
    expect(Array.from(bestOfN([4, 4, 4, 4], [1, 0, 0, 0]) ?? [])).toEqual(
      [0.25, 0.25, 0.25, 0.25].map((value) => expect.closeTo(value, 12)),
    );
    const [there, back] = [bestOfN([1, 5, 5, 2], [0, 1, 0, 1]), bestOfN([2, 5, 5, 1], [1, 0, 1, 0])];
    expect(Array.from(there ?? [])).toEqual(Array.from(back ?? [], (value) => expect.closeTo(value, 12)));
  });

  it("never falls where the scores are gold itself, and is then the unbiased pass@k", () => {
    // 2 of 5 right: pass@k = 1 − C(3, k)/C(5, k) = 1 − 3/5, 1 − 3/10, 1 − 1/10, 1, 1.
    const gold = [1, 0, 0, 1, 0];
    expect(Array.from(bestOfN(gold, gold) ?? [])).toEqual(
      [0.4, 0.7, 0.9, 1, 1].map((value) => expect.closeTo(value, 12)),
    );
  });

  it("holds for many responses, where the binomials themselves are beyond all numbers", () => {
    const count = 3000;
    const scores = Array.from({ length: count }, (_, i) => i);
    const gold = scores.map((score) => (score >= count / 2 ? 1 : 0));
    const curve = bestOfN(scores, gold) ?? new Float64Array();
    expect(curve[0]).toBeCloseTo(0.5, 10);
    // Wrong only where both come from the lower half: (1500/3000)·(1499/2999).
    expect(curve[1]).toBeCloseTo(1 - 0.5 * (1499 / 2999), 10);
    expect(curve[count - 1]).toBeCloseTo(1, 10);
    expect(Math.max(...curve)).toBeLessThanOrEqual(1 + 1e-12);
  });

  it.each([
    ["no response", [], []],
    ["lists of different length", [1, 2], [1]],
    ["a score that is NaN", [1, Number.NaN], [1, 0]],
    ["gold that is not finite", [1, 2], [1, Infinity]],
  ])("is null for %s", (_, scores, gold) => {
    expect(bestOfN(scores, gold)).toBeNull();
  });
});
