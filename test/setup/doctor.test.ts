import { afterEach, describe, expect, it } from "vitest";
import { examine } from "../../src/setup/doctor.js";
import { endpointWith } from "../support/capable-server.js";
import { type Loopback, startLoopback } from "../support/loopback.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe("doctor", () => {
  it("says of each judge what its model can do and what its config should say", async () => {
    server = await startLoopback(endpointWith({ schema: "refused" }));
    const judges = [
      { model: "small" },
      { model: "small", name: "told", capabilities: { structuredOutput: false } },
      "longest",
    ];
    const examination = await examine({ judges }, { OPENAI_BASE_URL: server.baseURL });
    expect(examination.healthy).toBe(true);
    expect(examination.judges.map(({ capabilities }) => capabilities?.override)).toEqual([
      { structuredOutput: false },
      {},
      undefined,
    ]);
    expect(examination.judges.map(({ endpoint }) => endpoint)).toEqual([
      server.baseURL,
      server.baseURL,
      null,
    ]);
  });

  it("sends every question with the judge's own extra fields, and nothing of any data", async () => {
    server = await startLoopback(endpointWith());
    await examine({ judges: [{ model: "small", extra: { top_k: 7 } }] }, { OPENAI_BASE_URL: server.baseURL });
    const questions = server.requests.filter(({ method }) => method === "POST");
    expect(questions.length).toBeGreaterThan(5);
    expect(questions.every(({ body }) => body.top_k === 7)).toBe(true);
  });

  it("a judge that cannot be set up is told why, and the others are examined", async () => {
    server = await startLoopback(endpointWith());
    const judges = [{ model: "small", protocol: "nonesuch" }, { model: "small" }];
    const { healthy, judges: examined } = await examine({ judges }, { OPENAI_BASE_URL: server.baseURL });
    expect(healthy).toBe(false);
    expect(examined[0]?.problem).toContain("nonesuch");
    expect(examined[1]?.checks.length).toBeGreaterThan(5);
  });

  it("a reward model's endpoint is asked one question by its own protocol", async () => {
    server = await startLoopback(() => ({
      kind: "status",
      status: 200,
      body: { data: [{ index: 0, label: "LABEL_0", probs: [0.7], num_classes: 1 }] },
    }));
    const judges = [{ reward: "vllm-classify", model: "scorer", baseURL: server.baseURL }];
    const { judges: examined } = await examine({ judges }, {});
    expect(examined[0]?.problem).toBeUndefined();
    expect(examined[0]?.checks).toMatchObject([{ name: "answers" }]);
    expect(server.requests).toHaveLength(1);
  });
});
