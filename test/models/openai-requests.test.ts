import { afterEach, describe, expect, it } from "vitest";
import type { AnswerShape } from "../../src/core/answer-shape.js";
import type { Message } from "../../src/core/comparison.js";
import { InputError } from "../../src/core/errors.js";
import type { Reply } from "../../src/core/judgment.js";
import type { ModelRequest } from "../../src/models/model.js";
import { type OpenaiOptions, openaiModel } from "../../src/models/openai.js";
import { question, questionWithTokens } from "../conformance/model.js";
import {
  type Behaviour,
  type ChatRequest,
  type Loopback,
  reply,
  startLoopback,
} from "../support/loopback.js";

let servers: Loopback[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function exchange(
  request: Partial<ModelRequest>,
  behaviour: Behaviour = reply("ok"),
  options: Partial<OpenaiOptions> = {},
): Promise<{ sent: ChatRequest["body"]; reply: Reply }> {
  const server = await startLoopback(() => behaviour);
  servers.push(server);
  const model = await openaiModel({ baseURL: server.baseURL, timeoutSeconds: 5, ...options });
  const answer = await model.ask(
    { ...question, ...request },
    { signal: new AbortController().signal, subject: "trial q1" },
  );
  const sent = server.requests[0]?.body;
  if (answer.status === "failed" || !sent) throw new Error("expected an answer");
  return { sent, reply: answer.reply };
}

const SCORED: AnswerShape = {
  name: "verdict",
  fields: [
    { name: "critique", kind: "text" },
    { name: "winner", kind: "choice", of: ["B", "A", "tie"] },
    { name: "score", kind: "number", low: 1, high: 10, whole: true },
    { name: "doubt", kind: "number", low: 0, high: 1, whole: false },
  ],
};

describe("a JSON answer that is asked for", () => {
  it("becomes a strict schema with its fields in order and the ranges in words", async () => {
    const { sent } = await exchange({ answer: SCORED });
    const { type, json_schema: format } = sent.response_format as Record<string, Record<string, unknown>>;
    expect(type).toBe("json_schema");
    expect(format).toMatchObject({
      name: "verdict",
      strict: true,
      schema: {
        type: "object",
        required: ["critique", "winner", "score", "doubt"],
        additionalProperties: false,
        properties: {
          critique: { type: "string" },
          winner: { type: "string", enum: ["B", "A", "tie"] },
          score: { type: "integer", description: "A whole number from 1 to 10." },
          doubt: { type: "number", description: "A number from 0 to 1." },
        },
      },
    });
    const text = JSON.stringify(format);
    expect(text).not.toMatch(/minimum|maximum/);
    const order = ["critique", "winner", "score", "doubt"].map((name) => text.indexOf(`"${name}":{`));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("comes back as the server wrote it, heeded or not", async () => {
    const json = { critique: "fine", winner: "A", score: 7, doubt: 0.2 };
    const heeding = reply("Winner: A", { json });
    expect((await exchange({ answer: SCORED }, heeding)).reply.text).toBe(JSON.stringify(json));
    expect((await exchange({}, heeding)).reply.text).toBe("Winner: A");
    expect((await exchange({ answer: SCORED }, reply("Winner: A"))).reply.text).toBe("Winner: A");
  });

  it("is not sent to a model that takes no schema, and never replaces the user's own format", async () => {
    const without = await exchange({ answer: SCORED }, reply("ok"), {
      capabilities: { structuredOutput: false },
    });
    expect(without.sent).not.toHaveProperty("response_format");
    const own = { type: "json_object" };
    const { sent } = await exchange({ answer: SCORED, sampling: { extra: { response_format: own } } });
    expect(sent.response_format).toEqual(own);
  });

  it("refuses a field whose name would put the verdict before the critique", async () => {
    const answer: AnswerShape = {
      name: "v",
      fields: [
        { name: "critique", kind: "text" },
        { name: "1", kind: "text" },
      ],
    };
    await expect(exchange({ answer })).rejects.toThrow(InputError);
  });
});

describe("what a model takes decides what it is sent", () => {
  it("a reasoning model is sent max_completion_tokens, and no temperature of 1", async () => {
    const { sent } = await exchange({
      model: "o3-mini",
      sampling: { temperature: 1, topP: 1, maxTokens: 64, extra: { reasoning_effort: "low" } },
    });
    expect(sent).toEqual({
      model: "o3-mini",
      messages: question.messages,
      max_completion_tokens: 64,
      reasoning_effort: "low",
    });
  });

  it("another temperature is not left out in silence: the endpoint may refuse it", async () => {
    expect((await exchange({ model: "o3-mini", sampling: { temperature: 0 } })).sent).toHaveProperty(
      "temperature",
      0,
    );
  });

  it("the user's word decides over the table's", async () => {
    const { sent } = await exchange({ sampling: { maxTokens: 9 } }, reply("ok"), {
      capabilities: { maxTokensField: "max_completion_tokens" },
    });
    expect(sent).toMatchObject({ max_completion_tokens: 9 });
    expect(sent).not.toHaveProperty("max_tokens");
  });

  it("a limit of the user's own replaces the usual one, whichever field it is in", async () => {
    const { sent } = await exchange({ model: "o3", sampling: { maxTokens: 9, extra: { max_tokens: 5 } } });
    expect(sent).toMatchObject({ max_tokens: 5 });
    expect(sent).not.toHaveProperty("max_completion_tokens");
  });

  it("where no system role is taken its words stand in front of the user's", async () => {
    const messages: Message[] = [
      { role: "system", content: "Be strict." },
      { role: "developer", content: "Be brief." },
      { role: "user", content: "Which?" },
      { role: "assistant", content: "A" },
      { role: "system", content: "Last word." },
    ];
    const capabilities = { systemRole: false };
    expect((await exchange({ messages }, reply("ok"), { capabilities })).sent.messages).toEqual([
      { role: "user", content: "Be strict.\n\nBe brief.\n\nWhich?" },
      { role: "assistant", content: "A" },
      { role: "user", content: "Last word." },
    ]);
    expect((await exchange({ messages })).sent.messages).toEqual(messages);
  });
});

describe("token probabilities", () => {
  const tokens = [
    {
      token: "Yes",
      logprob: -0.1,
      top_logprobs: [
        { token: "Yes", logprob: -0.1 },
        { token: "No", logprob: -2.5 },
        { token: "no", logprob: -5 },
        { token: "yes", logprob: -6 },
      ],
    },
    { token: "<|im_end|>", logprob: 0 },
  ];

  it("are asked for by their number, and only where they are wanted", async () => {
    const { sent } = await exchange(questionWithTokens, reply("Yes", { tokens }));
    expect(sent).toMatchObject({ logprobs: true, top_logprobs: 3 });
    expect((await exchange({}, reply("Yes", { tokens }))).sent).not.toHaveProperty("logprobs");
  });

  it("stand by their place in the text, with the alternatives", async () => {
    const { reply: got } = await exchange(questionWithTokens, reply("Yes", { tokens }));
    expect(got.tokens).toEqual([
      { at: 0, token: "Yes", logprob: -0.1, top: tokens[0]?.top_logprobs?.slice(0, 3) },
    ]);
  });

  it("are absent where the server has none, and empty where it lists another text's", async () => {
    expect((await exchange(questionWithTokens, reply("Yes"))).reply).not.toHaveProperty("tokens");
    expect((await exchange(questionWithTokens, reply("Maybe", { tokens }))).reply.tokens).toEqual([]);
  });
});

describe("reasoning apart from the text", () => {
  const replying = (message: object): Behaviour => ({
    kind: "status",
    status: 200,
    body: { choices: [{ message, finish_reason: "stop" }] },
  });
  const thinking = {
    type: "thinking",
    thinking: [
      { type: "text", text: "A is " },
      { type: "text", text: "right." },
    ],
  };

  it.each<[string, object]>([
    ["a list of parts", { content: "[[A]]", reasoning_content: [{ type: "text", text: "A is " }, "right."] }],
    ["thinking parts of the content", { content: [thinking, { type: "text", text: "[[A]]" }] }],
    [
      "a thinking part that is a text",
      { content: [{ type: "thinking", thinking: "A is right." }, { text: "[[A]]" }] },
    ],
    [
      "an empty field beside the real one",
      { content: "[[A]]", reasoning_content: "", reasoning: "A is right." },
    ],
  ])("%s is kept as reasoning and never as text", async (_, message) => {
    expect((await exchange({}, replying(message))).reply).toMatchObject({
      text: "[[A]]",
      reasoning: "A is right.",
    });
  });

  it("what is no text is no reasoning", async () => {
    const { reply: got } = await exchange({}, replying({ content: "x", reasoning: { deep: [1] } }));
    expect(got).not.toHaveProperty("reasoning");
  });
});
