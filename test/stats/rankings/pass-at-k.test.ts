import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestOfN } from "../../../src/stats/rankings/best-of-n.js";
import { passAtK } from "../../../src/stats/rankings/pass-at-k.js";

describe("pass@k", () => {
  it("is worked by hand: of 5 answers with 2 right, 3 drawn miss both in 1 of 10 ways", () => {
    // C(3, 3)/C(5, 3) = 1/10.
    expect(passAtK(5, 2, 3)).toBeCloseTo(0.9, 15);
    // k = 1 is the share that passed.
    expect(passAtK(8, 3, 1)).toBeCloseTo(3 / 8, 15);
    expect(passAtK(5, 0, 5)).toBe(0);
    expect(passAtK(5, 3, 3)).toBe(1);
  });

  it("is the share of draws that hold a right answer, whatever the counts", () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(10), fc.nat(10), (extra, passed, moreK) => {
        const n = passed + extra + 1;
        const k = 1 + (moreK % n);
        let [holding, draws] = [0, 0];
        for (let mask = 0; mask < 2 ** Math.min(n, 14); mask++) {
          if (n > 14) return;
          const drawn = [...mask.toString(2)].filter((bit) => bit === "1").length;
          if (drawn !== k) continue;
          draws++;
          if (mask & (2 ** passed - 1)) holding++;
        }
        expect(passAtK(n, passed, k)).toBeCloseTo(holding / draws, 12);
      }),
      { numRuns: 30 },
    );
  });

  it("is best of n for a judge that scores by the truth", () => {
    for (const [n, passed] of [
      [7, 2],
      [40, 1],
      [12, 12],
    ] as const) {
      const gold = Array.from({ length: n }, (_, i) => (i < passed ? 1 : 0));
      const curve = bestOfN(gold, gold) ?? [];
      for (let k = 1; k <= n; k++) expect(passAtK(n, passed, k)).toBeCloseTo(curve[k - 1] ?? Number.NaN, 12);
    }
  });

  it("neither overflows nor loses a small chance", () => {
    expect(passAtK(1_000_000, 1, 1)).toBeCloseTo(1e-6, 20);
    // (1 − C(n − c, k)/C(n, k)) with C(10⁵, 5·10⁴), which no double holds: two of 10⁵ right, half drawn: 1 − ½·(½ − 1/(2(10⁵ − 1)))…
    expect(passAtK(100_000, 2, 50_000)).toBeCloseTo(1 - 0.5 * (49_999 / 99_999), 12);
  });

  it("is null where it is not defined", () => {
    expect([
      passAtK(0, 0, 1),
      passAtK(3, 4, 1),
      passAtK(3, 1, 4),
      passAtK(3, 1, 0),
      passAtK(3, 1.5, 1),
    ]).toEqual([null, null, null, null, null]);
  });
});
