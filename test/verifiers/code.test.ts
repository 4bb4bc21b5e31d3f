import { describe, expect, it } from "vitest";
import type { CodeCheck, CodeLanguage, CodeTests } from "../../src/core/check.js";
import { findTools } from "../../src/verifiers/code/python/bubblewrap.js";
import { pythonSandbox } from "../../src/verifiers/code/python/sandbox.js";
import { codeVerifier } from "../../src/verifiers/code.js";

const noPython = await pythonSandbox.unavailable();

// Each program adds two numbers in its language's own way; the tests are the same for all.
const calls: CodeTests = {
  kind: "calls",
  entry: "add",
  cases: [
    { arguments: [1, 2], returns: 3 },
    { arguments: [0.1, 0.2], returns: 0.3 },
  ],
  tolerance: { absolute: 1e-9 },
};
const stdio: CodeTests = {
  kind: "stdio",
  cases: [
    { stdin: "1 2\n", stdout: "3\n" },
    { stdin: "20 22", stdout: "42" },
  ],
};

function verify(language: CodeLanguage, program: string, tests: CodeTests, limits?: CodeCheck["limits"]) {
  const check: CodeCheck = { kind: "code", language, tests, ...(limits ? { limits } : {}) };
  return codeVerifier.verify(`Here it is:\n\`\`\`${language}\n${program}\n\`\`\`\n`, check);
}

async function reasonOf(...given: Parameters<typeof verify>): Promise<string> {
  const { status, reason } = await verify(...given);
  return `${status}, ${reason}`;
}

describe("a JavaScript program", () => {
  it.each([
    ["a declared function", "function add(a, b) { return a + b }"],
    ["a constant", "const add = (a, b) => a + b"],
    ["exports of CommonJS", "module.exports = { add: (a, b) => a + b }"],
    ["an export", "export const add = (a, b) => a + b"],
    [
      "an asynchronous function",
      "const add = async (a, b) => { await new Promise((r) => setTimeout(r, 5e6)); return a + b }",
    ],
  ])("passes calls of %s", async (_, program) => {
    expect(await reasonOf("javascript", program, calls)).toBe("passed, passed: 2 tests");
  });

  it("passes calls of a method, on a fresh object for each", async () => {
    const program = "class Adder { n = 0; add(a, b) { this.n += 1; return (a + b) * this.n } }";
    expect(await reasonOf("javascript", program, { ...calls, entry: "Adder.add" })).toBe(
      "passed, passed: 2 tests",
    );
  });

  it.each([
    ["fs", "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number); console.log(a + b)"],
    [
      "/dev/stdin",
      "const s = require('node:fs').readFileSync('/dev/stdin').toString(); process.stdout.write(String(eval(s.trim().replace(' ', '+'))))",
    ],
    [
      "stdin's events",
      "let s = ''; process.stdin.on('data', (c) => { s += c }).on('end', () => { const [a, b] = s.split(' ').map(Number); console.log(a + b) })",
    ],
    [
      "readline's lines",
      "const l = []; require('readline').createInterface({ input: process.stdin }).on('line', (x) => l.push(x)).on('close', () => { const [a, b] = l[0].split(' ').map(Number); console.log(a + b) })",
    ],
    [
      "readline's question",
      "const r = require('readline').createInterface({ input: process.stdin }); r.question('', (x) => { const [a, b] = x.split(' ').map(Number); console.log(a + b); r.close() })",
    ],
    [
      "await outside of functions",
      "import readline from 'readline';\nfor await (const x of readline.createInterface({ input: process.stdin })) { const [a, b] = x.split(' ').map(Number); console.log(a + b) }",
    ],
  ])("reads its input by %s", async (_, program) => {
    expect(await reasonOf("javascript", program, stdio)).toBe("passed, passed: 2 tests");
  });

  it("fails with the case, what was expected and what was found", async () => {
    const verification = await verify(
      "javascript",
      "function add(a, b) { return a > 0.5 ? 3 : '\\u001b[2J' }",
      calls,
    );
    expect(verification).toMatchObject({
      status: "failed",
      reason: 'failed: expected 0.3 but found "\\u001b[2J" (test 2 of 2)',
      parts: [
        { name: "test 1", status: "passed" },
        { name: "test 2", status: "failed" },
      ],
    });
    expect(await reasonOf("javascript", "console.log(3)", stdio)).toBe(
      'failed, failed: expected "42" but found "3" (test 2 of 2)',
    );
  });

  it("is run after by unit tests, which may have names of the same", async () => {
    const program = "const assert = require('assert'); const add = (a, b) => a + b";
    const programs = [
      "const assert = require('assert'); assert.deepStrictEqual([add(1, 2)], [3])",
      "(async () => { await null; assert.strictEqual(add(1, 1), 3) })()",
    ];
    expect(await reasonOf("javascript", program, { kind: "unit", programs })).toBe(
      "failed, failed: AssertionError: 2 and 3 are not equal (test 2 of 2)",
    );
  });

  it.each([
    ["crashed", "add.x.y"],
    ["crashed", "process.exit(3)"],
    ["compile error", "function add( {"],
    ["missing module", "require('crypto')"],
    ["crashed", "require('left-pad')"],
  ])("ends as %s: %s", async (outcome, program) => {
    const { status, reason } = await verify("javascript", program, stdio);
    expect(reason).toMatch(new RegExp(`^${outcome}: `));
    expect(status).toBe(outcome === "missing module" ? "undecided" : "failed");
  });

  it("has not the function that is called: a compile error, as a linker would say", async () => {
    expect(await reasonOf("javascript", "const ad = 1", calls)).toMatch(
      /^failed, compile error: .*there is no function add/,
    );
  });

  it("may recurse as deep as in Node", async () => {
    const program =
      "const depth = (n) => n === 0 ? 0 : 1 + depth(n - 1); const add = (a, b) => depth(8000) - 8000 + a + b";
    expect(await reasonOf("javascript", program, calls)).toBe("passed, passed: 2 tests");
  });

  it("cannot change what the next test finds", async () => {
    const program = "globalThis.n = (globalThis.n ?? 0) + 1; console.log(globalThis.n)";
    const cases = [
      { stdin: "", stdout: "1" },
      { stdin: "", stdout: "1" },
    ];
    expect(await reasonOf("javascript", program, { kind: "stdio", cases })).toBe("passed, passed: 2 tests");
  });
});

describe("a TypeScript program", () => {
  it("is run without its types, and its unit tests too", async () => {
    const program =
      "enum Sign { Plus = 1 }\ninterface Pair<T> { a: T; b: T }\nexport function add<T extends number>(a: T, b: T): number { const p: Pair<T> = { a, b }; return (p.a + p.b) * Sign.Plus }";
    expect(await reasonOf("typescript", program, calls)).toBe("passed, passed: 2 tests");
    const unit = {
      kind: "unit",
      programs: ["const n: number = exports.add(1, 2); assert.equal(n, 3)"],
    } as const;
    expect(await reasonOf("typescript", program, unit)).toBe("passed, passed: 1 test");
  });

  it("that cannot be parsed is a compile error", async () => {
    expect(await reasonOf("typescript", "function add(a: number {", calls)).toMatch(
      /^failed, compile error: /,
    );
  });
});

describe.skipIf(noPython !== null)(
  `a Python program${noPython === null ? "" : ` (skipped: ${noPython})`}`,
  () => {
    it.each([
      ["input()", "a, b = map(int, input().split())\nprint(a + b)"],
      [
        "sys.stdin",
        "import sys\nif __name__ == '__main__':\n    print(sum(map(int, sys.stdin.read().split())))\n    sys.exit()",
      ],
      ["/dev/stdin", "print(sum(map(int, open('/dev/stdin').read().split())))"],
      [
        "open(0), in a thread",
        "import threading\ndef main():\n    print(sum(map(int, open(0).read().split())))\nt = threading.Thread(target=main)\nt.start()",
      ],
    ])("reads its input by %s", async (_, program) => {
      expect(await reasonOf("python", program, stdio)).toBe("passed, passed: 2 tests");
    });

    it("passes calls of a function and of a method, whose own prints do not matter", async () => {
      expect(await reasonOf("python", "def add(a, b):\n    print('adding')\n    return a + b", calls)).toBe(
        "passed, passed: 2 tests",
      );
      const program =
        "from dataclasses import dataclass\nclass Solution:\n    def add(self, a, b):\n        return a + b";
      expect(await reasonOf("python", program, { ...calls, entry: "Solution.add" })).toBe(
        "passed, passed: 2 tests",
      );
    });

    it("returns numbers that JSON has not, each by its name", async () => {
      const program = "def add(a, b):\n    return (float(a) if b is None else a ** b, None, True)";
      const cases = [
        { arguments: [2, 64], returns: [{ $number: "18446744073709551616" }, null, true] },
        { arguments: ["nan", null], returns: [{ $number: "NaN" }, null, true] },
        { arguments: [2, 10], returns: [1024, null, 1] },
      ];
      expect(await reasonOf("python", program, { kind: "calls", entry: "add", cases })).toBe(
        "failed, failed: expected [1024,null,1] but found [1024,null,true] (test 3 of 3)",
      );
    });

    it("is run after by unit tests", async () => {
      const programs = ["def check(f):\n    assert f(1, 2) == 3\ncheck(add)", "assert add(1, 1) == 3, 'no'"];
      expect(await reasonOf("python", "def add(a, b):\n    return a + b", { kind: "unit", programs })).toBe(
        "failed, failed: AssertionError: no (test 2 of 2)",
      );
    });

    it.each([
      ["crashed", "1 / 0"],
      ["crashed", "raise SystemExit(3)"],
      ["compile error", "def add(:"],
      ["crashed", "import no_such_module"],
      ["failed", "def add(a, b): return {1}"],
      ["compile error", "def sub(a, b): return 0"],
    ])("ends as %s: %s", async (outcome, program) => {
      const { status, reason } = await verify("python", program, calls);
      expect(`${status}, ${reason}`).toMatch(new RegExp(`^failed, ${outcome}: `));
    });
  },
);

describe("a code check", () => {
  it("of a response without a program has failed: no code", async () => {
    const check: CodeCheck = { kind: "code", language: "javascript", tests: stdio };
    expect(await codeVerifier.verify("  \n", check)).toEqual({
      status: "failed",
      error: "no-code",
      reason: "no code: the response has no javascript program",
    });
  });

  it("whose test cannot be parsed is the check's own fault", async () => {
    const unit: CodeTests = { kind: "unit", programs: ["assert.ok(true)", "assert.ok("] };
    await expect(verify("javascript", "1", unit)).rejects.toThrow(
      /^code check, test 2: expected a program that can be parsed/,
    );
  });

  it("names an entry that is no name, and a number that has lost its digits", async () => {
    await expect(verify("javascript", "1", { ...calls, entry: "add()" })).rejects.toThrow(
      /^code check, entry: /,
    );
    const cases = [{ arguments: [], returns: [2 ** 53] }];
    const deep = JSON.parse(`${"[".repeat(1000)}${"]".repeat(1000)}`);
    const nested = verify("javascript", "1", { ...calls, cases: [{ arguments: [], returns: deep }] });
    await expect(nested).rejects.toThrow(/^code check, test 1: expected values at most 200 deep/);
    await expect(verify("javascript", "1", { ...calls, cases })).rejects.toThrow(
      /^code check, test 1: expected whole numbers/,
    );
  });

  it("of Python is undecided where there is no sandbox: what is missing is named, and nothing is run without one", () => {
    expect(findTools(() => false)).toMatch(/bubblewrap/);
    expect(findTools((path) => path.endsWith("bwrap"))).toMatch(/python3|Linux/);
  });
});
