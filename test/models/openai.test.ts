import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import type { Sampling } from "../../src/core/judge.js";
import type { Answer, ModelRequest } from "../../src/models/model.js";
import { type OpenaiOptions, openaiModel } from "../../src/models/openai.js";
import { examineModel, question } from "../conformance/model.js";
import { type Behaviour, errorStatus, type Loopback, reply, startLoopback } from "../support/loopback.js";

const KEY = "sk-test-abcdefghijklmnop";
let servers: Loopback[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serving(answer: Behaviour | ((model: string) => Behaviour)): Promise<Loopback> {
  const server = await startLoopback(({ body }) =>
    typeof answer === "function" ? answer(body.model) : answer,
  );
  servers.push(server);
  return server;
}

interface Asked extends Partial<OpenaiOptions> {
  readonly request?: Partial<ModelRequest>;
  readonly signal?: AbortSignal;
}

async function ask(server: Loopback, { request, signal, ...options }: Asked = {}): Promise<Answer> {
  const model = await openaiModel({ baseURL: server.baseURL, apiKey: KEY, timeoutSeconds: 5, ...options });
  return model.ask(
    { ...question, ...request },
    { signal: signal ?? new AbortController().signal, subject: "trial q1" },
  );
}

async function failureTo(behaviour: Behaviour, asked: Asked = {}) {
  const answer = await ask(await serving(behaviour), asked);
  if (answer.status !== "failed") throw new Error(`expected a failure but found ${answer.reply.text}`);
  return answer.failure;
}

async function replyTo(behaviour: Behaviour) {
  const answer = await ask(await serving(behaviour));
  if (answer.status !== "answered") throw new Error(answer.failure.message);
  return answer.reply;
}

const completion = (message: object, more: object = {}): Behaviour => ({
  kind: "status",
  status: 200,
  body: { choices: [{ message, finish_reason: "stop" }], ...more },
});

describe("openai model", () => {
  examineModel({
    cancellable: true,
    answering: async ({ text, tokens = [] }) => {
      const listed = tokens.map(({ token, logprob, top }) => ({ token, logprob, top_logprobs: top }));
      const server = await serving((model) =>
        model === "missing-model"
          ? errorStatus(404, { message: "The model `missing-model` does not exist", code: "model_not_found" })
          : reply(text, { tokens: listed }),
      );
      return openaiModel({ baseURL: server.baseURL, timeoutSeconds: 5 });
    },
  });

  describe("what is sent", () => {
    async function bodySent(sampling: Sampling) {
      const server = await serving(reply("ok"));
      await ask(server, { request: { sampling } });
      return server.requests[0]?.body;
    }

    it("maps sampling to the fields of the API and leaves out what is not set", async () => {
      expect(await bodySent({ temperature: 0.5, topP: 0.9, maxTokens: 64, seed: 3 })).toEqual({
        model: "judge-model",
        messages: question.messages,
        temperature: 0.5,
        top_p: 0.9,
        max_tokens: 64,
        seed: 3,
      });
      expect(await bodySent({})).toEqual({ model: "judge-model", messages: question.messages });
    });

    it("lets extra fields have the last word, and max_completion_tokens replace max_tokens", async () => {
      const body = await bodySent({
        temperature: 0,
        maxTokens: 64,
        extra: { max_completion_tokens: 99, reasoning_effort: "low", temperature: 1 },
      });
      expect(body).toMatchObject({ max_completion_tokens: 99, reasoning_effort: "low", temperature: 1 });
      expect(body).not.toHaveProperty("max_tokens");
    });

    it("sends the key and the given headers", async () => {
      const server = await serving(reply("ok"));
      await ask(server, { headers: { "x-team": "audits" } });
      expect(server.requests[0]?.headers).toMatchObject({
        authorization: `Bearer ${KEY}`,
        "x-team": "audits",
      });
      expect(server.requests[0]?.url).toBe("/v1/chat/completions");
    });

    it("asks a local server without a key, even while the environment holds one", async () => {
      process.env.OPENAI_API_KEY = KEY;
      try {
        const server = await serving(reply("ok"));
        const model = await openaiModel({ baseURL: server.baseURL, timeoutSeconds: 5 });
        const answer = await model.ask(question, { signal: new AbortController().signal, subject: "q" });
        expect(answer.status).toBe("answered");
        expect(JSON.stringify(server.requests[0]?.headers)).not.toContain(KEY);
      } finally {
        delete process.env.OPENAI_API_KEY;
      }
    });

    it("sends nothing to the default endpoint without a key, and says so", async () => {
      const model = await openaiModel({ timeoutSeconds: 5 });
      const answer = await model.ask(question, { signal: new AbortController().signal, subject: "q" });
      expect(model.host).toBe("api.openai.com");
      expect(answer).toMatchObject({ status: "failed", failure: { kind: "unauthorized" } });
      expect(answer.status === "failed" && answer.failure.message).toContain("OPENAI_API_KEY");
    });

    it("refuses a base URL that is none", async () => {
      await expect(openaiModel({ baseURL: "localhost:8000", timeoutSeconds: 5 })).rejects.toThrow(InputError);
    });
  });

  describe("what comes back", () => {
    it("keeps reasoning, refusal, finish reason, usage and the reported model", async () => {
      expect(
        await replyTo(
          reply("[[A]]", {
            reasoning: "A is right.",
            refusal: "no",
            finishReason: "length",
            usage: {
              prompt_tokens: 10,
              completion_tokens: 7,
              completion_tokens_details: { reasoning_tokens: 5 },
            },
          }),
        ),
      ).toEqual({
        text: "[[A]]",
        reasoning: "A is right.",
        refusal: "no",
        finishReason: "length",
        usage: { inputTokens: 10, outputTokens: 7, reasoningTokens: 5 },
        model: "judge-model",
      });
    });

    it("reads reasoning where servers call it `reasoning`", async () => {
      expect(await replyTo(completion({ content: "x", reasoning: "because" }))).toMatchObject({
        reasoning: "because",
      });
    });

    it("takes a missing content for an empty text, and joins text parts", async () => {
      expect((await replyTo(completion({ content: null, refusal: "I cannot" }))).text).toBe("");
      const parts = [
        { type: "text", text: "one " },
        { type: "text", text: "two" },
      ];
      expect((await replyTo(completion({ content: parts }))).text).toBe("one two");
    });

    it("does not make up a usage that was not reported", async () => {
      expect(await replyTo(completion({ content: "x" }, { usage: null }))).not.toHaveProperty("usage");
    });
  });

  describe("failures", () => {
    it.each<[string, Behaviour, string]>([
      ["429", errorStatus(429, { message: "slow down" }), "rate-limit"],
      [
        "429 for want of money",
        errorStatus(429, { message: "pay", code: "insufficient_quota" }),
        "unauthorized",
      ],
      ["402", errorStatus(402, { message: "pay" }), "unauthorized"],
      ["500", errorStatus(500, { message: "oops" }), "server"],
      ["502 with a web page", { kind: "status", status: 502, body: "<html><h1>Bad</h1></html>" }, "server"],
      ["503 without a body", { kind: "status", status: 503 }, "server"],
      ["401", errorStatus(401, { message: "bad key" }), "unauthorized"],
      ["403", errorStatus(403, { message: "not yours" }), "unauthorized"],
      ["404", errorStatus(404, { message: "no such route" }), "unknown-model"],
      ["400 model_not_found", errorStatus(400, { message: "?", code: "model_not_found" }), "unknown-model"],
      ["400", errorStatus(400, { message: "context too long" }), "rejected"],
      ["422", errorStatus(422, { message: "bad field" }), "rejected"],
      ["302", { kind: "status", status: 302, headers: { location: "http://127.0.0.1:1/" } }, "rejected"],
      ["reset", { kind: "reset" }, "network"],
      ["a body cut short", { kind: "cut-body" }, "network"],
      [
        "200 with a web page",
        { kind: "status", status: 200, body: "<!doctype html><p>Welcome" },
        "malformed",
      ],
      ["200 with nothing", { kind: "status", status: 200, body: "" }, "malformed"],
      [
        "200 with cut JSON",
        {
          kind: "status",
          status: 200,
          body: '{"choices":[',
          headers: { "content-type": "application/json" },
        },
        "malformed",
      ],
      ["200 without choices", { kind: "status", status: 200, body: { choices: [] } }, "malformed"],
      ["200 with null", { kind: "status", status: 200, body: null }, "malformed"],
      [
        "200 with a choice without a message",
        { kind: "status", status: 200, body: { choices: [{}] } },
        "malformed",
      ],
      ["200 with content that is a number", completion({ content: 7 }), "malformed"],
      ["200 with an error inside", completion({ content: "" }, { error: { message: "x" } }), "malformed"],
      [
        "200 with a 502 inside",
        completion({ content: "" }, { error: { code: 502, message: "x" } }),
        "server",
      ],
      [
        "200 with a 429 inside",
        completion({ content: "" }, { error: { code: 429, message: "x" } }),
        "rate-limit",
      ],
    ])("%s is a failure of a known kind, in one line that names the host", async (_, behaviour, kind) => {
      const failure = await failureTo(behaviour);
      expect(failure.kind).toBe(kind);
      expect(failure.message).toContain("127.0.0.1");
      expect(failure.message).not.toMatch(/[\n<]/);
      expect(failure.message.length).toBeLessThan(420);
    });

    it("a closed port is a network failure", async () => {
      const server = await startLoopback(() => reply("x"));
      await server.close();
      expect(await ask(server)).toMatchObject({ status: "failed", failure: { kind: "network" } });
    });

    it.each<Behaviour["kind"] & ("hang" | "hang-in-body")>(["hang", "hang-in-body"])(
      "%s ends at the timeout",
      async (kind) => {
        const start = performance.now();
        const failure = await failureTo({ kind }, { timeoutSeconds: 0.2 });
        expect(failure.kind).toBe("timeout");
        expect(failure.message).toContain("0.2 s");
        expect(performance.now() - start).toBeLessThan(2000);
      },
    );

    it.each<Behaviour["kind"] & ("hang" | "hang-in-body")>(["hang", "hang-in-body"])(
      "our own abort during %s is `cancelled`, at once",
      async (kind) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 100);
        const start = performance.now();
        const failure = await failureTo({ kind }, { timeoutSeconds: 20, signal: controller.signal });
        expect(failure.kind).toBe("cancelled");
        expect(performance.now() - start).toBeLessThan(2000);
      },
    );

    it("nothing is sent once the signal has fired", async () => {
      const server = await serving(reply("x"));
      const answer = await ask(server, { signal: AbortSignal.abort() });
      expect(answer).toMatchObject({ failure: { kind: "cancelled" } });
      expect(server.requests).toHaveLength(0);
    });

    it("leaves no listener on the run's signal", async () => {
      const { getEventListeners } = (await import("node:events")).default;
      const { signal } = new AbortController();
      const server = await serving(reply("x"));
      await ask(server, { signal });
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    });

    it.each<[Record<string, string>, number]>([
      [{ "retry-after": "2" }, 2],
      [{ "retry-after": "0.5" }, 0.5],
      [{ "retry-after": "120" }, 120],
      [{ "retry-after-ms": "250", "retry-after": "9" }, 0.25],
    ])("%o is passed on as %d s", async (headers, seconds) => {
      const failure = await failureTo(errorStatus(429, { message: "slow down" }, headers));
      expect(failure.retryAfterSeconds).toBe(seconds);
    });

    it("a Retry-After date is passed on as the seconds until then", async () => {
      const date = new Date(Date.now() + 90_000).toUTCString();
      const failure = await failureTo(errorStatus(503, { message: "later" }, { "retry-after": date }));
      expect(failure.retryAfterSeconds).toBeGreaterThan(85);
      expect(failure.retryAfterSeconds).toBeLessThanOrEqual(90);
    });

    it("a Retry-After that means nothing is left out", async () => {
      const failure = await failureTo(errorStatus(429, { message: "x" }, { "retry-after": "soon" }));
      expect(failure).not.toHaveProperty("retryAfterSeconds");
    });

    it("keys, tokens and header values that a server echoes are masked", async () => {
      const echo = `Incorrect API key ${KEY}; sent Bearer abc.def-123, sk-proj-other0123456789, team-secret-77`;
      const failure = await failureTo(errorStatus(401, { message: echo }), {
        headers: { "x-gateway-key": "team-secret-77" },
      });
      for (const secret of [KEY, "abc.def-123", "sk-proj-other", "team-secret-77"]) {
        expect(failure.message).not.toContain(secret);
      }
      expect(failure.message).toContain("Incorrect API key");
    });

    it("each attempt is one request: the client does not retry behind our back", async () => {
      const server = await serving(errorStatus(500, { message: "oops" }));
      await ask(server);
      expect(server.requests).toHaveLength(1);
    });
  });
});
