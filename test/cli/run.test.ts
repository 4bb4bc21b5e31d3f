import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Behaviour,
  type ChatRequest,
  type Loopback,
  reply,
  startLoopback,
} from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import {
  ANSI,
  agreementOf,
  firstVerdict,
  reportOf,
  rightVerdict,
  runSmall,
  touchstone,
  verdict,
  writePairs,
} from "./support.js";

let cwd: string;
let server: Loopback;
let answer: (request: ChatRequest) => Behaviour;

beforeEach(async () => {
  cwd = await temporaryDirectory();
  answer = rightVerdict;
  server = await startLoopback((request) => answer(request));
});
afterEach(() => server.close());

const asked = (...more: string[]) => runSmall(server.baseURL, ...more);

describe("touchstone run", () => {
  it("asks both orders of every pair and reports a judge that is always right as right", async () => {
    await writePairs(cwd, 6);
    const { code, stdout, stderr } = await touchstone(asked("--json"), { cwd });
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(12);
    const report = reportOf(stdout);
    expect(report.format).toBe(1);
    expect(report.data.comparisons).toBe(6);
    expect(agreementOf(report, "pairwise:small")).toBe(1);
    expect(agreementOf(report, "longest")).toBe(0);
    expect(stderr).toContain("seed 20");
    expect(stderr).toContain(`prompts and responses are sent to: ${server.host} (small)`);
    expect(stderr).toContain("12/12 judged");
  });

  it("writes the table alone to stdout, without ANSI, and all about the work to stderr", async () => {
    await writePairs(cwd, 2);
    const { stdout, stderr } = await touchstone(asked(), { cwd });
    expect(stdout).toMatch(/^Leaderboard/);
    expect(stdout).not.toContain("run folder");
    expect(stdout + stderr).not.toMatch(ANSI);
  });

  it("colours where FORCE_COLOR asks for it and NO_COLOR does not forbid it", async () => {
    await writePairs(cwd, 2);
    const longest = ["run", "-d", "pairs.jsonl", "-j", "longest"];
    expect((await touchstone(longest, { cwd, env: { FORCE_COLOR: "1" } })).stdout).toMatch(ANSI);
    const both = await touchstone(longest, { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(both.stdout).not.toMatch(ANSI);
  });

  it("finds its config in this folder, and flags win over environment, environment over config", async () => {
    await writePairs(cwd, 3);
    const config = { data: "pairs.jsonl", judges: ["longest"], limit: 2, runsDirectory: "from-config" };
    await writeFile(join(cwd, "touchstone.config.json"), JSON.stringify(config));
    const folders = async () => (await readdir(cwd)).filter((name) => name.startsWith("from-")).sort();
    await touchstone(["run"], { cwd });
    expect(await folders()).toEqual(["from-config"]);
    const env = { TOUCHSTONE_RUNS_DIR: "from-environment" };
    const { stdout } = await touchstone(["run", "--limit", "1", "--json"], { cwd, env });
    expect(reportOf(stdout).data.comparisons).toBe(1);
    expect(await folders()).toEqual(["from-config", "from-environment"]);
    await touchstone(["run", "--runs-dir", "from-flag"], { cwd, env });
    expect(await folders()).toEqual(["from-config", "from-environment", "from-flag"]);
    await touchstone(["run", "--fresh"], { cwd, env: { TOUCHSTONE_RUNS_DIR: "" } });
    expect(await readdir(join(cwd, "from-config"))).toHaveLength(2);
  });

  it("asks where the judge's own address says, whatever OPENAI_BASE_URL says, unless --base-url says otherwise", async () => {
    await writePairs(cwd, 1);
    const nowhere = "http://127.0.0.1:9/v1";
    const config = {
      data: "pairs.jsonl",
      judges: [{ model: "small", baseURL: server.baseURL }],
      maxAttempts: 1,
    };
    await writeFile(join(cwd, "touchstone.config.json"), JSON.stringify(config));
    expect((await touchstone(["run"], { cwd, env: { OPENAI_BASE_URL: nowhere } })).code).toBe(0);
    expect(server.requests).toHaveLength(2);
    const elsewhere = await touchstone(["run", "--fresh", "--base-url", nowhere], { cwd });
    expect(elsewhere.code).toBe(3);
    expect(server.requests).toHaveLength(2);
  });
});

describe("--dry-run", () => {
  it("sends nothing, writes nothing and counts the calls that the run then makes", async () => {
    await writePairs(cwd, 5);
    const { code, stdout } = await touchstone(
      asked("-j", "pointwise:other", "-j", "longest", "--repeats", "2", "--dry-run", "--json"),
      { cwd },
    );
    expect(code).toBe(0);
    const { comparisons, judges } = JSON.parse(stdout);
    expect(comparisons).toBe(5);
    expect(judges).toMatchObject([
      {
        judge: "pairwise:small",
        trials: 20,
        stored: 0,
        reused: 0,
        calls: 20,
        outputTokensAtMost: 20 * 1024,
        usd: null,
      },
      { judge: "pointwise:other", trials: 20, calls: 20, usd: null },
      { judge: "longest", trials: 20, calls: 0, usd: [0, 0] },
    ]);
    expect(server.requests).toHaveLength(0);
    expect(await readdir(cwd)).toEqual(["pairs.jsonl"]);

    await touchstone(asked("--repeats", "2"), { cwd });
    expect(server.requests).toHaveLength(20);
    const again = await touchstone(asked("--repeats", "2", "--dry-run", "--json"), { cwd });
    expect(JSON.parse(again.stdout).judges[0]).toMatchObject({ trials: 20, stored: 20, calls: 0 });
  });

  it("gives a price range where the user's table has the model, and says unknown where not", async () => {
    await writePairs(cwd, 2);
    const price = { inputPerMillion: 1, outputPerMillion: 2, source: "made up" };
    await writeFile(join(cwd, "prices.json"), JSON.stringify({ version: "1", models: { small: price } }));
    const { stdout } = await touchstone(asked("--dry-run", "--prices", "prices.json", "--json"), { cwd });
    const [judge] = JSON.parse(stdout).judges;
    expect(judge.usd[0]).toBeCloseTo(judge.inputTokens / 1e6, 12);
    expect(judge.usd[1]).toBeCloseTo((judge.inputTokens + 2 * judge.outputTokensAtMost) / 1e6, 12);
    const unpriced = await touchstone(asked("--dry-run"), { cwd });
    expect(unpriced.stdout).toContain("cost unknown");
    expect(unpriced.stdout).toContain("Nothing was sent");
  });
});

describe("what is judged", () => {
  it("goes on in the same folder when the limit grows", async () => {
    await writePairs(cwd, 8);
    await touchstone(asked("--limit", "2"), { cwd });
    expect(server.requests).toHaveLength(4);
    const { stdout, stderr } = await touchstone(asked("--limit", "5", "--json"), { cwd });
    expect(server.requests).toHaveLength(10);
    expect(stderr).toContain("10 trials, 4 already judged");
    expect(reportOf(stdout).data.comparisons).toBe(5);
    expect(await readdir(join(cwd, "touchstone-runs"))).toHaveLength(1);
  });

  it("holds a smaller sample within every larger one, and takes all where the sample is larger than the data", async () => {
    await writePairs(cwd, 9);
    for (const size of ["3", "6", "50"]) await touchstone(asked("--sample", size), { cwd });
    expect(server.requests).toHaveLength(18);
    expect(await readdir(join(cwd, "touchstone-runs"))).toHaveLength(1);
  });

  it("judges the first N of the ids named, and names those that the data has not", async () => {
    await writePairs(cwd, 6);
    const { stdout } = await touchstone(asked("--ids", "q5,q1,q3", "--limit", "2", "--json"), { cwd });
    expect(reportOf(stdout).data.comparisons).toBe(2);
    const missing = await touchstone(asked("--ids", "q1,q77", "--limit", "1"), { cwd });
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("q77");
  });
});

describe("exit codes", () => {
  it("is 1 where a gate's metric reaches the value but its interval's lower bound does not", async () => {
    await writePairs(cwd, 12);
    answer = (request) =>
      request.body.messages[0]?.content.includes("Question 3?") ? verdict("C") : rightVerdict(request);
    const failed = await touchstone(asked("--fail-under", "agreement=0.9", "--json"), { cwd });
    expect(agreementOf(reportOf(failed.stdout), "pairwise:small")).toBeGreaterThan(0.9);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/gate agreement ≥ 0\.9 .* FAILED/);
    const passed = await touchstone(asked("--fail-under", "agreement=50%"), { cwd });
    expect(passed.code).toBe(0);
    expect(passed.stderr).toMatch(/gate agreement ≥ 0\.5 .* passed/);
    expect(server.requests).toHaveLength(24);
  });

  it("is 2 for a gate on a metric that there is not, and names those there are", async () => {
    await writePairs(cwd, 2);
    const { code, stderr } = await touchstone(
      ["run", "-d", "pairs.jsonl", "-j", "longest", "--fail-under", "agreemnt=0.5"],
      { cwd },
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/gate agreemnt: expected one of .*agreement/);
  });

  it("is 3 where more judgments than --max-errors allows have no verdict", async () => {
    await writePairs(cwd, 4);
    answer = ({ index }) => (index < 2 ? reply("I would rather not say.") : verdict("A"));
    const { code, stderr } = await touchstone(asked("--concurrency", "1"), { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("2 of 8 judgments have no verdict, more than --max-errors 0.1 allows");
    expect((await touchstone(asked("--max-errors", "25%"), { cwd })).code).toBe(0);
  });
});

describe("--max-cost", () => {
  const prices = (models: object) =>
    writeFile(join(cwd, "prices.yaml"), `version: mine\nmodels: ${JSON.stringify(models)}`);
  // The loopback server says 100 tokens in and 20 out: 140 / 1e6 dollars a call.
  const price = { inputPerMillion: 1, outputPerMillion: 2, source: "made up" };
  const limited = (...more: string[]) => asked("--prices", "prices.yaml", "--concurrency", "1", ...more);

  it("stops cleanly at the limit, and the same command goes on", async () => {
    await writePairs(cwd, 6);
    await prices({ small: price });
    const stopped = await touchstone(limited("--max-cost", "0.0005"), { cwd });
    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toContain("--max-cost");
    expect(stopped.stderr).toContain("touchstone run -d pairs.jsonl");
    const before = server.requests.length;
    // Four calls pass the limit; one more may be in flight by then.
    expect(before).toBeGreaterThanOrEqual(4);
    expect(before).toBeLessThanOrEqual(6);
    const finished = await touchstone(limited("--json"), { cwd });
    expect(finished.code).toBe(0);
    expect(server.requests).toHaveLength(12);
    expect(finished.stderr).toMatch(new RegExp(`12/12 judged .* \\$${((12 - before) * 0.00014).toFixed(4)}`));
  });

  it("is refused where a model has no price, before anything is sent or written", async () => {
    await writePairs(cwd, 2);
    await prices({ another: price });
    const { code, stderr } = await touchstone(limited("--max-cost", "1"), { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("small");
    expect(server.requests).toHaveLength(0);
    await expect(stat(join(cwd, "touchstone-runs"))).rejects.toThrow();
  });

  it("stops where a reply does not say what it cost", async () => {
    await writePairs(cwd, 6);
    await prices({ small: price });
    answer = () => reply("[[A]]", { usage: {} });
    const { code, stderr } = await touchstone(limited("--max-cost", "1"), { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("token counts");
    expect(server.requests.length).toBeLessThan(12);
  });

  it("shows the cost as unknown from the first line where there is no price, and as $0 where nobody is asked", async () => {
    await writePairs(cwd, 1);
    expect((await touchstone(asked(), { cwd })).stderr).toContain("cost unknown");
    expect((await touchstone(["run", "-d", "pairs.jsonl", "-j", "longest"], { cwd })).stderr).toMatch(
      /judged .* \$0 /,
    );
  });
});

describe("-o", () => {
  it("writes every file named, by its extension", async () => {
    await writePairs(cwd, 2);
    answer = firstVerdict;
    const { code, stdout, stderr } = await touchstone(asked("-o", "a.md", "-o", "b.csv", "-o", "c.json"), {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("wrote a.md");
    expect(await readFile(join(cwd, "a.md"), "utf8")).toContain("Leaderboard");
    expect(await readFile(join(cwd, "b.csv"), "utf8")).toMatch(/^metric,/);
    expect(reportOf(await readFile(join(cwd, "c.json"), "utf8")).format).toBe(1);
  });

  it.each([
    ["missing/a.md", "there is no folder missing"],
    ["a.docx", "an ending out of"],
    [".", "ending"],
  ])("refuses %s before anything is judged", async (path, message) => {
    await writePairs(cwd, 1);
    const { code, stderr } = await touchstone(asked("-o", path), { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(server.requests).toHaveLength(0);
  });
});
