import { describe, expect, it } from "vitest";
import { type Capabilities, capabilitiesOf, samplingProblem } from "../../src/models/capabilities.js";

const OPENAI = "api.openai.com";
const LOCAL = "127.0.0.1:8000";

describe("capabilities", () => {
  it.each([
    ["o1", OPENAI],
    ["o3-mini-2025-01-31", "team.openai.azure.com"],
    ["o4-mini", LOCAL],
    ["gpt-5", OPENAI],
    ["gpt-5-nano-2025-08-07", OPENAI],
    ["gpt-5.2-chat-latest", OPENAI],
  ])(
    "%s at %s takes no temperature, gives no probabilities and wants max_completion_tokens",
    (model, host) => {
      expect(capabilitiesOf(model, host)).toEqual({
        logProbabilities: false,
        seed: true,
        structuredOutput: true,
        reasoningEffort: true,
        maxTokensField: "max_completion_tokens",
        temperature: false,
        systemRole: true,
      });
    },
  );

  it.each(["o1-mini", "o1-preview-2024-09-12"])("%s takes no system message either", (model) => {
    expect(capabilitiesOf(model, OPENAI)).toMatchObject({ systemRole: false, structuredOutput: false });
  });

  it.each([
    ["llama-3.1-8b", LOCAL],
    ["openai/o3-mini", "openrouter.ai"],
    ["o3x-finetune", LOCAL],
    ["o10", LOCAL],
    ["gpt-50b", LOCAL],
    ["gpt-4", LOCAL],
    ["gpt-oss-20b", LOCAL],
    ["deepseek-reasoner", LOCAL],
  ])("%s at %s is assumed to speak the plain chat API", (model, host) => {
    expect(capabilitiesOf(model, host)).toMatchObject({
      temperature: true,
      logProbabilities: true,
      structuredOutput: true,
      maxTokensField: "max_tokens",
    });
  });

  it.each<[string, string, Partial<Capabilities>]>([
    ["gpt-4-turbo", OPENAI, { structuredOutput: false, reasoningEffort: false, temperature: true }],
    ["gpt-4o-2024-05-13", OPENAI, { structuredOutput: false }],
    ["gpt-4o-mini", OPENAI, { structuredOutput: true, reasoningEffort: false, logProbabilities: true }],
    ["gpt-4.1", OPENAI, { structuredOutput: true, reasoningEffort: false }],
    ["gpt-5-chat-latest", OPENAI, { temperature: true, reasoningEffort: false }],
    ["deepseek-reasoner", "api.deepseek.com", { logProbabilities: false, temperature: false }],
    ["deepseek-chat", "api.deepseek.com", { logProbabilities: true, structuredOutput: false }],
  ])("%s at %s: %j", (model, host, expected) => {
    expect(capabilitiesOf(model, host)).toMatchObject(expected);
  });

  it("what the user says of a field has the last word, and of no other field", () => {
    const capabilities = capabilitiesOf("gpt-5.2", OPENAI, { temperature: true });
    expect(capabilities).toMatchObject({ temperature: true, maxTokensField: "max_completion_tokens" });
  });
});

describe("sampling that a model does not take", () => {
  const reasoning = capabilitiesOf("o3-mini", OPENAI);
  const plain = capabilitiesOf("small", LOCAL);

  it.each([
    [{ temperature: 0 }, "temperature (0 is given)"],
    [{ topP: 0.9 }, "top-p (0.9 is given)"],
    [{ topLogprobs: 5 }, "token probabilities"],
  ])("%j is named, with the way out", (sampling, words) => {
    expect(samplingProblem(sampling, reasoning)).toContain(words);
    expect(samplingProblem(sampling, reasoning)).toContain("capabilities.");
    expect(samplingProblem(sampling, plain)).toBeNull();
  });

  it("names a seed and a reasoning effort where they are not taken", () => {
    expect(samplingProblem({ seed: 0 }, { ...plain, seed: false })).toContain("seed (0 is given)");
    const effort = { extra: { reasoning_effort: "low" } };
    expect(samplingProblem(effort, capabilitiesOf("gpt-4o", OPENAI))).toContain("reasoning_effort");
    expect(samplingProblem(effort, reasoning)).toBeNull();
  });

  it("a temperature of 1 is what such a model does by itself, and a limit always fits", () => {
    expect(samplingProblem({ temperature: 1, topP: 1, maxTokens: 64, seed: 3 }, reasoning)).toBeNull();
  });
});
