import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.js";
import type { Judgment } from "../../src/core/judgment.js";
import { analyzeRun, dryRun, reparseRun, run } from "../../src/pipeline.js";
import { RunStopped } from "../../src/run/run.js";
import type { OpenRun } from "../../src/setup/laid-run.js";
import { writePairs } from "../cli/support.js";
import {
  answering,
  type RewardServer,
  type ScoreRequest,
  startRewardServer,
} from "../support/reward-server.js";
import { temporaryDirectory } from "../support/runs.js";

let folder: string;
let server: RewardServer;
let behave: (request: ScoreRequest) => ReturnType<typeof answering>;

/** Gives a good answer 2 and any other −1. */
const score = ({ text }: ScoreRequest) =>
  answering({ data: [{ index: 0, probs: [text.includes("A good answer") ? 2 : -1], num_classes: 1 }] });

beforeEach(async () => {
  folder = await temporaryDirectory();
  await writePairs(folder, 3);
  behave = score;
  server = await startRewardServer((request) => behave(request));
});
afterEach(() => server.close());

const settings = (more: Partial<Config> = {}): Config => ({
  data: join(folder, "pairs.jsonl"),
  judges: [{ reward: "vllm-classify", model: "rm", baseURL: server.baseURL }],
  runsDirectory: join(folder, "runs"),
  ...more,
});

async function carriedOut(config: Config): Promise<{ judgments: Judgment[]; open: OpenRun }> {
  const judgments: Judgment[] = [];
  const stream = run(config, { environment: {} });
  for (;;) {
    const next = await stream.next();
    if (next.done) return { judgments, open: next.value };
    judgments.push(next.value);
  }
}

const agreementOf = async (at: string, options: Parameters<typeof analyzeRun>[1] = {}) =>
  new Map(
    (await analyzeRun(at, options)).estimates.flatMap(({ metric, judge, subset, value }) =>
      metric === "agreement" && subset === null ? [[judge?.split("@")[0], value] as const] : [],
    ),
  );

describe("a scored judge", () => {
  it("runs as an asked one does: a call for each response, stored with the raw answer", async () => {
    const { judgments, open } = await carriedOut(settings());
    expect(server.requests).toHaveLength(6);
    expect(judgments).toHaveLength(6);
    const [first] = judgments;
    expect(first?.calls).toMatchObject([
      { status: "answered", reply: { text: expect.stringContaining("probs") } },
    ]);
    expect((await agreementOf(open.folder)).get("vllm-classify:rm")).toBe(1);
  });

  it("resumes without a call, and is replayed without a server", async () => {
    const first = await carriedOut(settings());
    expect((await carriedOut(settings())).judgments).toEqual([]);
    expect(server.requests).toHaveLength(6);
    await server.close();
    const replayed = await carriedOut(
      settings({ seed: 1, replay: [first.open.folder], judges: ["vllm-classify:rm"] }),
    );
    const readings = ({ judgments }: typeof first) =>
      judgments.map(({ trial, reading }) => [trial.comparison, trial.presented, reading]).sort();
    expect(readings(replayed)).toEqual(readings(first));
  });

  it("is estimated by its calls, and re-read without one", async () => {
    const [estimate] = (await dryRun(settings(), { environment: {} })).judges;
    expect(estimate).toMatchObject({ trials: 6, calls: 6, outputTokensAtMost: 0, usd: null });
    const { open } = await carriedOut(settings());
    const { judges } = await reparseRun(open.folder);
    expect(judges).toMatchObject([{ name: "vllm-classify:rm", unchanged: 6, changed: 0 }]);
  });

  it("stops the run where its server refuses it, and is never a zero where its answer is no score", async () => {
    behave = () => answering({ error: "no" }, 401);
    await expect(carriedOut(settings())).rejects.toBeInstanceOf(RunStopped);
    behave = () => answering({ data: [{ index: 0, probs: ["high"], num_classes: 1 }] });
    const { judgments } = await carriedOut(settings());
    expect(new Set(judgments.map(({ reading }) => reading.status))).toEqual(new Set(["unparsed"]));
  });

  it("holds a cost limit where its tokens cost nothing and are not counted", async () => {
    const prices = {
      version: "1",
      models: { rm: { inputPerMillion: 0, outputPerMillion: 0, source: "our own machine" } },
    };
    const { judgments } = await carriedOut(settings({ prices, maxCost: 1 }));
    expect(judgments).toHaveLength(6);
  });

  it("sits on a jury, by a rule named at analysis: another rule or jury is the same run", async () => {
    const judges: Config["judges"] = [...settings().judges, "longest", "first"];
    const juries: Config["juries"] = [
      { name: "panel", members: ["vllm-classify:rm", "longest", "first"], by: "majority" },
    ];
    const { open } = await carriedOut(settings({ judges, juries }));
    const again = await carriedOut(settings({ judges, rule: { orders: "consistent" } }));
    expect(again.open.folder).toBe(open.folder);
    expect((await agreementOf(open.folder, { juries })).has("panel")).toBe(true);
  });
});
