import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One entry of a reply's `logprobs.content`. */
export interface ListedToken {
  readonly token: string;
  readonly logprob: number;
  readonly bytes?: readonly number[] | null;
  readonly top_logprobs?: readonly { readonly token: string; readonly logprob: number }[];
}

/** What the server does with one request. */
export type Behaviour =
  | {
      readonly kind: "reply";
      readonly text: string;
      /** In place of the text where the request has a `response_format`: a server that heeds it. */
      readonly json?: object;
      /** Sent only where the request asks for `logprobs`, with as many alternatives as it asks for. */
      readonly tokens?: readonly ListedToken[];
      readonly reasoning?: string;
      readonly refusal?: string;
      readonly finishReason?: string;
      readonly usage?: object;
      readonly latencyMs?: number;
    }
  /** Any status with any body; text is sent as it is, anything else as JSON. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    }
  /** The connection is closed before any answer. */
  | { readonly kind: "reset" }
  /** Nothing is ever answered. */
  | { readonly kind: "hang" }
  /** The headers come, the body never ends. */
  | { readonly kind: "hang-in-body" }
  /** The headers promise more than comes, then the connection is closed. */
  | { readonly kind: "cut-body" };

export interface ChatRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { role: string; content: string }[];
    readonly [field: string]: unknown;
  };
  /** 0 for the server's first request, 1 for the second … */
  readonly index: number;
}

export interface Loopback {
  /** "http://127.0.0.1:port/v1" */
  readonly baseURL: string;
  readonly host: string;
  readonly requests: readonly ChatRequest[];
  /** The most requests that were open at once. */
  readonly mostInFlight: number;
  /** Requests open now. */
  readonly inFlight: number;
  close(): Promise<void>;
}

export const reply = (text: string, more: Partial<Behaviour & { kind: "reply" }> = {}): Behaviour => ({
  kind: "reply",
  text,
  ...more,
});

export const errorStatus = (
  status: number,
  error: { message: string; code?: string },
  headers: Record<string, string> = {},
): Behaviour => ({ kind: "status", status, body: { error }, headers });

/** The answer to a request for the list of models. */
export const modelList = (...ids: readonly string[]): Behaviour => ({
  kind: "status",
  status: 200,
  body: { object: "list", data: ids.map((id) => ({ id, object: "model" })) },
});

/** An OpenAI-compatible chat completions server on a free port of 127.0.0.1; `answer` decides what each request meets. */
export async function startLoopback(
  answer: (request: ChatRequest) => Behaviour | Promise<Behaviour>,
): Promise<Loopback> {
  const requests: ChatRequest[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const server = createServer(async (message, response) => {
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    response.on("close", () => inFlight--);
    const request = await received(message, requests.length);
    requests.push(request);
    await behave(await answer(request), request, message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    host: `127.0.0.1:${port}`,
    requests,
    get mostInFlight() {
      return mostInFlight;
    },
    get inFlight() {
      return inFlight;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function received(message: IncomingMessage, index: number): Promise<ChatRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { method = "", url = "", headers } = message;
  const sent = Buffer.concat(chunks).toString("utf8");
  const body = sent === "" ? { model: "", messages: [] } : JSON.parse(sent);
  return { method, url, headers, body, index };
}

async function behave(
  behaviour: Behaviour,
  request: ChatRequest,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (behaviour.kind) {
    case "reply":
      if (behaviour.latencyMs) await new Promise((resolve) => setTimeout(resolve, behaviour.latencyMs));
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(completion(behaviour, request)));
      return;
    case "status": {
      const { status, body = "", headers = {} } = behaviour;
      const isText = typeof body === "string";
      response.writeHead(status, { "content-type": isText ? "text/html" : "application/json", ...headers });
      response.end(isText ? body : JSON.stringify(body));
      return;
    }
    case "reset":
      message.socket.resetAndDestroy();
      return;
    case "hang":
      return;
    case "hang-in-body":
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"choices":');
      return;
    case "cut-body":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"choices":', () => message.socket.destroy());
      return;
    default:
      behaviour satisfies never;
  }
}

function completion(behaviour: Behaviour & { kind: "reply" }, request: ChatRequest): object {
  const { text, json, tokens, reasoning, refusal, finishReason = "stop", usage } = behaviour;
  const { model, logprobs, top_logprobs: most, response_format: format } = request.body;
  const listed = ({ top_logprobs: top = [], ...token }: ListedToken) => ({
    ...token,
    top_logprobs: top.slice(0, Number(most ?? 0)),
  });
  return {
    id: `loopback-${request.index}`,
    object: "chat.completion",
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: finishReason,
        ...(tokens !== undefined && logprobs === true ? { logprobs: { content: tokens.map(listed) } } : {}),
        message: {
          role: "assistant",
          content: json !== undefined && format !== undefined ? JSON.stringify(json) : text,
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
          ...(refusal === undefined ? {} : { refusal }),
        },
      },
    ],
    usage: usage ?? { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}
