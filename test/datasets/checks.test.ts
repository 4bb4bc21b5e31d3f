import { describe, expect, it } from "vitest";
import type { Check } from "../../src/core/check.js";
import { nativeRow } from "../../src/datasets/native-row.js";
import { failureOf, jsonl, read, readOne } from "./support.js";

const CHECKS: readonly Check[] = [
  {
    ...{ kind: "answer", answer: ["4", "four"], as: "text", find: ["boxed", { pattern: "= (.*)" }] },
    ...{ options: ["3", "4"], ignore: ["case"], tolerance: { absolute: 0.1, relative: 0 } },
  },
  {
    ...{ kind: "code", language: "python", limits: { seconds: 2, megabytes: 64 } },
    tests: { kind: "unit", programs: ["assert f(1) == 2"] },
  },
  { kind: "code", language: "typescript", tests: { kind: "stdio", cases: [{ stdin: "1", stdout: "" }] } },
  {
    ...{ kind: "constraints", mode: "loose" },
    instructions: [{ id: "x:y", arguments: { n: 3, deep: [{ a: null }] } }, { id: "x:z" }],
  },
  { kind: "format", form: { kind: "json", schema: { type: "object" }, within: "block" } },
  { kind: "format", form: { kind: "pattern", pattern: "^a", flags: "i" } },
  { kind: "format", form: { kind: "sections", sections: ["Why"], ordered: true } },
];
const ROW = { id: "q", prompt: "2 + 2?", responses: [{ id: "r1", text: "4" }] };
const having = (check: unknown) => failureOf({ ...ROW, checks: [check] });

describe("the checks of a native row", () => {
  it("are read back as they were written, beside the comparison and not inside it", async () => {
    const written = nativeRow(ROW, [], CHECKS);
    expect(await read(jsonl([written]))).toEqual([{ comparison: ROW, preferences: [], checks: CHECKS }]);
  });

  it("are not there where a row has none", async () => {
    expect(nativeRow(ROW, [], [])).toEqual(ROW);
    expect(await readOne({ ...ROW, checks: [] })).toEqual({ comparison: ROW, preferences: [] });
  });

  it("are refused by name where they do not fit", async () => {
    expect(await having({ kind: "taste" })).toContain('"checks[0].kind" to be');
    expect(await having({ kind: "answer" })).toContain('"checks[0].answer" to be');
    expect(await having({ kind: "answer", answer: "4", fnid: [] })).toContain(
      '"checks[0].fnid" not to be there',
    );
    expect(await having({ kind: "code", language: "cobol", tests: {} })).toContain(
      '"checks[0].language" to be',
    );
    expect(await having({ kind: "answer", answer: "4", tolerance: { absolute: -1 } })).toContain(
      "at least 0",
    );
  });

  it("may hold a schema of any depth", async () => {
    let schema: object = {};
    for (let depth = 0; depth < 2_000; depth++) schema = { items: schema };
    const check = { kind: "format", form: { kind: "json", schema } };
    expect((await readOne({ ...ROW, checks: [check] })).checks).toEqual([check]);
  });
});
