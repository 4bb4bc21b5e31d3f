import { describe, expect, it } from "vitest";
import {
  differenceOfTexts,
  differenceOfValues,
  plainLine,
  quoted,
} from "../../../src/verifiers/code/outputs.js";

describe("printed texts", () => {
  it("are the same but for spaces at the ends of lines and of the whole", () => {
    expect(differenceOfTexts("1 2\n3\n", "1 2  \r\n3\n\n\n", undefined)).toBeNull();
    expect(differenceOfTexts("", "\n", undefined)).toBeNull();
  });

  it("differ by inner and leading spaces, by a missing line and by one too many", () => {
    expect(differenceOfTexts("1 2", "1  2", undefined)).toEqual({ expected: '"1 2"', found: '"1  2"' });
    expect(differenceOfTexts("1", " 1", undefined)).not.toBeNull();
    expect(differenceOfTexts("1\n2", "1", undefined)).toEqual({
      expected: '"2" in line 2',
      found: "no line",
    });
    expect(differenceOfTexts("1", "1\n2", undefined)).toEqual({
      expected: "no line in line 2",
      found: '"2"',
    });
  });

  it("are compared as text unless a tolerance is declared: 0.5 is not 0.50", () => {
    expect(differenceOfTexts("0.5", "0.50", undefined)).not.toBeNull();
    expect(differenceOfTexts("0.5", "0.50", { absolute: 0 })).toBeNull();
  });

  it("may have numbers within the tolerance, and nothing else", () => {
    const tolerance = { absolute: 1e-6, relative: 1e-3 };
    expect(differenceOfTexts("x 1000.0", "x  1000.9", tolerance)).toBeNull();
    expect(differenceOfTexts("x 1000.0", "x 1001.1", tolerance)).not.toBeNull();
    expect(differenceOfTexts("x 1", "y 1", tolerance)).not.toBeNull();
    expect(differenceOfTexts("1", "1 1", tolerance)).not.toBeNull();
    expect(differenceOfTexts("1", "nan", { absolute: Number.MAX_VALUE })).not.toBeNull();
    expect(differenceOfTexts("1", "0x1", tolerance)).not.toBeNull();
  });
});

describe("returned values", () => {
  it("are compared as JSON, whatever the order of the keys", () => {
    expect(differenceOfValues({ a: [1, "x"], b: null }, '{"b":null,"a":[1.0,"x"]}', undefined)).toBeNull();
    expect(differenceOfValues([1, 2], "[2,1]", undefined)).not.toBeNull();
    expect(differenceOfValues({ a: 1 }, '{"a":1,"b":2}', undefined)).not.toBeNull();
  });

  it("are told apart by kind: 1 is neither true nor its text, and an empty list is no empty object", () => {
    for (const found of ["true", '"1"', "null", "[1]"])
      expect(differenceOfValues(1, found, undefined)).not.toBeNull();
    expect(differenceOfValues([], "{}", undefined)).not.toBeNull();
    expect(differenceOfValues({}, '{"__proto__":{}}', undefined)).not.toBeNull();
  });

  it("may hold numbers within the tolerance", () => {
    expect(differenceOfValues([0.3], "[0.30000000000000004]", undefined)).not.toBeNull();
    expect(differenceOfValues([0.3], "[0.30000000000000004]", { absolute: 1e-9 })).toBeNull();
  });

  it("may be nested as deep as the program likes: it is only not the same", () => {
    const deep = `${"[".repeat(100_000)}1${"]".repeat(100_000)}`;
    expect(differenceOfValues([[1]], deep, undefined)).toEqual({
      expected: "[[1]]",
      found: `${"[".repeat(80)}…`,
    });
    expect(differenceOfValues(1, "[1", undefined)).toEqual({
      expected: "1",
      found: "a value that is no JSON",
    });
  });
});

describe("the words of a program", () => {
  it("are shown on one line, short, and without what moves a cursor or hides", () => {
    expect(quoted("a\nb\u001b[31m\u202e")).toBe('"a\\nb\\u{1b}[31m\\u{202e}"');
    expect(quoted("x".repeat(200))).toBe(`"${"x".repeat(80)}…"`);
    expect(plainLine("a\n\tb\u0007")).toBe("a b\\u{7}");
    expect(plainLine("y".repeat(1000))).toHaveLength(201);
  });
});
