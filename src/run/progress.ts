import type { Call } from "../core/judgment.js";

/** What a task came to: something that can be read, a reply that cannot, or no reply (or one that could not be dealt with). */
export type Came = "read" | "unread" | "failed";

/** How far a run is. All of it is about this run alone, except `satisfiedBefore`. */
export interface Progress {
  /** Tasks of the whole plan: trials, or responses to be drawn. */
  readonly total: number;
  /** Records written. */
  readonly done: number;
  /** Tasks that had their record before the run began. */
  readonly satisfiedBefore: number;
  /** Of `done`: those that had to ask and for which nothing was sent. */
  readonly reused: number;
  /** Of `done`: no reply came, or reading it went wrong. */
  readonly failed: number;
  /** Of `done`: a reply came, but what was asked for could not be read from it. */
  readonly unread: number;
  /** Tasks that are being carried out at this moment: at most as many as the concurrency. */
  readonly inFlight: number;
  /** Tasks that wait before they ask again. */
  readonly waiting: number;
  /** Attempts beyond the first of each call. */
  readonly retries: number;
  /** Tokens of the calls of this run; reused replies cost none. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Counts what a run does. */
export class Tally {
  readonly #startedAt = Date.now();
  readonly #planned: Pick<Progress, "total" | "satisfiedBefore">;
  #done = 0;
  #reused = 0;
  #failed = 0;
  #unread = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  retries = 0;
  busy = 0;

  constructor(planned: Pick<Progress, "total" | "satisfiedBefore">) {
    this.#planned = planned;
  }

  record({ calls }: { readonly calls: readonly Call[] }, came: Came): void {
    this.#done++;
    if (came === "failed") this.#failed++;
    else if (came === "unread") this.#unread++;
    if (calls.length > 0 && calls.every((call) => call.status === "answered" && call.reused)) this.#reused++;
    for (const call of calls) {
      if (call.status !== "answered" || call.reused) continue;
      this.#inputTokens += call.reply.usage?.inputTokens ?? 0;
      this.#outputTokens += call.reply.usage?.outputTokens ?? 0;
    }
  }

  progress(waiting: number): Progress {
    const { total, satisfiedBefore } = this.#planned;
    return {
      total,
      done: this.#done,
      satisfiedBefore,
      reused: this.#reused,
      failed: this.#failed,
      unread: this.#unread,
      inFlight: this.busy,
      waiting,
      retries: this.retries,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      startedAt: this.#startedAt,
    };
  }
}
