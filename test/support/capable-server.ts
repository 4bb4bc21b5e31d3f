import { type Behaviour, type ChatRequest, errorStatus, modelList, reply } from "./loopback.js";

/** What a pretended endpoint takes and heeds. */
export interface Abilities {
  readonly logprobs: "up to 20" | "up to 5" | "ignored" | "refused" | "of another text";
  readonly seed: "heeded" | "ignored" | "refused" | "constant";
  readonly schema: "heeded" | "ignored" | "refused";
  readonly temperature: "taken" | "refused";
  readonly limit: "max_tokens" | "max_completion_tokens" | "neither";
  readonly system: "followed" | "ignored" | "refused";
  readonly effort: "taken" | "refused";
  readonly reasoning: "none" | "field" | "text";
}

export const ABLE: Abilities = {
  logprobs: "up to 20",
  seed: "heeded",
  schema: "heeded",
  temperature: "taken",
  limit: "max_tokens",
  system: "followed",
  effort: "taken",
  reasoning: "none",
};

/** The answers of an endpoint with these abilities, to anything. It serves the model "small". */
export function endpointWith(abilities: Partial<Abilities> = {}): (request: ChatRequest) => Behaviour {
  const able = { ...ABLE, ...abilities };
  return (request) => (request.method === "GET" ? modelList("small", "other") : answerOf(able, request));
}

const refused = (field: string) =>
  errorStatus(400, { message: `Unsupported parameter: '${field}' is not supported with this model.` });

function answerOf(able: Abilities, { body, index }: ChatRequest): Behaviour {
  const refusal = refusedField(able, body);
  if (refusal) return refused(refusal);
  const limit = Number(body[able.limit] ?? 1000);
  const asksToCount = JSON.stringify(body.messages).includes("Count");
  const said = textOf(able, body, index);
  const thought = able.reasoning === "text" ? ["<think>hm</think>"] : [];
  const listed = [...thought, able.logprobs === "of another text" ? "no" : said];
  return reply([...thought, said].join(""), {
    finishReason: asksToCount && limit < 10 ? "length" : "stop",
    usage: { prompt_tokens: 5, completion_tokens: asksToCount ? Math.min(limit, 100) : 1 },
    ...(able.schema === "ignored" ? {} : { json: { reason: "It is.", answer: "yes", score: 4 } }),
    ...(able.reasoning === "field" ? { reasoning: "hm" } : {}),
    ...(able.logprobs === "ignored" ? {} : { tokens: listed.map(listedToken) }),
  });
}

function refusedField(able: Abilities, body: ChatRequest["body"]): string | undefined {
  const otherLimit = {
    max_tokens: "max_completion_tokens",
    max_completion_tokens: "max_tokens",
    neither: "",
  };
  const most = able.logprobs === "up to 5" ? 5 : 20;
  const given: readonly (readonly [string, boolean])[] = [
    ["logprobs", body.logprobs === true && (able.logprobs === "refused" || Number(body.top_logprobs) > most)],
    ["seed", "seed" in body && able.seed === "refused"],
    ["response_format", "response_format" in body && able.schema === "refused"],
    ["temperature", "temperature" in body && able.temperature === "refused"],
    ["messages[0].role", body.messages[0]?.role === "system" && able.system === "refused"],
    ["reasoning_effort", "reasoning_effort" in body && able.effort === "refused"],
    [otherLimit[able.limit], otherLimit[able.limit] in body],
  ];
  return given.find(([, isRefused]) => isRefused)?.[0];
}

function textOf(able: Abilities, { messages, seed }: ChatRequest["body"], index: number): string {
  if (messages[0]?.role === "system" && able.system === "followed") return "pear";
  if (seed === undefined || able.seed === "constant") return "ready";
  return able.seed === "heeded" ? `letters ${seed}` : `letters ${index}`;
}

function listedToken(token: string) {
  const likely = Array.from({ length: 20 }, (_, i) => ({ token: `${token}${i || ""}`, logprob: -0.1 - i }));
  return { token, logprob: -0.1, top_logprobs: likely };
}
