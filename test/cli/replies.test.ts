import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Loopback, startLoopback } from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { figures, reportOf, rightVerdict, touchstone, writePairs } from "./support.js";

let cwd: string;
let server: Loopback;

beforeEach(async () => {
  cwd = await temporaryDirectory();
  server = await startLoopback(rightVerdict);
  await writePairs(cwd, 4);
});
afterEach(() => server.close());

const judged = (...more: string[]) =>
  touchstone(["run", "-d", "pairs.jsonl", "-j", "small", ...more], { cwd });
const live = (...more: string[]) => judged("--base-url", server.baseURL, ...more);

describe("--replay", () => {
  it("gives the same figures from stored replies, with no endpoint and nothing sent", async () => {
    const first = await live("--json");
    const replayed = await judged("--replay", "pairs", "--seed", "7", "--json");
    expect(replayed.code).toBe(0);
    expect(server.requests).toHaveLength(8);
    expect(replayed.stderr).toContain("replies are taken from pairs: nothing is sent");
    expect(replayed.stderr).toMatch(/8 cached .* \$0 /);
    expect(replayed.stderr).not.toContain("sent to:");
    const [before, after] = [reportOf(first.stdout), reportOf(replayed.stdout)];
    expect(after.judges.map(({ statuses }) => statuses)).toEqual(
      before.judges.map(({ statuses }) => statuses),
    );
  });

  it("fails the judgment whose reply is not stored, names the trial, and ends with code 3", async () => {
    await live("--limit", "3");
    const { code, stderr } = await judged("--replay", "pairs", "--runs-dir", "elsewhere");
    expect(code).toBe(2);
    expect(stderr).toContain("no such run in elsewhere");
    const [folder = ""] = await readdir(join(cwd, "touchstone-runs"));
    const replay = ["--replay", join("touchstone-runs", folder), "--runs-dir", "elsewhere"];
    const dry = await judged(...replay, "--dry-run", "--json");
    expect(JSON.parse(dry.stdout).judges).toMatchObject([
      { trials: 8, reused: 6, missing: 2, calls: 0, usd: [0, 0] },
    ]);
    const missed = await judged(...replay);
    expect(missed.code).toBe(3);
    expect(missed.stderr).toContain("2 of 8 judgments have no verdict");
    expect(server.requests).toHaveLength(6);
    const records = await touchstone(["report", "pairs", "--runs-dir", "elsewhere", "--json"], { cwd });
    expect(reportOf(records.stdout).judges.find(({ name }) => name === "pairwise:small")?.statuses).toEqual({
      decided: 6,
      failed: 2,
    });
  });

  it("with --fresh reads a run again from its own replies", async () => {
    const first = await live("--json");
    const again = await judged("--replay", "pairs", "--fresh", "--json");
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("8 trials, 0 already judged");
    expect(server.requests).toHaveLength(8);
    expect(reportOf(again.stdout).data).toEqual(reportOf(first.stdout).data);
    expect(await readdir(join(cwd, "touchstone-runs"))).toHaveLength(2);
  });
});

describe("replies of earlier runs", () => {
  it("are used again for the same request, unless --no-reuse", async () => {
    await live();
    const named = await live("--seed", "5", "--json");
    expect(server.requests).toHaveLength(8);
    expect(named.stderr).toContain("8 cached");
    expect(named.stderr).not.toContain("sent to:");
    const dry = await live("--seed", "6", "--dry-run", "--json");
    expect(JSON.parse(dry.stdout).judges).toMatchObject([{ trials: 8, reused: 8, calls: 0, usd: [0, 0] }]);
    const anew = await live("--seed", "6", "--no-reuse", "--json");
    expect(server.requests).toHaveLength(16);
    expect(reportOf(anew.stdout).judges.map(({ statuses }) => statuses)).toEqual(
      reportOf(named.stdout).judges.map(({ statuses }) => statuses),
    );
  });
});

describe("report", () => {
  it("gives again exactly what the run gave, seed and all", async () => {
    const run = await live("--seed", "9", "--json");
    const report = await touchstone(["report", "pairs", "--json"], { cwd });
    expect(report.stdout).toBe(run.stdout);
    expect(figures(report.stdout)).toEqual(figures(run.stdout));
  });
});
