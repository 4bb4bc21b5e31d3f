import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatasetRow } from "../../src/datasets/read.js";
import { selectedIds } from "../../src/setup/selection.js";

const rows = (count: number): DatasetRow[] =>
  Array.from({ length: count }, (_, i) => ({
    comparison: {
      id: `q${i}`,
      prompt: "?",
      responses: Array.from({ length: i % 3 === 0 ? 3 : 2 }, (_, k) => ({ id: `r${k}`, text: "" })),
      subset: i % 2 === 0 ? "even" : "odd",
    },
    preferences: [],
  }));

let pulled = 0;
async function* pulledFrom(list: readonly DatasetRow[]): AsyncGenerator<DatasetRow> {
  pulled = 0;
  for (const row of list) {
    pulled++;
    yield row;
  }
}

const select = async (count: number, config: Parameters<typeof selectedIds>[1], seed = 20) => {
  const ids = await selectedIds(pulledFrom(rows(count)), config, seed);
  return ids && [...ids];
};

describe("what is selected", () => {
  it("is everything where nothing is said", async () => {
    expect(await select(5, {})).toBeNull();
  });

  it("is the first N, without reading on", async () => {
    expect(await select(1000, { limit: 3 })).toEqual(["q0", "q1", "q2"]);
    expect(pulled).toBe(3);
    expect(await select(2, { limit: 9 })).toEqual(["q0", "q1"]);
  });

  it("joins ids, subsets and number of responses, and keeps the order of the data", async () => {
    expect(await select(20, { ids: ["q9", "q2", "q3"] })).toEqual(["q2", "q3", "q9"]);
    expect(pulled).toBe(10);
    expect(await select(20, { subsets: ["odd"], responses: 3 })).toEqual(["q3", "q9", "q15"]);
    expect(await select(20, { ids: ["q2", "q3"], subsets: ["odd"] })).toEqual(["q3"]);
    expect(await select(20, { ids: ["q9", "q2", "q3"], limit: 1 })).toEqual(["q2"]);
  });

  it("names what the data has not", async () => {
    await expect(select(5, { ids: ["q1", "q9", "x"] })).rejects.toThrow("the data has no comparison q9, x");
    await expect(select(5, { ids: ["q1", "q9"], limit: 1 })).rejects.toThrow("q9");
    await expect(select(5, { subsets: ["even", "ood"] })).rejects.toThrow(
      'no subset "ood"; it has even, odd',
    );
    await expect(select(5, { responses: 7 })).rejects.toThrow("no comparison with 7 responses");
    await expect(select(5, { ids: ["q1"], subsets: ["even"] })).rejects.toThrow("nothing to judge");
  });

  it("holds every smaller sample within a larger one, whatever the seed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.nat(30), fc.integer(), async (a, b, seed) => {
        const [small, large] = [Math.min(a, b) + 1, Math.max(a, b) + 1];
        const [inner, outer] = [
          await select(25, { sample: small }, seed),
          await select(25, { sample: large }, seed),
        ];
        expect(outer).toEqual(expect.arrayContaining(inner ?? []));
        expect(inner).toHaveLength(Math.min(small, 25));
      }),
      { numRuns: 30 },
    );
  });

  it("depends on the seed, and takes the first N of the sample where a limit is given too", async () => {
    const drawn = await select(100, { sample: 10 });
    expect(await select(100, { sample: 10 }, 21)).not.toEqual(drawn);
    expect(await select(100, { sample: 10, limit: 4 })).toEqual(drawn?.slice(0, 4));
  });

  it("takes no longer per id however many are named", async () => {
    const all = rows(60_000);
    const started = performance.now();
    const ids = await selectedIds(pulledFrom(all), { ids: all.map(({ comparison }) => comparison.id) }, 1);
    expect(ids?.size).toBe(60_000);
    // With a list searched for each id this takes many times as long.
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
