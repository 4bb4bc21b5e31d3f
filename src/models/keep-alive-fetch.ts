import type { IncomingMessage, RequestOptions } from "node:http";

/** No judge writes so much: an endless body must not fill the memory. */
const LARGEST_BODY = 64 * 1024 * 1024;

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` over node:http with kept connections, for bodies that are read whole. It resolves when the last byte is in, so a
 * timeout that ends with `fetch` covers the body too. The built-in one costs twice the processor time at 512 calls in flight,
 * and gives up after 300 s whatever timeout was asked for. Redirects are not followed: they are answers.
 */
export function keepAliveFetch(): Fetch {
  const transports = new Map<string, Promise<Transport>>();
  return async (url, init = {}) => {
    const target = new URL(url instanceof Request ? url.url : url);
    const known = transports.get(target.protocol);
    const opening = known ?? openTransport(target.protocol);
    if (!known) transports.set(target.protocol, opening);
    const response = await send(await opening, target, init);
    // Half of what a call costs would go into a real Response with its streams. The client reads no more of it than this.
    return response as unknown as Response;
  };
}

/** The part of a Response that the client reads when nothing is streamed. */
type WholeResponse = Pick<Response, "status" | "ok" | "url" | "json" | "text"> & {
  readonly headers: Pick<Headers, "get" | "entries">;
};

type Transport = (target: URL, options: RequestOptions) => ReturnType<typeof import("node:http").request>;

async function openTransport(protocol: string): Promise<Transport> {
  const { Agent, request } = await (protocol === "https:" ? import("node:https") : import("node:http"));
  // By default it would close all but 256 of them whenever many calls end together.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: Number.POSITIVE_INFINITY });
  return (target, options) => request(target, { ...options, agent });
}

function send(transport: Transport, target: URL, init: RequestInit): Promise<WholeResponse> {
  const { method = "GET", body, signal } = init;
  const headers = Object.fromEntries(
    init.headers instanceof Headers ? init.headers : new Headers(init.headers),
  );
  return new Promise((resolve, reject) => {
    const request = transport(target, { method, headers: { ...headers, "accept-encoding": "identity" } });
    const cancel = () => {
      request.destroy();
      reject(new DOMException("The request was aborted", "AbortError"));
    };
    const settle = () => signal?.removeEventListener("abort", cancel);
    request.on("error", (error) => {
      settle();
      reject(error);
    });
    request.on("response", (response) => {
      readBody(response)
        .then((bytes) => resolve(responseOf(response, bytes, target)))
        .catch(reject)
        .finally(settle);
    });
    if (signal?.aborted) return cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    request.end(typeof body === "string" ? body : undefined);
  });
}

function readBody(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > LARGEST_BODY) response.destroy(new Error(`the body is larger than ${LARGEST_BODY} bytes`));
    });
    response.on("end", () => resolve(Buffer.concat(chunks)));
    response.on("error", reject);
    response.on("close", () => reject(new Error("the connection closed before the body was complete")));
  });
}

function responseOf({ statusCode = 0, headers }: IncomingMessage, bytes: Buffer, target: URL): WholeResponse {
  const text = bytes.toString("utf8");
  const entries = Object.entries(headers).map(([name, value = ""]): [string, string] => [
    name,
    String(value),
  ]);
  return {
    status: statusCode,
    ok: statusCode >= 200 && statusCode <= 299,
    url: target.href,
    headers: {
      get: (name) => entries.find(([known]) => known === name.toLowerCase())?.[1] ?? null,
      entries: () => new Map(entries).entries(),
    },
    json: async () => JSON.parse(text),
    text: async () => text,
  };
}
