import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkSchema } from "../../src/datasets/check-schema.js";

const accepted = (tests: unknown) =>
  checkSchema(z).safeParse({ kind: "code", language: "python", tests }).success;

describe("a code check of a native row", () => {
  it("may call a function with any JSON, null among it", () => {
    const cases = [
      { arguments: [], returns: null },
      { arguments: [1, "x", { a: [null] }], returns: { $number: "NaN" } },
    ];
    expect(accepted({ kind: "calls", entry: "Solution.add", cases, tolerance: { absolute: 1e-6 } })).toBe(
      true,
    );
  });

  it("names what each call returns, and a tolerance that is no distance is none", () => {
    expect(accepted({ kind: "calls", entry: "add", cases: [{ arguments: [1] }] })).toBe(false);
    const cases = [{ stdin: "", stdout: "1" }];
    expect(accepted({ kind: "stdio", cases })).toBe(true);
    expect(accepted({ kind: "stdio", cases, tolerance: { relative: -1 } })).toBe(false);
    expect(accepted({ kind: "stdio", cases, tolerance: 0.1 })).toBe(false);
  });
});
