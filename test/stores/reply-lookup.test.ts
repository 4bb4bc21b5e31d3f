import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Judgment } from "../../src/core/judgment.js";
import { openReplyLookup } from "../../src/stores/reply-lookup.js";
import { openRunFolder } from "../../src/stores/run-folder.js";
import { judgmentFor, manifestOf, temporaryDirectory } from "../support/runs.js";

async function runWith(judgments: readonly Judgment[]): Promise<string> {
  const folder = join(await temporaryDirectory(), "run");
  const store = await openRunFolder({ folder, manifest: manifestOf([]) });
  for (const judgment of judgments) await store.append(judgment);
  await store.close();
  return folder;
}

const replying = (comparison: string, requestKey: string, text: string) =>
  judgmentFor(comparison, { requestKey, reply: { finishReason: "stop", text, model: "m" } });

describe("reply lookup", () => {
  it("finds the replies of several runs by request key, as they came", async () => {
    const text = "long \u2028 🙂".repeat(10_000);
    const folders = [
      await runWith([replying("q0", "key-0", "zero"), replying("q1", "key-1", text)]),
      await runWith([replying("q2", "key-2", "two")]),
    ];
    const lookup = await openReplyLookup(folders);
    expect(lookup.size).toBe(3);
    expect(await lookup.find("key-1")).toEqual({ finishReason: "stop", text, model: "m" });
    expect((await lookup.find("key-0"))?.text).toBe("zero");
    expect((await lookup.find("key-2"))?.text).toBe("two");
    expect(await lookup.find("key-3")).toBeUndefined();
    await lookup.close();
  });

  it("takes answered calls out of judgments that failed later, and no failed calls", async () => {
    const answered = replying("q0", "step-1", "first step");
    const failed = judgmentFor("q0", { requestKey: "step-2", failed: "HTTP 500" });
    const folder = await runWith([{ ...failed, calls: [...answered.calls, ...failed.calls] }]);
    const lookup = await openReplyLookup([folder]);
    expect((await lookup.find("step-1"))?.text).toBe("first step");
    expect(await lookup.find("step-2")).toBeUndefined();
    await lookup.close();
  });

  it("passes over torn ends, broken lines and folders without judgments", async () => {
    const folder = await runWith([replying("q0", "key-0", "zero")]);
    await appendFile(join(folder, "judgments.jsonl"), 'broken\n{"key":"torn');
    const lookup = await openReplyLookup([await temporaryDirectory(), folder, join(folder, "nowhere")]);
    expect(lookup.size).toBe(1);
    expect((await lookup.find("key-0"))?.text).toBe("zero");
    await lookup.close();
  });
});
