import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkConfig, loadConfig } from "../../src/config/load.js";
import { type Loopback, reply, startLoopback } from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { ANSI, reportOf, rightVerdict, touchstone, writePairs } from "./support.js";

let cwd: string;
let server: Loopback;

beforeEach(async () => {
  cwd = await temporaryDirectory();
  server = await startLoopback(rightVerdict);
});
afterEach(() => server.close());

const cli = (args: readonly string[], more: { env?: Record<string, string>; stdin?: string } = {}) =>
  touchstone(args, { cwd, ...more });

describe("judge", () => {
  it("judges one prompt in both orders, shows the critiques, and stores nothing", async () => {
    await writeFile(join(cwd, "a.txt"), "A good answer.");
    const args = [
      "judge",
      "-j",
      "small",
      "--base-url",
      server.baseURL,
      "-q",
      "-",
      "-r",
      "A bad answer.",
      "-r",
      "@a.txt",
    ];
    const { code, stdout, stderr } = await cli(args, { stdin: "What is it?" });
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0]?.body.messages[0]?.content).toContain("What is it?");
    expect(stdout).toContain("shown as r1, then r2: r2 is better");
    expect(stdout).toContain("shown as r2, then r1: r2 is better");
    expect(stdout).toContain("One of them answers the question.");
    expect(stdout).toContain("Together: r2 is better");
    expect(stderr).toBe(`prompt and responses are sent to: ${server.host}\n`);
    await expect(readFile(join(cwd, "touchstone-runs"))).rejects.toThrow();
  });

  it("gives one JSON document in the order of the plan, whichever answer came first", async () => {
    await server.close();
    server = await startLoopback((request) => reply("[[A]]", { latencyMs: request.index === 0 ? 80 : 0 }));
    const args = [
      "judge",
      "-j",
      "small",
      "-j",
      "longest",
      "--base-url",
      server.baseURL,
      "-q",
      "?",
      "-r",
      "one",
      "-r",
      "three",
      "--json",
    ];
    const judged = JSON.parse((await cli(args)).stdout);
    expect(judged.format).toBe(1);
    expect(
      judged.judgments.map(({ trial }: { trial: { presented: string[] } }) => trial.presented.join()),
    ).toEqual(["r1,r2", "r2,r1", "r1,r2", "r2,r1"]);
    expect(
      judged.decisions.map(
        ({ decision }: { decision: { verdict: { winner: string } } }) => decision.verdict.winner,
      ),
    ).toEqual(["tie", "r2"]);
  });

  it("escapes what could steer a terminal in its JSON", async () => {
    await server.close();
    server = await startLoopback(() => reply("Critique: \u202eevil\u0007\u009b31m\nFinal verdict: [[A]]"));
    const args = ["judge", "-j", "small", "--base-url", server.baseURL, "-q", "?", "-r", "one", "-r", "two"];
    const { stdout } = await cli([...args, "--json"]);
    expect(stdout).not.toMatch(/[\u202e\u009b\u0007]/);
    expect(JSON.parse(stdout).judgments[0].critique).toContain("\u202eevil");
    expect((await cli(args)).stdout).not.toMatch(/[\u202e\u009b\u0007\u001b]/);
  });

  it("ends with 3 where no verdict came, and with 2 where a file of a response is missing", async () => {
    await server.close();
    server = await startLoopback(() => reply("no idea"));
    const args = ["judge", "-j", "small", "--base-url", server.baseURL, "-q", "?", "-r", "one"];
    expect((await cli([...args, "-r", "two"])).code).toBe(3);
    const missing = await cli([...args, "-r", "@none.txt"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toBe("touchstone: none.txt: no such file or folder\n");
  });
});

describe("compare, report and runs list", () => {
  beforeEach(async () => {
    await writePairs(cwd, 4);
    await cli(["run", "-d", "pairs.jsonl", "-j", "longest", "-j", "shortest", "--name", "two"]);
    await cli(["run", "-d", "pairs.jsonl", "-j", "first", "--name", "one"]);
  });

  it("compares the judges of one run, and of two", async () => {
    const within = await cli(["compare", "two", "--json"]);
    const [difference, ...more] = JSON.parse(within.stdout).differences;
    expect(more).toEqual([]);
    expect(difference).toMatchObject({ difference: { value: -1, n: 4 } });
    expect([difference.left, difference.right]).toEqual([
      expect.stringMatching(/^longest@/),
      expect.stringMatching(/^shortest@/),
    ]);
    const across = await cli(["compare", "two", "one", "--judge", "shortest", "--judge", "first"]);
    expect(across.code).toBe(0);
    expect(across.stdout).toMatch(/shortest against first/);
    expect(across.stdout).not.toMatch(ANSI);
    const nobody = await cli(["compare", "two", "--judge", "nobody"]);
    expect(nobody).toMatchObject({ code: 2, stdout: "" });
    expect(nobody.stderr).toContain("known are longest, shortest");
  });

  it("lists the runs, in words and as JSON", async () => {
    const { stdout } = await cli(["runs", "list"]);
    expect(stdout).toMatch(/two-[0-9a-f]{10}/);
    expect(stdout).toContain("longest, shortest");
    const listed = JSON.parse((await cli(["runs", "list", "--json"])).stdout);
    expect(listed.runs.map(({ counts }: { counts: object }) => counts)).toEqual([
      { comparisons: 4, judgments: 8, failed: 0 },
      { comparisons: 4, judgments: 16, failed: 0 },
    ]);
    const none = await cli(["runs", "list", "--runs-dir", "nowhere"]);
    expect(none).toMatchObject({ code: 0, stdout: "" });
    expect(JSON.parse((await cli(["runs", "list", "--runs-dir", "nowhere", "--json"])).stdout).runs).toEqual(
      [],
    );
  });

  it("reports one run or several as one table, into files, and holds gates", async () => {
    const both = reportOf((await cli(["report", "two", "one", "--json"])).stdout);
    expect(both.judges.filter(({ baseline }) => !baseline).map(({ name }) => name)).toEqual([
      "shortest",
      "first",
      "longest",
    ]);
    const written = await cli(["report", "two", "-o", "x.md", "-o", "x.csv"]);
    expect(written.code).toBe(0);
    expect(await readFile(join(cwd, "x.md"), "utf8")).toContain("| ");
    expect(await readFile(join(cwd, "x.csv"), "utf8")).toContain("agreement");
    expect((await cli(["report", "two", "--fail-under", "agreement=0.3"])).code).toBe(1);
    const unknown = await cli(["report", "three"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(
      /run three: no such run in touchstone-runs \(there are: one-\w+, two-\w+\)/,
    );
  });

  it("reads where the runs lie, gates and prices from the config file", async () => {
    await writeFile(
      join(cwd, "touchstone.config.yaml"),
      "data: pairs.jsonl\njudges: [longest]\nrunsDirectory: kept\ngates: { agreement: 0.5 }\n",
    );
    expect((await cli(["run"])).code).toBe(1);
    expect((await cli(["report", "pairs"])).code).toBe(1);
    expect((await cli(["runs", "list"])).stdout).toContain("longest");
    expect((await cli(["compare", "pairs", "--judge", "longest", "--judge", "first"])).code).toBe(0);
  });

  it("refuses a price table that is none", async () => {
    await writeFile(join(cwd, "prices.json"), '{"models":{"small":{"input":1}}}');
    const { code, stderr } = await cli(["report", "two", "--prices", "prices.json"]);
    expect(code).toBe(2);
    expect(stderr).toContain("price table prices.json");
    expect(stderr).toContain("{ inputPerMillion, outputPerMillion, source }");
  });
});

describe("validate", () => {
  it("is 0 for data that can be read, and says what is in it", async () => {
    await writePairs(cwd, 4);
    const { code, stdout } = await cli(["validate", "pairs.jsonl"]);
    expect(code).toBe(0);
    expect(stdout).toContain("4 rows: 4 comparisons, 0 that cannot be read");
    expect(JSON.parse((await cli(["validate", "pairs.jsonl", "--json"])).stdout)).toMatchObject({
      format: "jsonl",
      comparisons: 4,
    });
  });

  it("is 2 where a row cannot be read, names every such row, and 0 with --skip-invalid", async () => {
    const good = { prompt: "?", chosen: "yes", rejected: "no" };
    const rows = [good, { ...good, chosen: null }, good, { nothing: 1 }];
    await writeFile(join(cwd, "bad.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    const { code, stdout } = await cli(["validate", "bad.jsonl"]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/row 2/);
    expect(stdout).toMatch(/row 4/);
    expect((await cli(["validate", "bad.jsonl", "--skip-invalid"])).code).toBe(0);
  });

  it("reads other columns by --map and other values by --labels", async () => {
    await writeFile(join(cwd, "x.csv"), "q,one,two,better\nWhat?,yes,no,left\nWhy?,so,thus,right\n");
    const args = [
      "validate",
      "x.csv",
      "--map",
      "prompt=q,response_1=one,response_2=two,winner=better",
      "--labels",
      "a=left,b=right",
    ];
    expect(JSON.parse((await cli([...args, "--json"])).stdout).labels).toEqual({
      first: 1,
      second: 1,
      tie: 0,
      split: 0,
    });
  });
});

describe("doctor", () => {
  let endpoint: Server | undefined;
  afterEach(() => {
    endpoint?.closeAllConnections();
    endpoint?.close();
  });

  /** An endpoint that lists its models, which the loopback server of the other tests does not. */
  async function listingEndpoint(status = 200): Promise<string> {
    endpoint = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { "content-type": "application/json" });
      const models = { object: "list", data: [{ id: "small", object: "model" }] };
      const message = { role: "assistant", content: "ready" };
      const completion = {
        model: "small",
        choices: [{ index: 0, finish_reason: "stop", message }],
        usage: { prompt_tokens: 5, completion_tokens: 1 },
      };
      const refusal = { error: { message: `Incorrect API key provided: ${request.headers.authorization}` } };
      response.end(
        JSON.stringify(status !== 200 ? refusal : request.url?.endsWith("/models") ? models : completion),
      );
    });
    await new Promise<void>((resolve) => endpoint?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1`;
  }

  it("finds an endpoint that answers healthy, says where data would go, and needs no data", async () => {
    const baseURL = await listingEndpoint();
    const { code, stdout } = await cli(["doctor", "-j", "small", "-j", "longest", "--base-url", baseURL]);
    expect(code).toBe(0);
    expect(stdout).toContain(`prompts and responses would be sent to ${baseURL}`);
    expect(stdout).toContain("✓ answers");
    expect(stdout).toContain("computed here: nothing is sent");
    expect(
      JSON.parse((await cli(["doctor", "-j", "small", "--base-url", baseURL, "--json"])).stdout),
    ).toMatchObject({ format: 1, healthy: true });
  });

  it("is 3 where nobody listens, and shows no password of the address", async () => {
    const { code, stdout, stderr } = await cli(["doctor", "-j", "small"], {
      env: { OPENAI_BASE_URL: "http://me:hunter22@127.0.0.1:9/v1" },
    });
    expect(code).toBe(3);
    expect(stdout).toContain("✗ reachable");
    expect(stdout + stderr).not.toContain("hunter22");
  });

  it("is 3 where the key is refused, and never shows it", async () => {
    const baseURL = await listingEndpoint(401);
    const { code, stdout, stderr } = await cli(["doctor", "-j", "small", "--base-url", baseURL, "--json"], {
      env: { OPENAI_API_KEY: "very-secret-0123456789" },
    });
    expect(code).toBe(3);
    expect(JSON.parse(stdout).healthy).toBe(false);
    expect(stdout).toContain("OPENAI_API_KEY (set)");
    expect(stdout + stderr).not.toContain("very-secret");
  });

  it("is 3 where no endpoint is set, and says what to set", async () => {
    const { code, stdout } = await cli(["doctor", "-j", "small"]);
    expect(code).toBe(3);
    expect(stdout.replace(/\s+/g, " ")).toContain("Set OPENAI_BASE_URL");
  });
});

describe("init", () => {
  it.each(["yaml", "ts", "json"])(
    "writes a %s config that loads, fits, and is not overwritten unasked",
    async (format) => {
      await writePairs(cwd, 2);
      const written = await cli(["init", "--format", format]);
      expect(written).toMatchObject({ code: 0, stdout: "" });
      const path = join(cwd, `touchstone.config.${format}`);
      if (format !== "ts") {
        const loaded = await loadConfig(undefined, cwd);
        expect(await checkConfig(loaded?.config, "written")).toMatchObject({
          seed: 20,
          data: [{ path: join(cwd, "pairs.jsonl") }],
        });
      }
      const dry = await cli(["run", "--dry-run", "--json"], { env: { OPENAI_API_KEY: "unused" } });
      expect(dry.code).toBe(0);
      expect(JSON.parse(dry.stdout).judges).toMatchObject([{ judge: "pairwise:gpt-4o-mini", trials: 4 }]);
      const text = await readFile(path, "utf8");
      const again = await cli(["init", "--format", format]);
      expect(again.code).toBe(2);
      expect(again.stderr).toContain("--force");
      expect((await cli(["init", "--format", format, "--force"])).code).toBe(0);
      expect(await readFile(path, "utf8")).toBe(text);
    },
  );
});

describe("demo", () => {
  it("reports without key or network, data alone on stdout, and how to go on on stderr", async () => {
    const { code, stdout, stderr } = await cli(["demo"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Leaderboard");
    expect(stdout).not.toContain("OPENAI_BASE_URL");
    expect(stderr).toContain("OPENAI_BASE_URL=http://127.0.0.1:8080/v1");
    expect(reportOf((await cli(["demo", "--json"])).stdout).format).toBe(1);
  });
});
