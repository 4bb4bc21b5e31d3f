import { describe, expect, it } from "vitest";
import { combine } from "../../src/combine/combine.js";
import { seededRandom } from "../../src/core/random.js";
import type { Verdict } from "../../src/core/reading.js";
import { analyze } from "../../src/metrics/analyze.js";
import { comparing, decided, judged, prefers } from "../metrics/rows.js";

const two = comparing("q", ["a", "b"]);
const expectedValue = { value: "expected" } as const;
const scored = (id: string, sampled: number, more: Partial<Extract<Verdict, { kind: "scores" }>>) =>
  judged("q", [id], decided({ kind: "scores", byId: { [id]: sampled }, ...more }));

describe("the expected value", () => {
  it("takes the place of the score that was sampled", () => {
    const rows = [scored("a", 7, { expected: { a: 6.2 } }), scored("b", 7, { expected: { b: 7.4 } })];
    expect(combine(rows, two)).toMatchObject({ verdict: { winner: "tie" } });
    expect(combine(rows, two, expectedValue)).toMatchObject({ verdict: { winner: "b" } });
  });

  it("of a duel is the side with more than half of the probability", () => {
    const duel = (pWin: number) =>
      combine(
        [judged("q", ["b", "a"], decided({ kind: "duel", between: ["b", "a"], winner: "tie", pWin }))],
        two,
        expectedValue,
      );
    expect(duel(0.6)).toMatchObject({ verdict: { winner: "b" } });
    expect(duel(0.4)).toMatchObject({ verdict: { winner: "a" } });
    expect(duel(0.5)).toMatchObject({ verdict: { winner: "tie" } });
  });

  it("decides nothing where it is not known, is no number, or is of another response", () => {
    const without: Verdict[] = [
      { kind: "scores", byId: { a: 1, b: 2 } },
      { kind: "scores", byId: { a: 1, b: 2 }, expected: { a: 1.2 } },
      { kind: "scores", byId: { a: 1, b: 2 }, expected: { a: Number.NaN, b: 2 } },
      { kind: "scores", byId: JSON.parse('{"constructor": 1, "b": 2}'), expected: { b: 2 } },
      { kind: "scores", byId: {}, expected: {} },
      { kind: "duel", between: ["a", "b"], winner: "a" },
      { kind: "duel", between: ["a", "b"], winner: "a", pWin: Number.NaN },
      { kind: "duel", between: ["a", "b"], winner: "a", pWin: 1.2 },
      { kind: "ranking", tiers: [["a"], ["b"]] },
    ];
    for (const verdict of without) {
      expect(combine([judged("q", ["a", "b"], decided(verdict))], two, expectedValue)).toEqual({
        status: "abstained",
        reasons: [{ status: "undecided", count: 1 }],
      });
    }
  });

  it("is counted as excluded where it is not known, and leaves computed judges as they are", () => {
    const comparisons = Array.from({ length: 20 }, (_, i) => comparing(`q${i}`, ["a", "b"]));
    const judgments = comparisons.flatMap(({ id }, i) =>
      ["j", "longest"].map((judge) => {
        const pWin = judge === "j" && i % 2 === 0 ? { pWin: 0.9 } : {};
        const verdict = { kind: "duel", between: ["a", "b"], winner: "b", ...pWin } as const;
        return judged(id, ["a", "b"], decided(verdict), { judge });
      }),
    );
    const longest = {
      kind: "computed",
      id: "longest",
      name: "longest",
      rule: "longest",
      options: {},
    } as const;
    const analysis = analyze({
      comparisons,
      preferences: comparisons.map(({ id }) => prefers(id, ["a", "b"], "a")),
      judgments,
      judges: [{ judge: longest, baseline: true }],
      rule: expectedValue,
    });
    const agreement = (judge: string) =>
      analysis.estimates.find(
        (one) => one.metric === "agreement" && one.judge === judge && one.subset === null,
      );
    expect(agreement("j")).toMatchObject({ value: 1, n: 10, excluded: 10 });
    expect(agreement("longest")).toMatchObject({ value: 0, n: 20, excluded: 0 });
    // The judgments themselves were read: nothing is called unparsed that was not.
    expect(analysis.judges.find(({ id }) => id === "j")?.statuses).toEqual({ decided: 20 });
  });

  it("beats the sampled score of a judge that knows more than its scale can say", () => {
    const random = seededRandom("quantised");
    const comparisons = Array.from({ length: 400 }, (_, i) => comparing(`q${i}`, ["a", "b"]));
    const judgments = comparisons.flatMap(({ id }) => {
      // a is better by half a point of a scale of whole points; the score is drawn about the quality with noise.
      const base = 4 + 2 * random();
      return [
        ["a", base + 0.5],
        ["b", base],
      ].map(([response, quality]) => {
        const drawn = Number(quality) + 1.2 * (random() + random() + random() - 1.5) * 2;
        const name = String(response);
        return judged(
          id,
          [name],
          decided({
            kind: "scores",
            byId: { [name]: Math.round(drawn) },
            expected: { [name]: Number(quality) },
          }),
        );
      });
    });
    const preferences = comparisons.map(({ id }) => prefers(id, ["a", "b"], "a"));
    const agreement = (value: "sampled" | "expected") =>
      analyze({ comparisons, preferences, judgments, rule: { value } }).estimates.find(
        ({ metric, subset }) => metric === "agreement" && subset === null,
      );
    expect(agreement("expected")?.value).toBe(1);
    expect(agreement("sampled")?.interval?.[1]).toBeLessThan(0.8);
    expect(agreement("sampled")?.interval?.[0]).toBeGreaterThan(0.5);
  });
});
