import type { Pause } from "./pause.js";

/**
 * The work of a run, handed out one piece at a time to whoever is free: first what has paused and may go on, then what is new.
 * Nothing is made before it is taken, and what pauses does not keep anyone busy.
 */
export class Workload<Work> {
  #source: AsyncIterator<Work>;
  #halt: AbortSignal;
  #mostPaused: number;
  #ready: Work[] = [];
  #paused = 0;
  #exhausted = false;
  #idle: (() => void)[] = [];

  /** `mostPaused`: with so many waiting, nothing new is begun. */
  constructor(source: AsyncIterable<Work>, options: { halt: AbortSignal; mostPaused: number }) {
    this.#source = source[Symbol.asyncIterator]();
    this.#halt = options.halt;
    this.#mostPaused = options.mostPaused;
  }

  get paused(): number {
    return this.#paused;
  }

  /** The next piece; undefined when there is none and none will come. */
  async take(): Promise<Work | undefined> {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready !== undefined) return ready;
      if (this.#halt.aborted) this.#exhausted = true;
      if (!this.#exhausted && this.#paused < this.#mostPaused) {
        const { done, value } = await this.#source.next();
        if (done) this.#exhausted = true;
        // What was made while the run was being halted is not begun.
        else if (!this.#halt.aborted) return value;
        continue;
      }
      if (this.#exhausted && this.#paused === 0 && this.#ready.length === 0) {
        for (const dismiss of this.#idle.splice(0)) dismiss();
        return undefined;
      }
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Puts a piece aside until its pause is over. */
  setAside(work: Work, { until }: Pause): void {
    this.#paused++;
    void until.then(() => {
      this.#paused--;
      this.#ready.push(work);
      this.#idle.shift()?.();
    });
  }

  /** Gives the source its chance to close what it holds. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
