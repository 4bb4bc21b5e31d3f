import { describe, expect, it } from "vitest";
import type { Baseline } from "../../src/baselines/baseline.js";
import { baselines, findBaseline } from "../../src/baselines/find.js";
import type { Comparison } from "../../src/core/comparison.js";
import { canonicalJson } from "../../src/core/json.js";
import type { Verdict } from "../../src/core/reading.js";

const ofTexts = (texts: Readonly<Record<string, string>>, id = "q"): Comparison => ({
  id,
  prompt: "?",
  responses: Object.entries(texts).map(([response, text]) => ({ id: response, text })),
});

const pair = ofTexts({ a: "short", b: "rather longer" });

function verdict(name: string, comparison: Comparison, presented: readonly string[], repeat = 0): Verdict {
  const reading = findBaseline(name).configure({}).judge(comparison, presented, repeat);
  if (reading.status !== "decided") throw new Error(reading.reason);
  return reading.verdict;
}

const winner = (name: string, comparison: Comparison, presented: readonly string[], repeat = 0) => {
  const said = verdict(name, comparison, presented, repeat);
  return said.kind === "duel" ? said.winner : said.kind;
};

describe("baselines decide", () => {
  it("longest by UTF-16 code units, shortest the other way, equal length a tie", () => {
    expect([winner("longest", pair, ["a", "b"]), winner("longest", pair, ["b", "a"])]).toEqual(["b", "b"]);
    expect(winner("shortest", pair, ["a", "b"])).toBe("a");
    // One emoji is two code units.
    expect(winner("longest", ofTexts({ a: "👍", b: "ab" }), ["a", "b"])).toBe("tie");
    expect(winner("shortest", ofTexts({ a: "", b: "x" }), ["a", "b"])).toBe("a");
  });

  it("first by the place alone, constant never", () => {
    expect([winner("first", pair, ["a", "b"]), winner("first", pair, ["b", "a"])]).toEqual(["a", "b"]);
    expect([winner("constant", pair, ["a", "b"]), winner("constant", pair, ["b", "a"])]).toEqual([
      "tie",
      "tie",
    ]);
  });

  it("random by a fair coin that falls the same way for the same question", () => {
    const falls = { a: 0, b: 0, same: 0 };
    const rounds = 4000;
    for (let i = 0; i < rounds; i++) {
      const comparison = { ...pair, id: `q${i}` };
      const there = winner("random", comparison, ["a", "b"]);
      expect(winner("random", comparison, ["a", "b"])).toBe(there);
      falls[there === "a" ? "a" : "b"]++;
      if (winner("random", comparison, ["b", "a"]) === there) falls.same++;
    }
    expect(falls.a + falls.b).toBe(rounds);
    expect(Math.abs(falls.a / rounds - 0.5)).toBeLessThan(0.03);
    // Each order is a toss of its own.
    expect(Math.abs(falls.same / rounds - 0.5)).toBeLessThan(0.03);
  });

  it("random anew for every repeat and seed, and evenly among three", () => {
    const repeats = Array.from({ length: 40 }, (_, repeat) => winner("random", pair, ["a", "b"], repeat));
    expect(new Set(repeats)).toEqual(new Set(["a", "b"]));
    const seeded = Array.from({ length: 40 }, (_, seed) =>
      findBaseline("random").configure({ seed }).judge(pair, ["a", "b"], 0),
    );
    expect(new Set(seeded.map((reading) => canonicalJson(JSON.parse(JSON.stringify(reading))))).size).toBe(2);
    const three = ofTexts({ a: "", b: "", c: "" });
    const best = Array.from({ length: 3000 }, (_, repeat) => {
      const said = verdict("random", three, ["a", "b", "c"], repeat);
      return said.kind === "ranking" ? said.tiers[0]?.join() : "";
    });
    for (const id of ["a", "b", "c"]) {
      expect(Math.abs(best.filter((top) => top === id).length / 3000 - 1 / 3)).toBeLessThan(0.035);
    }
  });
});

describe.each(baselines.map((baseline) => [baseline.name, baseline] as const))(
  "baseline %s",
  (name, baseline: Baseline) => {
    it("is found by its name", () => {
      expect(findBaseline(name)).toBe(baseline);
    });

    it("asks one response alone, up to four in both orders of every duel, more all at once", () => {
      const { layouts } = baseline.configure({});
      const five = ofTexts({ a: "", b: "", c: "", d: "", e: "" });
      expect(layouts(ofTexts({ a: "x" }))).toEqual([["a"]]);
      expect(layouts(pair)).toEqual([
        ["a", "b"],
        ["b", "a"],
      ]);
      expect(layouts(ofTexts({ a: "", b: "", c: "" }))).toHaveLength(6);
      expect(layouts(five)).toEqual([["a", "b", "c", "d", "e"]]);
      expect(layouts({ ...five, duels: [["a", "e"]] })).toEqual([
        ["a", "e"],
        ["e", "a"],
      ]);
    });

    it("answers with a score, a duel or a ranking of exactly what it was shown", () => {
      const odd = ofTexts(JSON.parse('{"__proto__": "one", "b": "three", "c": "x", "d": "three"}'));
      const score = verdict(name, odd, ["__proto__"]);
      expect(score.kind === "scores" && Object.keys(score.byId)).toEqual(["__proto__"]);
      expect(score.kind === "scores" && Object.values(score.byId).every(Number.isFinite)).toBe(true);
      expect(verdict(name, odd, ["b", "c"])).toMatchObject({ kind: "duel", between: ["b", "c"] });
      const ranking = verdict(name, odd, ["c", "d", "__proto__"]);
      expect(ranking.kind === "ranking" && ranking.tiers.flat().sort()).toEqual(["__proto__", "c", "d"]);
    });

    it("refuses options it does not have and ids that are not there", () => {
      expect(() => baseline.configure({ sed: 1 })).toThrow(`baseline ${name}, option "sed"`);
      expect(() => baseline.configure({}).judge(pair, ["a", "z"], 0)).toThrow(
        'comparison q: expected a response with id "z"',
      );
    });
  },
);

it("an unknown baseline is answered with the names there are", () => {
  expect(() => findBaseline("longer")).toThrow(
    'baseline: expected one of constant, first, longest, random, shortest but found the text "longer"',
  );
  expect(() => findBaseline("random").configure({ seed: "x" })).toThrow(
    'option "seed": expected a whole number',
  );
});
