import type { Json } from "../../core/json.js";

/** Where programs that nobody has read are run: no network, no host files, no environment, and limits on what they use. */
export interface Sandbox {
  /** Why there is none on this machine; null where there is one. */
  unavailable(): Promise<string | null>;
  /** Runs tasks against one program, one after the other and each from a fresh start, until it is closed. */
  open(program: Program): Session;
}

export interface Program {
  readonly text: string;
  readonly limits: Limits;
}

/** What one task may use. */
export interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
  /** Of everything it prints, and of what it returns. */
  readonly outputCharacters: number;
}

export interface Session {
  /** Ends in bounded time and does not throw, whatever the program does. */
  run(task: Task): Promise<Run>;
  close(): Promise<void>;
}

/** What is asked of a program. The expected answer is no part of it: what the sandbox does not hold, no program can find there. */
export type Task =
  | { readonly kind: "stdio"; readonly stdin: string }
  | { readonly kind: "unit"; readonly program: string }
  | { readonly kind: "call"; readonly entry: string; readonly arguments: readonly Json[] };

/** How a task ended. `detail` holds words of the program: it is not to be trusted. */
export type Run =
  /** `output` is what was printed (stdio), the returned value as JSON (call), or nothing (unit: the test ran to its end). */
  | { readonly outcome: "finished"; readonly output: string }
  | { readonly outcome: RunFailure; readonly detail: string };

export type RunFailure =
  /** The unit test threw. */
  | "failed"
  | "time limit"
  | "memory limit"
  | "output limit"
  /** The program threw, exited with another code than 0, was killed by a signal or ended too soon. */
  | "crashed"
  /** The program cannot be parsed, or has no function of the entry's name. */
  | "compile error"
  /** The unit test itself cannot be parsed. */
  | "test error"
  /** The program imports a well-known module that the sandbox does not have. */
  | "missing module"
  /** The sandbox did not start, or broke. */
  | "no sandbox";
