import { Worker } from "node:worker_threads";
import type { CodeLanguage } from "../../../core/check.js";
import { plainLine } from "../outputs.js";
import type { Program, Run, Sandbox, Session, Task } from "../sandbox.js";

/** What the thread is started with. */
export interface WorkerProgram extends Program {
  readonly language: CodeLanguage;
}

/** What the thread says: that it is ready, or how a task ended and whether it can take another. */
export type WorkerReply = { readonly ready: true } | { readonly run: Run; readonly spent: boolean };

/** How long the thread may take to start on a busy machine, in seconds; the program's own time begins after that. */
const START_SECONDS = 30;
/** The interpreter looks at the clock itself; this is for what does not let it, such as one long allocation. */
const GRACE_SECONDS = 1;
const THREAD = { stackSizeMb: 64, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/** QuickJS in WebAssembly, in a thread without environment that is ended when its time is over. */
export function javascriptSandbox(language: CodeLanguage): Sandbox {
  return {
    unavailable: async () => null,
    open: (program) => new Thread({ ...program, language }),
  };
}

class Thread implements Session {
  readonly #program: WorkerProgram;
  #worker: Promise<Worker | null> | null = null;

  constructor(program: WorkerProgram) {
    this.#program = program;
  }

  async run(task: Task): Promise<Run> {
    this.#worker ??= start(this.#program);
    const worker = await this.#worker;
    const seconds = this.#program.limits.seconds + GRACE_SECONDS;
    const reply = worker && (await replyOf(worker, seconds, () => worker.postMessage(task)));
    if (!reply || !("run" in reply) || reply.spent) await this.close();
    if (!reply || !("run" in reply)) return { outcome: "no sandbox", detail: "its thread did not start" };
    const { run } = reply;
    return run.outcome === "finished" ? run : { outcome: run.outcome, detail: plainLine(run.detail) };
  }

  async close(): Promise<void> {
    const worker = await this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

async function start(program: WorkerProgram): Promise<Worker | null> {
  const worker = new Worker(workerFile(), {
    workerData: program,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: THREAD,
  });
  // What an interpreter says as it breaks is for nobody.
  worker.stdout.resume();
  worker.stderr.resume();
  worker.on("error", () => {});
  const reply = await replyOf(worker, START_SECONDS, () => {});
  if ("ready" in reply) return worker;
  await worker.terminate();
  return null;
}

/** The thread's next word; where it has none in time, or ends, how its task ended by that. */
function replyOf(worker: Worker, seconds: number, ask: () => void): Promise<WorkerReply> {
  return new Promise((resolve) => {
    const done = (reply: WorkerReply) => {
      clearTimeout(timer);
      worker.off("message", done);
      worker.off("error", broken);
      worker.off("exit", ended);
      resolve(reply);
    };
    const spent = (run: Run) => done({ run, spent: true });
    const broken = (error: Error & { code?: string }) =>
      spent({
        outcome: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory limit" : "no sandbox",
        detail: error.message,
      });
    const ended = () => spent({ outcome: "no sandbox", detail: "its thread ended" });
    const late = () => spent({ outcome: "time limit", detail: `it was not done after ${seconds} s` });
    // After a stall of this thread, what the other has sent is read first: it may long be done.
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), seconds * 1000);
    worker.on("message", done);
    worker.on("error", broken);
    worker.on("exit", ended);
    ask();
  });
}

/** The thread's file as it was built: a Node that strips no types cannot start it from its source. */
function workerFile(): URL {
  const url = new URL("./worker.js", import.meta.url);
  return import.meta.url.endsWith(".ts")
    ? new URL(url.href.replace("/src/verifiers/", "/dist/verifiers/"))
    : url;
}
