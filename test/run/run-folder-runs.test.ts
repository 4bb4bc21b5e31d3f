import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Model } from "../../src/models/model.js";
import { openaiModel } from "../../src/models/openai.js";
import { replayModel } from "../../src/models/replay.js";
import { type BoundJudge, plan } from "../../src/run/plan.js";
import { type RunOptions, run } from "../../src/run/run.js";
import { openReplyLookup } from "../../src/stores/reply-lookup.js";
import { openRunFolder, readRunFolder } from "../../src/stores/run-folder.js";
import { type Behaviour, errorStatus, type Loopback, reply, startLoopback } from "../support/loopback.js";
import {
  all,
  bound,
  comparisons,
  each,
  manifestOf,
  preferenceFor,
  quickRetry,
  temporaryDirectory,
} from "../support/runs.js";

const KEY = "sk-secret-0123456789abcdef";
let server: Loopback | undefined;

afterEach(() => server?.close());

async function modelServing(answer: (index: number) => Behaviour): Promise<Model> {
  server = await startLoopback(({ index }) => answer(index));
  return openaiModel({
    baseURL: server.baseURL,
    apiKey: KEY,
    headers: { "x-gateway": "gateway-secret-77" },
    timeoutSeconds: 5,
  });
}

/** A whole run of four comparisons in a folder, as a command would do it. */
async function runIn(folder: string, judge: BoundJudge, more: Partial<RunOptions> = {}) {
  const store = await openRunFolder({ folder, manifest: manifestOf([judge]) });
  try {
    await store.addComparisons(
      each(comparisons(4).map((comparison) => ({ comparison, preferences: [preferenceFor(comparison)] }))),
    );
    const isSatisfied = (key: string) => store.isSatisfied(key);
    const trials = plan({
      comparisons: store.comparisons(),
      judges: [judge],
      repeats: 1,
      seed: 7,
      isSatisfied,
    });
    const retry = quickRetry({ maxAttempts: 1 });
    return await all(run({ trials, store, concurrency: 4, retry, total: 8, satisfiedBefore: 0, ...more }));
  } finally {
    await store.close();
  }
}

const newFolder = async () => join(await temporaryDirectory(), "run");

describe("a run in a run folder", () => {
  it("asks again only what failed in transport", async () => {
    const model = await modelServing((index) => {
      if (index < 3) return errorStatus(500, { message: "oops" });
      return index === 3 ? reply("no verdict in here") : reply("[[A]]");
    });
    const folder = await newFolder();
    const first = await runIn(folder, bound(model));
    expect(first.filter(({ reading }) => reading.status === "failed")).toHaveLength(3);
    const second = await runIn(folder, bound(model));
    expect(second).toHaveLength(3);
    expect(server?.requests).toHaveLength(11);
    expect(await runIn(folder, bound(model))).toEqual([]);
    const { counts } = await readRunFolder(folder);
    expect(counts).toEqual({ comparisons: 4, judgments: 8, failed: 0 });
  });

  it("takes the replies of an earlier run, also for a judge that reads them in another way", async () => {
    const model = await modelServing(() => reply("[[A]]"));
    const earlier = await newFolder();
    await runIn(earlier, bound(model));
    const reuse = await openReplyLookup([earlier]);
    const again = await runIn(await newFolder(), bound(model, { name: "renamed" }), { reuse });
    expect(again).toHaveLength(8);
    expect(again.every(({ calls }) => calls[0]?.status === "answered" && calls[0].reused)).toBe(true);
    expect(server?.requests).toHaveLength(8);
    await reuse.close();
  });

  it("is replayed without any call, to the same readings", async () => {
    const model = await modelServing((index) => reply(index % 2 === 0 ? "[[A]]" : "[[B]]"));
    const earlier = await newFolder();
    const first = await runIn(earlier, bound(model));
    await server?.close();
    const lookup = await openReplyLookup([earlier]);
    const replayed = await runIn(await newFolder(), bound(replayModel(lookup)));
    const readings = (judgments: typeof first) =>
      new Map(judgments.map(({ trial, reading }) => [trial.key, reading]));
    expect(readings(replayed)).toEqual(readings(first));
    await lookup.close();
  });

  it("what was never recorded is a failure that names its comparison, and no call", async () => {
    const lookup = await openReplyLookup([]);
    const replayed = await runIn(await newFolder(), bound(replayModel(lookup)));
    expect(replayed).toHaveLength(8);
    for (const { trial, reading } of replayed) {
      expect(reading.status === "failed" && reading.reason).toContain(`comparison ${trial.comparison}`);
    }
  });

  it.each<[string, Behaviour]>([
    [
      "a server error",
      errorStatus(500, { message: `debug: Authorization: Bearer ${KEY} x-gateway: gateway-secret-77` }),
    ],
    ["a refused key", errorStatus(401, { message: `Incorrect API key provided: ${KEY}` })],
    ["a damaged body", { kind: "status", status: 200, body: `your key is ${KEY}, gateway-secret-77` }],
  ])("%s that echoes the key leaves no secret in the folder or in the error", async (_, behaviour) => {
    const model = await modelServing(() => behaviour);
    const folder = await newFolder();
    const error = await runIn(folder, bound(model)).catch((thrown: unknown) => thrown);
    const texts = [String(error)];
    for (const name of await readdir(folder)) texts.push(await readFile(join(folder, name), "utf8"));
    expect(texts.join("\n")).toContain("[secret]");
    expect(texts.join("\n")).not.toContain(KEY);
    expect(texts.join("\n")).not.toContain("gateway-secret-77");
  });
});
