import { availableParallelism } from "node:os";
import type { CodeCheck, CodeLanguage, CodeTests } from "../core/check.js";
import { describe, InputError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import { javascriptSandbox } from "./code/javascript/sandbox.js";
import { type Difference, differenceOfTexts, differenceOfValues, quoted } from "./code/outputs.js";
import { programOf } from "./code/program.js";
import { pythonSandbox } from "./code/python/sandbox.js";
import type { Limits, Run, RunFailure, Sandbox, Session, Task } from "./code/sandbox.js";
import type { Verification, VerificationOutcome, VerifiedPart, Verifier } from "./verifier.js";

const DEFAULT_SECONDS = 5;
const DEFAULT_MEGABYTES = 256;
/** A program may print or return twice what is expected and so much more. */
const OUTPUT_CHARACTERS = 2 ** 20;
/** How deep sandboxes return values. */
const DEEPEST_VALUE = 200;
const SANDBOXES: Readonly<Record<CodeLanguage, Sandbox>> = {
  javascript: javascriptSandbox("javascript"),
  typescript: javascriptSandbox("typescript"),
  python: pythonSandbox,
};

/**
 * How a test can end, and what that says of the response. What the program did (or did not) within its limits is its own: failed. What the
 * sandbox lacks is not: undecided.
 */
const ENDINGS = {
  failed: { status: "failed", error: "wrong-result" },
  "time limit": { status: "failed", error: "time-limit" },
  "memory limit": { status: "failed", error: "memory-limit" },
  "output limit": { status: "failed", error: "output-limit" },
  crashed: { status: "failed", error: "crashed" },
  "compile error": { status: "failed", error: "compile-error" },
  "missing module": { status: "undecided" },
  "no sandbox": { status: "undecided" },
} as const satisfies Readonly<Record<Exclude<RunFailure, "test error">, VerificationOutcome>>;

/**
 * A response's program against its tests, in a sandbox. Reasons begin with the outcome's name: "passed", "failed", "time limit", "memory
 * limit", "output limit", "crashed", "compile error", "no code" (all but the first failed), "missing module", "no sandbox" (undecided). Tests
 * are run in their order until one does not pass.
 *
 * Expected outputs and values stay outside of the sandbox, so no program can pass these tests but by giving them. A unit test shares its
 * interpreter with the program: one that sets out to deceive its test can, and no sandbox keeps it from that. What a program may always do is
 * fail, or import what is not there and be undecided; neither is ever a pass.
 */
export const codeVerifier: Verifier<"code"> = {
  name: "code",
  kind: "code",
  errors: [
    "no-code",
    ...Object.values(ENDINGS).flatMap((ending) => ("error" in ending ? [ending.error] : [])),
  ],
  async verify(response, check): Promise<Verification> {
    const tests = testsOf(check);
    const text = programOf(response, check.language);
    if (text === null)
      return {
        status: "failed",
        error: "no-code",
        reason: `no code: the response has no ${check.language} program`,
      };
    const sandbox = SANDBOXES[check.language];
    const missing = await sandbox.unavailable();
    if (missing !== null) return { status: "undecided", reason: `no sandbox: ${missing}`, found: text };
    return (await oneOfFew())(async () => {
      const session = sandbox.open({ text, limits: limitsOf(check, tests) });
      try {
        return { ...(await verified(session, tests)), found: text };
      } finally {
        await session.close();
      }
    });
  },
};

interface Test {
  readonly name: string;
  readonly task: Task;
  /** How long what it expects is. */
  readonly expectedCharacters: number;
  /** What is wrong with what the program gave; null where nothing is. */
  wrong(output: string): string | null;
}

async function verified(session: Session, tests: readonly Test[]): Promise<Verification> {
  const parts: VerifiedPart[] = [];
  for (const test of tests) {
    const run = await session.run(test.task);
    const { reason, ...ending } = endingOf(test, run);
    const part = { name: test.name, status: ending.status, reason };
    parts.push(part);
    if (ending.status !== "passed") return { ...ending, reason: reasonOf(part, tests), parts };
  }
  return { status: "passed", reason: `passed: ${counted(tests.length)}`, parts };
}

function endingOf({ name, task, wrong }: Test, run: Run): VerificationOutcome & { readonly reason: string } {
  if (run.outcome === "finished") {
    const reason = wrong(run.output);
    return reason === null
      ? { status: "passed", reason: "passed" }
      : { ...ENDINGS.failed, reason: `failed: ${reason}` };
  }
  if (run.outcome === "test error") {
    const shown = task.kind === "unit" ? quoted(task.program) : "";
    throw new InputError(`code check, ${name}`, "a program that can be parsed", `${shown} (${run.detail})`);
  }
  return {
    ...ENDINGS[run.outcome],
    reason: run.detail ? `${run.outcome}: ${run.detail}` : run.outcome,
  };
}

function reasonOf({ name, reason }: VerifiedPart, tests: readonly Test[]): string {
  return tests.length === 1 ? reason : `${reason} (${name} of ${tests.length})`;
}

function counted(tests: number): string {
  return tests === 1 ? "1 test" : `${tests} tests`;
}

/** The tests of a check. Throws an InputError that names what of it cannot be used. */
function testsOf({ tests }: CodeCheck): Test[] {
  switch (tests.kind) {
    case "unit":
      return tests.programs.map((program, i) => ({
        name: `test ${i + 1}`,
        task: { kind: "unit", program },
        expectedCharacters: 0,
        wrong: () => null,
      }));
    case "stdio":
      return tests.cases.map(({ stdin, stdout }, i) => ({
        name: `test ${i + 1}`,
        task: { kind: "stdio", stdin },
        expectedCharacters: stdout.length,
        wrong: (output) => wordsOf(differenceOfTexts(stdout, output, tests.tolerance)),
      }));
    case "calls":
      return callsOf(tests);
    default:
      return tests satisfies never;
  }
}

function callsOf({ entry, cases, tolerance }: Extract<CodeTests, { kind: "calls" }>): Test[] {
  if (!/^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(entry)) {
    throw new InputError("code check, entry", 'a name, such as "add" or "Solution.add"', describe(entry));
  }
  return cases.map(({ arguments: given, returns }, i) => {
    const name = `test ${i + 1}`;
    for (const value of [given, returns]) refuseUnusable(value, name);
    return {
      name,
      task: { kind: "call", entry, arguments: given },
      expectedCharacters: JSON.stringify(returns).length,
      wrong: (output) => wordsOf(differenceOfValues(returns, output, tolerance)),
    };
  });
}

/**
 * A whole number from 2⁵³ on may have lost its last digits when the check was read: compared, it could make a right value wrong. What is nested
 * deeper than a sandbox returns values cannot be met.
 */
function refuseUnusable(value: Json, name: string): void {
  const left: [Json, number][] = [[value, 0]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [here, depth] = next;
    if (
      typeof here === "number" &&
      Number.isInteger(here) &&
      !Number.isSafeInteger(here) &&
      Math.abs(here) < 1e21
    ) {
      const expected = 'whole numbers below 2^53 (greater ones to be returned as { "$number": "…" })';
      throw new InputError(`code check, ${name}`, expected, describe(here));
    }
    if (typeof here !== "object" || here === null) continue;
    if (depth >= DEEPEST_VALUE) {
      throw new InputError(`code check, ${name}`, `values at most ${DEEPEST_VALUE} deep`, "a deeper one");
    }
    for (const inner of Object.values(here)) left.push([inner, depth + 1]);
  }
}

function wordsOf(difference: Difference | null): string | null {
  return difference && `expected ${difference.expected} but found ${difference.found}`;
}

function limitsOf({ limits }: CodeCheck, tests: readonly Test[]): Limits {
  const longest = tests.reduce((most, { expectedCharacters }) => Math.max(most, expectedCharacters), 0);
  return {
    seconds: limits?.seconds ?? DEFAULT_SECONDS,
    megabytes: Math.ceil(limits?.megabytes ?? DEFAULT_MEGABYTES),
    outputCharacters: 2 * longest + OUTPUT_CHARACTERS,
  };
}

type Limit = ReturnType<typeof import("p-limit").default>;
let few: Promise<Limit> | undefined;

/** As many sandboxes at a time as there are processors: more would take each other's time, which is limited. */
function oneOfFew(): Promise<Limit> {
  few ??= import("p-limit").then(({ default: pLimit }) => pLimit(availableParallelism()));
  return few;
}
