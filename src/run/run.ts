import { setMaxListeners } from "node:events";
import { TouchstoneError } from "../core/errors.js";
import type { CallFailure, Judgment } from "../core/judgment.js";
import type { ReplyLookup, Store } from "../stores/store.js";
import { Asker } from "./asker.js";
import { judgeTrial } from "./judge-trial.js";
import { Outlet } from "./outlet.js";
import type { Pause } from "./pause.js";
import type { PlannedTrial } from "./plan.js";
import { type Progress, Tally } from "./progress.js";
import type { RetryPolicy } from "./retry.js";
import { Workload } from "./workload.js";

export type { Progress };

/** With so many trials waiting to ask again, none is begun: the endpoint is not keeping up. */
const MOST_PAUSED = 1024;

export interface RunOptions {
  readonly trials: AsyncIterable<PlannedTrial>;
  readonly store: Pick<Store, "append">;
  /** Replies of earlier runs: what is found here is not asked again. */
  readonly reuse?: ReplyLookup;
  /** Calls in flight at most, 1 or more. A call that waits to be repeated is not in flight. */
  readonly concurrency: number;
  readonly retry: RetryPolicy;
  /** Nothing new is begun; what is in flight is finished and recorded. */
  readonly stop?: AbortSignal;
  /** As `stop`, and calls in flight are given up. Trials that had no answer yet leave no record. */
  readonly abort?: AbortSignal;
  /** For the progress: trials of the whole plan, those among them that had their judgment before. */
  readonly total: number;
  readonly satisfiedBefore: number;
  /** After every judgment and every retry. */
  readonly onProgress?: (progress: Progress) => void;
  /** Before the first call to each model at each host. */
  readonly onFirstCall?: (call: { model: string; host: string }) => void;
}

/** The endpoint refuses the key or does not know the model: no call to it can succeed. */
export class RunStopped extends TouchstoneError {
  override name = "RunStopped";
  readonly model: string;
  readonly host: string;
  readonly reason: string;
  constructor(model: string, host: string, reason: string) {
    const bare = reason.startsWith(`${host}: `) ? reason.slice(host.length + 2) : reason;
    super(`the run was stopped: ${model} cannot be asked at ${host}: ${bare}`);
    this.model = model;
    this.host = host;
    this.reason = reason;
  }
}

/**
 * Carries out trials, several at a time, and yields each judgment once it is stored. A slow consumer makes it wait; one that
 * leaves the loop stops it like `stop` does. Throws RunStopped at the first 401, 403 or unknown model, after finishing what is
 * in flight, and what `trials` or the store throw.
 */
export async function* run(options: RunOptions): AsyncGenerator<Judgment> {
  const { default: pLimit } = await import("p-limit");
  const limit = pLimit(options.concurrency);
  const crew = new Crew(options);
  const workers = Array.from({ length: options.concurrency }, () => limit(() => crew.work()));
  const over = Promise.all(workers).then(() => crew.end());
  try {
    yield* crew.judgments();
  } finally {
    crew.dismiss();
    await over;
  }
  if (crew.failure !== undefined) throw crew.failure;
}

interface Work {
  readonly planned: PlannedTrial;
  readonly steps: AsyncGenerator<Pause, Judgment>;
}

/** What the workers of one run share. */
class Crew {
  /** What ended the run before its time. */
  failure: unknown;
  readonly #options: RunOptions;
  readonly #halt = new AbortController();
  readonly #abort = new AbortController();
  readonly #outlet: Outlet<Judgment>;
  readonly #workload: Workload<Work>;
  readonly #tally: Tally;

  constructor(options: RunOptions) {
    this.#options = options;
    const { trials, concurrency, reuse, retry, stop, abort, onFirstCall } = options;
    const [halted, aborted] = [this.#halt.signal, this.#abort.signal];
    setMaxListeners(0, halted, aborted);
    if (stop?.aborted || abort?.aborted) this.#stopBeginning();
    if (abort?.aborted) this.#cancelCalls();
    stop?.addEventListener("abort", this.#stopBeginning);
    abort?.addEventListener("abort", this.#cancelCalls);
    this.#tally = new Tally(options);
    this.#outlet = new Outlet(concurrency);
    const asker = new Asker({
      ...{ reuse, retry, halt: halted, abort: aborted, onFirstCall },
      onRetry: () => {
        this.#tally.retries++;
        this.#report();
      },
    });
    this.#workload = new Workload(begun(trials, asker), {
      halt: halted,
      mostPaused: Math.max(MOST_PAUSED, 4 * concurrency),
    });
  }

  judgments(): AsyncGenerator<Judgment> {
    return this.#outlet.taken();
  }

  /** One worker: as long as there is work, take a piece and carry it to its end or to its next pause. */
  async work(): Promise<void> {
    while (await this.#workOnce());
  }

  /** The consumer left, or all is done. */
  dismiss(): void {
    this.#stopBeginning();
    this.#outlet.close();
  }

  async end(): Promise<void> {
    this.#options.stop?.removeEventListener("abort", this.#stopBeginning);
    this.#options.abort?.removeEventListener("abort", this.#cancelCalls);
    this.#outlet.close();
    await this.#workload.close();
  }

  readonly #stopBeginning = () => this.#halt.abort();

  readonly #cancelCalls = () => {
    this.#halt.abort();
    this.#abort.abort();
  };

  /** False when nothing remains to be done. */
  async #workOnce(): Promise<boolean> {
    try {
      const work = await this.#workload.take();
      if (!work) return false;
      this.#tally.busy++;
      const step = await work.steps.next().finally(() => this.#tally.busy--);
      if (step.done) await this.#record(step.value, work.planned);
      else this.#workload.setAside(work, step.value);
    } catch (error) {
      this.#end(error);
    }
    return true;
  }

  async #record(judgment: Judgment, { judge }: PlannedTrial): Promise<void> {
    const failure = failureOf(judgment);
    // Nothing was learned and nothing was paid for: as if it had never been begun.
    if (failure?.kind === "cancelled" && judgment.calls.length === 1) return;
    await this.#options.store.append(judgment).catch((error: unknown) => {
      // What is in flight could not be kept either.
      this.#cancelCalls();
      throw error;
    });
    this.#tally.record(judgment);
    this.#report();
    const hopeless = failure?.kind === "unauthorized" || failure?.kind === "unknown-model";
    if (judge.kind !== "computed" && hopeless) {
      this.#end(new RunStopped(judge.judge.model, judge.model.host, failure.message));
    }
    await this.#outlet.give(judgment);
  }

  #end(failure: unknown): void {
    this.failure ??= failure;
    this.#stopBeginning();
  }

  #report(): void {
    this.#options.onProgress?.(this.#tally.progress(this.#workload.paused));
  }
}

async function* begun(trials: AsyncIterable<PlannedTrial>, asker: Asker): AsyncGenerator<Work> {
  for await (const planned of trials) yield { planned, steps: judgeTrial(planned, asker) };
}

/** What ended the trial's calls, where the last of them failed. */
function failureOf({ calls }: Judgment): CallFailure | undefined {
  const last = calls.at(-1);
  return last?.status === "failed" ? last.failure : undefined;
}
