import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verdictText } from "../../src/cli/verdict-text.js";
import { judgeKinds } from "../../src/setup/judge-kinds.js";
import { type Loopback, reply, startLoopback } from "../support/loopback.js";
import { startRewardServer } from "../support/reward-server.js";
import { temporaryDirectory } from "../support/runs.js";
import { ANSI, rightVerdict, runSmall, touchstone, writePairs } from "./support.js";

let cwd: string;
let server: Loopback;

beforeEach(async () => {
  cwd = await temporaryDirectory();
  server = await startLoopback(rightVerdict);
  await writePairs(cwd, 2);
});
afterEach(() => server.close());

const cli = (...args: string[]) => touchstone(args, { cwd });
const dryRun = async (...more: string[]) =>
  JSON.parse((await cli(...runSmall(server.baseURL, "--dry-run", "--json", ...more))).stdout);

describe("--option", () => {
  it("reaches every judge whose protocol has it, as JSON or as a word", async () => {
    const judges = ["-j", "pointwise:small"];
    const found = await dryRun(...judges, "-O", "samples=3", "-O", "critique=none", "--no-ties");
    expect(found.judges).toMatchObject([
      { judge: "pairwise:small", samples: 3, trials: 12 },
      { judge: "pointwise:small", samples: 3, trials: 12 },
    ]);
  });

  it("has short forms: --orders and --samples multiply, and the dry run says so", async () => {
    const { code, stdout } = await cli(
      ...runSmall(server.baseURL, "--dry-run", "--samples", "4", "--repeats", "2", "--orders", "both"),
    );
    expect(code).toBe(0);
    expect(stdout).toContain("4 presentations × 4 samples × 2 repeats = 32 trials, 0 of them already judged");
    expect(stdout).toContain("32 calls, 0 replies found");
    expect((await dryRun("--orders", "random", "--samples", "4")).judges).toMatchObject([{ trials: 8 }]);
  });

  it.each([
    [
      ["-O", "citique=none"],
      "--option citique: no judge has the option citique: pairwise:small has orders, ties, ",
    ],
    [["-j", "longest", "-O", "x=1"], "longest has none"],
    [["-O", "orders=sideways"], 'protocol pairwise, option "orders": expected "both" or "as-given"'],
    [
      ["-O", "samples=2", "--samples", "3"],
      "--samples: the option samples is given already (--option samples)",
    ],
    [["-O", "critique"], "expected NAME=VALUE"],
    [["-O", "scale=[1,"], "expected a plain word, or JSON"],
    [["-O", "__proto__=1"], "no judge has the option __proto__"],
  ] as const)("%j is refused", async (args, message) => {
    const { code, stderr, stdout } = await cli(...runSmall(server.baseURL, ...args));
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(server.requests).toHaveLength(0);
  });
});

describe("protocols", () => {
  it("lists protocols with their options, reward endpoints and baselines, one of them, and own ones", async () => {
    const listed = JSON.parse((await cli("protocols", "--json")).stdout);
    const names = (list: { name: string }[]) => list.map(({ name }) => name);
    expect(names(listed.protocols)).toEqual(expect.arrayContaining(["pairwise", "genrm-cot", "rubric"]));
    expect(names(listed.rewards)).toContain("vllm-classify");
    expect(names(listed.baselines)).toContain("longest");
    await writeFile(
      join(cwd, "touchstone.config.mjs"),
      `export default { data: "pairs.jsonl", judges: [], protocols: [
        { name: "mine", summary: "My own.", prompt: "pairwise", options: { tone: "how it speaks" }, configure() {} },
      ] };`,
    );
    const { stdout } = await cli("protocols", "mine");
    expect(stdout).toContain("mine: My own.");
    expect(stdout).toContain("tone: how it speaks");
    expect(stdout).not.toContain("pairwise");
    const unknown = await cli("protocols", "nonsense");
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain("mine, genrm");
  });
});

describe("reparse", () => {
  it("says that nothing changed, and what it has written", async () => {
    await cli(...runSmall(server.baseURL, "--name", "two"));
    const asked = server.requests.length;
    const { code, stdout } = await cli("reparse", "two");
    expect(code).toBe(0);
    expect(stdout).toContain("4 judgments: 4 unchanged, 0 changed");
    const written = await cli("reparse", "two", "--write", "--json");
    expect(JSON.parse(written.stdout)).toMatchObject({ written: 0, judges: [{ unchanged: 4 }] });
    expect(written.stderr).toContain("0 new readings were added");
    expect(server.requests).toHaveLength(asked);
    expect((await cli("reparse", "none")).code).toBe(2);
  });

  it("shows a change of an own reader, raw text cleaned", async () => {
    await server.close();
    server = await startLoopback(() => reply("\u001b[31m{A}\u202e"));
    const config = (find: string) =>
      writeFile(
        join(cwd, "touchstone.config.mjs"),
        `export default { data: "pairs.jsonl", judges: [{ protocol: "mine", model: "m", baseURL: "${server.baseURL}" }],
          runsDirectory: "runs", protocols: [{
          name: "mine", summary: "", prompt: "pairwise", options: {},
          configure: ({ prompt }) => ({
            options: {},
            layouts: ({ responses }) => [responses.map(({ id }) => id)],
            next: (view, replies) => (replies.length ? [] : [{ messages: [{ role: "user", content: view.prompt }] }]),
            read: (view, [reply]) => ({ critique: null, reading: reply.text.includes("${find}")
              ? { status: "decided", verdict: { kind: "duel", between: view.responses.map(({ id }) => id), winner: "r1" } }
              : { status: "unparsed", reason: "no verdict" } }),
          }),
        }] };`,
      );
    await config("[[A]]");
    await cli("run", "--name", "own");
    await config("{A}");
    const { stdout } = await cli("reparse", "own");
    expect(stdout).toMatch(/unparsed\s+.*response 1 is better\s+.*2/);
    expect(stdout).toContain("q0 (r1, then r2): unparsed, no verdict → r1 is better: “");
    expect(stdout).not.toMatch(ANSI);
    expect(stdout).not.toContain("\u202e");
  });
});

describe("a reward model on the command line", () => {
  it("is named by kind and model, and asked at --base-url", async () => {
    const scores = await startRewardServer(({ text }) => ({
      ...{ kind: "answer" },
      body: { data: [{ index: 0, probs: [text.includes("good") ? 2 : -1], num_classes: 1 }] },
    }));
    const args = ["-j", "vllm-classify:rm", "--base-url", scores.baseURL];
    const judged = await cli("judge", ...args, "-q", "?", "-r", "a good one", "-r", "another");
    expect(judged.code).toBe(0);
    expect(judged.stdout).toContain("r1 alone: r1 scores 2");
    expect(judged.stdout).toContain("r2 alone: r2 scores -1");
    expect(scores.requests).toHaveLength(2);
    await scores.close();
  });
});

describe("a verdict in words", () => {
  it.each([
    [{ kind: "duel", between: ["a", "b"], winner: "a", strength: 2 }, "a is much better"],
    [
      { kind: "duel", between: ["a", "b"], winner: "b", pWin: 0.25 },
      "b is better (probability that a is: 0.25)",
    ],
    [{ kind: "ranking", tiers: [["a"], ["b", "c"]] }, "a > b = c"],
    [
      { kind: "scores", byId: { a: 7, b: 4 }, expected: { a: 6.81234, b: 4 }, bounds: { a: [6.5, 7] } },
      "a scores 7 (expected 6.8123, between 6.5 and 7); b scores 4",
    ],
    [
      { kind: "scores", byId: { a: 3.5 }, parts: { accuracy: { a: 4 }, "style, tone": { a: 3 } } },
      "a scores 3.5 (accuracy 4, style, tone 3)",
    ],
    [{ kind: "scores", byId: { constructor: 1 }, expected: {}, bounds: {} }, "constructor scores 1"],
  ] as const)("%j is %s", (verdict, text) => {
    expect(verdictText(verdict)).toBe(text);
  });

  it("calls the score of genrm what it is", async () => {
    for (const protocol of judgeKinds().protocols) {
      expect(protocol.scoreName).toBe(protocol.name.startsWith("genrm") ? "p(Yes)" : undefined);
    }
    const verdict = { kind: "scores", byId: { a: 0.8333 }, bounds: { a: [0.8, 0.9] } } as const;
    expect(verdictText(verdict, "p(Yes)")).toBe("p(Yes) of a is 0.833 (between 0.8 and 0.9)");
  });
});
