import { describe, expect, it } from "vitest";
import { errorBetween, modesOf } from "../../src/benchmarks/alpaca-eval-settled.js";

describe("what several preferences come to", () => {
  it("is their mode, and every mode where several lead", () => {
    expect(modesOf([1, 0, 1])).toEqual([1]);
    expect(modesOf([1, 0, 1, 0])).toEqual([0, 1]);
    expect(modesOf([1, 0.5, 0])).toEqual([0, 0.5, 1]);
    expect(modesOf([])).toEqual([]);
  });

  it("is their median as soon as one of them is a probability, and of an even number the mean of the middle two", () => {
    expect(modesOf([1, 0.2, 1])).toEqual([1]);
    expect(modesOf([0.9, 0.2, 0, 0.4])).toEqual([expect.closeTo(0.3, 12)]);
  });
});

describe("the error between two sides", () => {
  it("takes of two modes the higher and of three the lowest, as the authors' seed does", () => {
    expect(errorBetween([0], [0, 1], "authors")).toBe(1);
    expect(errorBetween([0.5], [0, 0.5], "authors")).toBe(0);
    expect(errorBetween([0], [0, 0.5, 1], "authors")).toBe(0);
    expect(errorBetween([0, 1], [0, 1], "authors")).toBe(0);
  });

  it("is else the mean over equally likely modes of both sides", () => {
    expect(errorBetween([0], [0, 1], "expected")).toBe(0.5);
    expect(errorBetween([0], [0, 0.5, 1], "expected")).toBe(0.5);
    expect(errorBetween([0, 1], [0, 1], "expected")).toBe(0.5);
  });

  it("is none where a side has nothing", () => {
    expect(errorBetween([], [1], "authors")).toBeNull();
    expect(errorBetween([1], [], "expected")).toBeNull();
  });
});
