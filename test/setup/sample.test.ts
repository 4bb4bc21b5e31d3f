import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Response } from "../../src/core/comparison.js";
import type { Sample } from "../../src/core/sample.js";
import { readDataset } from "../../src/datasets/read.js";
import { RunStopped } from "../../src/run/engine.js";
import { drawResponses, type SampledSet, type SampleHooks } from "../../src/setup/sample.js";
import type { SampleConfig } from "../../src/setup/sample-config.js";
import { estimateSample } from "../../src/setup/sample-estimate.js";
import type { SampledRow } from "../../src/setup/sample-rows.js";
import {
  type Behaviour,
  type ChatRequest,
  errorStatus,
  type Loopback,
  reply,
  startLoopback,
} from "../support/loopback.js";
import { all, temporaryDirectory } from "../support/runs.js";

const THINK = { name: "reasoning", system: "Think first." };
const CONCISE = { name: "concise", system: null };

let folder: string;
let server: Loopback;
let answer: (request: ChatRequest) => Behaviour;

beforeEach(async () => {
  folder = await temporaryDirectory();
  answer = ({ index }) => reply(`Answer ${index}.`);
  server = await startLoopback((request) => answer(request));
});
afterEach(() => server.close());

async function prompts(...rows: readonly object[]): Promise<string> {
  const path = join(folder, "prompts.jsonl");
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}

async function config(more: Partial<SampleConfig> = {}): Promise<SampleConfig> {
  return {
    data: more.data ?? (await prompts({ id: "a", prompt: "2 + 2?" }, { id: "b", prompt: "3 + 3?" })),
    models: [{ model: "small", baseURL: server.baseURL }],
    samplesDirectory: join(folder, "samples"),
    maxAttempts: 1,
    ...more,
  };
}

async function drawn(given: SampleConfig, hooks: SampleHooks = {}) {
  const rows: SampledRow[] = [];
  const samples: Sample[] = [];
  const drawing = drawResponses(given, {
    environment: {},
    ...hooks,
    onRow: (row) => {
      rows.push(row);
    },
  });
  for (let next = await drawing.next(); ; next = await drawing.next()) {
    if (next.done) return { rows, samples, set: next.value as SampledSet };
    samples.push(next.value);
  }
}

const byStyle = (one: Response, other: Response) => ((one.style ?? "") < (other.style ?? "") ? -1 : 1);
const responsesOf = ({ comparison }: SampledRow) => comparison.responses;

describe("drawing responses", () => {
  it("asks each prompt n times as it stands, at the model's own distribution, and gives rows that the readers read back", async () => {
    const checks = [{ kind: "answer", answer: "4" }] as const;
    const data = await prompts(
      { id: "a", prompt: "2 + 2?", checks, reference: "4", subset: "sums" },
      { id: "b", messages: [{ role: "user", content: "Hi" }] },
    );
    const { rows, samples, set } = await drawn(await config({ data, n: 3 }));
    expect(samples).toHaveLength(6);
    expect(server.requests.map(({ body }) => [body.messages, body.temperature])).toEqual(
      ["2 + 2?", "2 + 2?", "2 + 2?", "Hi", "Hi", "Hi"].map((content) => [[{ role: "user", content }], 1]),
    );
    expect(set.counts).toMatchObject({ prompts: 2, rows: 2, whole: 6, truncated: 0, failed: 0 });
    expect(rows[0]?.comparison).toMatchObject({ id: "a", prompt: "2 + 2?", reference: "4", subset: "sums" });
    expect(
      rows.flatMap(responsesOf).every(({ author, style }) => author === "small" && style === undefined),
    ).toBe(true);
    expect(new Set(rows.flatMap(responsesOf).map(({ text }) => text)).size).toBe(6);

    const path = join(folder, "rows.jsonl");
    await writeFile(
      path,
      rows.map(({ comparison, checks }) => `${JSON.stringify({ ...comparison, checks })}\n`).join(""),
    );
    const read = await all(readDataset({ path, seed: 1 }));
    expect(read.map(({ comparison }) => comparison)).toEqual(rows.map(({ comparison }) => comparison));
    expect(read[0]?.checks).toEqual(checks);
  });

  it("keeps the chain of thought apart, whether it came in a field of its own or within the text, and the system prompt beside it", async () => {
    answer = ({ body }) =>
      body.messages[0]?.role === "system"
        ? reply("<think>\nTwo and two.\n</think>\nFour.", { reasoning: "Hm." })
        : reply(" Four. \n");
    const { rows } = await drawn(await config({ n: 1, styles: [CONCISE, THINK] }));
    expect(rows.map(responsesOf).map((responses) => responses.toSorted(byStyle))).toEqual(
      Array.from({ length: 2 }, () => [
        { id: expect.any(String), text: " Four. \n", author: "small", style: "concise" },
        {
          ...{ id: expect.any(String), text: "Four.", author: "small", style: "reasoning" },
          ...{ system: "Think first.", reasoning: "Hm.\n\nTwo and two." },
        },
      ]),
    );
  });

  it("puts the style's system prompt before the prompt's own, in one message", async () => {
    const messages = [
      { role: "system", content: "Be kind." },
      { role: "user", content: "Hi" },
    ];
    await drawn(await config({ data: await prompts({ id: "a", messages }), n: 1, styles: [THINK] }));
    expect(server.requests[0]?.body.messages).toEqual([
      { role: "system", content: "Think first.\n\nBe kind." },
      { role: "user", content: "Hi" },
    ]);
  });

  it("marks what was cut off, counts what was withheld or failed, and makes no response of either", async () => {
    const ends: Behaviour[] = [
      reply("And so", { finishReason: "length" }),
      reply("<think>Still at it"),
      reply("", { finishReason: "content_filter" }),
      errorStatus(500, { message: "down" }),
      reply("", { refusal: "I will not." }),
      reply(""),
    ];
    answer = ({ index }) => ends[index] ?? reply("no more");
    const { rows, set } = await drawn(
      await config({ data: await prompts({ id: "a", prompt: "2 + 2?" }), n: 6, concurrency: 1 }),
    );
    expect(set.counts).toEqual({
      ...{ prompts: 1, rows: 1, whole: 2, truncated: 2, empty: 2, withheld: 1, failed: 1, missing: 0 },
    });
    const [row] = rows;
    const found = (row ? responsesOf(row) : []).map(({ text, truncated, reasoning }) => [
      text,
      truncated,
      reasoning,
    ]);
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining([
        ["And so", true, undefined],
        ["", true, "Still at it"],
        ["I will not.", undefined, undefined],
        ["", undefined, undefined],
      ]),
    );
  });

  it("leaves a prompt without any response out of the rows, and counts it", async () => {
    answer = ({ body }) =>
      body.messages[0]?.content === "2 + 2?" ? errorStatus(500, { message: "down" }) : reply("Six.");
    const { rows, set } = await drawn(await config({ n: 2 }));
    expect(rows.map(({ comparison }) => comparison.id)).toEqual(["b"]);
    expect(set.counts).toMatchObject({ prompts: 2, rows: 1, failed: 2, whole: 2 });
  });

  it("asks again only what failed, and only what is new of a larger n", async () => {
    answer = ({ index }) => (index === 0 ? errorStatus(500, { message: "down" }) : reply(`Answer ${index}.`));
    const given = await config({ n: 2, concurrency: 1 });
    const first = await drawn(given);
    expect(first.set.counts).toMatchObject({ whole: 3, failed: 1 });
    const again = await drawn(given);
    expect([again.set.satisfied, server.requests.length]).toEqual([3, 5]);
    const more = await drawn({ ...given, n: 4 });
    expect([more.set.folder, more.set.satisfied, server.requests.length]).toEqual([first.set.folder, 4, 9]);
    const kept = again.rows.flatMap(responsesOf).map(({ text }) => text);
    expect(more.rows.flatMap(responsesOf).map(({ text }) => text)).toEqual(expect.arrayContaining(kept));
    const fewer = await drawn({ ...given, n: 1 });
    expect([fewer.rows.flatMap(responsesOf).length, server.requests.length]).toEqual([2, 9]);
  });

  it("uses replies of other folders where the request is the same, but not with reuse off or afresh", async () => {
    const given = await config({ n: 2, styles: [CONCISE] });
    await drawn(given);
    const both = await drawn({ ...given, styles: [CONCISE, THINK] });
    expect(server.requests).toHaveLength(8);
    expect(
      both.samples.filter(({ calls: [call] }) => call?.status === "answered" && call.reused),
    ).toHaveLength(4);
    await drawn({ ...given, styles: [THINK], reuse: false });
    expect(server.requests).toHaveLength(12);
    await drawn(given, { fresh: true });
    expect(server.requests).toHaveLength(16);
    expect((await readdir(join(folder, "samples"))).filter((name) => name.endsWith(".old-1"))).toHaveLength(
      1,
    );
  });

  it("sends the next seed with each response, so that an endpoint that heeds seeds does not say one thing n times", async () => {
    const models = [{ model: "small", baseURL: server.baseURL, seed: 7 }];
    await drawn(await config({ models, n: 3, limit: 1, concurrency: 1 }));
    expect(server.requests.map(({ body }) => body.seed)).toEqual([7, 8, 9]);
  });

  it("draws of several models into one row, in an order that tells none from the other", async () => {
    const models = ["x", "y"].map((model) => ({ model, baseURL: server.baseURL }));
    const rows = Array.from({ length: 40 }, (_, i) => ({ id: `q${i}`, prompt: `${i}?` }));
    const set = await drawn(await config({ data: await prompts(...rows), models, n: 1 }));
    const firsts = set.rows.map((row) => responsesOf(row)[0]?.author);
    expect(firsts.filter((author) => author === "x").length).toBeGreaterThan(8);
    expect(firsts.filter((author) => author === "y").length).toBeGreaterThan(8);
    const again = await drawn(await config({ data: await prompts(...rows), models, n: 1 }));
    expect(again.rows).toEqual(set.rows);
  });

  it("stops at the first refused key, and keeps the key out of everything that is written", async () => {
    answer = () => errorStatus(401, { message: "Incorrect API key provided: sk-secret-1234567890" });
    const given = await config({ n: 2 });
    const environment = { OPENAI_API_KEY: "sk-secret-1234567890" };
    await expect(drawn(given, { environment })).rejects.toThrow(RunStopped);
    const [name = ""] = await readdir(join(folder, "samples"));
    for (const file of await readdir(join(folder, "samples", name)))
      expect(await readFile(join(folder, "samples", name, file), "utf8")).not.toContain("sk-secret");
  });

  it("stops cleanly at the cost limit and goes on from there", async () => {
    answer = () => reply("Four.", { usage: { prompt_tokens: 10, completion_tokens: 100 } });
    const prices = {
      version: "1",
      models: { small: { inputPerMillion: 0, outputPerMillion: 1000, source: "made up" } },
    };
    const given = await config({ n: 3, concurrency: 1, prices, maxCost: 0.25 });
    const why: string[] = [];
    const stopped = await drawn(given, { onCostLimit: (reason) => why.push(reason) });
    expect(why).toEqual(["reached"]);
    expect(stopped.set.counts).toMatchObject({ whole: 3, missing: 3 });
    expect((await drawn({ ...given, maxCost: 1 })).set.counts).toMatchObject({ whole: 6, missing: 0 });
    await expect(drawn({ ...given, prices: { version: "1", models: {} } })).rejects.toThrow("price of small");
  });

  it("foresees the calls that it then makes", async () => {
    const given = await config({ n: 2, styles: [CONCISE, THINK] });
    const before = await estimateSample(given, { environment: {} });
    expect(before).toMatchObject({ prompts: 2, models: [{ model: "small", draws: 8, calls: 8, reused: 0 }] });
    expect(before.models[0]?.usd).toBeNull();
    expect(await readdir(folder)).not.toContain("samples");
    await drawn({ ...given, styles: [CONCISE] });
    const [after] = (await estimateSample(given, { environment: {} })).models;
    expect(after).toMatchObject({ draws: 8, calls: 4, reused: 4 });
  });

  it.each([
    [{ n: 0 }, "expected a whole number of responses from 1 but found 0"],
    [{ styles: [CONCISE, CONCISE] }, 'the style "concise" is given twice'],
    [{ styles: [{ name: "empty", system: "  " }] }, "expected the style empty to have a system prompt"],
    [{ models: [] }, "no model"],
    [{ models: [{ model: "m" }] }, "model m: no endpoint and no key"],
    [{ ids: ["zz"] }, "the data has no comparison zz"],
    [{ data: [] }, "data names no file"],
  ] satisfies [Partial<SampleConfig>, string][])(
    "refuses %j before anything is sent or written",
    async (wrong, message) => {
      await expect(drawn(await config(wrong))).rejects.toThrow(message);
      expect(server.requests).toHaveLength(0);
      expect(await readdir(folder)).not.toContain("samples");
    },
  );

  it("leaves no folder behind where a row is bad, and names it", async () => {
    const data = await prompts({ id: "a", prompt: "2 + 2?" }, { id: "a", prompt: "3 + 3?" });
    await expect(drawn(await config({ data }))).rejects.toThrow(
      'an id of its own but found "a", which row 1 has',
    );
    expect(await readdir(join(folder, "samples")).catch(() => [])).toEqual([]);
  });
});
