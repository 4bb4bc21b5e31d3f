import { describe, expect, it } from "vitest";
import type { TokenProbabilities } from "../../src/core/judgment.js";
import { findChoices } from "../../src/verdicts/choices.js";
import { findGraded } from "../../src/verdicts/graded.js";
import { findJsonAnswers } from "../../src/verdicts/json-answer.js";
import { findRankings, rankingTiers } from "../../src/verdicts/rankings.js";
import { findScoreLists, scoreList } from "../../src/verdicts/score-lists.js";
import { expectedScore, expectedValue } from "../../src/verdicts/token-mass.js";

const says = (tags: readonly { readonly says: unknown }[]) => tags.map((tag) => tag.says);
const SCALE = { low: 1, high: 10 };

describe("graded verdicts", () => {
  it.each([
    ["[[A>>B]] [[A>B]] [[A=B]] [[B>A]] [[B>>A]]", ["A>>B", "A>B", "A=B", "B>A", "B>>A"]],
    ["[[ a >> b ]] [[b<a]] [[A<<B]] [[b=a]]", ["A>>B", "A>B", "B>>A", "A=B"]],
    ["[A>B] [[A]] [[A>A]] [[A>>>B]] [[A>C]] A>B", []],
  ])("in %j", (text, expected) => {
    expect(says(findGraded(text))).toEqual(expected);
  });
});

describe("choices", () => {
  it("are the offered words and nothing else", () => {
    expect(says(findChoices("[[yes]] [[ No ]] [[Yes, mostly]] [yes] [[maybe]]", ["Yes", "No"]))).toEqual([
      "Yes",
      "No",
    ]);
    expect(says(findChoices("[[d]] [[E]]", ["A", "D"]))).toEqual(["D"]);
  });
});

describe("rankings", () => {
  it.each([
    ["[[B > A = C]]", "B>A=C"],
    ["[[c=b>a]]", "B=C>A"],
    ["[[A>B]]", "A>B"],
    ["[[A > B > B > C]]", "A > B > B > C"],
  ])("in %j", (text, expected) => {
    expect(says(findRankings(text, ["A", "B", "C"]))).toEqual([expected]);
  });

  it("name each letter exactly once", () => {
    expect(rankingTiers("B > A = C", ["A", "B", "C"])).toEqual([["B"], ["A", "C"]]);
    for (const other of ["A > B", "A > B > C > D", "A > A > B", "A > > B", "", ">"]) {
      expect(rankingTiers(other, ["A", "B", "C"])).toBeNull();
    }
  });
});

describe("lists of scores", () => {
  it.each([
    ["8, 5", [8, 5]],
    ["A: 8, B: 5", [8, 5]],
    ["B=5; A=8", [8, 5]],
    ["8/10, 7.5", [8, 7.5]],
    ["-1, 11", [-1, 11]],
    ["8/5, 7", null],
    ["8", null],
    ["8, 5, 3", null],
    ["A: 8, 5", null],
    ["A: 8, A: 5", null],
    ["A: 8, C: 5", null],
    ["8 5", null],
    ["8, five", null],
  ])("%j", (written, expected) => {
    expect(scoreList(written, ["A", "B"], SCALE)).toEqual(expected);
  });

  it("are found in double brackets that begin like a score", () => {
    expect(says(findScoreLists("[[A: 8, B: 5]] [[8, 5, 3]] [[good]] [8, 5]", ["A", "B"], SCALE))).toEqual([
      "8,5",
      "8, 5, 3",
    ]);
  });
});

describe("JSON answers", () => {
  const fields = (text: string) => findJsonAnswers(text).map((answer) => answer.fields);

  it("are found wherever they stand, outermost first", () => {
    expect(fields('So: {"a": {"b": 1}} and {"c": "}{"} end')).toEqual([{ a: { b: 1 } }, { c: "}{" }]);
    expect(fields('```json\n{"a": 1}\n```')).toEqual([{ a: 1 }]);
    expect(fields('a { brace " and {"a": 1}')).toEqual([]);
  });

  it("are mended where that is safe, and say so", () => {
    expect(findJsonAnswers("{a: 'x', b: 2,}")).toMatchObject([{ fields: { a: "x", b: 2 }, repaired: true }]);
    expect(findJsonAnswers('{"a": 1}')).toMatchObject([{ repaired: false }]);
  });

  it("that are left open are none", () => {
    expect(fields('{"score": 1')).toEqual([]);
    expect(fields('{"critique": "it said {')).toEqual([]);
    expect(fields("[1, 2]")).toEqual([]);
  });
});

describe("token probabilities", () => {
  const token = (
    listed: Readonly<Record<string, number>>,
    sampled = Object.keys(listed)[0] ?? "",
  ): TokenProbabilities => {
    const top = Object.entries(listed).map(([text, p]) => ({ token: text, logprob: Math.log(p) }));
    return { at: 0, token: sampled, logprob: Math.log(listed[sampled] ?? 0), top };
  };
  const worth = (text: string) => ({ A: 1, B: 0 })[text.trim()] ?? null;

  it("are counted once where the sampled token is listed too, and once where it is not", () => {
    const listed = token({ A: 0.6, B: 0.4 });
    expect(expectedValue(listed, worth, [0, 1])?.value).toBeCloseTo(0.6, 12);
    const unlisted = { ...listed, top: listed.top.slice(1) };
    expect(expectedValue(unlisted, worth, [0, 1])?.value).toBeCloseTo(0.6, 12);
  });

  it("survive endpoints that write -9999, -Infinity or nonsense for what is impossible", () => {
    const top = [
      { token: "A", logprob: 0 },
      { token: "B", logprob: -9999 },
      { token: " B", logprob: Number.NEGATIVE_INFINITY },
      { token: "B ", logprob: Number.NaN },
    ];
    const value = expectedValue({ at: 0, token: "A", logprob: 0, top }, worth, [0, 1]);
    expect(value).toEqual({ value: 1, bounds: [1, 1], mass: 1 });
  });

  it("never give a value outside the scale, nor outside its bounds", () => {
    for (let i = 0; i <= 20; i++) {
      const value = expectedScore([token({ "10": 0.6, "1": i / 50, "3": 0.4 - i / 50 })], SCALE);
      expect(value?.value).toBeGreaterThanOrEqual(value?.bounds[0] ?? Number.NaN);
      expect(value?.value).toBeLessThanOrEqual((value?.bounds[1] ?? Number.NaN) + 1e-12);
      expect(value?.bounds[0]).toBeGreaterThanOrEqual(1);
      expect(value?.bounds[1]).toBeLessThanOrEqual(10);
    }
  });

  it("say nothing where less than half of them is on scores", () => {
    expect(expectedScore([token({ "7": 0.4, the: 0.6 })], SCALE)).toBeNull();
    expect(expectedScore([], SCALE)).toBeNull();
    expect(expectedScore([token({ "7": 0.4 })], SCALE)).toBeNull();
  });
});
