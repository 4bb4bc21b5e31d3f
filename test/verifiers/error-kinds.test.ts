import { describe, expect, it } from "vitest";
import type { Check, CodeTests, ConstraintsCheck, FormatCheck } from "../../src/core/check.js";
import { ERROR_KIND } from "../../src/core/error-kind.js";
import { instructionIds } from "../../src/verifiers/constraints.js";
import { verifiers, verify } from "../../src/verifiers/find.js";

const answer: Check = { kind: "answer", answer: "4" };
const code = (tests: CodeTests, more: object = {}): Check => ({
  ...{ kind: "code", language: "javascript", tests },
  ...more,
});
const two = code({ kind: "calls", entry: "two", cases: [{ arguments: [], returns: 2 }] });
const printed: CodeTests = { kind: "stdio", cases: [{ stdin: "", stdout: "2" }] };
const following = (...ids: string[]): ConstraintsCheck => ({
  kind: "constraints",
  instructions: ids.map((id) => ({ id })),
});
const form = (form: FormatCheck["form"]): Check => ({ kind: "format", form });
const block = form({ kind: "json", schema: { type: "number" }, within: "block" });
const ordered = form({ kind: "sections", sections: ["A", "B"], ordered: true });

const failing: readonly (readonly [kind: string, response: string, check: Check])[] = [
  ["wrong-answer", "A: 5", answer],
  ["no-answer", "it goes on", { ...answer, find: ["hashes"] }],
  ["no-answer", "<think>it is \\boxed{4}", answer],
  ["no-code", "```python\nprint(2)\n```", two],
  ["compile-error", "function two( {", two],
  ["compile-error", "const three = () => 3", two],
  ["wrong-result", "const two = () => 3", two],
  ["wrong-result", "const two = 3", code({ kind: "unit", programs: ["if (two !== 2) throw 1"] })],
  ["crashed", "const two = () => { throw 'wrong-result' }", two],
  ["time-limit", "for (;;);", code(printed, { limits: { seconds: 0.5 } })],
  [
    "memory-limit",
    "const all = []; for (;;) all.push(new Uint8Array(2 ** 24))",
    code(printed, { limits: { megabytes: 64, seconds: 30 } }),
  ],
  ["output-limit", "for (;;) console.log('x'.repeat(2 ** 16))", code(printed)],
  ["punctuation:no_comma", '"a, b"', following("punctuation:no_comma", "startend:quotation")],
  ["startend:quotation", "a b", following("punctuation:no_comma", "startend:quotation")],
  ["several-instructions", "a, b", following("punctuation:no_comma", "startend:quotation")],
  ["blank-response", " \n", following("punctuation:no_comma")],
  ["no-block", "7", block],
  ["not-json", "```\n{'a': 7}\n```", block],
  ["off-schema", '```\n"not-json"\n```', block],
  ["no-match", "b", form({ kind: "pattern", pattern: "^a" })],
  ["missing-section", "# B", ordered],
  ["section-order", "# B\n# A", ordered],
];

describe("the kind of error of a response that failed", () => {
  it.each(failing)("is %s: %j", async (error, response, check) => {
    expect(await verify(response, check)).toMatchObject({ status: "failed", error });
  });

  it("is one of a closed list of its verifier, and every one of each list can come about", () => {
    const found = new Set(failing.map(([kind]) => kind));
    for (const { kind, errors } of verifiers) {
      // The list of constraints holds every instruction.
      const own =
        kind === "constraints" ? errors.filter((error) => !instructionIds().includes(error)) : errors;
      expect(own.filter((error) => !found.has(error))).toEqual([]);
      for (const [error, , check] of failing) if (check.kind === kind) expect(errors).toContain(error);
    }
  });

  it("is no other verifier's, and can stand in a figure's name", () => {
    const all = verifiers.flatMap(({ errors }) => errors);
    expect(new Set(all).size).toBe(all.length);
    for (const error of all) expect(error).toMatch(ERROR_KIND);
    // What figures call the rarer kinds together, and responses of which no kind is named.
    expect(all.filter((error) => ["other", "unnamed"].includes(error))).toEqual([]);
  });

  it("is not said of what passed or cannot be told", async () => {
    for (const [response, check] of [
      ["A: 4", answer],
      ["A: four", answer],
      ["const two = () => 2", two],
      ["require('crypto')", two],
      ["a b", following("punctuation:no_comma")],
      ["7", form({ kind: "json", schema: { unknown: true } })],
    ] as const)
      expect(await verify(response, check)).not.toHaveProperty("error");
  });

  it("holds nothing of the response, whatever it says", async () => {
    for (const response of [
      "__proto__",
      "A: constructor",
      "\u001b[31mno-answer",
      "```js\nthrow '__proto__'\n```",
    ])
      for (const check of [answer, two, block, ordered, following("startend:quotation")]) {
        const found = await verify(response, check);
        if (found.status !== "failed") continue;
        expect(verifiers.find(({ kind }) => kind === check.kind)?.errors).toContain(found.error);
      }
  });
});
