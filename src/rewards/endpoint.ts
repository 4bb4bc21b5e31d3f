import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reply, Usage } from "../core/judgment.js";
import { type CallError, failureOf } from "../models/call-failure.js";
import { oneLine, withoutSecrets } from "../models/clean-message.js";
import { keepAliveFetch } from "../models/keep-alive-fetch.js";
import type { Answer, Model, ModelRequest } from "../models/model.js";
import { fieldOf, parseAnswer } from "./answer.js";
import type { EndpointSettings } from "./reward.js";

/** Longer timers fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** A few numbers take a few hundred characters. What is kept for every trial must not be whatever a server likes to say. */
const LONGEST_ANSWER = 1_000_000;

/**
 * The address that requests are posted to. Where `besideV1`, a base URL that ends in "/v1", as chat endpoints have it, loses it first.
 * Throws an InputError where the base URL is none; it does not show it, for it may hold a password.
 */
export function addressOf(baseURL: string, path: string, besideV1: boolean): URL {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new InputError("base URL", "an http:// or https:// address", url ? `${url.protocol}…` : "none");
  }
  const base = url.pathname.replace(/\/+$/, "");
  const below = path.replace(/^\/+/, "");
  const root = besideV1 && base.endsWith("/v1") ? base.slice(0, -"/v1".length) : base;
  url.pathname = below === "" ? root : `${root}/${below}`;
  return url;
}

/** A Model that posts what `body` makes of a request and answers with what came back, as it came. One attempt a call. */
export function scoringModel(
  url: URL,
  settings: EndpointSettings,
  body: (request: ModelRequest) => JsonObject,
): Model {
  const { apiKey, headers: own = {}, timeoutSeconds } = settings;
  const { host } = url;
  const headers = headersOf(settings);
  const post = keepAliveFetch();
  const milliseconds = Math.min(Math.max(1, Math.ceil(timeoutSeconds * 1000)), LONGEST_TIMEOUT_MS);
  const secrets = [apiKey ?? "", ...Object.values(own), url.password, ...url.searchParams.values()];
  const failed = (error: CallError): Answer => ({
    status: "failed",
    failure: failureOf(error, { host, timeoutSeconds, secrets }),
  });

  return {
    host,
    async ask(request, { signal, subject }) {
      let sent: string;
      try {
        sent = JSON.stringify(body(request));
      } catch (error) {
        const message = `${subject}: ${oneLine(withoutSecrets(String(error), secrets))}`;
        return { status: "failed", failure: { kind: "rejected", message } };
      }
      const timed = new Deadline(signal, milliseconds);
      try {
        const response = await post(url, { method: "POST", headers, body: sent, signal: timed.signal });
        const text = await response.text();
        if (response.ok) return answerOf(text, failed);
        return failed({ kind: "http", status: response.status, ...saidBy(text), headers: response.headers });
      } catch (error) {
        if (signal.aborted) {
          return {
            status: "failed",
            failure: { kind: "cancelled", message: `${host}: cancelled (${subject})` },
          };
        }
        return failed(timed.passed ? { kind: "timeout" } : { kind: "network", cause: error });
      } finally {
        timed.end();
      }
    },
  };
}

/** A signal that aborts with another one or when its time has passed, and leaves no listener behind. */
class Deadline {
  passed = false;
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #cancel = () => this.#controller.abort();

  constructor(outer: AbortSignal, milliseconds: number) {
    this.#outer = outer;
    this.#timer = setTimeout(() => {
      this.passed = true;
      this.#cancel();
    }, milliseconds);
    if (outer.aborted) this.#cancel();
    outer.addEventListener("abort", this.#cancel, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener("abort", this.#cancel);
  }
}

function headersOf({ apiKey, headers = {} }: EndpointSettings): Headers {
  try {
    return new Headers({
      "content-type": "application/json",
      accept: "application/json",
      ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      ...headers,
    });
  } catch {
    throw new InputError(
      "endpoint",
      "a key and headers that HTTP can carry",
      "one with a character that it cannot",
    );
  }
}

/** What is not JSON at all may be gone at the next attempt; JSON of any kind is the model's answer, and is read later. */
function answerOf(text: string, failed: (error: CallError) => Answer): Answer {
  if (text.trim() === "")
    return failed({ kind: "malformed", message: "expected scores but found an empty body" });
  if (/^\s*</.test(text))
    return failed({ kind: "malformed", message: "expected scores but found a web page" });
  if (text.length > LONGEST_ANSWER) {
    const message = `expected scores but found ${text.length} characters`;
    return failed({ kind: "malformed", message });
  }
  const parsed = parseAnswer(text);
  const value = "value" in parsed ? parsed.value : undefined;
  const usage = usageOf(value);
  const model = fieldOf(value, "model");
  const reply: Reply = {
    text,
    finishReason: "stop",
    ...(usage ? { usage } : {}),
    ...(typeof model === "string" && model !== "" ? { model } : {}),
  };
  return { status: "answered", reply };
}

/** Token counts where the answer has them: vLLM's `usage`, SGLang's `meta_info`. */
function usageOf(answer: unknown): Usage | undefined {
  const counts = fieldOf(answer, "usage") ?? fieldOf(answer, "meta_info");
  const inputTokens = fieldOf(counts, "prompt_tokens");
  const outputTokens = fieldOf(counts, "completion_tokens") ?? 0;
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** The words of an error, wherever the servers put them: `error.message`, `error`, `message` or `detail`, else the whole body. */
function saidBy(text: string): { readonly code: string; readonly message: string } {
  const parsed = parseAnswer(text);
  const value = "value" in parsed ? parsed.value : undefined;
  const error = fieldOf(value, "error");
  const code = fieldOf(error, "code");
  const candidates = [fieldOf(error, "message"), error, fieldOf(value, "message"), fieldOf(value, "detail")];
  const said = candidates.find((candidate) => typeof candidate === "string" && candidate !== "");
  return { code: typeof code === "string" ? code : "", message: typeof said === "string" ? said : text };
}
