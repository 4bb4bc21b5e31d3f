import { afterEach, describe, expect, it } from "vitest";
import type { Capabilities } from "../../src/models/capabilities.js";
import { type EndpointProbe, probeEndpoint } from "../../src/models/probe.js";
import { type Abilities, endpointWith } from "../support/capable-server.js";
import {
  type Behaviour,
  errorStatus,
  type Loopback,
  modelList,
  reply,
  startLoopback,
} from "../support/loopback.js";

const KEY = "sk-test-abcdefghijklmnop";
let server: Loopback;

afterEach(() => server.close());

async function probing(
  abilities: Partial<Abilities> | ((isList: boolean) => Behaviour),
  more: { model?: string; capabilities?: Partial<Capabilities>; timeoutSeconds?: number } = {},
): Promise<EndpointProbe> {
  const { model = "small", timeoutSeconds = 5, ...options } = more;
  server = await startLoopback(
    typeof abilities === "function" ? ({ method }) => abilities(method === "GET") : endpointWith(abilities),
  );
  return probeEndpoint({ baseURL: server.baseURL, apiKey: KEY, timeoutSeconds, ...options }, model);
}

const check = ({ checks }: EndpointProbe, name: string) => checks.find((made) => made.name === name);

describe("probing an endpoint", () => {
  it("finds all that an able endpoint can do, and nothing that differs from what is assumed", async () => {
    const probe = await probing({});
    expect(probe.checks.filter(({ ok }) => ok !== true).map(({ name }) => name)).toEqual(["reasoning"]);
    expect(probe.capabilities?.found).toEqual(probe.capabilities?.assumed);
    expect(probe.capabilities?.override).toEqual({});
    expect(check(probe, "log-probabilities")?.detail).toContain("20 likeliest");
  });

  it("asks little: about a dozen questions with few tokens each", async () => {
    await probing({});
    expect(server.requests.length).toBeLessThanOrEqual(14);
    const limits = server.requests.slice(1).map(({ body }) => Number(body.max_tokens));
    const [most, ...others] = limits.sort((a, b) => b - a);
    // The JSON answer alone needs room for a sentence.
    expect(most).toBeLessThanOrEqual(128);
    expect(Math.max(...others)).toBeLessThanOrEqual(64);
  });

  it.each<[Partial<Abilities>, Partial<Capabilities>, string]>([
    [{ logprobs: "refused" }, { logProbabilities: false }, "log-probabilities"],
    [{ logprobs: "ignored" }, { logProbabilities: false }, "log-probabilities"],
    [{ logprobs: "of another text" }, { logProbabilities: false }, "log-probabilities"],
    [{ seed: "refused" }, { seed: false }, "seed"],
    [{ schema: "refused" }, { structuredOutput: false }, "structured output"],
    [{ schema: "ignored" }, { structuredOutput: false }, "structured output"],
    [{ temperature: "refused" }, { temperature: false }, "temperature"],
    [{ system: "refused" }, { systemRole: false }, "system role"],
    [{ effort: "refused" }, { reasoningEffort: false }, "reasoning effort"],
  ])("%j is found, and is what the judge's config should say", async (abilities, override, name) => {
    const probe = await probing(abilities);
    expect(probe.capabilities?.override).toEqual(override);
    expect(check(probe, name)?.ok).toBeNull();
  });

  it("an endpoint that wants the other token limit answers all the same", async () => {
    const probe = await probing({ limit: "max_completion_tokens" });
    expect(check(probe, "answers")?.ok).toBe(true);
    expect(probe.capabilities?.override).toEqual({ maxTokensField: "max_completion_tokens" });
  });

  it("an endpoint that takes fewer alternatives is asked for fewer", async () => {
    const probe = await probing({ logprobs: "up to 5" });
    expect(check(probe, "log-probabilities")).toMatchObject({
      ok: true,
      detail: expect.stringContaining("5 likeliest"),
    });
  });

  it.each<[Partial<Abilities>, string, RegExp]>([
    [{ seed: "ignored" }, "seed", /two texts/],
    [{ seed: "constant" }, "seed", /may be ignored/],
    [{ limit: "neither" }, "token limit", /neither/],
    [{ system: "ignored" }, "system role", /does not follow/],
    [{ reasoning: "field" }, "reasoning", /field of its own/],
    [{ reasoning: "text" }, "reasoning", /<think>/],
  ])("%j is said, and settles nothing", async (abilities, name, words) => {
    const probe = await probing(abilities);
    expect(check(probe, name)?.detail).toMatch(words);
    expect(probe.capabilities?.override).toEqual({});
  });

  it("what the table or the user assumes wrongly is found where the endpoint's behaviour proves it", async () => {
    const probe = await probing(
      {},
      { capabilities: { logProbabilities: false, structuredOutput: false, seed: false } },
    );
    expect(probe.capabilities?.override).toEqual({
      logProbabilities: true,
      structuredOutput: true,
      seed: true,
    });
  });

  it("a temperature that is taken without effect does not overrule the table", async () => {
    const probe = await probing({}, { capabilities: { temperature: false } });
    expect(probe.capabilities?.override).toEqual({});
    expect(check(probe, "temperature")?.detail).toContain("though the table says");
  });

  it("no list of models is no reason to give up", async () => {
    const probe = await probing((isList) =>
      isList ? errorStatus(404, { message: "no route" }) : reply("ready"),
    );
    expect(check(probe, "reachable")?.ok).toBe(true);
    expect(check(probe, "knows the model")?.ok).toBeNull();
    expect(check(probe, "answers")?.ok).toBe(true);
  });

  it.each<[string, Behaviour]>([
    ["a list that is none", { kind: "status", status: 200, body: { data: "none" } }],
    ["a web page", { kind: "status", status: 200, body: "<html>hello" }],
  ])("%s in place of the list does no harm", async (_, list) => {
    const probe = await probing((isList) => (isList ? list : reply("ready")));
    expect(check(probe, "answers")?.ok).toBe(true);
  });

  it("names the models there are where the one asked for is not among them, in one safe line", async () => {
    const probe = await probing((isList) => (isList ? modelList("a\nb", "c") : reply("ready")), {
      model: "small",
    });
    expect(check(probe, "knows the model")).toMatchObject({
      ok: null,
      detail: "small is not in its list (there are: a b, c)",
    });
  });

  it("a server that fails now and then leaves a probe open and the others made", async () => {
    let calls = 0;
    const probe = await probing((isList) => {
      if (isList) return modelList("small");
      return ++calls % 2 === 0 ? errorStatus(503, { message: "busy" }) : reply("ready");
    });
    expect(
      probe.checks.filter(({ detail }) => detail.includes("could not be found out")).length,
    ).toBeGreaterThan(1);
    expect(probe.capabilities?.found).not.toHaveProperty("temperature", false);
    expect(probe.checks.every(({ ok }) => ok !== false)).toBe(true);
  });

  it("ends in time against a server that stops answering", async () => {
    let calls = 0;
    const start = performance.now();
    const probe = await probing(
      (isList) => (isList ? modelList("small") : calls++ ? { kind: "hang" } : reply("ready")),
      {
        timeoutSeconds: 0.3,
      },
    );
    expect(performance.now() - start).toBeLessThan(3000);
    expect(check(probe, "answers")?.ok).toBe(true);
    expect(check(probe, "seed")?.detail).toContain("could not be found out");
  });

  it("is over at once where nobody listens, or the key is refused, and shows no key", async () => {
    const refusing = await probing(() => errorStatus(401, { message: `bad key ${KEY}` }));
    expect(refusing).toMatchObject({ capabilities: null });
    expect(check(refusing, "answers")?.ok).toBe(false);
    expect(JSON.stringify(refusing)).not.toContain(KEY);
    await server.close();
    const nobody = await probeEndpoint({ baseURL: server.baseURL, timeoutSeconds: 5 }, "small");
    expect(nobody.checks).toMatchObject([{ name: "reachable", ok: false }]);
  });
});
