import { describe, expect, it } from "vitest";
import { addressOf, bindJudges, judgeInFull } from "../../src/setup/judges.js";

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

describe("where a judge is asked", () => {
  it("is its own address before that of the environment", () => {
    expect(addressOf({ model: "m", baseURL: "http://own/v1" }, local).baseURL).toBe("http://own/v1");
    expect(addressOf({ model: "m" }, local).baseURL).toBe(local.OPENAI_BASE_URL);
    expect(addressOf({ model: "m" }, { OPENAI_BASE_URL: "" }).baseURL).toBeUndefined();
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
