import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import { shuffled } from "../../src/core/random.js";
import type { Model, ModelRequest } from "../../src/models/model.js";
import type { ConfiguredProtocol } from "../../src/protocols/protocol.js";
import { keepingTokens } from "../../src/run/keep-tokens.js";
import { type BoundJudge, countTrials, plan } from "../../src/run/plan.js";
import { run } from "../../src/run/run.js";
import { openRunFolder, readRunFolder } from "../../src/stores/run-folder.js";
import {
  all,
  askWhichIsBetter,
  bound,
  comparisons,
  each,
  manifestOf,
  quickRetry,
  temporaryDirectory,
} from "../support/runs.js";

const silent: Model = { host: "nowhere", ask: () => Promise.reject(new Error("a plan asks nothing")) };

const inDrawnOrder: ConfiguredProtocol = {
  ...askWhichIsBetter,
  layouts: ({ responses }, { random }) => [
    shuffled(
      responses.map(({ id }) => id),
      random,
    ),
  ],
};

const four: Comparison = {
  id: "four",
  prompt: "?",
  responses: ["r1", "r2", "r3", "r4"].map((id) => ({ id, text: `text of ${id}` })),
};

/** What a judge of K samples asks of some comparisons, and what is stored of it. */
async function carriedOut(
  judge: (model: Model) => BoundJudge,
  more: { repeats?: number; text?: string; of?: readonly Comparison[] } = {},
) {
  const { repeats = 1, text = "[[A]]", of = comparisons(1) } = more;
  const requests: ModelRequest[] = [];
  const tokens = [...text].map((token, at) => ({
    at,
    token,
    logprob: -0.1,
    top: [{ token, logprob: -0.1 }],
  }));
  const asked = judge({
    host: "in-process",
    ask: async (request) => {
      requests.push(request);
      return { status: "answered", reply: { text, finishReason: "stop", tokens } };
    },
  });
  const folder = await temporaryDirectory();
  const store = await openRunFolder({ folder, manifest: manifestOf([asked], repeats) });
  const options = { judges: [asked], repeats, seed: 7, isSatisfied: (key: string) => store.isSatisfied(key) };
  const pass = () =>
    all(
      run({
        trials: plan({ ...options, comparisons: each(of) }),
        store,
        concurrency: 2,
        retry: quickRetry(),
        total: 0,
        satisfiedBefore: 0,
      }),
    );
  const judgments = await pass();
  const again = await pass();
  await store.close();
  return { requests, judgments, again, stored: await all((await readRunFolder(folder)).judgments()) };
}

describe("samples", () => {
  it("multiply with the orders: K samples of both orders are 2K trials and 2K calls", async () => {
    const protocol = { ...askWhichIsBetter, samples: 3 };
    const { requests, judgments, again } = await carriedOut((model) => bound(model, { protocol }));
    expect(judgments).toHaveLength(6);
    expect(requests).toHaveLength(6);
    expect(judgments.map(({ trial }) => trial.repeat).sort()).toEqual([0, 0, 1, 1, 2, 2]);
    expect(again).toEqual([]);
  });

  it("and with the repeats, each of which is a verdict of its own K samples", async () => {
    const judges = [
      bound(silent, { name: "three", protocol: { ...askWhichIsBetter, samples: 3 } }),
      bound(silent, { name: "one" }),
    ];
    const counts = await countTrials({
      ...{ judges, repeats: 2, seed: 7 },
      comparisons: each(comparisons(1)),
      isSatisfied: () => false,
    });
    expect(counts.map(({ trials }) => trials)).toEqual([2 * 3 * 2, 2 * 2]);
  });

  it("send a seed that moves on, and the first sends the one that was given", async () => {
    const withSeed = (model: Model): BoundJudge => {
      const judge = bound(model, { protocol: { ...askWhichIsBetter, samples: 3 } });
      if (judge.kind !== "asked") throw new Error("an asked judge");
      return { ...judge, judge: { ...judge.judge, sampling: { seed: 40 } } };
    };
    const { requests } = await carriedOut(withSeed);
    expect(requests.map(({ sampling, repeat }) => [sampling.seed, repeat]).sort()).toEqual([
      [40, 0],
      [40, 0],
      [41, 1],
      [41, 1],
      [42, 2],
      [42, 2],
    ]);
  });

  it("send no seed where none is given", async () => {
    const { requests } = await carriedOut((model) =>
      bound(model, { protocol: { ...askWhichIsBetter, samples: 2 } }),
    );
    expect(requests.some(({ sampling }) => "seed" in sampling)).toBe(false);
  });
});

describe("drawn orders", () => {
  const orders = async (seed: number, samples = 20) => {
    const judges = [bound(silent, { protocol: { ...inDrawnOrder, samples } })];
    const planned = await all(
      plan({ judges, seed, repeats: 1, comparisons: each([four]), isSatisfied: () => false }),
    );
    return planned.map(({ trial }) => trial.presented?.join());
  };

  it("are fresh for each sample, the same on a rerun, and others by another seed", async () => {
    const first = await orders(7);
    expect(first).toHaveLength(20);
    expect(new Set(first).size).toBeGreaterThan(8);
    expect(await orders(7)).toEqual(first);
    expect(await orders(8)).not.toEqual(first);
  });

  it("are those of the smaller number of samples, and more", async () => {
    expect((await orders(7, 20)).slice(0, 5)).toEqual(await orders(7, 5));
  });

  it("are the same on resume: nothing is asked twice, also where a sample drew the order of another", async () => {
    const { requests, judgments, again } = await carriedOut(
      (model) => bound(model, { protocol: { ...inDrawnOrder, samples: 8 } }),
      { of: comparisons(3) },
    );
    // Two responses have two orders: among eight samples some are alike, and each is a trial and a call all the same.
    expect(judgments).toHaveLength(24);
    expect(requests).toHaveLength(24);
    expect(again).toEqual([]);
  });

  it("that are laid out twice in one repeat are one trial", async () => {
    const twice = {
      ...askWhichIsBetter,
      layouts: () => [
        ["r1", "r2"],
        ["r1", "r2"],
      ],
    };
    const { requests, judgments } = await carriedOut((model) => bound(model, { protocol: twice }));
    expect([requests.length, judgments.length]).toEqual([1, 1]);
  });
});

describe("token probabilities", () => {
  const keeping = (keepTokens?: (text: string) => { start: number; end: number }[]): ConfiguredProtocol => ({
    ...askWhichIsBetter,
    next: (view, replies) =>
      askWhichIsBetter
        .next(view, replies)
        .map((request) => ({ ...request, ...(keepTokens ? { keepTokens } : {}) })),
  });
  const keptBy = async (protocol: ConfiguredProtocol) => {
    const { stored } = await carriedOut((model) => bound(model, { protocol }), {
      text: "It is long. [[A]]",
    });
    return stored
      .flatMap(({ calls }) => calls)
      .map((call) => (call.status === "answered" ? call.reply.tokens?.map(({ token }) => token) : null));
  };

  it("are stored at the verdict alone", async () => {
    const atVerdict = (text: string) => [{ start: text.indexOf("[[") + 2, end: text.indexOf("]]") }];
    expect(await keptBy(keeping(atVerdict))).toEqual([["A"], ["A"]]);
  });

  it("are stored nowhere where nobody names a place, or there is none", async () => {
    expect(await keptBy(keeping())).toEqual([undefined, undefined]);
    expect(await keptBy(keeping(() => []))).toEqual([undefined, undefined]);
  });

  it("stay where a token reaches into the place from either side", () => {
    const tokens = ["ab", "cd", "", "ef"].map((token, i) => ({
      ...{ token, at: [0, 2, 4, 4][i] ?? 0, logprob: 0, top: [] },
    }));
    const reply = { text: "abcdef", finishReason: "stop", tokens };
    const kept = (start: number, end: number) =>
      keepingTokens(reply, () => [{ start, end }]).tokens?.map(({ token }) => token);
    expect(kept(1, 3)).toEqual(["ab", "cd"]);
    expect(kept(4, 5)).toEqual(["", "ef"]);
    expect(kept(6, 9)).toBeUndefined();
    expect(kept(Number.NaN, 9)).toBeUndefined();
  });
});
