import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRunFolder } from "../../src/stores/run-folder.js";
import {
  type Behaviour,
  type ChatRequest,
  errorStatus,
  type Loopback,
  startLoopback,
} from "../support/loopback.js";
import { all, temporaryDirectory } from "../support/runs.js";
import {
  agreementOf,
  figures,
  reportOf,
  rightVerdict,
  runSmall,
  type Started,
  start,
  touchstone,
  verdict,
  writePairs,
} from "./support.js";

let cwd: string;
let server: Loopback;
let answer: (request: ChatRequest) => Behaviour | Promise<Behaviour>;
let running: Started[] = [];

beforeEach(async () => {
  cwd = await temporaryDirectory();
  answer = rightVerdict;
  server = await startLoopback((request) => answer(request));
});
afterEach(async () => {
  for (const { child } of running) child.kill("SIGKILL");
  running = [];
  await server.close();
});

const asked = (...more: string[]) => runSmall(server.baseURL, ...more);
const begin = (...more: string[]) => {
  const started = start(asked(...more), { cwd });
  running.push(started);
  return started;
};
const runFolders = async () =>
  (await readdir(join(cwd, "touchstone-runs"))).map((name) => join(cwd, "touchstone-runs", name));
const records = async (folder: string) => all((await readRunFolder(folder)).judgments());
const lines = async (folder: string) =>
  (await readFile(join(folder, "judgments.jsonl"), "utf8")).trimEnd().split("\n");

/** Resolves when the server has been asked this often. */
async function requests(count: number): Promise<void> {
  while (server.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("a run that was killed", () => {
  it("goes on with the same command: none lost, none doubled, and the figures of a run that was left alone", async () => {
    await writePairs(cwd, 30);
    // A verdict that depends on the question alone, so that both runs are given the same ones.
    const slow = async (request: ChatRequest): Promise<Behaviour> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return request.body.messages[0]?.content.includes("3?") ? verdict("A") : rightVerdict(request);
    };
    answer = slow;
    for (const killAfter of [12, 35]) {
      const killed = begin("--concurrency", "4");
      await requests(killAfter);
      killed.child.kill("SIGKILL");
      await killed.ended;
    }
    const [folder = ""] = await runFolders();
    const kept = (await records(folder)).map(({ trial }) => trial.key);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(60);

    const resumed = await begin("--concurrency", "4", "--json").ended;
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toContain("took over the lock");
    const after = (await records(folder)).map(({ trial }) => trial.key);
    expect(new Set(after).size).toBe(60);
    expect(await lines(folder)).toHaveLength(60);
    expect(after.slice(0, kept.length)).toEqual(kept);
    expect(server.requests.length).toBeLessThanOrEqual(60 + 2 * 4);

    const alone = await begin("--runs-dir", "alone", "--no-reuse", "--json").ended;
    expect(figures(resumed.stdout)).toEqual(figures(alone.stdout));
    expect(agreementOf(reportOf(alone.stdout), "pairwise:small")).toBeLessThan(1);
  });
});

describe("a run that is interrupted", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "by %s finishes what is in flight, keeps it, and prints the command that goes on",
    async (signal) => {
      await writePairs(cwd, 20);
      answer = async (request) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return rightVerdict(request);
      };
      const interrupted = begin("--concurrency", "2", "--name", "it's mine");
      await requests(3);
      interrupted.child.kill(signal);
      const { code, stdout, stderr } = await interrupted.ended;
      expect(code).toBe(130);
      expect(stdout).toBe("");
      expect(stderr).toContain("finishing what is in flight");
      expect(stderr).toContain(
        `touchstone run -d pairs.jsonl -j small --base-url ${server.baseURL} --concurrency 2 --name 'it'\\''s mine'`,
      );
      const [folder = ""] = await runFolders();
      expect(await records(folder)).toHaveLength(server.requests.length);
      expect(server.requests.length).toBeLessThan(40);
      expect(await readdir(folder)).not.toContain("lock.json");
    },
  );

  it("twice gives up what is in flight at once, and records nothing of it", async () => {
    await writePairs(cwd, 3);
    answer = ({ index }) => (index === 0 ? verdict("A") : { kind: "hang" });
    const hanging = begin("--concurrency", "2");
    await requests(3);
    hanging.child.kill("SIGINT");
    await hanging.saw("stderr", "finishing what is in flight");
    hanging.child.kill("SIGINT");
    const { code, stderr } = await hanging.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("giving up what is in flight");
    const [folder = ""] = await runFolders();
    expect((await records(folder)).map(({ reading }) => reading.status)).toEqual(["decided"]);
    answer = rightVerdict;
    expect((await begin().ended).code).toBe(0);
    expect(await records(folder)).toHaveLength(6);
  });

  it("and was begun with --fresh goes on without it", async () => {
    await writePairs(cwd, 3);
    await begin("--limit", "1").ended;
    answer = () => ({ kind: "hang" });
    const hanging = begin("--fresh");
    await requests(4);
    hanging.child.kill("SIGINT");
    await hanging.saw("stderr", "finishing");
    hanging.child.kill("SIGINT");
    const { stderr } = await hanging.ended;
    expect(stderr).toContain("to go on: touchstone run");
    expect(stderr).not.toContain("--fresh");
    answer = rightVerdict;
    const before = server.requests.length;
    // What was set aside was not wanted: its replies are not taken up again.
    expect((await begin().ended).code).toBe(0);
    expect(server.requests.length - before).toBe(6);
    expect(await readdir(join(cwd, "touchstone-runs"))).toHaveLength(2);
  });
});

describe("a run folder that a living process writes", () => {
  it("is refused to a second one with a clear message, also with --fresh", async () => {
    await writePairs(cwd, 2);
    answer = () => ({ kind: "hang" });
    const first = begin();
    await requests(1);
    for (const more of [[], ["--fresh"]]) {
      const second = await begin(...more).ended;
      expect(second.code).toBe(2);
      expect(second.stderr).toContain(`is being written by process ${first.child.pid}`);
      expect(second.stderr).not.toContain("    at ");
    }
    expect(await readdir(join(cwd, "touchstone-runs"))).toHaveLength(1);
  });
});

describe("an endpoint at which no call can succeed", () => {
  it.each([
    ["a refused key", errorStatus(401, { message: "Incorrect API key provided" })],
    ["an unknown model", errorStatus(404, { message: "no such model", code: "model_not_found" })],
  ])(
    "(%s) stops the run with code 2, names host and model, and what was judged before stays",
    async (_, refusal) => {
      await writePairs(cwd, 4);
      answer = (request) => (request.index < 3 ? rightVerdict(request) : refusal);
      const { code, stdout, stderr } = await begin("--concurrency", "1").ended;
      expect(code).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toMatch(new RegExp(`small cannot be asked at ${server.host}: HTTP 40[14]`));
      expect(stderr).not.toContain("    at ");
      expect(server.requests).toHaveLength(4);
      const [folder = ""] = await runFolders();
      expect(stderr).toContain(folder);
      answer = rightVerdict;
      const resumed = await begin("--json").ended;
      expect(resumed.code).toBe(0);
      expect(server.requests).toHaveLength(4 + 5);
      expect(agreementOf(reportOf(resumed.stdout), "pairwise:small")).toBe(1);
    },
  );
});

describe("--fresh", () => {
  it("sets the earlier run aside, pays anew, and leaves the new run as the one that its name means", async () => {
    await writePairs(cwd, 2);
    await begin().ended;
    await begin("--fresh").ended;
    expect(server.requests).toHaveLength(8);
    const folders = await readdir(join(cwd, "touchstone-runs"));
    expect(folders.sort()).toEqual([
      expect.stringMatching(/^pairs-[0-9a-f]+$/),
      expect.stringMatching(/^pairs-[0-9a-f]+\.old-1$/),
    ]);
    const report = await touchstone(["report", "pairs", "--json"], { cwd });
    expect(report.code).toBe(0);
    expect((await touchstone(["report", folders[1] ?? ""], { cwd })).code).toBe(0);
  });
});
