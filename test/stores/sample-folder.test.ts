import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import { type PromptRow, responseDraw, type Sample } from "../../src/core/sample.js";
import { openSampleFolder, type SampleManifest, type SampleStore } from "../../src/stores/sample-folder.js";
import { all, each, temporaryDirectory } from "../support/runs.js";

const manifest: SampleManifest = {
  ...{ format: 1, kind: "samples", touchstone: "0.0.0", node: "20", name: "test" },
  createdAt: "2026-01-01T00:00:00.000Z",
  datasets: [{ path: "prompts.jsonl", sha256: "a".repeat(64), reading: { seed: 20 } }],
  policies: [{ model: "small", sampling: { temperature: 1 } }],
  styles: [{ name: "plain", system: null }],
};
const rows: readonly PromptRow[] = ["a", "b"].map((id) => ({
  prompt: { id, prompt: `${id}?` },
  checks: id === "a" ? [{ kind: "answer", answer: "1" }] : [],
}));

function sample(prompt: string, text: string | null, number = 0): Sample {
  const call = { key: "k", seconds: 0.1, attempts: 1 };
  return {
    draw: responseDraw({ prompt, model: "small", style: "plain", number }),
    at: "2026-01-01T00:00:00.000Z",
    calls: [
      text === null
        ? { ...call, status: "failed", failure: { kind: "server", message: "down" } }
        : { ...call, status: "answered", reused: false, reply: { text, finishReason: "stop" } },
    ],
  };
}

let folder: string;
beforeEach(async () => {
  folder = join(await temporaryDirectory(), "samples");
});

const opened = (more: Partial<SampleManifest> = {}) => openSampleFolder(folder, { ...manifest, ...more });

async function using<Result>(use: (store: SampleStore) => Promise<Result>): Promise<Result> {
  const store = await opened();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe("a folder of samples", () => {
  it("gives back what was put in, also after it was closed and opened again", async () => {
    const hostile = sample("a", 'Zwei Zeilen:\n\u2028 «», "quoted" \\ \u0000 🙂');
    const check = async (store: SampleStore) => {
      expect(await all(store.prompts())).toEqual(rows);
      const keys = [hostile, sample("b", "")].map(({ draw }) => draw.key);
      expect(await store.samplesOf(keys)).toEqual([hostile, undefined]);
    };
    await using(async (store) => {
      await store.addPrompts(each(rows));
      await store.addPrompts(each(rows));
      await store.append(hostile);
      await check(store);
    });
    await using(check);
  });

  it("counts per draw the last that did not fail, and has only those satisfied", async () => {
    const [failed, good, again] = [sample("a", null), sample("a", "One."), sample("a", null)];
    await using(async (store) => {
      await store.append(failed);
      expect(store.isSatisfied(failed.draw.key)).toBe(false);
      expect(await store.samplesOf([failed.draw.key])).toEqual([failed]);
      await store.append(good);
      await store.append(again);
      expect(store.isSatisfied(good.draw.key)).toBe(true);
    });
    await using(async (store) => expect(await store.samplesOf([good.draw.key])).toEqual([good]));
  });

  it("goes on after a writer that was killed in the middle of a line, and says so", async () => {
    const [first, second] = [sample("a", "One."), sample("a", "Two.", 1)];
    await using((store) => store.append(first));
    await appendFile(join(folder, "samples.jsonl"), '{"draw":{"key":"12');
    await using(async (store) => {
      expect(store.warnings.join()).toContain("samples.jsonl: the last line was torn");
      await store.append(second);
    });
    await using(async (store) =>
      expect(await store.samplesOf([first, second].map(({ draw }) => draw.key))).toEqual([first, second]),
    );
  });

  it("passes over broken lines, and names them", async () => {
    await using((store) => store.append(sample("a", "One.")));
    await appendFile(join(folder, "samples.jsonl"), 'null\n{"draw":{}}\n');
    await appendFile(join(folder, "prompts.jsonl"), "[]\n");
    await using(async (store) => {
      expect(store.warnings).toEqual([
        "prompts.jsonl line 1 is broken and was skipped",
        "samples.jsonl line 2 is broken and was skipped",
        "samples.jsonl line 3 is broken and was skipped",
      ]);
      expect(await all(store.prompts())).toEqual([]);
    });
  });

  it("lets one process write at a time", async () => {
    const store = await opened();
    await expect(opened()).rejects.toThrow("is being written by process");
    await store.close();
    await (await opened()).close();
    expect(await readdir(folder)).not.toContain("lock.json");
  });

  it.each([
    [{ styles: [{ name: "plain", system: "Think." }] }, /samples .*, style plain: expected/],
    [{ policies: [{ model: "small", sampling: { temperature: 0 } }] }, /model small: expected/],
    [
      { policies: [...manifest.policies, { model: "large", sampling: {} }] },
      /expected no model large but found one/,
    ],
    [{ datasets: [] }, /dataset 1: expected .* but found none/],
  ] satisfies [Partial<SampleManifest>, RegExp][])(
    "refuses to go on with %j, and says what differs",
    async (other, message) => {
      await using((store) => store.append(sample("a", "One.")));
      const before = await readFile(join(folder, "samples.jsonl"), "utf8");
      await expect(opened(other)).rejects.toThrow(message);
      await expect(opened(other)).rejects.toThrow(InputError);
      expect(await readFile(join(folder, "samples.jsonl"), "utf8")).toBe(before);
    },
  );
});
