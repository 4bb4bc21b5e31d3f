import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one request. A text is sent as it is, anything else as JSON. */
export type Behaviour =
  | {
      readonly kind: "answer";
      readonly body: unknown;
      readonly status?: number;
      readonly headers?: Record<string, string>;
    }
  /** The connection is closed before any answer. */
  | { readonly kind: "reset" }
  /** Nothing is ever answered. */
  | { readonly kind: "hang" };

export interface ScoreRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The bytes of the body, as text. */
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RewardServer {
  /** "http://127.0.0.1:port" */
  readonly baseURL: string;
  readonly host: string;
  readonly requests: readonly ScoreRequest[];
  close(): Promise<void>;
}

export const answering = (body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour => ({
  kind: "answer",
  body,
  status,
  headers,
});

/** A reward model's HTTP server on a free port of 127.0.0.1; `behave` decides what each request meets. */
export async function startRewardServer(behave: (request: ScoreRequest) => Behaviour): Promise<RewardServer> {
  const requests: ScoreRequest[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const { method = "", url = "", headers } = message;
    const request: ScoreRequest = { method, url, headers, text, body: JSON.parse(text) };
    requests.push(request);
    const behaviour = behave(request);
    if (behaviour.kind === "hang") return;
    if (behaviour.kind === "reset") {
      message.socket.resetAndDestroy();
      return;
    }
    const { body, status = 200, headers: own = {} } = behaviour;
    response.writeHead(status, { "content-type": "application/json", ...own });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
