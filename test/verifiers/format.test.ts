import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { FormatCheck } from "../../src/core/check.js";
import type { JsonObject } from "../../src/core/json.js";
import { verify } from "../../src/verifiers/find.js";

const form = (response: string, form: FormatCheck["form"]) => verify(response, { kind: "format", form });
const json = (response: string, schema: JsonObject, within: "response" | "block" = "response") =>
  form(response, { kind: "json", schema, within });
const statusesOf = (responses: readonly string[], schema: JsonObject) =>
  Promise.all(responses.map(async (response) => (await json(response, schema)).status));

describe("a JSON schema", () => {
  const person = {
    type: "object",
    properties: { name: { type: "string", minLength: 2 }, born: { type: "string", format: "date" } },
    required: ["name"],
    additionalProperties: false,
  };

  it("passes what fits it and says where another value does not", async () => {
    expect(await json(' {"name": "Ada", "born": "1815-12-10"}\n', person)).toEqual({
      status: "passed",
      reason: "fits the schema",
      found: '{"name": "Ada", "born": "1815-12-10"}',
    });
    expect((await json('{"name": "A"}', person)).reason).toBe("/name must NOT have fewer than 2 characters");
    expect((await json("{}", person)).reason).toBe("the whole must have required property 'name'");
    expect(
      await statusesOf(
        [
          '{"name": "Ada", "born": "10 December"}',
          '{"name": "Ada", "x": 1}',
          "[]",
          "",
          "{'name': 'Ada'}",
          "null",
        ],
        person,
      ),
    ).toEqual(Array(6).fill("failed"));
  });

  it("constrains whatever type it meets, where it names none", async () => {
    expect(await statusesOf(['{"a": 1}', "{}", "7"], { required: ["a"] })).toEqual([
      "passed",
      "failed",
      "passed",
    ]);
    expect(await statusesOf(['{"b": [1, 2]}', '{"b": [2, 1]}'], { const: { b: [1, 2] } })).toEqual([
      "passed",
      "failed",
    ]);
    // One emoji is one character, though two code units.
    expect(await statusesOf(['"👍"', '"👍👍"'], { maxLength: 1 })).toEqual(["passed", "failed"]);
  });

  it("gives one short line as the reason, whatever the response is called", async () => {
    const key = `a\n${"b".repeat(1_000_000)}`;
    const { status, reason } = await json(JSON.stringify({ [key]: 1 }), {
      additionalProperties: { type: "string" },
    });
    expect(status).toBe("failed");
    expect(reason).toMatch(/^\/a b{10,}…$/);
    expect(reason.length).toBeLessThan(250);
  });

  it("finds no property by inheritance, and none that is an object's prototype", async () => {
    expect(await statusesOf(["{}"], { required: ["toString"] })).toEqual(["failed"]);
    expect(await statusesOf(['{"__proto__": 1}'], { properties: {}, additionalProperties: false })).toEqual([
      "failed",
    ]);
  });

  it("decides nothing with a keyword, format, draft or reference that is not known", async () => {
    for (const schema of [
      { type: "string", minlength: 3 },
      { type: "string", format: "color-name" },
      { $schema: "http://json-schema.org/draft-04/schema#", type: "string" },
      { $schema: "https://example.org/mine", type: "string" },
      { $ref: "https://example.org/elsewhere.json" },
      { properties: { a: { $ref: "#/$defs/missing" } } },
    ] as JsonObject[])
      expect(await json('"abcdef"', schema), JSON.stringify(schema)).toMatchObject({ status: "undecided" });
  });

  it("may be of draft 7, 2019-09 or 2020-12", async () => {
    const pair = [{ type: "number" }, { type: "string" }];
    const draft7 = { $schema: "http://json-schema.org/draft-07/schema#", type: "array", items: pair };
    expect(await statusesOf(['[1, "a"]', '["a", 1]'], draft7)).toEqual(["passed", "failed"]);
    const draft2019 = { ...draft7, $schema: "https://json-schema.org/draft/2019-09/schema" };
    expect(await statusesOf(['[1, "a"]', '["a", 1]'], draft2019)).toEqual(["passed", "failed"]);
    const draft2020 = { type: "array", prefixItems: pair };
    expect(await statusesOf(['[1, "a"]', '["a", 1]'], draft2020)).toEqual(["passed", "failed"]);
  });

  it("that is none is an error", async () => {
    for (const schema of [{ type: "text" }, { required: "name" }, { minimum: "3" }] as JsonObject[])
      await expect(json("1", schema)).rejects.toThrow(
        /^the format check: schema: expected a JSON Schema but found/,
      );
  });

  it("may be held against the last fenced block alone", async () => {
    const schema = { type: "object", required: ["a"] };
    const status = async (response: string) => (await json(response, schema, "block")).status;
    expect(await status('First:\n```json\n{}\n```\nthen\n~~~\n{"a": 1}\n~~~\nDone.')).toBe("passed");
    expect(await status('```json\n{"a": 1}')).toBe("passed");
    expect(await status('````\n```\n{"a": 1}\n````')).toBe("failed");
    expect(await json('{"a": 1}', schema, "block")).toEqual({
      status: "failed",
      error: "no-block",
      reason: "no fenced block",
    });
    expect(await json('```\n{"a": 1}\n```', schema)).toMatchObject({ status: "failed" });
  });

  it("ends on JSON of any depth and length, and on a pattern within it that backtracks", async () => {
    const list = {
      $defs: { list: { type: "array", items: { $ref: "#/$defs/list" } } },
      $ref: "#/$defs/list",
    };
    expect(await statusesOf(["[[],[[]]]", "[[1]]"], list)).toEqual(["passed", "failed"]);
    const deep = await json(`${"[".repeat(200_000)}${"]".repeat(200_000)}`, list);
    expect(deep.status).toBe("undecided");
    expect(
      await statusesOf([JSON.stringify(Array(300_000).fill("x"))], { items: { type: "string" } }),
    ).toEqual(["passed"]);
    // Objects by the hundred thousand, and a text that is too long to look at.
    const many = (millions: number) => `[${"{},".repeat(millions * 1_000_000)}1]`;
    expect(await statusesOf([many(0.4), many(1.4)], { type: "array" })).toEqual(["passed", "undecided"]);
    expect(await json(JSON.stringify(`${"a".repeat(50)}!`), { pattern: "^(a+)+$" })).toMatchObject({
      status: "undecided",
      reason: "took too long, or too much memory",
    });
    expect(await statusesOf(['"aaa"'], { pattern: "^(a+)+$" })).toEqual(["passed"]);
  });
});

describe("a pattern", () => {
  const pattern = (response: string, of: string, flags?: string) =>
    form(response, { kind: "pattern", pattern: of, ...(flags === undefined ? {} : { flags }) });

  it("matches somewhere, or nowhere", async () => {
    expect(await pattern("the answer is 42.", "\\d+")).toEqual({ status: "passed", reason: "a match" });
    expect(await pattern("the answer is 42.", "^\\d+$")).toEqual({
      status: "failed",
      error: "no-match",
      reason: "no match",
    });
    expect((await pattern("", "^$")).status).toBe("passed");
    expect((await pattern("ÉTÉ 👍", "^été .$", "iu")).status).toBe("passed");
    expect((await pattern("a\nb", "(?<=a\n)b", "g")).status).toBe("passed");
  });

  it("that is none is an error", async () => {
    await expect(pattern("x", "(")).rejects.toThrow(
      /^the format check: pattern: expected a regular expression/,
    );
    await expect(pattern("x", "x", "qq")).rejects.toThrow("/x/qq");
  });

  it("that backtracks without end decides nothing, and the checks after it are decided all the same", async () => {
    const answers = await Promise.all([
      pattern(`${"a".repeat(60)}!`, "^(a+)+$"),
      pattern("aaa", "^(a+)+$"),
      pattern("b", "^(a+)+$"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["undecided", "passed", "failed"]);
    expect(answers[0]?.reason).toBe("the pattern took too long");
  });

  it("looks at a response of 1 MB", async () => {
    expect((await pattern(`${"x".repeat(1_000_000)}y`, "xy$")).status).toBe("passed");
  });
});

describe("sections", () => {
  const sections = async (response: string, ...headings: string[]) =>
    (await form(response, { kind: "sections", sections: headings })).parts?.map(({ status }) => status);

  it("are there in any way that Markdown writes a heading, in either case", async () => {
    const response = "## Summary ##\n**Method:**\nRESULTS\n=======\n  __Outlook__ \n<answer>\n# C#\n";
    expect(
      await sections(response, "Summary", "method", "Results", "Outlook", "<answer>", "C#", "# C#"),
    ).toEqual(Array(7).fill("passed"));
    expect(await sections("1. Summary\nA Summary\nSummary of it\n#Summary", "Summary")).toEqual(["failed"]);
    // A section that is written as a heading of one level is that and no other.
    expect(await sections("### Summary", "## Summary")).toEqual(["failed"]);
  });

  it("are not those of code, nor of an empty response", async () => {
    expect(await sections("```python\n# Summary\n```", "Summary")).toEqual(["failed"]);
    expect(await sections("`Summary`\n```x```\nMethod", "Method")).toEqual(["passed"]);
    expect(await sections("", "Summary")).toEqual(["failed"]);
  });

  it("stand in order where that is asked", async () => {
    const ordered = (response: string, ...headings: string[]) =>
      form(response, { kind: "sections", sections: headings, ordered: true });
    expect((await ordered("# A\n# B\n# A", "A", "B")).status).toBe("passed");
    expect((await ordered("# A\n# B\n# A", "B", "A")).status).toBe("passed");
    expect(await ordered("# B\n# A", "A", "B", "C")).toEqual({
      status: "failed",
      error: "missing-section",
      reason: "1 of 3 sections in order",
      parts: [
        { name: "A", status: "passed", reason: "there" },
        { name: "B", status: "failed", reason: "only before a section that it should follow" },
        { name: "C", status: "failed", reason: "not there" },
      ],
    });
    // Asked for twice, it must stand twice.
    expect((await ordered("# A", "A", "A")).status).toBe("failed");
  });

  it("are found in linear time", async () => {
    const start = performance.now();
    for (const piece of ["# ", "#", "\n", "*", " ", "`", "A\n"])
      await sections(piece.repeat(1_000_000 / piece.length), "A", "B");
    expect(performance.now() - start).toBeLessThan(60_000);
  });
});

it("the worker keeps no process alive, and works from what is built", async () => {
  const door = new URL("../../dist/verifiers/format.js", import.meta.url);
  const program = `import { formatVerifier } from ${JSON.stringify(door.href)};
    const form = { kind: "json", schema: { type: "number" } };
    console.log((await formatVerifier.verify("1", { kind: "format", form })).status);`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    timeout: 25_000,
  });
  expect((await run).stdout).toBe("passed\n");
});
