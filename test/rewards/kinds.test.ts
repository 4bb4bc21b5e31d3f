import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import { InputError } from "../../src/core/errors.js";
import type { JsonObject } from "../../src/core/json.js";
import { seededRandom } from "../../src/core/random.js";
import { viewOf } from "../../src/core/view.js";
import { requestKey } from "../../src/models/model.js";
import { findReward } from "../../src/rewards/find.js";
import type { ConfiguredReward, EndpointSettings } from "../../src/rewards/reward.js";
import { askOnce, COMPARISON, replyFrom, requestOf } from "../conformance/reward.js";
import { answering, type RewardServer, startRewardServer } from "../support/reward-server.js";

const PLAIN: Comparison = {
  id: "q1",
  prompt: "What is 2 + 2?",
  responses: [
    { id: "r1", text: "4" },
    { id: "r2", text: "5" },
  ],
};
const TEMPLATE = `{{ bos_token }}{%- for message in messages %}
<|{{ message.role }}|>{{ message['content'] | trim }}<|end|>
{%- endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}{{ tools }}`;

let servers: RewardServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serving(body: unknown = {}): Promise<RewardServer> {
  const server = await startRewardServer(() => answering(body));
  servers.push(server);
  return server;
}

function configure(name: string, options: JsonObject = {}): ConfiguredReward {
  return findReward(name).configure(options);
}

function viewsOf(configured: ConfiguredReward, comparison: Comparison = PLAIN) {
  return configured
    .layouts(comparison, { repeat: 0, random: seededRandom(1) })
    .map((presented) => viewOf(comparison, presented));
}

function firstView(configured: ConfiguredReward, comparison: Comparison = PLAIN) {
  const [view] = viewsOf(configured, comparison);
  if (!view) throw new Error("no presentation");
  return view;
}

async function bodySent(
  configured: ConfiguredReward,
  comparison: Comparison = PLAIN,
  more: Partial<EndpointSettings> = {},
) {
  const server = await serving();
  await askOnce(configured, firstView(configured, comparison), server, more);
  return server.requests[0]?.body;
}

function readingOf(configured: ConfiguredReward, answer: unknown) {
  return configured.read(firstView(configured), [{ text: JSON.stringify(answer), finishReason: "stop" }])
    .reading;
}

function keyOf(configured: ConfiguredReward): string {
  return requestKey(requestOf(configured, firstView(configured)));
}

const decided = (byId: Record<string, number>) => ({ status: "decided", verdict: { kind: "scores", byId } });

describe("what each server is sent", () => {
  it("vllm-classify sends the conversation and asks for raw outputs", async () => {
    expect(await bodySent(configure("vllm-classify"))).toEqual({
      model: "reward-model",
      messages: [
        { role: "user", content: "What is 2 + 2?" },
        { role: "assistant", content: "4" },
      ],
      use_activation: false,
    });
  });

  it("vllm-classify sends one text where it is told to, by the template where there is one", async () => {
    expect(await bodySent(configure("vllm-classify", { input: "text", activation: true }))).toEqual({
      model: "reward-model",
      input: "user: What is 2 + 2?\n\nassistant: 4",
      use_activation: true,
    });
    const extra = { add_special_tokens: false };
    expect(
      await bodySent(
        configure("vllm-classify", { template: TEMPLATE, variables: { bos_token: "<s>" }, extra }),
      ),
    ).toEqual({
      model: "reward-model",
      input: "<s><|user|>What is 2 + 2?<|end|><|assistant|>4<|end|>",
      use_activation: false,
      add_special_tokens: false,
    });
  });

  it("vllm-score and tei-rerank send the prompt with all responses, a conversation as a transcript", async () => {
    expect(await bodySent(configure("vllm-score"))).toEqual({
      model: "reward-model",
      text_1: "What is 2 + 2?",
      text_2: ["4", "5"],
      use_activation: false,
    });
    expect(await bodySent(configure("tei-rerank", { extra: { truncate: true } }), COMPARISON)).toEqual({
      query: "system: Answer in one sentence.\n\nuser: Why is the sky blue?",
      texts: COMPARISON.responses.map(({ text }) => text),
      raw_scores: true,
      truncate: true,
    });
  });

  it("vllm-score and tei-rerank send each response alone where they are told to", async () => {
    for (const name of ["vllm-score", "tei-rerank"]) {
      const configured = configure(name, { responses: "alone" });
      expect(viewsOf(configured).map((view) => view.responses.map(({ id }) => id))).toEqual([["r1"], ["r2"]]);
    }
    expect(await bodySent(configure("tei-rerank", { responses: "alone" }))).toMatchObject({ texts: ["4"] });
  });

  it("sglang-classify sends one text", async () => {
    expect(await bodySent(configure("sglang-classify"))).toEqual({
      text: "user: What is 2 + 2?\n\nassistant: 4",
    });
  });

  it("keeps a conversation that ends with the assistant apart from the response", async () => {
    const prompt = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
      { role: "user", content: "2 + 2?" },
    ] as const;
    expect(await bodySent(configure("vllm-classify"), { ...PLAIN, prompt })).toMatchObject({
      messages: [...prompt, { role: "assistant", content: "4" }],
    });
  });

  it.each([
    ["", "/classify"],
    ["/", "/classify"],
    ["/v1", "/classify"],
    ["/v1/", "/classify"],
    ["/proxy/v1?key=k", "/proxy/classify?key=k"],
  ])("posts beside /v1 where the base URL ends in %j", async (below, url) => {
    const server = await serving();
    const configured = configure("vllm-classify");
    await askOnce(configured, firstView(configured), { ...server, baseURL: `${server.baseURL}${below}` });
    expect(server.requests[0]?.url).toBe(url);
  });
});

describe("which requests count as the same", () => {
  it("those of options that only change the reading", () => {
    expect(keyOf(configure("vllm-classify", { output: 1 }))).toBe(keyOf(configure("vllm-classify")));
    const mapping = { body: { a: "{{response}}" }, score: "x" };
    expect(keyOf(configure("json", { ...mapping, score: "y.0" }))).toBe(keyOf(configure("json", mapping)));
  });

  it("not those of another template, form, kind or path", () => {
    const keys = [
      configure("vllm-classify"),
      configure("vllm-classify", { input: "text" }),
      configure("vllm-classify", { activation: true }),
      configure("vllm-classify", { template: "{{ messages[0].content }}" }),
      configure("vllm-classify", { template: "{{ messages[1].content }}" }),
      configure("vllm-classify", { template: "{{ messages[1].content }}", variables: { x: 1 } }),
      configure("sglang-classify"),
      configure("json", { path: "a", body: { a: "{{response}}" }, score: "" }),
      configure("json", { path: "b", body: { a: "{{response}}" }, score: "" }),
    ].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("which number is the score", () => {
  it("is the one that `output` names where a model has several; with none named there is no score", () => {
    const answer = { data: [{ index: 0, label: "good", probs: [-1.5, 2.25], num_classes: 2 }] };
    expect(readingOf(configure("vllm-classify", { output: 1 }), answer)).toEqual(decided({ r1: 2.25 }));
    const reading = readingOf(configure("vllm-classify"), answer);
    expect(reading).toMatchObject({ status: "unparsed", reason: expect.stringContaining('"output"') });
    expect(readingOf(configure("sglang-classify"), { embedding: [0.1, 0.2, 0.3] }).status).toBe("unparsed");
    expect(readingOf(configure("sglang-classify", { output: 3 }), { embedding: [1, 2, 3] }).status).toBe(
      "unparsed",
    );
  });

  it("is found by index in a ranking, and no score stands where an index is missing, foreign or there twice", () => {
    const rerank = configure("tei-rerank");
    const both = (first: unknown, second: unknown) => [
      { index: first, score: 7 },
      { index: second, score: -7 },
    ];
    expect(readingOf(rerank, both(1, 0))).toEqual(decided({ r1: -7, r2: 7 }));
    for (const [first, second] of [
      [0, 0],
      [0, 2],
      [0, -1],
      [0, 0.5],
      [0, "1"],
      [0, undefined],
    ]) {
      expect(readingOf(rerank, both(first, second)).status).toBe("unparsed");
    }
  });

  it("comes with the token counts and the model's name where the answer has them", async () => {
    const configured = configure("vllm-classify");
    const server = await serving({
      model: "served-as",
      data: [],
      usage: { prompt_tokens: 9, total_tokens: 9 },
    });
    expect(await replyFrom(configured, firstView(configured), server)).toMatchObject({
      model: "served-as",
      usage: { inputTokens: 9, outputTokens: 0 },
    });
    const sglang = configure("sglang-classify");
    const other = await serving({ embedding: [1], meta_info: { prompt_tokens: 4 } });
    expect((await replyFrom(sglang, firstView(sglang), other)).usage).toEqual({
      inputTokens: 4,
      outputTokens: 0,
    });
  });
});

describe("chat templates", () => {
  const text = async (template: string, variables: JsonObject = {}) =>
    (await bodySent(configure("sglang-classify", { template, variables })))?.text;

  it("are read from a file, and their text's hash is part of the options", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "touchstone-")), "own.jinja");
    await writeFile(path, "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}\n");
    const configured = configure("sglang-classify", { template: path });
    expect((await bodySent(configured))?.text).toBe("[user] What is 2 + 2?\n[assistant] 4\n");
    expect(configured.options.template).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(JSON.stringify(configured.options)).not.toContain("own.jinja");
    await writeFile(path, "{% for m in messages %}{{ m.content }}{% endfor %}");
    expect(configure("sglang-classify", { template: path }).options).not.toEqual(configured.options);
  });

  it("take what is not defined for nothing, and never look at the clock", async () => {
    expect(await text("{{ tools }}{% if tools %}T{% endif %}{{ messages[1].content }}")).toBe("4");
    expect(
      await text("{% if strftime_now is defined %}{{ strftime_now('%Y') }}{% else %}no date{% endif %}"),
    ).toBe("no date");
  });

  it("have loops, ranges and the variables that are given", async () => {
    expect(
      await text("{% for i in range(2) %}{{ i }}{{ messages[i].content }}{% endfor %}{{ eos_token }}", {
        eos_token: "</s>",
      }),
    ).toBe("0What is 2 + 2?14</s>");
  });

  it("never run what a response holds", async () => {
    const responses = [{ id: "r1", text: "{{ bos_token }}{% raw %}" }];
    const configured = configure("sglang-classify", { template: "{{ messages[-1].content }}" });
    expect((await bodySent(configured, { ...PLAIN, responses }))?.text).toBe("{{ bos_token }}{% raw %}");
  });

  it.each([
    [
      "a special token that is not given",
      { template: "{{ bos_token }}{{ messages[0].content }}" },
      /bos_token/,
    ],
    [
      "a variable that every template has",
      { template: "{{ messages }}", variables: { messages: 1 } },
      /"messages"/,
    ],
    ["variables without a template", { variables: { bos_token: "" } }, /template/],
    ["no file", { template: "nowhere/own.jinja" }, /nowhere\/own\.jinja/],
    ["no template", { template: "chatml" }, /chatml/],
    ["a number", { template: 7 }, /"template"/],
  ])("are refused at once with %s", (_, options, message) => {
    expect(() => configure("sglang-classify", options)).toThrow(InputError);
    expect(() => configure("sglang-classify", options)).toThrow(message);
  });

  it("are refused before the first call where they are not valid, or only their hash is known", async () => {
    const settings = { baseURL: "http://127.0.0.1:9", timeoutSeconds: 1 };
    await expect(configure("sglang-classify", { template: "{% if %}" }).endpoint(settings)).rejects.toThrow(
      InputError,
    );
    const stored = configure("sglang-classify", { template: "{{ messages[0].content }}" }).options;
    await expect(configure("sglang-classify", stored).endpoint(settings)).rejects.toThrow(/hash/);
  });

  it("make a failure, not an answer, of a conversation that they refuse", async () => {
    const template = "{{ raise_exception('roles must alternate') }}";
    const server = await serving();
    const configured = configure("vllm-classify", { template });
    expect(await askOnce(configured, firstView(configured), server)).toMatchObject({
      status: "failed",
      failure: { kind: "rejected", message: expect.stringContaining("roles must alternate") },
    });
    expect(server.requests).toEqual([]);
  });
});

describe("the mapping of json", () => {
  const sent = (options: JsonObject) => bodySent(configure("json", { score: "score", ...options }));

  it("fills whole values and parts of texts, at any depth, and leaves all else as it is", async () => {
    const body = {
      inputs: [{ q: "Q: {{prompt}} A: {{ response }}", chat: "{{messages}}" }],
      text: "{{text}}",
      options: { "{{prompt}}": true, none: null, n: 2.5 },
      model: "{{model}}",
    };
    expect(await sent({ body })).toEqual({
      inputs: [
        {
          q: "Q: What is 2 + 2? A: 4",
          chat: [
            { role: "user", content: "What is 2 + 2?" },
            { role: "assistant", content: "4" },
          ],
        },
      ],
      text: "user: What is 2 + 2?\n\nassistant: 4",
      options: { "{{prompt}}": true, none: null, n: 2.5 },
      model: "reward-model",
    });
  });

  it("sends lists where all responses go together", async () => {
    const body = { texts: "{{texts}}", conversations: "{{conversations}}", answers: "{{responses}}" };
    expect(await sent({ body, responses: "together", template: "{{ messages[1].content }}!" })).toMatchObject(
      {
        texts: ["4!", "5!"],
        answers: ["4", "5"],
        conversations: [
          [{ role: "user" }, { role: "assistant", content: "4" }],
          [{}, { content: "5" }],
        ],
      },
    );
  });

  it("reads numbers by dotted paths, and the whole answer where the path is empty", () => {
    const body = { a: "{{response}}", all: "{{prompt}}" };
    expect(readingOf(configure("json", { body, score: "" }), 0.25)).toEqual(decided({ r1: 0.25 }));
    expect(readingOf(configure("json", { body, score: "a.1.b" }), { a: [0, { b: 3 }] })).toEqual(
      decided({ r1: 3 }),
    );
    for (const score of ["a.length", "constructor.length", "__proto__", "toString.length"]) {
      expect(readingOf(configure("json", { body, score }), { a: [1, 2] }).status).toBe("unparsed");
    }
    const together = { body: { a: "{{responses}}" }, responses: "together", score: "" };
    expect(readingOf(configure("json", together), [1, 2])).toEqual(decided({ r1: 1, r2: 2 }));
  });

  it.each([
    [{ body: { a: "{{prompt}}" } }, /shows the responses/],
    [{}, /shows the responses/],
    [{ body: { a: "{{answer}} {{response}}" } }, /\{\{answer\}\}/],
    [{ body: { a: "{{responses}}" } }, /\{\{responses\}\}/],
    [{ body: { a: "all: {{messages}}" } }, /whole value/],
    [{ body: { a: "{{response}}" }, template: "{{ messages }}" }, /\{\{text\}\}/],
    [{ body: { a: "{{response}}" }, score: null }, /"score"/],
    [{ body: { a: "{{response}}" }, index: "i" }, /"index"/],
    [{ body: { a: "{{response}}" }, path: "score?key=abc" }, /without a query/],
    [{ body: { a: "{{response}}" }, path: "https://elsewhere.example/score" }, /below the base URL/],
    [{ body: [1] }, /"body"/],
  ])("is refused at once where it cannot work (%#)", (options, message) => {
    expect(() => configure("json", { score: "score", ...options })).toThrow(InputError);
    expect(() => configure("json", { score: "score", ...options })).toThrow(message);
  });

  it("does not repeat a key that stood in a path", () => {
    const options = { body: { a: "{{response}}" }, score: "", path: "score?key=abcdef123" };
    expect(() => configure("json", options)).not.toThrow(/abcdef123/);
  });
});

describe("options that cannot be", () => {
  it.each([
    ["vllm-classify", { input: "tokens" }, /"input"/],
    ["vllm-classify", { input: "messages", template: "{{ messages }}" }, /"input"/],
    ["vllm-classify", { output: -1 }, /"output"/],
    ["vllm-classify", { output: 0.5 }, /"output"/],
    ["vllm-classify", { activation: "no" }, /"activation"/],
    ["vllm-classify", { extra: { messages: [] } }, /"messages"/],
    ["vllm-score", { extra: [] }, /"extra"/],
    ["tei-rerank", { responses: "both" }, /"responses"/],
    ["tei-rerank", { template: "{{ messages }}" }, /template/],
  ])("%s names the option (%#)", (name, options, message) => {
    expect(() => configure(name, options as JsonObject)).toThrow(InputError);
    expect(() => configure(name, options as JsonObject)).toThrow(message);
  });
});
