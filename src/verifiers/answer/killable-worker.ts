import { Worker } from "node:worker_threads";

export interface WorkerLimits {
  /** Milliseconds until it must say that it is ready, and for each answer. */
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

  /**
   * `source` is CommonJS that posts one message when it is ready and then answers each message with one; it finds `data` as `workerData`.
   */
  constructor(source: string, data: unknown, limits: WorkerLimits) {
    this.source = source;
    this.data = data;
    this.limits = limits;
  }

  /** The answer, or null where there was none in time, or the thread broke down. */
  ask(message: unknown): Promise<unknown> {
    const answer = this.queue.then(async () => {
      const worker = this.worker ?? (await this.started());
      return worker && this.answerTo(worker, message);
    });
    this.queue = answer;
    return answer;
  }

  private answerTo(worker: Worker, message: unknown): Promise<unknown> {
    const answer = this.nextMessage(worker, this.limits.each);
    worker.postMessage(message);
    return answer;
  }

  private nextMessage(worker: Worker, milliseconds: number): Promise<unknown> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(worker), milliseconds);
      this.finish = (answer) => {
        clearTimeout(timer);
        worker.unref();
        this.finish = () => {};
        resolve(answer);
      };
      worker.ref();
    });
  }

  private async started(): Promise<Worker | null> {
    const { megabytes } = this.limits;
    const worker = new Worker(this.source, {
      eval: true,
      workerData: this.data,
      env: {},
      // With this process's own flags, --input-type=module among them, the source would be no CommonJS.
      execArgv: [],
      // Nothing that it prints reaches our own output.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    worker.on("message", (answer) => this.worker === worker && this.finish(answer));
    worker.on("error", () => this.end(worker));
    worker.on("exit", () => this.end(worker));
    this.worker = worker;
    await this.nextMessage(worker, this.limits.start);
    return this.worker ?? null;
  }

  // A thread that is ended tells so once more; by then another may be at work.
  private end(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    worker.terminate().catch(() => {});
    this.finish(null);
  }
}
