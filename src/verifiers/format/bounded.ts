import { createRequire } from "node:module";
import type { Worker } from "node:worker_threads";
import { WORKER_SOURCE } from "./worker-source.js";

/** What the worker is asked. Schemas go as JSON. */
export type Job =
  | { readonly kind: "pattern"; readonly pattern: string; readonly flags: string; readonly text: string }
  | { readonly kind: "schema"; readonly schema: string; readonly text: string };

/** What it says: whether the text fits; or that the check is not one, or not one that it can compute; or that it came to no end. */
export type Answer =
  | { readonly kind: "fits" }
  | { readonly kind: "differs"; readonly why: string }
  | { readonly kind: "unusable"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export interface Limits {
  /** Of wall time, from when the worker takes the job. */
  readonly seconds: number;
  readonly megabytes: number;
}

export const LIMITS: Limits = { seconds: 3, megabytes: 256 };

let idle: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs one job after another in a worker thread, which is ended when a job takes too long: nothing else can stop a regular expression
 * that backtracks without end. The thread is kept for the next job, and keeps no process alive.
 */
export function runBounded(job: Job, limits: Limits = LIMITS): Promise<Answer> {
  const answer = queue.then(() => run(job, limits));
  queue = answer.catch(() => undefined);
  return answer;
}

async function run(job: Job, limits: Limits): Promise<Answer> {
  const worker = idle ?? (await start(limits));
  idle = null;
  worker.ref();
  const answer = await ask(worker, job, limits);
  worker.removeAllListeners();
  if (answer) {
    worker.unref();
    idle = worker;
    return answer;
  }
  await worker.terminate();
  return { kind: "unknown", why: `no end within ${limits.seconds} s and ${limits.megabytes} MB` };
}

async function start({ megabytes }: Limits): Promise<Worker> {
  const { Worker } = await import("node:worker_threads");
  const { resolve } = createRequire(import.meta.url);
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: {
      "draft-07": resolve("ajv"),
      "2019-09": resolve("ajv/dist/2019.js"),
      "2020-12": resolve("ajv/dist/2020.js"),
      formats: resolve("ajv-formats"),
    },
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  });
  await new Promise((started, failed) => worker.once("online", started).once("error", failed));
  return worker;
}

/** The worker's answer, or null where it came to none: out of time, out of memory, ended. */
function ask(worker: Worker, job: Job, { seconds }: Limits): Promise<Answer | null> {
  return new Promise((answered) => {
    const timer = setTimeout(() => answered(null), seconds * 1000);
    const end = (answer: Answer | null) => {
      clearTimeout(timer);
      answered(answer);
    };
    worker.once("message", end);
    worker.once("error", () => end(null));
    worker.once("exit", () => end(null));
    worker.postMessage(job);
  });
}
