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

/** Of wall time for one job, from when the worker is given it. */
const SECONDS = 5;
/** Of the worker's heap. */
const MEGABYTES = 512;
/** A longer text is not looked at: reading JSON cannot be interrupted, and takes up to a hundred bytes a character. */
const MOST_CHARACTERS = 4_000_000;

let idle: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs one job after another in a worker thread, which is ended when a job takes too long: nothing else can stop a regular expression
 * that backtracks without end. The thread is kept for the next job, and keeps no process alive.
 */
export function runBounded(job: Job, seconds = SECONDS): Promise<Answer> {
  if (job.text.length > MOST_CHARACTERS)
    return Promise.resolve({ kind: "unknown", why: `a text of more than ${MOST_CHARACTERS} characters` });
  const answer = queue.then(() => run(job, seconds));
  queue = answer.catch(() => undefined);
  return answer;
}

async function run(job: Job, seconds: number): Promise<Answer> {
  const worker = idle ?? (await start());
  idle = null;
  worker.ref();
  const answer = await ask(worker, job, seconds);
  if (answer) {
    worker.unref();
    idle = worker;
    return answer;
  }
  // Not waited for: it takes effect only where the thread can be interrupted.
  worker.unref();
  void worker.terminate();
  return { kind: "unknown", why: `no end within ${seconds} s and ${MEGABYTES} MB` };
}

async function start(): Promise<Worker> {
  const { Worker } = await import("node:worker_threads");
  const require = createRequire(import.meta.url);
  const worker = new Worker(WORKER_SOURCE, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: {
      "draft-07": require.resolve("ajv"),
      "2019-09": require.resolve("ajv/dist/2019.js"),
      "2020-12": require.resolve("ajv/dist/2020.js"),
      formats: require.resolve("ajv-formats"),
    },
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  await new Promise((started, failed) => worker.once("online", started).once("error", failed));
  return worker;
}

/** The worker's answer, or null where it came to none: out of time, out of memory, ended. */
function ask(worker: Worker, job: Job, seconds: number): Promise<Answer | null> {
  return new Promise((answered) => {
    const end = (answer: Answer | null) => {
      clearTimeout(timer);
      worker.off("message", end).off("error", none).off("exit", none);
      answered(answer);
    };
    const none = () => end(null);
    const timer = setTimeout(none, seconds * 1000);
    worker.on("message", end).on("error", none).on("exit", none);
    worker.postMessage(job);
  });
}
