import type { Call, CallFailure, Reply } from "../core/judgment.js";
import { type Model, type ModelRequest, requestKey } from "../models/model.js";
import type { Request } from "../protocols/protocol.js";
import type { ReplyLookup } from "../stores/store.js";
import { keepingTokens } from "./keep-tokens.js";
import { type Pause, pauseFor } from "./pause.js";
import { type RetryPolicy, secondsToWait } from "./retry.js";

export interface AskerOptions {
  readonly reuse?: ReplyLookup | undefined;
  readonly retry: RetryPolicy;
  /** Ends waiting between attempts. */
  readonly halt: AbortSignal;
  /** Ends calls in flight. */
  readonly abort: AbortSignal;
  readonly onFirstCall?: ((call: { model: string; host: string }) => void) | undefined;
  readonly onRetry: () => void;
}

/** What belongs to a request and is not sent. */
export interface Asking {
  /** Names the trial in messages. */
  readonly subject: string;
  readonly keepTokens: Request["keepTokens"];
}

/** How many answered requests are remembered, to be shared with trials that ask the same a little later. */
const REMEMBERED = 1024;

/** Gets the answer to a request at the least cost: from an earlier run, from another trial of this one, or by calling until it is answered. */
export class Asker {
  #options: AskerOptions;
  /** By host and request key; resolves with undefined where the trial that asked got no reply. */
  #shared = new Map<string, Promise<Reply | undefined>>();
  #announced = new Set<string>();

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  /** One request. Yields what it waits for outside its slot. */
  async *ask(model: Model, request: ModelRequest, asking: Asking): AsyncGenerator<Pause, Call> {
    const key = requestKey(request);
    const stored = await this.#options.reuse?.find(key);
    if (stored) return reused(key, stored);
    const place = `${model.host} ${key}`;
    for (let asked = this.#shared.get(place); asked; asked = this.#shared.get(place)) {
      yield { until: asked };
      const reply = await asked;
      if (reply) return reused(key, reply);
    }
    const share = this.#offer(place);
    let call: Call | undefined;
    try {
      call = yield* this.#callUntilAnswered(model, request, key, asking);
      return call;
    } finally {
      share(call?.status === "answered" ? call.reply : undefined);
    }
  }

  async *#callUntilAnswered(
    model: Model,
    request: ModelRequest,
    key: string,
    { subject, keepTokens }: Asking,
  ): AsyncGenerator<Pause, Call> {
    const { retry, halt, abort, onRetry } = this.#options;
    this.#announce(request.model, model.host);
    for (let attempts = 1; ; attempts++) {
      const start = performance.now();
      const answer = await model.ask(request, { signal: abort, subject });
      const seconds = (performance.now() - start) / 1000;
      if (answer.status === "answered") {
        const reply = keepingTokens(answer.reply, keepTokens);
        return { key, status: "answered", reused: false, seconds, attempts, reply };
      }
      const wait = secondsToWait(answer.failure, attempts, retry);
      if (wait === null) return { key, status: "failed", seconds, attempts, failure: answer.failure };
      yield pauseFor(wait, halt);
      if (halt.aborted) {
        return { key, status: "failed", seconds, attempts, failure: cancelledAfter(answer.failure) };
      }
      onRetry();
    }
  }

  /** Lets other trials wait for the reply to a request; the function returned hands it to them. */
  #offer(place: string): (reply: Reply | undefined) => void {
    let resolve: (reply: Reply | undefined) => void = () => {};
    this.#shared.set(
      place,
      new Promise((settle) => {
        resolve = settle;
      }),
    );
    return (reply) => {
      if (!reply) this.#shared.delete(place);
      resolve(reply);
      for (const oldest of this.#shared.keys()) {
        if (this.#shared.size <= REMEMBERED) break;
        this.#shared.delete(oldest);
      }
    };
  }

  #announce(model: string, host: string): void {
    const place = `${host} ${model}`;
    if (this.#announced.has(place)) return;
    this.#announced.add(place);
    this.#options.onFirstCall?.({ model, host });
  }
}

function reused(key: string, reply: Reply): Call {
  return { key, status: "answered", reused: true, seconds: 0, attempts: 0, reply };
}

function cancelledAfter(failure: CallFailure): CallFailure {
  return { kind: "cancelled", message: `stopped while waiting to ask again after: ${failure.message}` };
}
