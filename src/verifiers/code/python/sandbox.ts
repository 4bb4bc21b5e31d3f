import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import { plainLine } from "../outputs.js";
import type { Limits, Program, Run, RunFailure, Sandbox, Task } from "../sandbox.js";
import { bubblewrapArguments, findTools, NOBODY, type Tools } from "./bubblewrap.js";
import { RUNNER } from "./runner.js";

/** How long the sandbox may take to start on a busy machine, in seconds; the program's own time begins after that. */
const START_SECONDS = 30;
const STDIN_FILE = 5;
const MOST_ERROR_CHARACTERS = 20_000;
/** What a program of a data set may well import and the system's python3 may well lack: that is the sandbox's shortcoming, not its own. */
const WELL_KNOWN_MODULES = new Set(
  "numpy scipy pandas sympy matplotlib sklearn torch networkx sortedcontainers requests pytest hypothesis yaml regex".split(
    " ",
  ),
);

/** The system's python3 within bubblewrap. Each task is a process of its own. */
export const pythonSandbox: Sandbox = {
  unavailable() {
    probed ??= probe();
    return probed;
  },
  open(program) {
    const tools = findTools();
    return {
      run: (task) =>
        typeof tools === "string"
          ? Promise.resolve({ outcome: "no sandbox", detail: tools })
          : runTask(tools, program, task),
      async close() {},
    };
  },
};

let probed: Promise<string | null> | undefined;

/** Where namespaces are forbidden (some containers, some kernels) bubblewrap is there and does not work: a program that must run tells. */
async function probe(): Promise<string | null> {
  const tools = findTools();
  if (typeof tools === "string") return tools;
  const limits = { seconds: 10, megabytes: 256, outputCharacters: 1000 };
  const session = pythonSandbox.open({ text: "print(input())", limits });
  const run = await session.run({ kind: "stdio", stdin: "here" });
  if (run.outcome !== "finished") return `the Python sandbox does not work here: ${run.detail}`;
  return run.output.trim() === "here"
    ? null
    : "the Python sandbox does not work here: it prints something else";
}

function runTask(tools: Tools, { text, limits }: Program, task: Task): Promise<Run> {
  return new Promise((resolve) => {
    // A word that the program cannot have known shows that its unit test ran to the end. It is no draw: no figure depends on it.
    const word = randomBytes(16).toString("hex");
    const child = spawn(tools.bubblewrap, bubblewrapArguments(tools, RUNNER, STDIN_FILE), {
      cwd: "/",
      env: {},
      stdio: ["pipe", "pipe", "pipe", "pipe", "pipe", "pipe"],
      ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    const [stdin, stdout, stderr, channel, reports, stdinFile] = child.stdio as unknown as [
      Writable,
      Readable,
      Readable,
      Writable,
      Readable,
      Writable,
    ];
    const seen: Seen = { stdout: "", stderr: "", reports: "", started: false, stopped: null, begun: 0 };
    const stop = (failure: RunFailure, detail: string) => {
      seen.stopped ??= { outcome: failure, detail };
      child.kill("SIGKILL");
    };
    let timer = deadline(START_SECONDS, () =>
      stop("no sandbox", `the sandbox did not start within ${START_SECONDS} s`),
    );

    read(stdout, (part) => {
      seen.stdout += part;
      if (seen.stdout.length > limits.outputCharacters) stop("output limit", overOutput(limits));
    });
    read(stderr, (part) => {
      if (seen.stderr.length < MOST_ERROR_CHARACTERS) seen.stderr += part;
    });
    read(reports, (part) => {
      seen.reports += part;
      if (seen.reports.length > limits.outputCharacters + 10_000) stop("output limit", overOutput(limits));
      if (!seen.started && seen.reports.includes("\n")) {
        seen.started = true;
        seen.begun = performance.now();
        clearTimeout(timer);
        const seconds = wallSeconds(limits);
        timer = deadline(seconds, () => stop("time limit", `it was not done after ${seconds} s`));
      }
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve({ outcome: "no sandbox", detail: plainLine(error.message) });
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve(runOf(seen, { code, signal, task, limits, word }));
    });

    const input = task.kind === "stdio" ? task.stdin : "";
    write(stdin, input);
    write(stdinFile, input);
    write(channel, `${[firstLine(text, limits, task), secondLine(task, word)].join("\n")}\n`);
  });
}

interface Seen {
  stdout: string;
  stderr: string;
  reports: string;
  started: boolean;
  /** Why it was ended from outside, where it was. */
  stopped: Run | null;
  begun: number;
}

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly task: Task;
  readonly limits: Limits;
  readonly word: string;
}

interface Report {
  readonly started?: unknown;
  readonly outcome?: unknown;
  readonly detail?: unknown;
  readonly finished?: unknown;
  readonly returned?: unknown;
}

/** What a run came to, from how its process ended and what it reported of itself. */
function runOf(seen: Seen, { code, signal, task, limits, word }: Ending): Run {
  if (seen.stopped) return seen.stopped;
  if (!seen.started)
    return { outcome: "no sandbox", detail: lastLine(seen.stderr) || `it ended with ${code ?? signal}` };
  const seconds = (performance.now() - seen.begun) / 1000;
  // Bubblewrap passes a signal on as 128 and its number: 24 is the end of the CPU time, 9 its second end or the kernel out of memory.
  if (code === 128 + 24 || (code === 128 + 9 && seconds >= limits.seconds))
    return { outcome: "time limit", detail: `it used more than ${Math.ceil(limits.seconds)} s of CPU time` };
  if (code === 128 + 9) return { outcome: "memory limit", detail: "it was killed" };
  const reports = seen.reports.split("\n").flatMap(parsed);
  const failure = reports.find((report) => typeof report.outcome === "string");
  if (failure) return failureOf(String(failure.outcome), String(failure.detail ?? ""));
  if (code !== 0) {
    if (/MemoryError\s*$/.test(seen.stderr.slice(-100)))
      return { outcome: "memory limit", detail: "MemoryError" };
    const how = code !== null && code > 128 ? `signal ${code - 128}` : `exit code ${code ?? signal}`;
    return { outcome: "crashed", detail: plainLine(`${how} ${lastLine(seen.stderr)}`) };
  }
  switch (task.kind) {
    case "stdio":
      return { outcome: "finished", output: seen.stdout };
    case "unit":
      if (reports.some((report) => report.finished === word)) return { outcome: "finished", output: "" };
      return { outcome: "crashed", detail: "it ended before its test was over" };
    case "call": {
      const returned = reports.find((report) => typeof report.returned === "string")?.returned;
      if (returned !== undefined) return { outcome: "finished", output: String(returned) };
      return { outcome: "crashed", detail: "it ended before its function returned" };
    }
    default:
      return task satisfies never;
  }
}

const REPORTED: readonly RunFailure[] = ["failed", "memory limit", "crashed", "compile error", "test error"];

function failureOf(outcome: string, detail: string): Run {
  if (outcome === "missing module") {
    const name = detail.split(".")[0] ?? "";
    return WELL_KNOWN_MODULES.has(name)
      ? { outcome: "missing module", detail: `the system's python3 has no ${name}` }
      : { outcome: "crashed", detail: plainLine(`ModuleNotFoundError: No module named '${detail}'`) };
  }
  const known = REPORTED.find((failure) => failure === outcome) ?? "crashed";
  return { outcome: known, detail: plainLine(detail) };
}

function firstLine(program: string, { seconds, megabytes }: Limits, task: Task): string {
  return JSON.stringify({ program, seconds, megabytes, main: task.kind === "stdio" });
}

function secondLine(task: Task, word: string): string {
  return JSON.stringify(task.kind === "stdio" ? {} : task.kind === "unit" ? { ...task, word } : task);
}

/** CPU time is what is limited; this is for programs that wait, with room for a machine that is busy with other things. */
function wallSeconds({ seconds }: Limits): number {
  return 2 * seconds + 1;
}

function overOutput({ outputCharacters }: Limits): string {
  return `it printed or returned more than ${outputCharacters} characters`;
}

function parsed(line: string): Report[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? [value] : [];
  } catch {
    return [];
  }
}

function lastLine(text: string): string {
  return plainLine(text.trimEnd().split("\n").at(-1) ?? "");
}

function deadline(seconds: number, action: () => void): NodeJS.Timeout {
  // After a stall of this process what the child has sent is read first: it may long be done.
  return setTimeout(() => setImmediate(() => setImmediate(action)), seconds * 1000);
}

function read(stream: Readable, take: (part: string) => void): void {
  stream.setEncoding("utf8");
  stream.on("data", take);
  stream.on("error", () => {});
}

/** A child that ends without reading is no error of ours. */
function write(stream: Writable, text: string): void {
  stream.on("error", () => {});
  stream.end(text);
}
