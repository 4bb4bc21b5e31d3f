import { Worker } from "node:worker_threads";

export interface WorkerLimits {
  /** Milliseconds for the first answer, with which the worker starts, and for every other. */
  readonly start: number;
  readonly each: number;
  readonly megabytes: number;
}

/**
 * A thread that answers one message after another, and is ended where an answer takes too long or too much memory: the next message starts
 * a new one. It keeps no process alive.
 */
export class KillableWorker {
  private readonly source: string;
  private readonly data: unknown;
  private readonly limits: WorkerLimits;
  private worker: Worker | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private finish: (answer: unknown) => void = () => {};

  /** `source` is CommonJS that answers each message with one message; it finds `data` as `workerData`. */
  constructor(source: string, data: unknown, limits: WorkerLimits) {
    this.source = source;
    this.data = data;
    this.limits = limits;
  }

  /** The answer, or null where there was none in time, or the thread broke down. */
  ask(message: unknown): Promise<unknown> {
    const answer = this.queue.then(() => this.answerTo(message));
    this.queue = answer;
    return answer;
  }

  private answerTo(message: unknown): Promise<unknown> {
    const milliseconds = this.worker ? this.limits.each : this.limits.start;
    const worker = this.worker ?? this.started();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(worker), milliseconds);
      this.finish = (answer) => {
        clearTimeout(timer);
        worker.unref();
        this.finish = () => {};
        resolve(answer);
      };
      worker.ref();
      worker.postMessage(message);
    });
  }

  private started(): Worker {
    const { megabytes } = this.limits;
    const worker = new Worker(this.source, {
      eval: true,
      workerData: this.data,
      env: {},
      // Nothing that it prints reaches our own output.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    worker.on("message", (answer) => this.worker === worker && this.finish(answer));
    worker.on("error", () => this.end(worker));
    worker.on("exit", () => this.end(worker));
    this.worker = worker;
    return worker;
  }

  // A thread that is ended tells so once more; by then another may be at work.
  private end(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    worker.terminate().catch(() => {});
    this.finish(null);
  }
}
