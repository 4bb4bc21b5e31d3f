import type OpenAI from "openai";
import { describe, InputError } from "../core/errors.js";
import type { CallFailure } from "../core/judgment.js";
import { type CallError, failureOf } from "./call-failure.js";
import { keepAliveFetch } from "./keep-alive-fetch.js";

export const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** Local servers ask for no key, but the client refuses to be made without one. */
const NO_KEY = "no-key";

/** Longer timers fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export interface EndpointOptions {
  /** Of any server that speaks the OpenAI chat completions API. Default: OpenAI's own. */
  readonly baseURL?: string;
  /** Needed by the default endpoint; elsewhere only where the server asks for one. */
  readonly apiKey?: string;
  /** For one attempt, from connecting to the last byte. */
  readonly timeoutSeconds: number;
  /** Sent with every request. Their values are treated as secrets. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The openai package's client for an endpoint, made to be quiet, to try once, and to tell nobody what is not theirs. */
export interface EndpointClient {
  readonly client: OpenAI;
  readonly host: string;
  /** Whether it is OpenAI's own. */
  readonly official: boolean;
  /** A failure fit to be stored and shown, of what the client threw or what was wrong with its answer. */
  readonly explain: (error: CallError) => CallFailure;
  readonly callErrorOf: (error: unknown) => CallError;
}

/** Throws an InputError where the base URL is none. */
export async function endpointClient(options: EndpointOptions): Promise<EndpointClient> {
  const { default: OpenAI, APIError, APIConnectionError, APIConnectionTimeoutError } = await import("openai");
  const { baseURL = DEFAULT_BASE_URL, apiKey, timeoutSeconds, headers = {} } = options;
  const host = hostOf(baseURL);
  const official = host === new URL(DEFAULT_BASE_URL).host;
  const secrets = [apiKey ?? "", ...Object.values(headers)];
  return {
    host,
    official,
    client: new OpenAI({
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
    }),
    explain: (error) => failureOf(error, { host, timeoutSeconds, secrets }),
    callErrorOf(error) {
      if (error instanceof APIConnectionTimeoutError) return { kind: "timeout" };
      if (error instanceof APIConnectionError) return { kind: "network", cause: error };
      if (error instanceof APIError && error.status !== undefined) {
        const { status, headers: responseHeaders, code, message } = error;
        return { kind: "http", status, code: String(code ?? ""), message, headers: responseHeaders };
      }
      return { kind: "malformed", message: String(error) };
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
