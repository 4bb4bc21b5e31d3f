import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Behaviour, type ChatRequest, reply } from "../support/loopback.js";

export const BIN = fileURLToPath(new URL("../../bin/touchstone.js", import.meta.url));

export interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly cwd: string;
  /** Beside PATH and HOME, which are all that is inherited: no key of the developer's reaches a test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Flags of node itself. */
  readonly node?: readonly string[];
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when what was written so far holds this. */
  saw(stream: "stdout" | "stderr", text: string): Promise<void>;
}

/** Starts the command line as a user would, in a process of its own. */
export function start(args: readonly string[], { cwd, env = {}, stdin, node = [] }: StartOptions): Started {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [...node, BIN, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: "pipe",
  });
  const written = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (written.stdout += chunk));
  child.stderr.on("data", (chunk: Buffer) => (written.stderr += chunk));
  child.stdin.end(stdin);
  return {
    child,
    ended: once(child, "close").then(([code]) => ({ code, ...written })),
    async saw(stream, text) {
      while (!written[stream].includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`ended without saying ${JSON.stringify(text)}:\n${written.stderr}`);
        await Promise.race([once(child[stream] ?? child, "data"), once(child, "close")]);
      }
    },
  };
}

export function touchstone(args: readonly string[], options: StartOptions): Promise<Ended> {
  return start(args, options).ended;
}

/** `run` over pairs.jsonl with the judge "small", asked at this endpoint. */
export function runSmall(baseURL: string, ...more: string[]): string[] {
  return ["run", "-d", "pairs.jsonl", "-j", "small", "--base-url", baseURL, ...more];
}

/** Writes `count` comparisons q0, q1 … of a good and a bad response, of which people prefer the good one; gives the file's path. */
export async function writePairs(folder: string, count: number, name = "pairs.jsonl"): Promise<string> {
  const path = join(folder, name);
  const rows = Array.from({ length: count }, (_, i) => ({
    id: `q${i}`,
    prompt: `Question ${i}?`,
    responses: [
      { id: "r1", text: `A good answer to ${i}.` },
      { id: "r2", text: `A bad answer to ${i}, and a longer one.` },
    ],
    subset: i % 2 === 0 ? "even" : "odd",
    preferences: [{ source: "human", kind: "duel", between: ["r1", "r2"], winner: "r1" }],
  }));
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}

/** A judge that sees which of two responses is the good one, and says so in the form it is asked for. */
export function rightVerdict({ body }: ChatRequest): Behaviour {
  return verdict(shownFirst(body) === "good" ? "A" : "B");
}

/** A judge that always prefers the response that is shown first. */
export function firstVerdict(_request: ChatRequest): Behaviour {
  return verdict("A");
}

export function verdict(letter: "A" | "B" | "C"): Behaviour {
  return reply(`Critique: One of them answers the question.\nFinal verdict: [[${letter}]]`);
}

function shownFirst(body: ChatRequest["body"]): "good" | "bad" {
  const text = body.messages.map(({ content }) => content).join("\n");
  return /<response_A_\w+>\s*A good answer/.test(text) ? "good" : "bad";
}

/** A `--json` report without what no two runs have in common: how long calls took. */
export function figures(stdout: string): unknown {
  const { estimates, ...rest } = JSON.parse(stdout) as { estimates: { unit: string }[] };
  return { ...rest, estimates: estimates.filter(({ unit }) => unit !== "seconds") };
}

export interface Report {
  readonly format: number;
  readonly data: { readonly comparisons: number };
  readonly judges: readonly {
    readonly id: string;
    readonly name: string;
    readonly baseline: boolean;
    readonly judgments: number;
    readonly statuses: Readonly<Record<string, number>>;
  }[];
  readonly estimates: readonly {
    readonly metric: string;
    readonly judge: string | null;
    readonly subset: string | null;
    readonly value: number | null;
    readonly interval: readonly [number, number] | null;
  }[];
}

export function reportOf(stdout: string): Report {
  return JSON.parse(stdout) as Report;
}

/** The agreement of the judge of this name over all of the data. */
export function agreementOf(report: Report, name: string): number | null | undefined {
  const id = report.judges.find((judge) => judge.name === name)?.id;
  return report.estimates.find(
    ({ metric, judge, subset }) => metric === "agreement" && judge === id && subset === null,
  )?.value;
}

export const ANSI = /\u001b\[/;
