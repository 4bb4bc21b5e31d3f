import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  analyze,
  analyzeRun,
  type Comparison,
  type Config,
  defineConfig,
  dryRun,
  type Judgment,
  judgeOnce,
  type Metric,
  type OpenRun,
  type Preference,
  type Protocol,
  readRunFolder,
  renderReport,
  run,
} from "../src/index.js";
import { rightVerdict, writePairs } from "./cli/support.js";
import { type Behaviour, type ChatRequest, type Loopback, reply, startLoopback } from "./support/loopback.js";
import { all, askWhichIsBetter, temporaryDirectory } from "./support/runs.js";

let folder: string;
let server: Loopback;
let answer: (request: ChatRequest) => Behaviour;

beforeEach(async () => {
  folder = await temporaryDirectory();
  answer = rightVerdict;
  server = await startLoopback((request) => answer(request));
});
afterEach(() => server.close());

const settings = (more: Partial<Config> = {}): Config => ({
  data: join(folder, "pairs.jsonl"),
  judges: [{ model: "small", baseURL: server.baseURL }],
  runsDirectory: join(folder, "runs"),
  ...more,
});

/** Everything that a run yields and returns. */
async function carriedOut(
  config: Config,
  hooks: Parameters<typeof run>[1] = { environment: {} },
): Promise<{ judgments: Judgment[]; open: OpenRun }> {
  const judgments: Judgment[] = [];
  const stream = run(config, hooks);
  for (;;) {
    const next = await stream.next();
    if (next.done) return { judgments, open: next.value };
    judgments.push(next.value);
  }
}

/** Asks which response is better, in words of its own. */
const oneQuestion: Protocol = {
  name: "one-question",
  summary: "Which is better, in one word?",
  prompt: "pairwise",
  options: {},
  configure: () => askWhichIsBetter,
};

/** The share of judgments whose critique was written at all. */
const asked: Metric = {
  name: "asked",
  title: "asked",
  measure: ({ id }) => [
    {
      metric: "asked",
      judge: id,
      subset: null,
      value: 1,
      unit: "fraction",
      interval: null,
      n: 1,
      clusters: 1,
      excluded: 0,
    },
  ],
};

describe("run", () => {
  it("yields each judgment after it is stored, asked by the user's own protocol and measured by his own metric", async () => {
    await writePairs(folder, 3);
    answer = ({ body }) => reply(`Hm. [[${body.messages[0]?.content.includes("A: A good") ? "A" : "B"}]]`);
    const config = defineConfig(
      settings({
        judges: [{ model: "small", protocol: "one-question", baseURL: server.baseURL }],
        protocols: [oneQuestion],
        metrics: [asked],
      }),
    );
    let inFile = 0;
    let yielded = 0;
    let at = "";
    for await (const judgment of run(config, { environment: {}, onReady: (open) => (at = open.folder) })) {
      yielded++;
      inFile = (await readFile(join(at, "judgments.jsonl"), "utf8")).trimEnd().split("\n").length;
      expect(inFile).toBeGreaterThanOrEqual(yielded);
      expect(judgment.reading.status).toBe("decided");
    }
    expect(yielded).toBe(6);
    const analysis = await analyzeRun(at, { metrics: [asked] });
    const figure = (metric: string) =>
      analysis.estimates.find((one) => one.metric === metric && one.judge?.startsWith("one-question:small"))
        ?.value;
    expect(figure("asked")).toBe(1);
    // Beside the built-in ones, not instead of them.
    expect(figure("agreement")).toBe(1);
  });

  it("loses nothing when the loop is left, and goes on where it was", async () => {
    await writePairs(folder, 10);
    let at = "";
    for await (const _judgment of run(settings({ concurrency: 2 }), {
      environment: {},
      onReady: (open) => (at = open.folder),
    }))
      break;
    const answered = server.requests.length;
    expect(answered).toBeLessThan(20);
    expect(await all((await readRunFolder(at)).judgments())).toHaveLength(answered);
    expect(await readdir(at)).not.toContain("lock.json");
    const { judgments, open } = await carriedOut(settings());
    expect(judgments).toHaveLength(20 - answered);
    expect(open).toMatchObject({ folder: at, trials: 20, satisfied: answered });
    expect(server.requests).toHaveLength(20);
  });

  it("refuses a config that does not fit before it writes anything", async () => {
    await writePairs(folder, 1);
    const wrong = { ...settings(), concurency: 3 } as Config;
    await expect(carriedOut(wrong)).rejects.toThrow('unknown field "concurency"');
    await expect(carriedOut(settings({ data: [] }))).rejects.toThrow("data names no file");
    await expect(carriedOut(settings({ judges: [] }))).rejects.toThrow("judges names no judge");
    await expect(carriedOut(settings({ maxCost: 1 }))).rejects.toThrow("needs the price of small");
    await expect(carriedOut(settings({ replay: ["none"] }))).rejects.toThrow("run none: no such run");
    expect(await readdir(folder)).toEqual(["pairs.jsonl"]);
  });

  it("leaves no folder behind when a comparison cannot be asked", async () => {
    const responses = Array.from({ length: 6 }, (_, i) => ({ id: `r${i}`, text: `${i}` }));
    await writeFile(
      join(folder, "pairs.jsonl"),
      JSON.stringify({ id: "wide", prompt: "?", responses, preferences: [] }),
    );
    await expect(carriedOut(settings())).rejects.toThrow(/wide|row 1/);
    expect(server.requests).toHaveLength(0);
    expect(await readdir(join(folder, "runs"))).toEqual([]);
  });

  it("leaves nothing behind where the first row is bad, and leaves alone what was there before", async () => {
    await writePairs(folder, 3);
    const { open } = await carriedOut(settings());
    const kept = await readdir(join(folder, "runs"));
    await writeFile(join(folder, "bad.jsonl"), '{"prompt":"q","chosen":"a","rejected":null}\n');
    await expect(carriedOut(settings({ data: join(folder, "bad.jsonl") }))).rejects.toThrow(
      "bad.jsonl row 1",
    );
    expect(await readdir(join(folder, "runs"))).toEqual(kept);
    expect(await all((await readRunFolder(open.folder)).judgments())).toHaveLength(6);
  });

  it("reads its key from the environment that is handed in", async () => {
    await writePairs(folder, 1);
    await carriedOut(settings({ judges: [{ model: "small", apiKeyEnv: "MINE" }] }), {
      environment: { MINE: "k-123456", OPENAI_BASE_URL: server.baseURL },
    });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer k-123456");
  });

  it("marks replayed replies as reused, and sends nothing", async () => {
    await writePairs(folder, 2);
    const first = await carriedOut(settings());
    const { judgments } = await carriedOut(
      settings({ seed: 1, replay: [first.open.folder], judges: [{ model: "small" }] }),
    );
    expect(server.requests).toHaveLength(4);
    expect(
      judgments.flatMap(({ calls }) => calls).every((call) => call.status === "answered" && call.reused),
    ).toBe(true);
  });

  it("fails a replayed trial whose reply is not stored, and names it", async () => {
    await writePairs(folder, 1);
    await mkdir(join(folder, "runs"));
    const first = await carriedOut(settings({ judges: ["longest"] }));
    const { judgments } = await carriedOut(
      settings({ replay: [first.open.folder], judges: [{ model: "small" }] }),
    );
    expect(judgments.map(({ reading }) => reading)).toEqual([
      {
        status: "failed",
        reason: expect.stringMatching(
          /^comparison q0, judge pairwise:small@\w+, order r1 r2: no stored reply/,
        ),
      },
      { status: "failed", reason: expect.stringMatching(/order r2 r1: no stored reply/) },
    ]);
  });
});

describe("dryRun", () => {
  it("counts a request that is stored already as not to be made, sampling that the protocol adds included", async () => {
    await writePairs(folder, 2);
    const protocol: Protocol = {
      ...oneQuestion,
      configure: () => ({
        ...askWhichIsBetter,
        next: (view, replies) =>
          askWhichIsBetter
            .next(view, replies)
            .map((request) => ({ ...request, sampling: { maxTokens: 7, extra: { b: 2 } } })),
      }),
    };
    const config = settings({
      judges: [{ model: "small", protocol: "one-question", baseURL: server.baseURL, extra: { a: 1 } }],
      protocols: [protocol],
    });
    const [before] = (await dryRun(config)).judges;
    expect(before).toMatchObject({ trials: 4, calls: 4, outputTokensAtMost: 28 });
    await carriedOut(config);
    expect(server.requests[0]?.body).toMatchObject({ a: 1, b: 2, max_tokens: 7 });
    const [after] = (await dryRun({ ...config, seed: 1 })).judges;
    expect(after).toMatchObject({ trials: 4, stored: 0, reused: 4, calls: 0, usd: [0, 0] });
  });
});

describe("judgeOnce", () => {
  it("judges one comparison with no data and no folder", async () => {
    const comparison = {
      id: "x",
      prompt: "?",
      responses: [
        { id: "r1", text: "one" },
        { id: "r2", text: "three" },
      ],
    };
    const { decisions } = await judgeOnce(
      comparison,
      { judges: ["longest", "shortest"] },
      { environment: {} },
    );
    expect(decisions.map(({ decision }) => decision.status === "decided" && decision.verdict)).toMatchObject([
      { winner: "r2" },
      { winner: "r1" },
    ]);
  });
});

describe("analyze", () => {
  it("is a function of its rows: nothing is read, nothing is changed, and a run's rows give the run's figures", async () => {
    await writePairs(folder, 4);
    const { open } = await carriedOut(settings());
    const records = await readRunFolder(open.folder);
    const rows = {
      comparisons: await all<Comparison>(records.comparisons()),
      preferences: await all<Preference>(records.preferences()),
      judgments: await all<Judgment>(records.judgments()),
      judges: records.manifest.judges.map((judge) => ({ judge })),
      seed: records.manifest.plan.seed,
    };
    const before = JSON.stringify(rows);
    const analysis = analyze(rows);
    expect(JSON.stringify(rows)).toBe(before);
    expect(analyze(rows)).toEqual(analysis);
    const judge = open.manifest.judges[0]?.id;
    const stored = await analyzeRun(open.folder);
    const of = ({ estimates }: typeof analysis) =>
      estimates.filter((one) => one.judge === judge && one.metric === "agreement");
    expect(of(analysis)).toEqual(of(stored));
    expect(of(analysis).length).toBeGreaterThan(0);
    expect(await renderReport(stored, "md")).toContain("pairwise:small");
  });
});
