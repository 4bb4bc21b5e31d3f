// The thread that QuickJS runs in: one program, one task at a time, each in an interpreter of its own. It is ended from outside when its time is
// over. It has no environment, and the program inside the interpreter has no way to it but the two functions that are handed in.
import { parentPort, workerData } from "node:worker_threads";
import type { QuickJSSyncVariant, QuickJSWASMModule } from "quickjs-emscripten-core";
import type { Run, RunFailure, Task } from "../sandbox.js";
import { Interpreter } from "./interpreter.js";
import type { WorkerProgram, WorkerReply } from "./sandbox.js";
import { asScript } from "./strip-types.js";

/** A recursion some 10,000 calls deep, about what Node allows; the thread's own stack is made to hold it. */
const STACK_BYTES = 2 * 2 ** 20;

const { text, language, limits } = workerData as WorkerProgram;

void serve();

async function serve(): Promise<void> {
  const { newQuickJSWASMModuleFromVariant, Scope } = await import("quickjs-emscripten-core");
  // Its declarations are those of its CommonJS form, whose default is one level deeper.
  const variant = (await import("@jitl/quickjs-wasmfile-release-sync"))
    .default as unknown as QuickJSSyncVariant;
  const quickjs = await newQuickJSWASMModuleFromVariant(variant);
  parentPort?.on("message", async (task: Task) => {
    parentPort?.postMessage(await answer(quickjs, Scope, task));
  });
  parentPort?.postMessage({ ready: true } satisfies WorkerReply);
}

type Scopes = typeof import("quickjs-emscripten-core").Scope;

async function answer(quickjs: QuickJSWASMModule, Scope: Scopes, task: Task): Promise<WorkerReply> {
  const program = await script(text, "compile error");
  if (typeof program !== "string") return { run: program, spent: false };
  const test = task.kind === "unit" ? await script(task.program, "test error") : "";
  if (typeof test !== "string") return { run: test, spent: false };
  const scope = new Scope();
  let run: Run;
  try {
    const runtime = scope.manage(quickjs.newRuntime());
    runtime.setMemoryLimit(Math.ceil(limits.megabytes * 2 ** 20));
    runtime.setMaxStackSize(STACK_BYTES);
    const context = scope.manage(runtime.newContext());
    const given = task.kind === "unit" ? { ...task, program: test } : task;
    run = new Interpreter(runtime, context, {
      limits,
      manage: (handle) => scope.manage(handle),
      task: given,
    }).run(program);
  } catch (error) {
    // What WebAssembly itself throws leaves the interpreter in no state to go on from.
    return { run: { outcome: brokenBy(error), detail: wordsOf(error) }, spent: true };
  }
  try {
    scope.dispose();
    return { run, spent: false };
  } catch {
    return { run, spent: true };
  }
}

async function script(source: string, otherwise: RunFailure): Promise<string | Run> {
  try {
    return await asScript(source, language);
  } catch (error) {
    return { outcome: otherwise, detail: wordsOf(error) };
  }
}

function brokenBy(error: unknown): RunFailure {
  return /memory|OOM/i.test(wordsOf(error)) ? "memory limit" : "crashed";
}

function wordsOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error).slice(0, 300);
}
