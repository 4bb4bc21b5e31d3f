import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/runs.js";
import { touchstone } from "./support.js";

let cwd: string;
beforeEach(async () => {
  cwd = await temporaryDirectory();
});
const cli = (...args: readonly string[]) => touchstone(args, { cwd });
const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const parsed = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const responses = (...texts: readonly string[]) => texts.map((text, i) => ({ id: `r${i + 1}`, text }));
const check = { kind: "answer", answer: "4" };
const wrong = "wrong-answer";
// Right, wrong and untellable; right and wrong of two; both right; none with a check; the right one twice, by two checks.
const rows = [
  { id: "three", prompt: "2 + 2?", responses: responses("A: 4", "A: 5", "A: four"), checks: [check] },
  {
    ...{
      id: "two",
      prompt: "2 + 2?",
      responses: responses("A: 5", "\\boxed{\\frac{8}{2}}"),
      checks: [check],
    },
    preferences: [
      { source: "human", kind: "duel", between: ["r1", "r2"], winner: "r1" },
      { source: "verified", kind: "duel", between: ["r1", "r2"], winner: "r1" },
    ],
  },
  { id: "both", prompt: "2 + 2?", responses: responses("A: 4", "A: 4.0"), checks: [check] },
  { id: "without", prompt: "Who?", responses: responses("Ada", "Bob") },
  {
    ...{ id: "strict", prompt: "An even prime?", responses: responses("A: 2", "A: 3") },
    checks: [
      { kind: "answer", answer: "2" },
      { kind: "answer", answer: ["2", "3"] },
    ],
  },
];

describe("verify", () => {
  beforeEach(() => writeFile(join(cwd, "data.jsonl"), jsonl(rows)));

  it("fills verified preferences: sets, or duels of two, and says nothing where nothing differs", async () => {
    const { code, stdout, stderr } = await cli("verify", "data.jsonl");
    expect(code).toBe(0);
    const said = Object.fromEntries(parsed(stdout).map(({ id, preferences }) => [id, preferences]));
    expect(said).toEqual({
      three: [{ source: "verified", kind: "sets", good: ["r1"], bad: ["r2"], errors: { r2: wrong } }],
      two: [
        { source: "human", kind: "duel", between: ["r1", "r2"], winner: "r1" },
        { source: "verified", kind: "duel", between: ["r2", "r1"], winner: "r2", errors: { r1: wrong } },
      ],
      strict: [
        { source: "verified", kind: "duel", between: ["r1", "r2"], winner: "r1", errors: { r2: wrong } },
      ],
    });
    expect(parsed(stdout).map(({ checks }) => checks)).toEqual(
      rows.map((row) => ("checks" in row ? row.checks : undefined)),
    );
    expect(stderr.split("\n").slice(0, 5)).toEqual([
      "5 rows, 4 of them with checks; 3 have a verified preference",
      "responses: 5 passed, 3 failed, 1 undecided",
      "failed by kind of error: 3 wrong-answer",
      "answer checks: 7 passed, 3 failed, 1 undecided",
      "pass@k",
    ]);
  });

  it("gives rewards, a line a response, and null where it cannot be told", async () => {
    await cli("verify", "data.jsonl", "-o", "out.jsonl", "--rewards", "rewards.jsonl");
    const rewards = parsed(await readFile(join(cwd, "rewards.jsonl"), "utf8"));
    expect(rewards.map(({ comparison, response, reward }) => [comparison, response, reward])).toEqual([
      ["three", "r1", 1],
      ["three", "r2", 0],
      ["three", "r3", null],
      ["two", "r1", 0],
      ["two", "r2", 1],
      ["both", "r1", 1],
      ["both", "r2", 1],
      ["strict", "r1", 1],
      ["strict", "r2", 0],
    ]);
    expect(rewards[1]).toEqual({
      ...{ comparison: "three", response: "r2", status: "failed", reward: 0 },
      error: wrong,
      checks: [{ kind: "answer", status: "failed", error: wrong, reason: "is not 4", found: "5" }],
    });
  });

  it("names the error of a response by the first check that it failed, whatever the response is called", async () => {
    const called = ["__proto__", "constructor", "toString", "r4"];
    const texts = ["a, b", '"A: 5"', "A: 4", '"no comma A: 4"'];
    const row = {
      ...{ id: "checks", prompt: "2 + 2?", responses: texts.map((text, i) => ({ id: called[i], text })) },
      checks: [
        { kind: "constraints", instructions: [{ id: "punctuation:no_comma" }, { id: "startend:quotation" }] },
        { kind: "answer", answer: "4", find: [{ pattern: "A: (\\d)" }] },
      ],
    };
    await writeFile(join(cwd, "checks.jsonl"), jsonl([row]));
    for (const as of ["preferences", "ratings"]) {
      const { stdout, stderr } = await cli("verify", "checks.jsonl", "--as", as);
      const [{ preferences }] = parsed(stdout);
      expect(Object.entries(preferences[0].errors)).toEqual([
        ["__proto__", "several-instructions"],
        ["constructor", "wrong-answer"],
        ["toString", "startend:quotation"],
      ]);
      expect(stderr).toContain(
        "failed by kind of error: 1 several-instructions, 1 startend:quotation, 1 wrong-answer\n",
      );
      // What is written is read again.
      await writeFile(join(cwd, "out.jsonl"), stdout);
      expect((await cli("verify", "out.jsonl", "--as", as)).stdout).toBe(stdout);
    }
  });

  it("gives rewards as ratings, of what was decided", async () => {
    const { stdout } = await cli("verify", "data.jsonl", "--as", "ratings");
    const [three, , both] = parsed(stdout);
    expect(three.preferences).toEqual([
      { source: "verified", kind: "ratings", scores: { r1: 1, r2: 0 }, errors: { r2: wrong } },
    ]);
    expect(both.preferences).toEqual([{ source: "verified", kind: "ratings", scores: { r1: 1, r2: 1 } }]);
  });

  it("prints its counts as one document, and may write the file it reads", async () => {
    const { stdout } = await cli("verify", "data.jsonl", "--json", "-o", "data.jsonl");
    expect(JSON.parse(stdout)).toEqual({
      ...{ format: 1, rows: 5, checked: 4, preferred: 3 },
      responses: { passed: 5, failed: 3, undecided: 1 },
      errors: { "wrong-answer": 3 },
      checks: { answer: { passed: 7, failed: 3, undecided: 1 } },
      passAtK: {
        all: {
          ...{ prompts: 4, mostDecided: 2 },
          curve: [
            { k: 1, estimate: expect.objectContaining({ metric: "pass-at-1", n: 4, value: 0.625 }) },
            { k: 2, estimate: expect.objectContaining({ metric: "pass-at-2", n: 4, value: 1 }) },
          ],
        },
        ...{ authors: [], unnamed: 9 },
      },
    });
    const again = await cli("verify", "data.jsonl", "--json");
    expect(again.stdout).toBe(stdout);
    expect(parsed(await readFile(join(cwd, "data.jsonl"), "utf8"))).toHaveLength(5);
  });

  it("says pass@k of whole prompts: decided responses only, rows of one prompt in one cluster", async () => {
    const { stderr } = await cli("verify", "data.jsonl", "-o", "out.jsonl", "-k", "3,1");
    const lines = stderr.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));
    // ½, ½, 1 and ½ of four rows; three of them ask "2 + 2?".
    expect(lines).toContainEqual(
      expect.stringMatching(/^all responses \| 1 \| 62\.5 % \[.*\] \| 4 \| 2 \| 0$/),
    );
    // Three responses has one row, of which one is undecided.
    expect(lines).toContain("3 | – (1) | 0 | 0 | 4");
    expect(lines).toContain("· (1) no prompt has 3 decided responses");
  });

  it("leaves pass@k out where it would be the share that passed, unless it is asked for", async () => {
    const single = rows.map((row) => ({ ...row, responses: row.responses.slice(0, 1), preferences: [] }));
    await writeFile(join(cwd, "single.jsonl"), jsonl(single));
    const { stderr, stdout } = await cli("verify", "single.jsonl", "--json");
    expect(stderr).not.toContain("pass@k");
    expect(JSON.parse(stdout).passAtK.all.curve).toMatchObject([{ k: 1, estimate: { value: 0.75, n: 4 } }]);
    expect((await cli("verify", "single.jsonl", "-k", "1")).stderr).toContain("pass@k");
    for (const k of ["0", "1,", "1.5", "two"]) {
      const { code, stderr: error } = await cli("verify", "single.jsonl", "-k", k);
      expect([code, error]).toEqual([2, expect.stringContaining("expected a whole number from 1 up")]);
    }
  });

  it("writes rows that can be judged and measured", async () => {
    await cli("verify", "data.jsonl", "-o", "out.jsonl");
    const { code, stdout } = await cli("validate", "out.jsonl", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 5, invalidRows: 0 });
    await cli("run", "--data", "out.jsonl", "--judge", "shortest", "-o", "report.json", "-o", "figures.csv");
    // The shorter one of "two" is wrong; of the others both are as long, and it says neither.
    const { estimates } = JSON.parse(await readFile(join(cwd, "report.json"), "utf8"));
    const picks = { metric: "wrong-pick-rate:wrong-answer", subset: null, value: 1 / 3, n: 3, excluded: 0 };
    expect(estimates).toContainEqual(expect.objectContaining({ ...picks, value: expect.closeTo(1 / 3) }));
    const lines = (await readFile(join(cwd, "figures.csv"), "utf8")).split("\n");
    expect(lines.filter((line) => line.startsWith("wrong-pick-rate:wrong-answer,shortest"))).toHaveLength(1);
  });

  it("names the row whose check cannot be used, and leaves no file behind", async () => {
    const bad = { ...rows[0], checks: [{ ...check, find: [{ pattern: "(" }] }] };
    await writeFile(join(cwd, "bad.jsonl"), jsonl([rows[1] ?? {}, bad]));
    const { code, stderr } = await cli("verify", "bad.jsonl", "-o", "out.jsonl");
    expect(code).toBe(2);
    expect(stderr).toContain(
      'comparison three, checks[0]: expected find.pattern to be a regular expression but found "("',
    );
    for (const name of ["out.jsonl", "out.jsonl.part"])
      await expect(access(join(cwd, name))).rejects.toThrow();
  });

  it("refuses a check of an unknown kind, a file that cannot be written, and no data", async () => {
    await writeFile(join(cwd, "bad.jsonl"), jsonl([{ ...rows[0], checks: [{ kind: "taste" }] }]));
    expect(await cli("verify", "bad.jsonl")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("checks[0].kind"),
    });
    expect(await cli("verify", "data.jsonl", "-o", "nowhere/out.jsonl")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nowhere/out.jsonl: cannot be written"),
    });
    expect((await cli("verify")).code).toBe(2);
  });

  it("computes a benchmark's own checks", async () => {
    const solution = (text: string, is_correct: boolean) => ({ solution: text, is_correct });
    const problem = {
      question: "What is 2 + 2?",
      ground_truth: "2 + 2 = 4\nA: 4",
      "6b_finetuning": solution("A: 5", false),
      "6b_verification": solution("A: 4", true),
      "175b_finetuning": solution("no end", false),
      "175b_verification": solution("A: $4.00", true),
    };
    await writeFile(join(cwd, "gsm8k.jsonl"), jsonl([problem]));
    const { code, stdout } = await cli("verify", "--benchmark", "gsm8k", "gsm8k.jsonl", "--json");
    expect(code).toBe(0);
    const { responses: counted, errors, passAtK } = JSON.parse(stdout);
    expect(counted).toEqual({ passed: 2, failed: 2, undecided: 0 });
    expect(errors).toEqual({ "wrong-answer": 1, "no-answer": 1 });
    // The solvers together, and each alone.
    expect(passAtK.all.curve.map(({ k }: { k: number }) => k)).toEqual([1, 2, 4]);
    expect(passAtK.authors.map(({ author }: { author: string }) => author)).toEqual([
      ...["175b_verification", "6b_verification", "175b_finetuning", "6b_finetuning"],
    ]);
  });
});
