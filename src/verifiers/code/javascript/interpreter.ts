import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import type { Limits, Run, RunFailure, Task } from "../sandbox.js";
import { preludeSource } from "./prelude.js";

const JOBS_AT_A_TIME = 1000;
/** Modules of Node and packages that do no harm, which a program may well import and this sandbox has not: its shortcoming, not the program's. */
const WELL_KNOWN_MODULES = new Set(
  "util path os events crypto buffer perf_hooks url stream string_decoder timers timers/promises readline/promises fs/promises lodash mathjs".split(
    " ",
  ),
);

type Result = ReturnType<QuickJSContext["evalCode"]>;
type Manage = <Handle extends QuickJSHandle>(handle: Handle) => Handle;

/** What ends a task before its program has come to its end. */
class Ended extends Error {
  readonly run: Run;
  constructor(run: Run) {
    super(run.outcome);
    this.run = run;
  }
}

/** One program and one task in a fresh interpreter. What WebAssembly itself throws is let through: nothing can go on after it. */
export class Interpreter {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #limits: Limits;
  /** Keeps a handle to be freed with the interpreter. */
  readonly #manage: Manage;
  readonly #task: Task;
  #printed = "";
  /** Why the program was stopped, where it was: from then on it is interrupted at every chance. */
  #stopped: Run | null = null;
  #machinery: QuickJSHandle;

  constructor(
    runtime: QuickJSRuntime,
    context: QuickJSContext,
    given: { limits: Limits; manage: Manage; task: Task },
  ) {
    this.#runtime = runtime;
    this.#context = context;
    this.#limits = given.limits;
    this.#manage = given.manage;
    this.#task = given.task;
    const end = performance.now() + given.limits.seconds * 1000;
    runtime.setInterruptHandler(() => {
      if (performance.now() > end)
        this.#stop("time limit", `it was not done after ${given.limits.seconds} s`);
      return this.#stopped !== null;
    });
    this.#machinery = context.undefined;
  }

  run(program: string): Run {
    try {
      this.#machinery = this.#installed();
      this.#runProgram(program);
      return this.#runTask(this.#task);
    } catch (error) {
      if (error instanceof Ended) return error.run;
      throw error;
    }
  }

  #installed(): QuickJSHandle {
    const stdin = this.#task.kind === "stdio" ? this.#task.stdin : "";
    const write = this.#context.newFunction("write", (text) => this.#write(text));
    const leave = this.#context.newFunction("leave", (code) => this.#leave(this.#context.getNumber(code)));
    const install = this.#evaluated(preludeSource(), "no sandbox");
    const given = [write, leave, this.#context.newString(stdin)].map((handle) => this.#manage(handle));
    return this.#taken(this.#context.callFunction(install, this.#context.undefined, ...given), "no sandbox");
  }

  #runProgram(program: string): void {
    const error = this.#parseError(program);
    // `await` outside of a function is fine in a module: a program that only prints can as well be one function.
    const asFunction = `(async () => {\n${program}\n})()`;
    if (error === null) this.#settled(this.#evaluated(program, "crashed"), "crashed");
    else if (
      this.#task.kind === "stdio" &&
      /\bawait\b/.test(program) &&
      this.#parseError(asFunction) === null
    )
      this.#settled(this.#evaluated(asFunction, "crashed"), "crashed");
    else throw new Ended({ outcome: "compile error", detail: error });
  }

  #runTask(task: Task): Run {
    switch (task.kind) {
      case "stdio":
        return { outcome: "finished", output: this.#printed };
      case "unit": {
        this.#use("rearm", "no sandbox");
        // In a block, names that the program has too are the test's own.
        const test = `{\n${task.program}\n}`;
        const error = this.#parseError(test);
        if (error !== null) return { outcome: "test error", detail: error };
        this.#settled(this.#evaluated(test, "failed"), "failed");
        return { outcome: "finished", output: "" };
      }
      case "call": {
        const entry = this.#evaluated(entrySource(task.entry), "compile error");
        const given = this.#manage(this.#context.newString(JSON.stringify(task.arguments)));
        const returned = this.#settled(this.#use("call", "crashed", entry, given), "crashed");
        return { outcome: "finished", output: this.#text(this.#use("encode", "failed", returned)) };
      }
      default:
        return task satisfies never;
    }
  }

  /** What a value comes to when all that was begun is done: a promise's value, or the value itself. */
  #settled(value: QuickJSHandle, otherwise: RunFailure): QuickJSHandle {
    for (;;) {
      const jobs = this.#runtime.executePendingJobs(JOBS_AT_A_TIME);
      if (jobs.error) throw this.#ended(this.#manage(jobs.error), otherwise);
      this.#goOn();
      if (this.#runtime.hasPendingJob()) continue;
      if (this.#context.dump(this.#use("tick", otherwise)) !== true) break;
    }
    const state = this.#context.getPromiseState(value);
    if (state.type === "fulfilled") return state.notAPromise ? value : this.#manage(state.value);
    if (state.type === "rejected") throw this.#ended(this.#manage(state.error), otherwise);
    // A program that waits for nothing any more is over, as in Node; a function or a test that does has no result.
    if (this.#task.kind === "stdio") return value;
    throw new Ended({ outcome: "crashed", detail: "its promise was never settled" });
  }

  #parseError(source: string): string | null {
    const result = this.#context.evalCode(source, "program.js", { compileOnly: true });
    this.#goOn();
    if (!result.error) {
      result.value.dispose();
      return null;
    }
    return this.#explained(this.#manage(result.error));
  }

  #evaluated(source: string, otherwise: RunFailure): QuickJSHandle {
    return this.#taken(this.#context.evalCode(source, "program.js"), otherwise);
  }

  #use(part: string, otherwise: RunFailure, ...given: QuickJSHandle[]): QuickJSHandle {
    const action = this.#manage(this.#context.getProp(this.#machinery, part));
    return this.#taken(this.#context.callFunction(action, this.#context.undefined, ...given), otherwise);
  }

  #taken(result: Result, otherwise: RunFailure): QuickJSHandle {
    if (result.error) throw this.#ended(this.#manage(result.error), otherwise);
    const value = this.#manage(result.value);
    this.#goOn();
    return value;
  }

  #goOn(): void {
    if (this.#stopped) throw new Ended(this.#stopped);
  }

  /** How the task ended, from what was thrown. */
  #ended(thrown: QuickJSHandle, otherwise: RunFailure): Ended {
    if (this.#stopped) return new Ended(this.#stopped);
    const detail = this.#explained(thrown);
    if (/^InternalError: out of memory/.test(detail)) return new Ended({ outcome: "memory limit", detail });
    const module = /^Error: Cannot find module '(?:node:)?([^']*)'/.exec(detail)?.[1];
    if (module !== undefined && WELL_KNOWN_MODULES.has(module))
      return new Ended({ outcome: "missing module", detail: `the sandbox has no ${module}` });
    return new Ended({ outcome: otherwise, detail });
  }

  #explained(thrown: QuickJSHandle): string {
    const explain = this.#manage(this.#context.getProp(this.#machinery, "explain"));
    const result = this.#context.callFunction(explain, this.#context.undefined, thrown);
    this.#goOn();
    if (!result.error) return this.#context.getString(this.#manage(result.value));
    // It catches what the program may have done to its words; what is left is that there is no memory for them.
    result.error.dispose();
    return "InternalError: out of memory";
  }

  #write(text: QuickJSHandle): void {
    const length = this.#context.getProp(text, "length").consume((handle) => this.#context.getNumber(handle));
    if (this.#printed.length + length > this.#limits.outputCharacters) {
      this.#stop("output limit", `it printed more than ${this.#limits.outputCharacters} characters`);
      throw new Error("the output limit is reached");
    }
    this.#printed += this.#context.getString(text);
  }

  #text(value: QuickJSHandle): string {
    const length = this.#context
      .getProp(value, "length")
      .consume((handle) => this.#context.getNumber(handle));
    if (length <= this.#limits.outputCharacters) return this.#context.getString(value);
    const detail = `it returned more than ${this.#limits.outputCharacters} characters`;
    throw new Ended({ outcome: "output limit", detail });
  }

  #leave(code: number): void {
    if (this.#task.kind !== "stdio") this.#stop("crashed", "it left before its test was over");
    else if (code === 0) this.#stopped ??= { outcome: "finished", output: this.#printed };
    else this.#stop("crashed", `it left with exit code ${code}`);
    throw new Error("the program has left");
  }

  #stop(outcome: RunFailure, detail: string): void {
    this.#stopped ??= { outcome, detail };
  }
}

/** An expression for the function that is to be called: declared, exported, or a method of a fresh object of a class. */
function entrySource(entry: string): string {
  const [first = "", ...path] = entry.split(".");
  return `(() => {
  const out = module.exports;
  let found = typeof ${first} !== "undefined" ? ${first} : exports.${first} ?? out?.${first} ?? (typeof out === "function" ? out : undefined);
  for (const name of ${JSON.stringify(path)}) {
    const owner = typeof found === "function" && found.prototype && name in found.prototype ? new found() : found;
    found = typeof owner?.[name] === "function" ? (...given) => owner[name](...given) : owner?.[name];
  }
  if (typeof found !== "function") throw new TypeError(${JSON.stringify(`there is no function ${entry}`)});
  return found;
})()`;
}
