import type { Judgment } from "../core/judgment.js";

/** How far a run is. All of it is about this run alone, except `satisfiedBefore`. */
export interface Progress {
  /** Trials of the whole plan. */
  readonly total: number;
  /** Judgments recorded. */
  readonly done: number;
  /** Trials that had their judgment before the run began. */
  readonly satisfiedBefore: number;
  /** Of `done`: asked judgments for which nothing was sent. */
  readonly reused: number;
  /** Of `done`: no reply came, or reading it went wrong. */
  readonly failed: number;
  /** Of `done`: a reply came, but no verdict could be read from it. */
  readonly unread: number;
  /** Trials that are being carried out at this moment: at most as many as the concurrency. */
  readonly inFlight: number;
  /** Trials that wait before they ask again. */
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

  record({ reading, calls }: Judgment): void {
    this.#done++;
    if (reading.status === "failed") this.#failed++;
    else if (reading.status !== "decided") this.#unread++;
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
