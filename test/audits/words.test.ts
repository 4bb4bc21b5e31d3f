import { describe, expect, it } from "vitest";
import { copiedShare, hedges, wordsOf } from "../../src/audits/critique/words.js";

describe("words", () => {
  it("are counted without case and punctuation", () => {
    expect(wordsOf("It’s RIGHT — 2 + 2 = 4, isn't it?")).toEqual([
      "it's",
      "right",
      "2",
      "2",
      "4",
      "isn't",
      "it",
    ]);
    expect(wordsOf(" **\n")).toEqual([]);
  });
});

describe("hedges", () => {
  it("are words that take back what is said", () => {
    expect(hedges("It might be right, but perhaps it is not entirely clear; I think so.")).toBe(4);
    expect(hedges("Response A is right. The mighty answer seemingly ends.")).toBe(0);
  });
});

describe("the copied share", () => {
  it("is that of the runs of five words that stand in a source, whatever the dress", () => {
    // Runs: "it says the sky is", "says the sky is blue", "the sky is blue today": the last is copied.
    expect(copiedShare("It says the sky is blue today", ["**The sky** is blue; today, yes."])).toBeCloseTo(
      1 / 3,
      12,
    );
    expect(copiedShare("one two three four five six", ["one two three", "four five six"])).toBe(0);
    expect(copiedShare("one two three four five", ["zero one two three four five six"])).toBe(1);
  });

  it("is not known of fewer than five words", () => {
    expect(copiedShare("The sky is blue.", ["The sky is blue."])).toBeNull();
  });
});
