import { describe, expect, it } from "vitest";
import type { Judge } from "../../src/core/judge.js";
import { analyzeRecords } from "../../src/setup/analysis.js";
import { compareRecords } from "../../src/setup/compare.js";
import type { RunRecords } from "../../src/stores/store.js";
import { prefers, voted } from "../metrics/rows.js";

const pair = ["a", "b"] as const;
const count = 40;

/** A stored run whose judge takes three samples, right in so many of each three. */
function records(name: string, right: number): RunRecords {
  const judge: Judge = {
    kind: "asked",
    id: `${name}@1`,
    name,
    protocol: "pairwise",
    options: {},
    model: name,
    prompt: { name: "p", hash: "h" },
    sampling: {},
    samples: 3,
    rule: { samples: "majority" },
  };
  const ids = Array.from({ length: count }, (_, i) => `q${i}`);
  return {
    location: name,
    warnings: [],
    manifest: {
      format: 1,
      touchstone: "0",
      node: "20",
      createdAt: "2026-01-01T00:00:00Z",
      name,
      datasets: [],
      judges: [judge],
      plan: { repeats: 1, seed: 1 },
    },
    async *comparisons() {
      for (const id of ids)
        yield { id, prompt: id, responses: pair.map((response) => ({ id: response, text: response })) };
    },
    async *preferences() {
      for (const id of ids) yield prefers(id, pair, "a");
    },
    async *judgments() {
      for (const id of ids) {
        for (let repeat = 0; repeat < 3; repeat++) {
          const winner = repeat < right ? "a" : "b";
          const { trial, reading } = voted(id, pair, winner, { judge: judge.id, repeat });
          yield { trial, reading, critique: null, calls: [] };
        }
      }
    },
  };
}

describe("stored runs, read again", () => {
  it("are compared by each judge's own rule, and by the reader's where he names one", async () => {
    const difference = async (rule = {}) =>
      (await compareRecords(records("two-thirds", 2), records("one-third", 1), { rule }))[0]?.difference
        .value;
    expect(await difference()).toBe(1);
    expect(await difference({ samples: "each" })).toBeCloseTo(1 / 3, 12);
    expect(await difference({ firstSamples: 1 })).toBe(0);
  });

  it("may be combined in a jury that stands against the judges", async () => {
    const juries = [
      { name: "panel", members: ["two-thirds", "one-third", "first"], by: "majority" } as const,
    ];
    const runs = [records("two-thirds", 2), records("one-third", 1)] as const;
    const pairs = await compareRecords(...runs, { juries, judges: ["one-third", "panel"] });
    expect(pairs.map(({ leftName, rightName }) => [leftName, rightName])).toEqual([["one-third", "panel"]]);
    // For and against cancel out, and the baseline ties by its two orders: a tie.
    expect(pairs[0]?.rightValue.value).toBe(0.5);
    expect(pairs[0]?.difference).toMatchObject({ value: -0.5, n: count });
    const { judges, remarks } = await analyzeRecords(runs, { juries });
    expect(judges.map(({ name }) => name)).toContain("panel");
    expect(remarks).toContain(
      "panel is a jury: the majority of two-thirds, one-third, first, one vote each.",
    );
  });

  it("name the judges there are where a jury names one there is not", async () => {
    const juries = [{ name: "panel", members: ["two-thirds", "nobody"], by: "votes" } as const];
    await expect(compareRecords(records("two-thirds", 2), undefined, { juries })).rejects.toThrow(
      "jury panel: no judge nobody; known are two-thirds, ",
    );
  });
});
