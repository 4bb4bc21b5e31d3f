import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type ChatRequest, reply, startLoopback } from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { reportOf, rightVerdict, touchstone, writePairs } from "./support.js";

let cwd: string;
beforeEach(async () => {
  cwd = await temporaryDirectory();
});
const cli = (...args: readonly string[]) => touchstone(args, { cwd });

const textOf = ({ body }: ChatRequest) => body.messages.map(({ content }) => content).join("\n");
/** One response at a time is asked about with a scale. */
const isPointwise = (request: ChatRequest) => !textOf(request).includes("<response_B_");

/** Right, whichever way it is asked. */
const right = (request: ChatRequest) =>
  isPointwise(request)
    ? reply(`Critique: it was read.\nScore: ${textOf(request).includes("A good answer") ? 9 : 2}`)
    : rightVerdict(request);

const config = (baseURL: string, subsets: object) =>
  writeFile(
    join(cwd, "touchstone.config.json"),
    JSON.stringify({ data: "pairs.jsonl", judges: [{ name: "j", model: "m", baseURL, subsets }] }),
  );

describe("a judge that is asked otherwise on some subsets", () => {
  it("is one judge: each comparison is asked as its subset is, and all are read, counted and read again", async () => {
    const server = await startLoopback(right);
    try {
      await writePairs(cwd, 4);
      await config(server.baseURL, { odd: { protocol: "pointwise", options: { scale: [1, 10] } } });
      const ran = await cli("run", "--json");
      expect(ran.code).toBe(0);
      const report = reportOf(ran.stdout);
      const own = report.judges.filter(({ baseline }) => !baseline);
      // Two even questions in both orders, two odd ones with two responses each.
      expect(own).toMatchObject([{ name: "j", judgments: 8, statuses: { decided: 8 } }]);
      const pointwise = server.requests.filter(isPointwise);
      expect(server.requests.length).toBe(8);
      expect(pointwise.length).toBe(4);
      expect(pointwise.every((request) => /Question [13]\?/.test(textOf(request)))).toBe(true);
      const agreement = report.estimates.find(
        ({ metric, judge, subset }) => metric === "agreement" && judge === own[0]?.id && subset === null,
      );
      expect(agreement?.value).toBe(1);
      const reread = JSON.parse((await cli("reparse", "--json", await onlyRun())).stdout);
      expect(JSON.stringify(reread)).toContain('"unchanged":8');
    } finally {
      await server.close();
    }
  });

  it("is another judge than one without, and is priced before it is asked", async () => {
    const server = await startLoopback(right);
    try {
      await writePairs(cwd, 4);
      await config(server.baseURL, { odd: { protocol: "pointwise" } });
      const first = reportOf((await cli("run", "--json")).stdout);
      await config(server.baseURL, {});
      const dry = await cli("run", "--dry-run", "--json");
      expect(JSON.parse(dry.stdout).judges[0]).toMatchObject({ trials: 8, stored: 0 });
      const second = reportOf((await cli("run", "--json")).stdout);
      const idOf = (report: typeof first) => report.judges.find(({ name }) => name === "j")?.id;
      expect(idOf(first)).not.toBe(idOf(second));
      // The even questions are the same calls.
      expect(server.requests.length).toBe(12);
    } finally {
      await server.close();
    }
  });

  it("names the subset whose way does not fit with the others", async () => {
    await writePairs(cwd, 4);
    await config("http://127.0.0.1:9/v1", { odd: { options: { samples: 3 } } });
    expect((await cli("run")).stderr).toMatch(
      /subset "odd": expected as many samples a verdict as elsewhere \(1\)/,
    );
    await config("http://127.0.0.1:9/v1", { odd: { protocol: "nobody" } });
    expect((await cli("run")).stderr).toMatch(/protocol: expected one of/);
    await config("http://127.0.0.1:9/v1", { odd: { model: "other" } });
    expect((await cli("run")).stderr).toMatch(/odd/);
  });
});

async function onlyRun(): Promise<string> {
  const [run = ""] = await readdir(join(cwd, "touchstone-runs"));
  return run;
}
