import { afterEach, describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { Judgment } from "../../src/core/judgment.js";
import type { Answer, Model, ModelRequest } from "../../src/models/model.js";
import { openaiModel } from "../../src/models/openai.js";
import type { ConfiguredProtocol } from "../../src/protocols/protocol.js";
import { type BoundJudge, plan } from "../../src/run/plan.js";
import type { Progress } from "../../src/run/progress.js";
import { type RunOptions, RunStopped, run } from "../../src/run/run.js";
import type { ReplyLookup } from "../../src/stores/store.js";
import {
  type Behaviour,
  type ChatRequest,
  errorStatus,
  type Loopback,
  reply,
  startLoopback,
} from "../support/loopback.js";
import { all, askWhichIsBetter, bound, comparisons, each, quickRetry } from "../support/runs.js";

let servers: Loopback[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serving(
  answer: (request: ChatRequest) => Behaviour,
): Promise<{ server: Loopback; judge: BoundJudge }> {
  const server = await startLoopback(answer);
  servers.push(server);
  const model = await openaiModel({ baseURL: server.baseURL, timeoutSeconds: 0.5 });
  return { server, judge: bound(model) };
}

/** A model inside this process, for what needs no socket. */
function modelThat(ask: (request: ModelRequest, signal: AbortSignal) => Promise<Answer> | Answer): Model {
  return { host: "in-process", ask: async (request, { signal }) => ask(request, signal) };
}

const answered = (text: string): Answer => ({ status: "answered", reply: { text, finishReason: "stop" } });
const failing = (kind: "server" | "rejected" | "replay-miss", message = "no"): Answer => ({
  status: "failed",
  failure: { kind, message },
});

function started(
  given: Partial<RunOptions> & {
    judges: readonly BoundJudge[];
    of?: readonly Comparison[];
    repeats?: number;
  },
) {
  const { judges, of = comparisons(4), repeats = 1, ...options } = given;
  const stored: Judgment[] = [];
  const trials = plan({ comparisons: each(of), judges, repeats, seed: 7, isSatisfied: () => false });
  const judgments = run({
    trials,
    store: { append: async (judgment) => void stored.push(judgment) },
    concurrency: 4,
    retry: quickRetry(),
    total: 0,
    satisfiedBefore: 0,
    ...options,
  });
  return { judgments, stored };
}

const statuses = (judgments: readonly Judgment[]) => judgments.map(({ reading }) => reading.status);
const reasonOf = ({ reading }: Judgment) => (reading.status === "decided" ? "" : reading.reason);

describe("run", () => {
  it("asks every presentation of every comparison once and yields what it stored", async () => {
    const { server, judge } = await serving(() => reply("[[A]]"));
    const { judgments, stored } = started({ judges: [judge], of: comparisons(10) });
    const yielded = await all(judgments);
    expect(yielded).toHaveLength(20);
    expect(new Set(yielded)).toEqual(new Set(stored));
    expect(server.requests).toHaveLength(20);
    expect(new Set(yielded.map(({ trial }) => trial.key)).size).toBe(20);
    // Who always says A prefers r1 in one order and r2 in the other: letters do not leave the protocol.
    const winners = yielded.map(({ reading }) =>
      reading.status === "decided" && reading.verdict.kind === "duel" ? reading.verdict.winner : "",
    );
    expect(winners.filter((winner) => winner === "r1")).toHaveLength(10);
  });

  it("keeps the raw reply, the request key, the attempts and the time of a call", async () => {
    const { judge } = await serving(() => reply("Because. [[A]]", { latencyMs: 30 }));
    const [judgment] = await all(started({ judges: [judge], of: comparisons(1) }).judgments);
    expect(judgment?.calls).toMatchObject([
      { status: "answered", reused: false, attempts: 1, reply: { text: "Because. [[A]]" } },
    ]);
    expect(judgment?.calls[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(judgment?.calls[0]?.seconds).toBeGreaterThan(0.02);
  });

  it("never has more calls in flight than the concurrency, and as many when there is enough to do", async () => {
    const { server, judge } = await serving(() => reply("[[A]]", { latencyMs: 20 }));
    await all(started({ judges: [judge], of: comparisons(30), concurrency: 7 }).judgments);
    expect(server.mostInFlight).toBe(7);
  });

  it("yields a judgment only after it is stored", async () => {
    const order: string[] = [];
    const { judgments } = started({
      judges: [bound(modelThat(() => answered("[[A]]")))],
      of: comparisons(1),
      store: {
        append: async ({ trial }) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          order.push(`stored ${trial.key}`);
        },
      },
    });
    for await (const { trial } of judgments) order.push(`yielded ${trial.key}`);
    expect(order.filter((entry) => entry.startsWith("yielded"))).toHaveLength(2);
    for (const [i, entry] of order.entries()) {
      if (entry.startsWith("yielded"))
        expect(order.slice(0, i)).toContain(entry.replace("yielded", "stored"));
    }
  });
});

describe("retries", () => {
  it("asks again after 429, 500, a reset, a damaged body and a hang, until there is an answer", async () => {
    const troubles: Behaviour[] = [
      errorStatus(429, { message: "slow" }),
      errorStatus(500, { message: "oops" }),
      { kind: "reset" },
      { kind: "status", status: 200, body: "<html>" },
      { kind: "hang" },
    ];
    const { server, judge } = await serving(({ index }) => troubles[index] ?? reply("[[A]]"));
    const [judgment] = await all(started({ judges: [judge], of: comparisons(1), concurrency: 1 }).judgments);
    expect(server.requests).toHaveLength(7);
    expect(judgment?.reading.status).toBe("decided");
  });

  it("gives up after the most attempts and records the failure with its reason", async () => {
    const { server, judge } = await serving(() => errorStatus(500, { message: "always broken" }));
    const { judgments, stored } = started({
      judges: [judge],
      of: comparisons(1),
      retry: quickRetry({ maxAttempts: 3 }),
    });
    const yielded = await all(judgments);
    expect(statuses(yielded)).toEqual(["failed", "failed"]);
    expect(yielded.map(reasonOf).join()).toContain("always broken");
    expect(yielded[0]?.calls).toMatchObject([{ status: "failed", attempts: 3, failure: { kind: "server" } }]);
    expect(server.requests).toHaveLength(6);
    expect(stored).toHaveLength(2);
  });

  it("does not repeat what cannot get better", async () => {
    const { server, judge } = await serving(() => errorStatus(400, { message: "context too long" }));
    expect(statuses(await all(started({ judges: [judge] }).judgments))).toEqual(Array(8).fill("failed"));
    expect(server.requests).toHaveLength(8);
  });

  it("waits as long as Retry-After says", async () => {
    const times: number[] = [];
    const { judge } = await serving(({ index }) => {
      times.push(performance.now());
      return index === 0 ? errorStatus(429, { message: "slow" }, { "retry-after": "0.4" }) : reply("[[A]]");
    });
    await all(started({ judges: [judge], of: comparisons(1), concurrency: 1 }).judgments);
    expect(times.length).toBe(3);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(395);
  });

  it("waits outside the slot: other trials go on meanwhile", async () => {
    // Every trial is refused once with half a second to wait: in the slot that would take 20 · 0.5 / 2 = 5 s.
    const seen = new Set<string>();
    const { server, judge } = await serving(({ body }) => {
      const text = body.messages[0]?.content ?? "";
      if (seen.has(text)) return reply("[[A]]");
      seen.add(text);
      return errorStatus(429, { message: "slow" }, { "retry-after": "0.5" });
    });
    const start = performance.now();
    const yielded = await all(started({ judges: [judge], of: comparisons(10), concurrency: 2 }).judgments);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(statuses(yielded)).toEqual(Array(20).fill("decided"));
    expect(server.mostInFlight).toBeLessThanOrEqual(2);
  });

  it("loses no trial when many fail at once at high concurrency", async () => {
    const tries = new Map<string, number>();
    const model = modelThat(({ messages }) => {
      const text = messages[0]?.content ?? "";
      const before = tries.get(text) ?? 0;
      tries.set(text, before + 1);
      return before < 2 ? failing("server") : answered("[[A]]");
    });
    const yielded = await all(
      started({ judges: [bound(model)], of: comparisons(1000), concurrency: 64 }).judgments,
    );
    expect(yielded).toHaveLength(2000);
    expect(new Set(statuses(yielded))).toEqual(new Set(["decided"]));
  });
});

describe("what ends a run", () => {
  it.each([
    ["401", errorStatus(401, { message: "bad key" }), "bad key"],
    [
      "an unknown model",
      errorStatus(404, { message: "no judge-model here", code: "model_not_found" }),
      "no judge-model",
    ],
  ])("%s stops it at once, with an error that names model, host and reason", async (_, behaviour, reason) => {
    const { server, judge } = await serving(() => behaviour);
    const { judgments, stored } = started({ judges: [judge], of: comparisons(100), concurrency: 3 });
    const error = await all(judgments).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunStopped);
    expect(error).toMatchObject({ model: "judge-model", host: server.host });
    expect(String(error)).toContain(reason);
    expect(server.requests.length).toBeLessThanOrEqual(3);
    expect(new Set(statuses(stored))).toEqual(new Set(["failed"]));
  });

  it("`stop` begins nothing more, and finishes and yields what is in flight", async () => {
    const stop = new AbortController();
    const { server, judge } = await serving(({ index }) => {
      if (index === 9) stop.abort();
      return reply("[[A]]", { latencyMs: 30 });
    });
    const { judgments, stored } = started({
      judges: [judge],
      of: comparisons(100),
      concurrency: 5,
      stop: stop.signal,
    });
    const yielded = await all(judgments);
    expect(server.requests.length).toBeLessThan(20);
    expect(yielded).toHaveLength(server.requests.length);
    expect(stored).toHaveLength(server.requests.length);
    expect(new Set(statuses(yielded))).toEqual(new Set(["decided"]));
  });

  it("`stop` ends waiting for a retry, and leaves no record of what was not answered", async () => {
    const stop = new AbortController();
    const { judge } = await serving(() => errorStatus(429, { message: "slow" }, { "retry-after": "3600" }));
    const start = performance.now();
    setTimeout(() => stop.abort(), 200);
    const { judgments, stored } = started({ judges: [judge], stop: stop.signal });
    expect(await all(judgments)).toEqual([]);
    expect(stored).toEqual([]);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it("`abort` gives up calls in flight, and leaves no record of them", async () => {
    const abort = new AbortController();
    const { judge } = await serving(() => ({ kind: "hang" }));
    const start = performance.now();
    setTimeout(() => abort.abort(), 100);
    const { judgments, stored } = started({ judges: [judge], abort: abort.signal });
    expect(await all(judgments)).toEqual([]);
    expect(stored).toEqual([]);
    expect(performance.now() - start).toBeLessThan(400);
  });

  it("an aborted trial that already has an answer is recorded as failed, so that the answer is not lost", async () => {
    const abort = new AbortController();
    const model = modelThat(async (_, signal) => {
      if (!signal.aborted) {
        abort.abort();
        return answered("first step");
      }
      return { status: "failed", failure: { kind: "cancelled", message: "cancelled" } };
    });
    const { judgments } = started({
      judges: [bound(model, { protocol: askingTwice })],
      of: comparisons(1),
      concurrency: 1,
      abort: abort.signal,
    });
    const [judgment] = await all(judgments);
    expect(judgment?.reading.status).toBe("failed");
    expect(judgment?.calls).toMatchObject([
      { reply: { text: "first step" } },
      { failure: { kind: "cancelled" } },
    ]);
  });

  it("a consumer that leaves the loop stops the run; what was in flight is still stored", async () => {
    const { server, judge } = await serving(() => reply("[[A]]", { latencyMs: 20 }));
    const { judgments, stored } = started({ judges: [judge], of: comparisons(200), concurrency: 4 });
    let taken = 0;
    for await (const _ of judgments) if (++taken === 3) break;
    expect(server.inFlight).toBe(0);
    expect(stored).toHaveLength(server.requests.length);
    expect(server.requests.length).toBeLessThan(30);
  });

  it("a slow consumer makes the run wait", async () => {
    let calls = 0;
    const model = modelThat(() => {
      calls++;
      return answered("[[A]]");
    });
    const { judgments } = started({ judges: [bound(model)], of: comparisons(500), concurrency: 4 });
    await judgments.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toBeLessThan(40);
    await judgments.return(undefined);
  });

  it("a store that cannot write ends the run with the store's error", async () => {
    const { judgments } = started({
      judges: [bound(modelThat(() => answered("[[A]]")))],
      of: comparisons(50),
      store: {
        append: async () => {
          throw new Error("disk full");
        },
      },
    });
    await expect(all(judgments)).rejects.toThrow("disk full");
  });

  it("comparisons that cannot be read end the run, after what is in flight", async () => {
    const { judge } = await serving(() => reply("[[A]]", { latencyMs: 50 }));
    async function* breaking() {
      yield* comparisons(3);
      throw new Error("row 4 is broken");
    }
    const trials = plan({
      comparisons: breaking(),
      judges: [judge],
      repeats: 1,
      seed: 7,
      isSatisfied: () => false,
    });
    const { judgments, stored } = started({ judges: [judge], trials, concurrency: 10 });
    await expect(all(judgments)).rejects.toThrow("row 4 is broken");
    expect(statuses(stored)).toEqual(Array(6).fill("decided"));
  });
});

const askingTwice: ConfiguredProtocol = {
  ...askWhichIsBetter,
  next: ({ prompt }, replies) =>
    replies.length < 2 ? [{ messages: [{ role: "user", content: `${prompt} step ${replies.length}` }] }] : [],
  read: (_, replies) => ({
    reading: { status: "unparsed", reason: replies.map(({ text }) => text).join(" then ") },
    critique: null,
  }),
};

describe("one bad item never costs a run", () => {
  it.each<[string, Partial<ConfiguredProtocol>]>([
    [
      "reading",
      {
        read: () => {
          throw new Error("cannot make sense of it");
        },
      },
    ],
    [
      "asking",
      {
        next: () => {
          throw new Error("cannot make sense of it");
        },
      },
    ],
  ])("an exception while %s is a failed judgment with its reason", async (_, broken) => {
    const protocol = { ...askWhichIsBetter, ...broken };
    const good = bound(
      modelThat(() => answered("[[A]]")),
      { name: "good" },
    );
    const bad = bound(
      modelThat(() => answered("[[A]]")),
      { name: "bad", protocol },
    );
    const yielded = await all(started({ judges: [good, bad] }).judgments);
    expect(statuses(yielded).filter((status) => status === "decided")).toHaveLength(8);
    const failures = yielded.filter(({ reading }) => reading.status === "failed");
    expect(failures).toHaveLength(8);
    expect(new Set(failures.map(reasonOf))).toEqual(new Set(["cannot make sense of it"]));
  });

  it("a protocol that never has enough is cut off", async () => {
    let calls = 0;
    const model = modelThat(() => answered(`${calls++}`));
    const insatiable: ConfiguredProtocol = {
      ...askWhichIsBetter,
      next: (_, replies) => [{ messages: [{ role: "user", content: `more ${replies.length} ${calls}` }] }],
    };
    const [judgment] = await all(
      started({ judges: [bound(model, { protocol: insatiable })], of: comparisons(1) }).judgments,
    );
    expect(judgment?.reading.status).toBe("failed");
    expect(calls).toBe(200);
  });

  it("a missing stored reply is a failed judgment that names the trial; the others go on", async () => {
    const model = modelThat(({ messages }) =>
      messages[0]?.content.includes("Question 2")
        ? failing("replay-miss", "comparison q2: none")
        : answered("[[A]]"),
    );
    const yielded = await all(started({ judges: [bound(model)] }).judgments);
    expect(yielded.filter(({ reading }) => reading.status === "failed").map(reasonOf)).toEqual([
      "comparison q2: none",
      "comparison q2: none",
    ]);
    expect(yielded).toHaveLength(8);
  });
});

describe("replies that need no call", () => {
  it("a reply of an earlier run is used, marked, and not sent again", async () => {
    let calls = 0;
    const model = modelThat(() => {
      calls++;
      return answered("[[A]]");
    });
    const first = await all(started({ judges: [bound(model)] }).judgments);
    const stored = new Map(
      first.flatMap((judgment) => judgment.calls.map((call) => [call.key, call] as const)),
    );
    const reuse: ReplyLookup = {
      find: async (key) => {
        const call = stored.get(key);
        return call?.status === "answered" ? call.reply : undefined;
      },
      close: async () => {},
    };
    const second = await all(started({ judges: [bound(model)], reuse }).judgments);
    expect(calls).toBe(8);
    expect(second.flatMap((judgment) => judgment.calls)).toHaveLength(8);
    for (const judgment of second) expect(judgment.calls).toMatchObject([{ reused: true, attempts: 0 }]);
    expect(statuses(second)).toEqual(Array(8).fill("decided"));
  });

  it("a request that several trials share is sent once, and its second use is marked as reused", async () => {
    const { server, judge } = await serving(({ body }) =>
      reply(`answer to ${body.messages[0]?.content}`, { latencyMs: 20 }),
    );
    if (judge.kind !== "asked") throw new Error("asked");
    const yielded = await all(
      started({ judges: [{ ...judge, protocol: askingTwice }], of: comparisons(5), concurrency: 8 })
        .judgments,
    );
    // Both orders ask the same two questions: 5 · 2 requests where 5 · 2 · 2 would have been sent.
    expect(server.requests).toHaveLength(10);
    expect(yielded).toHaveLength(10);
    const calls = yielded.flatMap((judgment) => judgment.calls);
    expect(calls.filter((call) => call.status === "answered" && call.reused)).toHaveLength(10);
    expect(yielded.map(reasonOf)).toContain("answer to Question 3? step 0 then answer to Question 3? step 1");
  });

  it("a failure is not shared: who waited for it asks for itself", async () => {
    let calls = 0;
    const model = modelThat(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ++calls === 1 ? failing("rejected") : answered("ok");
    });
    const judges = [bound(model, { protocol: askingTwice })];
    const yielded = await all(started({ judges, of: comparisons(1) }).judgments);
    expect(statuses(yielded).sort()).toEqual(["failed", "unparsed"]);
  });

  it("repeats are other calls, not the same one", async () => {
    const { server, judge } = await serving(() => reply("[[A]]"));
    const yielded = await all(started({ judges: [judge], of: comparisons(1), repeats: 3 }).judgments);
    expect(server.requests).toHaveLength(6);
    expect(yielded.map(({ trial }) => trial.repeat).sort()).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe("what the user is told meanwhile", () => {
  it("progress counts judgments, failures, unread replies, retries and tokens; reused replies cost none", async () => {
    const { judge } = await serving(({ body, index }) => {
      if (index === 0) return errorStatus(500, { message: "oops" });
      const text = body.messages[0]?.content ?? "";
      if (text.includes("Question 1")) return reply("no idea");
      if (text.includes("Question 2")) return errorStatus(400, { message: "too long" });
      return reply("[[A]]");
    });
    const reports: Progress[] = [];
    const { judgments } = started({
      judges: [judge],
      total: 10,
      satisfiedBefore: 2,
      onProgress: (progress) => reports.push(progress),
    });
    await all(judgments);
    expect(reports.at(-1)).toMatchObject({
      total: 10,
      satisfiedBefore: 2,
      done: 8,
      failed: 2,
      unread: 2,
      reused: 0,
      retries: 1,
      inFlight: 0,
      waiting: 0,
      inputTokens: 600,
      outputTokens: 120,
    });
    expect(reports.map(({ done }) => done)).toEqual(
      reports.map(({ done }) => done).toSorted((a, b) => a - b),
    );
  });

  it("the host is named once, before the first call", async () => {
    const events: string[] = [];
    const model = modelThat(() => {
      events.push("call");
      return answered("[[A]]");
    });
    await all(
      started({
        judges: [bound(model)],
        onFirstCall: ({ model: name, host }) => events.push(`${name} at ${host}`),
      }).judgments,
    );
    expect(events[0]).toBe("judge-model at in-process");
    expect(events.filter((event) => event !== "call")).toHaveLength(1);
  });
});

describe("computed judges", () => {
  const longest: BoundJudge = {
    kind: "computed",
    judge: { kind: "computed", id: "longest@1", name: "longest", rule: "longest", options: {} },
    baseline: {
      options: {},
      layouts: ({ responses }) => [responses.map(({ id }) => id)],
      judge: ({ id }) => {
        if (id === "q1") throw new Error("nothing to measure");
        return { status: "decided", verdict: { kind: "ranking", tiers: [["r1"], ["r2"]] } };
      },
    },
  };

  it("are recorded without calls, and their exceptions are failures", async () => {
    const yielded = await all(started({ judges: [longest] }).judgments);
    expect(statuses(yielded).sort()).toEqual(["decided", "decided", "decided", "failed"]);
    expect(yielded.every(({ calls }) => calls.length === 0)).toBe(true);
    expect(yielded.find(({ trial }) => trial.comparison === "q0")).not.toHaveProperty("at");
  });
});
