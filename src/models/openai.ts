import type OpenAI from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { describe, InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Sampling } from "../core/judge.js";
import type { CallFailure } from "../core/judgment.js";
import { type CallError, failureOf } from "./call-failure.js";
import { replyOf } from "./chat-reply.js";
import { keepAliveFetch } from "./keep-alive-fetch.js";
import type { Model, ModelRequest } from "./model.js";

export const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** Local servers ask for no key, but the client refuses to be made without one. */
const NO_KEY = "no-key";

/** Longer timers fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export interface OpenaiOptions {
  /** Of any server that speaks the OpenAI chat completions API. Default: OpenAI's own. */
  readonly baseURL?: string;
  /** Needed by the default endpoint; elsewhere only where the server asks for one. */
  readonly apiKey?: string;
  /** For one attempt, from connecting to the last byte. */
  readonly timeoutSeconds: number;
  /** Sent with every request. Their values are treated as secrets. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A model behind an OpenAI-compatible chat completions endpoint. One attempt a call. */
export async function openaiModel(options: OpenaiOptions): Promise<Model> {
  const { default: OpenAI, APIError, APIConnectionError, APIConnectionTimeoutError } = await import("openai");
  const { baseURL = DEFAULT_BASE_URL, apiKey, timeoutSeconds, headers = {} } = options;
  const host = hostOf(baseURL);
  const official = host === new URL(DEFAULT_BASE_URL).host;
  const client: OpenAI = new OpenAI({
    baseURL,
    apiKey: apiKey || NO_KEY,
    // What names the user's account at OpenAI is nobody else's business.
    ...(official ? {} : { organization: null, project: null, adminAPIKey: null }),
    timeout: Math.min(Math.max(1, Math.ceil(timeoutSeconds * 1000)), LONGEST_TIMEOUT_MS),
    maxRetries: 0,
    defaultHeaders: headers,
    // Its debug log prints whole requests to stdout.
    logLevel: "off",
    fetch: keepAliveFetch(),
  });
  const secrets = [apiKey ?? "", ...Object.values(headers)];
  const explain = (error: CallError): CallFailure => failureOf(error, { host, timeoutSeconds, secrets });

  return {
    host,
    async ask(request, { signal, subject }) {
      if (official && !apiKey) {
        return failed({ kind: "unauthorized", message: `${host}: no API key is set (OPENAI_API_KEY)` });
      }
      try {
        const body = await unlinkedFrom(signal, (own) =>
          client.chat.completions.create(requestBody(request), { signal: own }),
        );
        const reply = replyOf(body);
        return reply.status === "answered" ? reply : failed(explain(reply.error));
      } catch (error) {
        if (signal.aborted) return failed({ kind: "cancelled", message: `${host}: cancelled (${subject})` });
        if (error instanceof APIConnectionTimeoutError) return failed(explain({ kind: "timeout" }));
        if (error instanceof APIConnectionError) return failed(explain({ kind: "network", cause: error }));
        if (error instanceof APIError && error.status !== undefined) {
          const { status, headers: responseHeaders, code, message } = error;
          return failed(
            explain({ kind: "http", status, code: String(code ?? ""), message, headers: responseHeaders }),
          );
        }
        return failed(explain({ kind: "malformed", message: String(error) }));
      }
    },
  };
}

function hostOf(baseURL: string): string {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new InputError("base URL", "an http:// or https:// address", describe(baseURL));
  }
  return url.host;
}

function failed(failure: CallFailure): { status: "failed"; failure: CallFailure } {
  return { status: "failed", failure };
}

/** What is sent. `extra` has the last word; an own `max_completion_tokens` there replaces `max_tokens`, since endpoints refuse both. */
function requestBody({ model, messages, sampling }: ModelRequest): ChatCompletionCreateParamsNonStreaming {
  const { temperature, topP, maxTokens, seed, extra = {} } = sampling;
  const limit = "max_completion_tokens" in extra ? undefined : maxTokens;
  const body: JsonObject = {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...numbers({ temperature, top_p: topP, max_tokens: limit, seed }),
    ...extra,
  };
  // The package's type knows only OpenAI's own fields; `extra` is for those of other servers.
  return body as unknown as ChatCompletionCreateParamsNonStreaming;
}

function numbers(fields: Readonly<Record<string, Sampling["temperature"]>>): JsonObject {
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
