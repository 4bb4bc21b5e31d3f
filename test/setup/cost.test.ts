import { describe, expect, it } from "vitest";
import type { Judgment, Reply } from "../../src/core/judgment.js";
import { costLimit, costMeter, judgePayees } from "../../src/setup/cost.js";
import { bindJudges } from "../../src/setup/judges.js";
import { bound, judgmentFor } from "../support/runs.js";

const nobody = { host: "nowhere", ask: async () => Promise.reject(new Error("not to be asked")) };
const judge = bound(nobody);
const price = { inputPerMillion: 10, outputPerMillion: 100, source: "made up" };
const prices = { version: "1", models: { "judge-model": price } };
const usage = { inputTokens: 1000, outputTokens: 200 };
/** 0.01 + 0.02 dollars. */
const CENTS = 0.03;

function judged(more: Partial<Reply> & { reused?: boolean } = {}): Judgment {
  const { reused = false, ...reply } = more;
  const judgment = judgmentFor("q1", {
    judge: judge.judge.id,
    reply: { text: "[[A]]", finishReason: "stop", usage, ...reply },
  });
  return {
    ...judgment,
    calls: judgment.calls.map((call) => (call.status === "answered" ? { ...call, reused } : call)),
  };
}

describe("a cost meter", () => {
  it("adds up calls by the user's prices; stored replies and failed calls cost nothing", () => {
    const meter = costMeter(judgePayees([judge]), { prices });
    expect(meter.total()).toBe(0);
    meter.add(judged());
    meter.add(judged());
    meter.add(judged({ reused: true }));
    meter.add(judgmentFor("q2", { judge: judge.judge.id, failed: "HTTP 500" }));
    expect(meter.total()).toBeCloseTo(2 * CENTS, 12);
  });

  it("does not know the cost, from the beginning, where a judge that is asked has no price", () => {
    expect(costMeter(judgePayees([judge]), {}).total()).toBeNull();
    expect(costMeter(judgePayees([judge]), { prices: { version: "1", models: {} } }).total()).toBeNull();
  });

  it("knows that computed judges and replayed replies cost nothing", async () => {
    expect(costMeter(judgePayees(await bindJudges({ judges: ["longest"] }, {})), {}).total()).toBe(0);
    const replayed = costMeter(judgePayees([judge]), { replay: ["run"] });
    replayed.add(judged({ reused: true }));
    expect(replayed.total()).toBe(0);
  });

  it("does not know the cost any more when a reply came without its usage", () => {
    const meter = costMeter(judgePayees([judge]), { prices });
    const { usage: _, ...bare } = { text: "", finishReason: null, usage };
    meter.add(judgmentFor("q1", { judge: judge.judge.id, reply: bare }));
    meter.add(judged());
    expect(meter.total()).toBeNull();
  });
});

describe("a cost limit", () => {
  it("stops when it is reached, once, and says why", () => {
    const why: string[] = [];
    const limit = costLimit({ maxCost: 2 * CENTS, prices }, judgePayees([judge]), {
      onCostLimit: (reason) => why.push(reason),
    });
    limit.add(judged());
    expect(limit.signal.aborted).toBe(false);
    limit.add(judged());
    limit.add(judged());
    expect(limit.signal.aborted).toBe(true);
    expect(why).toEqual(["reached"]);
  });

  it("passes the caller's own stop on", () => {
    const stop = new AbortController();
    const limit = costLimit({}, judgePayees([judge]), { stop: stop.signal });
    limit.add(judged());
    expect(limit.signal.aborted).toBe(false);
    stop.abort();
    expect(limit.signal.aborted).toBe(true);
    expect(costLimit({}, judgePayees([judge]), { stop: stop.signal }).signal.aborted).toBe(true);
  });

  it("is refused where it could not be held, and not where nothing is sent", () => {
    expect(() => costLimit({ maxCost: 1 }, judgePayees([judge]), {})).toThrow(
      "needs the price of judge-model",
    );
    expect(() => costLimit({ maxCost: 1, replay: ["run"] }, judgePayees([judge]), {})).not.toThrow();
  });
});
