import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import type { JsonObject } from "../core/json.js";
import type { CallFailure } from "../core/judgment.js";
import { responseFormat } from "./answer-format.js";
import { type Capabilities, capabilitiesOf } from "./capabilities.js";
import { replyOf } from "./chat-reply.js";
import { withoutSystemRole } from "./messages.js";
import type { Model, ModelRequest } from "./model.js";
import { type EndpointOptions, endpointClient } from "./openai-client.js";

export { DEFAULT_BASE_URL } from "./openai-client.js";

export interface OpenaiOptions extends EndpointOptions {
  /** What the model takes and can do, where the table of capabilities is wrong for it. */
  readonly capabilities?: Partial<Capabilities>;
}

/** A model behind an OpenAI-compatible chat completions endpoint. One attempt a call. Throws an InputError where the base URL is none. */
export async function openaiModel({ capabilities, ...options }: OpenaiOptions): Promise<Model> {
  const { client, host, official, explain, callErrorOf } = await endpointClient(options);
  return {
    host,
    async ask(request, { signal, subject }) {
      if (official && !options.apiKey) {
        return failed({ kind: "unauthorized", message: `${host}: no API key is set (OPENAI_API_KEY)` });
      }
      const body = await requestBody(request, capabilitiesOf(request.model, host, capabilities));
      try {
        const completion = await unlinkedFrom(signal, (own) =>
          client.chat.completions.create(body, { signal: own }),
        );
        const reply = replyOf(completion, { tokens: request.sampling.topLogprobs !== undefined });
        return reply.status === "answered" ? reply : failed(explain(reply.error));
      } catch (error) {
        if (signal.aborted) return failed({ kind: "cancelled", message: `${host}: cancelled (${subject})` });
        return failed(explain(callErrorOf(error)));
      }
    },
  };
}

function failed(failure: CallFailure): { status: "failed"; failure: CallFailure } {
  return { status: "failed", failure };
}

/**
 * What is sent. `extra` has the last word; a limit of its own there replaces the usual one, since endpoints refuse two. What a model
 * does not take is sent all the same and refused by the endpoint, where leaving it out would change the answer in silence.
 */
async function requestBody(
  { model, messages, sampling, answer }: ModelRequest,
  { maxTokensField, systemRole, structuredOutput, temperature: takesTemperature }: Capabilities,
): Promise<ChatCompletionCreateParamsNonStreaming> {
  const { temperature, topP, maxTokens, seed, topLogprobs, extra = {} } = sampling;
  const limited = "max_completion_tokens" in extra || "max_tokens" in extra;
  const given = (value: number | undefined) => (value === 1 && !takesTemperature ? undefined : value);
  const body: JsonObject = {
    model,
    messages: (systemRole ? messages : withoutSystemRole(messages)).map(({ role, content }) => ({
      role,
      content,
    })),
    ...numbers({
      temperature: given(temperature),
      top_p: given(topP),
      [maxTokensField]: limited ? undefined : maxTokens,
      seed,
    }),
    ...(topLogprobs === undefined ? {} : { logprobs: true, top_logprobs: topLogprobs }),
    ...(answer === undefined || !structuredOutput ? {} : { response_format: await responseFormat(answer) }),
    ...extra,
  };
  // The package's type knows only OpenAI's own fields; `extra` is for those of other servers.
  return body as unknown as ChatCompletionCreateParamsNonStreaming;
}

function numbers(fields: Readonly<Record<string, number | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

// The package adds a listener to the signal it is given and never takes it off: on the run's own signal they would pile up by the million.
async function unlinkedFrom<Result>(
  signal: AbortSignal,
  call: (own: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await call(controller.signal);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
