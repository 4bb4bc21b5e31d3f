import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.js";
import { type AskedJudge, judgeId } from "../../src/core/judge.js";
import type { Judgment, Reply } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import { seededRandom } from "../../src/core/random.js";
import { trial } from "../../src/core/trial.js";
import type { Model } from "../../src/models/model.js";
import type { ConfiguredProtocol } from "../../src/protocols/protocol.js";
import type { BoundJudge } from "../../src/run/plan.js";
import type { RetryPolicy } from "../../src/run/retry.js";
import type { Manifest } from "../../src/stores/store.js";

/** A directory of its own for one test. */
export function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), "touchstone-"));
}

/** Comparisons q0, q1 … of two responses each. */
export function comparisons(count: number): Comparison[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `q${i}`,
    prompt: `Question ${i}?`,
    responses: [
      { id: "r1", text: `A good answer to ${i}.`, author: "model-x" },
      { id: "r2", text: `A bad answer to ${i}.`, author: "model-y" },
    ],
  }));
}

export function preferenceFor({ id }: Comparison): Preference {
  return { comparison: id, source: "constructed", kind: "duel", between: ["r1", "r2"], winner: "r1" };
}

export async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Asks once which response is better and reads "[[A]]" or "[[B]]" out of the answer. */
export const askWhichIsBetter: ConfiguredProtocol = {
  options: {},
  layouts: ({ responses }) => {
    const ids = responses.map(({ id }) => id);
    return [ids, ids.toReversed()];
  },
  next: ({ prompt, responses }, replies) => {
    if (replies.length > 0) return [];
    const texts = responses.map(({ letter, text }) => `${letter}: ${text}`).join("\n");
    return [{ messages: [{ role: "user", content: `${prompt}\n${texts}` }] }];
  },
  read: ({ responses }, [reply]) => {
    const text = reply?.text ?? "";
    const [first, second] = responses;
    const winner = responses.find(({ letter }) => text.includes(`[[${letter}]]`));
    if (!winner || !first || !second)
      return { reading: { status: "unparsed", reason: "no verdict" }, critique: text };
    const verdict = { kind: "duel", between: [first.id, second.id], winner: winner.id } as const;
    return { reading: { status: "decided", verdict }, critique: text };
  },
};

export function askedJudge(name: string, model = "judge-model"): AskedJudge {
  const judge = {
    kind: "asked",
    name,
    protocol: "which-is-better",
    options: {},
    model,
    prompt: { name: "which-is-better", hash: "0".repeat(64) },
    sampling: { temperature: 0 },
  } as const;
  return { ...judge, id: judgeId(judge) };
}

export function bound(
  model: Model,
  options: { name?: string; protocol?: ConfiguredProtocol } = {},
): BoundJudge {
  const { name = "tested", protocol = askWhichIsBetter } = options;
  return { kind: "asked", judge: askedJudge(name), protocol, model };
}

export function manifestOf(judges: readonly BoundJudge[], repeats = 1): Manifest {
  return {
    format: 1,
    touchstone: "0.0.0",
    node: process.version,
    createdAt: "2026-01-01T00:00:00.000Z",
    name: "test",
    datasets: [{ path: "data.jsonl", sha256: "a".repeat(64), reading: { format: "jsonl" } }],
    judges: judges.map(({ judge }) => judge),
    plan: { repeats, seed: 7 },
  };
}

export function quickRetry(more: Partial<RetryPolicy> = {}): RetryPolicy {
  return { firstDelaySeconds: 0.01, random: seededRandom("retry"), ...more };
}

/** A judgment of an own trial: decided, or failed where `reason` is given. */
export function judgmentFor(
  comparison: string,
  more: {
    judge?: string;
    repeat?: number;
    failed?: string;
    reply?: Reply;
    requestKey?: string;
    critique?: string;
  } = {},
): Judgment {
  const { judge = "tested@00000000", repeat = 0, failed, critique = "Good." } = more;
  const planned = trial({ comparison, judge, presented: ["r1", "r2"], repeat });
  const call = { key: more.requestKey ?? `request-${comparison}-${repeat}`, seconds: 0.5, attempts: 1 };
  const at = "2026-01-01T00:00:00.000Z";
  if (failed !== undefined) {
    const failure = { kind: "server", message: failed } as const;
    return {
      trial: planned,
      reading: { status: "failed", reason: failed },
      at,
      critique: null,
      calls: [{ ...call, status: "failed", failure }],
    };
  }
  const reply = more.reply ?? { finishReason: "stop", text: `${critique} [[A]]` };
  return {
    trial: planned,
    reading: { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner: "r1" } },
    at,
    critique,
    calls: [{ ...call, status: "answered", reused: false, reply }],
  };
}
