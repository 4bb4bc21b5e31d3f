import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/core/random.js";
import { choose } from "../../../src/stats/distributions/choose.js";
import { majorityOfSubsets } from "../../../src/stats/voting/majority-of-subsets.js";
import { meanOfSubsets } from "../../../src/stats/voting/mean-of-subsets.js";

/** All subsets of a list by their size, from 1 up. */
function subsets<Item>(items: readonly Item[]): Item[][][] {
  const bySize: Item[][][] = items.map(() => []);
  for (let pattern = 1; pattern < 2 ** items.length; pattern++) {
    const members = items.filter((_, i) => (pattern >> i) & 1);
    bySize[members.length - 1]?.push(members);
  }
  return bySize;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function majorityByHand(votes: readonly string[]): number | null {
  const count = (side: string) => votes.filter((vote) => vote === side).length;
  const [right, wrong, tied] = [count("right"), count("wrong"), count("tied")];
  if (right + wrong + tied === 0) return null;
  return right > Math.max(wrong, tied) ? 1 : wrong > Math.max(right, tied) ? 0 : 0.5;
}

function expectClose(found: readonly number[] | null, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found?.[i]).toBeCloseTo(value, 12);
}

describe("the majority of subsets", () => {
  it("is what all subsets give one by one, ties and silent votes among them", () => {
    for (let right = 0; right <= 3; right++)
      for (let wrong = 0; wrong <= 3; wrong++)
        for (let tied = 0; tied <= 2; tied++)
          for (let silent = 0; silent <= 2; silent++) {
            if (right + wrong + tied === 0) continue;
            const votes = Object.entries({ right, wrong, tied, silent }).flatMap(([side, count]) =>
              Array.from({ length: count }, () => side),
            );
            const byHand = subsets(votes).map((ofSize) =>
              mean(ofSize.map(majorityByHand).filter((value) => value !== null)),
            );
            expectClose(majorityOfSubsets({ right, wrong, tied, silent }), byHand);
          }
  });

  it("does not move by a bit where all votes say the same", () => {
    expect(majorityOfSubsets({ right: 40, wrong: 0, tied: 0, silent: 9 })).toEqual(Array(49).fill(1));
    expect(majorityOfSubsets({ right: 0, wrong: 7, tied: 0 })).toEqual(Array(7).fill(0));
  });

  it("is near that of fresh votes where there are many: of five, each right in 0.7 of cases, 0.83692", () => {
    // Σ C(5, j) 0.7^j 0.3^(5−j) over j = 3, 4, 5 = 0.3087 + 0.36015 + 0.16807.
    expect(majorityOfSubsets({ right: 560, wrong: 240, tied: 0 })?.[4]).toBeCloseTo(0.83692, 2);
  });

  it("is none of no votes and of what is no count", () => {
    expect(majorityOfSubsets({ right: 0, wrong: 0, tied: 0, silent: 3 })).toBeNull();
    expect(majorityOfSubsets({ right: 1.5, wrong: 0, tied: 0 })).toBeNull();
    expect(majorityOfSubsets({ right: -1, wrong: 2, tied: 0 })).toBeNull();
    expect(majorityOfSubsets({ right: Number.NaN, wrong: 2, tied: 0 })).toBeNull();
    expect(majorityOfSubsets({ right: 900, wrong: 101, tied: 0 })).toBeNull();
  });
});

describe("the mean of subsets", () => {
  it("is what all subsets give one by one, silent votes among them", () => {
    const random = seededRandom("leads");
    for (let round = 0; round < 40; round++) {
      const isScale = round % 2 === 0;
      const leads = Array.from({ length: 1 + (round % 7) }, () =>
        isScale ? Math.round(random() * 8 - 4) : random() - 0.5,
      );
      const silent = round % 3;
      const votes = [...leads, ...Array<null>(silent).fill(null)];
      const byHand = subsets(votes).map((ofSize) =>
        mean(
          ofSize.flatMap((members) => {
            const said = members.filter((lead) => lead !== null);
            const sum = said.reduce((total, lead) => total + lead, 0);
            return said.length === 0 ? [] : [Math.abs(sum) < 1e-9 ? 0.5 : sum > 0 ? 1 : 0];
          }),
        ),
      );
      expectClose(meanOfSubsets(leads, silent), byHand);
    }
  });

  it("takes sums that only rounding keeps from 0 as ties", () => {
    expect(meanOfSubsets([0.1, 0.2, -0.3])?.[2]).toBe(0.5);
    expect(meanOfSubsets([0, 0])).toEqual([0.5, 0.5]);
  });

  it("counts hundreds of votes on a scale, and says so where sums are too many", () => {
    const scale = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? -2 : 1.5));
    expect(meanOfSubsets(scale)?.[299]).toBe(1);
    const random = seededRandom("many");
    expect(meanOfSubsets(Array.from({ length: 30 }, () => random() - 0.5))).toBeNull();
    expect(meanOfSubsets([])).toBeNull();
    expect(meanOfSubsets([Number.POSITIVE_INFINITY])).toBeNull();
  });
});

describe("n over k", () => {
  it("is exact where a double holds it", () => {
    expect([choose(5, 2), choose(52, 5), choose(56, 28), choose(3, 4), choose(3, -1), choose(0, 0)]).toEqual([
      10, 2_598_960, 7_648_690_600_760_440, 0, 0, 1,
    ]);
  });
});
