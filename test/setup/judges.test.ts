import { describe, expect, it } from "vitest";
import { addressOf } from "../../src/setup/endpoints.js";
import { bindJudges, judgeInFull } from "../../src/setup/judges.js";

const local = { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" };
const ids = async (...judges: Parameters<typeof bindJudges>[0]["judges"]) =>
  (await bindJudges({ judges }, local)).map(({ judge }) => judge.id);

describe("a judge given in short", () => {
  it.each([
    ["longest", { baseline: "longest" }],
    ["pointwise:gpt", { protocol: "pointwise", model: "gpt" }],
    ["llama3:8b", { model: "llama3:8b" }],
    ["pairwise:llama3:8b", { protocol: "pairwise", model: "llama3:8b" }],
    ["org/model", { model: "org/model" }],
    ["vllm-classify:rm:7b", { reward: "vllm-classify", model: "rm:7b" }],
  ])("%s", (short, full) => {
    expect(judgeInFull(short)).toEqual(full);
  });

  it("may name the user's own protocol", () => {
    const own = { name: "mine", summary: "", prompt: "pairwise", configure: () => Promise.reject() } as never;
    expect(judgeInFull("mine:gpt", { protocols: [own] })).toEqual({ protocol: "mine", model: "gpt" });
    expect(judgeInFull("mine:gpt")).toEqual({ model: "mine:gpt" });
  });
});

describe("who a judge is", () => {
  it("does not depend on where it is served, nor on a default that is written out", async () => {
    const [id] = await ids("small");
    expect(await ids({ model: "small", baseURL: "http://127.0.0.1:1/v1" })).toEqual([id]);
    expect(
      await ids({
        model: "small",
        protocol: "pairwise",
        temperature: 0,
        maxTokens: 1024,
        options: { orders: "both" },
      }),
    ).toEqual([id]);
  });

  it("depends on model, protocol, options, sampling and name", async () => {
    const all = await ids(
      "small",
      "other",
      "pointwise:small",
      { model: "small", temperature: 1 },
      { model: "small", options: { ties: false } },
      { model: "small", name: "mine" },
      { model: "small", extra: { top_k: 1 } },
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it("is refused twice in one run", async () => {
    await expect(ids("small", { model: "small", baseURL: "http://127.0.0.1:1/v1" })).rejects.toThrow(
      "judge pairwise:small is given twice",
    );
  });
});

describe("how a judge is sampled", () => {
  const samplingOf = async (judge: Parameters<typeof bindJudges>[0]["judges"][number]) => {
    const [bound] = await bindJudges({ judges: [judge] }, local);
    return bound?.kind === "asked" ? bound.judge.sampling : undefined;
  };

  it("is at temperature 0, and at 0.7 where several samples would all be one at 0", async () => {
    expect(await samplingOf("m")).toEqual({ temperature: 0, maxTokens: 1024 });
    const several = { model: "m", options: { samples: 4 } };
    expect(await samplingOf(several)).toEqual({ temperature: 0.7, maxTokens: 1024 });
    expect(await samplingOf({ ...several, temperature: 0 })).toMatchObject({ temperature: 0 });
  });

  it("leaves out the temperature that a model does not take", async () => {
    expect(await samplingOf("o3-mini")).toEqual({ maxTokens: 1024 });
    expect(await samplingOf({ model: "o3-mini", options: { samples: 4 } })).toEqual({ maxTokens: 1024 });
  });

  it("refuses one that was given to such a model, and says how to override the table", async () => {
    const given = { model: "o3-mini", name: "thinker", temperature: 0.5 };
    await expect(samplingOf(given)).rejects.toThrow(
      /^judge thinker: o3-mini takes no temperature .*capabilities\.temperature/,
    );
    await expect(samplingOf({ model: "o3-mini", topP: 0.5 })).rejects.toThrow("pairwise:o3-mini");
    expect(await samplingOf({ ...given, capabilities: { temperature: true } })).toMatchObject({
      temperature: 0.5,
    });
  });

  it("refuses a model that returns no token probabilities where a protocol reads them, before anything is sent", async () => {
    for (const judge of [
      "genrm:o3-mini",
      { protocol: "pointwise", model: "o3-mini", options: { expectation: true } },
    ]) {
      await expect(samplingOf(judge)).rejects.toThrow(
        /o3-mini returns no token probabilities.*logProbabilities/,
      );
    }
    expect(await samplingOf("pointwise:o3-mini")).toEqual({ maxTokens: 1024 });
  });

  it("is the same where its replies are replayed, or its key would find none", async () => {
    const replay = { host: "stored replies", ask: async () => Promise.reject(new Error("not to be asked")) };
    const judges = ["o3-mini", { model: "gpt-4o-mini", seed: 3 }];
    const named = (bound: Awaited<ReturnType<typeof bindJudges>>) => bound.map(({ judge }) => judge.id);
    expect(named(await bindJudges({ judges }, local, replay))).toEqual(
      named(await bindJudges({ judges }, local)),
    );
  });

  it("says how many samples make one verdict, and by which rule, only where that is not one by the default", async () => {
    const [plain, several] = await bindJudges(
      { judges: ["m", { model: "m", options: { samples: 4, orders: "random" } }] },
      local,
    );
    expect(plain?.judge).not.toHaveProperty("samples");
    expect(plain?.judge).not.toHaveProperty("rule");
    expect(several?.judge).toMatchObject({ samples: 4, rule: { samples: "majority", orders: "pooled" } });
  });
});

describe("a scored judge", () => {
  const scored = { reward: "vllm-classify", model: "rm", baseURL: "http://127.0.0.1:9" };

  it("is told from an asked one, and is who it is wherever it is served", async () => {
    const [id] = await ids(scored);
    expect(id).toMatch(/^vllm-classify:rm@/);
    expect(await ids({ ...scored, baseURL: "http://127.0.0.1:10" })).toEqual([id]);
    expect(await ids({ ...scored, options: { template: "{{ messages }}" } })).not.toEqual([id]);
  });

  it("is sent neither the address nor the key that are meant for language models", async () => {
    const environment = { OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_API_KEY: "sk-1" };
    await expect(bindJudges({ judges: ["vllm-classify:rm"] }, environment)).rejects.toThrow(
      "judge vllm-classify:rm: no endpoint",
    );
    await expect(bindJudges({ judges: [{ ...scored, apiKeyEnv: "RM_KEY" }] }, environment)).rejects.toThrow(
      "the environment has no RM_KEY",
    );
  });

  it("is named where its kind or an option does not fit", async () => {
    await expect(ids({ ...scored, reward: "vlm" })).rejects.toThrow("vllm-classify");
    await expect(ids({ ...scored, options: { temperature: 1 } })).rejects.toThrow("temperature");
  });
});

describe("a judge of a GGUF file", () => {
  it("is refused an endpoint beside it", async () => {
    await expect(ids({ model: "m", gguf: "none.gguf", baseURL: "http://127.0.0.1:1/v1" })).rejects.toThrow(
      "judge m: expected a gguf file or an endpoint but found gguf and baseURL",
    );
  });

  it("is replayed without the file, and is who it is wherever it runs", async () => {
    const replay = { host: "stored replies", ask: async () => Promise.reject(new Error("not to be asked")) };
    const [judge] = await bindJudges({ judges: [{ model: "m", gguf: "none.gguf" }] }, {}, replay);
    expect(judge?.judge.id).toBe((await ids("m"))[0]);
  });
});

describe("where a judge is asked", () => {
  it("is its own address before that of the environment", () => {
    expect(addressOf({ baseURL: "http://own/v1" }, local).baseURL).toBe("http://own/v1");
    expect(addressOf({}, local).baseURL).toBe(local.OPENAI_BASE_URL);
    expect(addressOf({}, { OPENAI_BASE_URL: "" }).baseURL).toBeUndefined();
  });

  it("must be known, and its key too where one is named", async () => {
    await expect(bindJudges({ judges: ["m"] }, {})).rejects.toThrow("Set OPENAI_BASE_URL");
    await expect(bindJudges({ judges: [{ model: "m", apiKeyEnv: "MY_KEY" }] }, local)).rejects.toThrow(
      "the environment has no MY_KEY",
    );
    const [judge] = await bindJudges(
      { judges: [{ model: "m", apiKeyEnv: "MY_KEY" }] },
      { ...local, MY_KEY: "k" },
    );
    expect(judge?.kind === "asked" && judge.model.host).toBe("127.0.0.1:9");
  });

  it("is named where the judge does not fit: protocol, option, baseline", async () => {
    await expect(ids({ model: "m", protocol: "pairwize" })).rejects.toThrow("pairwize");
    await expect(ids({ model: "m", options: { order: "both" } })).rejects.toThrow("order");
    await expect(ids({ baseline: "longst" })).rejects.toThrow("longst");
  });
});
