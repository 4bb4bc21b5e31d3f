import { setMaxListeners } from "node:events";
import { TouchstoneError } from "../core/errors.js";
import type { Call, CallFailure } from "../core/judgment.js";
import type { ReplyLookup } from "../stores/store.js";
import { Asker } from "./asker.js";
import { Outlet } from "./outlet.js";
import type { Pause } from "./pause.js";
import { type Came, type Progress, Tally } from "./progress.js";
import type { RetryPolicy } from "./retry.js";
import { Workload } from "./workload.js";

/** With so many tasks waiting to ask again, none is begun: the endpoint is not keeping up. */
const MOST_PAUSED = 1024;

/** What is stored of a task: at least its calls. */
export interface TaskRecord {
  readonly calls: readonly Call[];
}

/** One piece of work that asks a model: a trial of a judge, a response to be drawn. */
export interface Task<Kept extends TaskRecord> {
  /** Carries the task out; yields what it waits for without keeping a worker busy. Never throws for what an endpoint does. */
  steps(asker: Asker): AsyncGenerator<Pause, Kept>;
  /** What the record came to. */
  came(kept: Kept): Came;
  /** Who is asked; absent where nobody is. */
  readonly asked?: { readonly model: string; readonly host: string };
}

/** How tasks are carried out, whatever they are. */
export interface EngineOptions {
  /** Replies of earlier runs: what is found here is not asked again. */
  readonly reuse?: ReplyLookup;
  /** Calls in flight at most, 1 or more. A call that waits to be repeated is not in flight. */
  readonly concurrency: number;
  readonly retry: RetryPolicy;
  /** Nothing new is begun; what is in flight is finished and recorded. */
  readonly stop?: AbortSignal;
  /** As `stop`, and calls in flight are given up. Tasks that had no answer yet leave no record. */
  readonly abort?: AbortSignal;
  /** For the progress: tasks of the whole plan, those among them that had their record before. */
  readonly total: number;
  readonly satisfiedBefore: number;
  /** After every record and every retry. */
  readonly onProgress?: (progress: Progress) => void;
  /** Before the first call to each model at each host. */
  readonly onFirstCall?: (call: { model: string; host: string }) => void;
}

interface Engine<Kept extends TaskRecord> extends EngineOptions {
  readonly tasks: AsyncIterable<Task<Kept>>;
  /** Resolves when the record is stored. */
  append(kept: Kept): Promise<void>;
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
 * Carries out tasks, several at a time, and yields each record once it is stored. A slow consumer makes it wait; one that leaves the loop
 * stops it like `stop` does. Throws RunStopped at the first 401, 403 or unknown model, after finishing what is in flight, and what `tasks`
 * or the store throw.
 */
export async function* carryOut<Kept extends TaskRecord>(engine: Engine<Kept>): AsyncGenerator<Kept> {
  const { default: pLimit } = await import("p-limit");
  const limit = pLimit(engine.concurrency);
  const crew = new Crew(engine);
  const workers = Array.from({ length: engine.concurrency }, () => limit(() => crew.work()));
  const over = Promise.all(workers).then(() => crew.end());
  try {
    yield* crew.records();
  } finally {
    crew.dismiss();
    await over;
  }
  if (crew.failure !== undefined) throw crew.failure;
}

interface Work<Kept extends TaskRecord> {
  readonly task: Task<Kept>;
  readonly steps: AsyncGenerator<Pause, Kept>;
}

/** What the workers of one run share. */
class Crew<Kept extends TaskRecord> {
  /** What ended the run before its time. */
  failure: unknown;
  readonly #engine: Engine<Kept>;
  readonly #halt = new AbortController();
  readonly #abort = new AbortController();
  readonly #outlet: Outlet<Kept>;
  readonly #workload: Workload<Work<Kept>>;
  readonly #tally: Tally;

  constructor(engine: Engine<Kept>) {
    this.#engine = engine;
    const { tasks, concurrency, reuse, retry, stop, abort, onFirstCall } = engine;
    const [halted, aborted] = [this.#halt.signal, this.#abort.signal];
    setMaxListeners(0, halted, aborted);
    if (stop?.aborted || abort?.aborted) this.#stopBeginning();
    if (abort?.aborted) this.#cancelCalls();
    stop?.addEventListener("abort", this.#stopBeginning);
    abort?.addEventListener("abort", this.#cancelCalls);
    this.#tally = new Tally(engine);
    this.#outlet = new Outlet(concurrency);
    const asker = new Asker({
      ...{ reuse, retry, halt: halted, abort: aborted, onFirstCall },
      onRetry: () => {
        this.#tally.retries++;
        this.#report();
      },
    });
    this.#workload = new Workload(begun(tasks, asker), {
      halt: halted,
      mostPaused: Math.max(MOST_PAUSED, 4 * concurrency),
    });
  }

  records(): AsyncGenerator<Kept> {
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
    this.#engine.stop?.removeEventListener("abort", this.#stopBeginning);
    this.#engine.abort?.removeEventListener("abort", this.#cancelCalls);
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
      if (step.done) await this.#record(step.value, work.task);
      else this.#workload.setAside(work, step.value);
    } catch (error) {
      this.#end(error);
    }
    return true;
  }

  async #record(kept: Kept, task: Task<Kept>): Promise<void> {
    const failure = failureOf(kept);
    // Nothing was learned and nothing was paid for: as if it had never been begun.
    if (failure?.kind === "cancelled" && kept.calls.length === 1) return;
    await this.#engine.append(kept).catch((error: unknown) => {
      // What is in flight could not be kept either.
      this.#cancelCalls();
      throw error;
    });
    this.#tally.record(kept, task.came(kept));
    this.#report();
    const hopeless = failure?.kind === "unauthorized" || failure?.kind === "unknown-model";
    if (task.asked && hopeless) this.#end(new RunStopped(task.asked.model, task.asked.host, failure.message));
    await this.#outlet.give(kept);
  }

  #end(failure: unknown): void {
    this.failure ??= failure;
    this.#stopBeginning();
  }

  #report(): void {
    this.#engine.onProgress?.(this.#tally.progress(this.#workload.paused));
  }
}

async function* begun<Kept extends TaskRecord>(
  tasks: AsyncIterable<Task<Kept>>,
  asker: Asker,
): AsyncGenerator<Work<Kept>> {
  for await (const task of tasks) yield { task, steps: task.steps(asker) };
}

/** What ended the task's calls, where the last of them failed. */
function failureOf({ calls }: TaskRecord): CallFailure | undefined {
  const last = calls.at(-1);
  return last?.status === "failed" ? last.failure : undefined;
}
