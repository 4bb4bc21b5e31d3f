import { describe, InputError } from "../../core/errors.js";
import { KillableWorker } from "../killable-worker.js";

/**
 * Whether a JavaScript regular expression matches somewhere. It runs in a thread that is ended after two seconds: a pattern may take
 * exponential time on a response. Throws an InputError where the pattern is none.
 */
export async function matches(pattern: string, flags: string, text: string): Promise<boolean | "too slow"> {
  try {
    new RegExp(pattern, flags);
  } catch {
    throw new InputError(
      "the format check: pattern",
      "a regular expression",
      describe(`/${pattern}/${flags}`),
    );
  }
  matcher ??= new KillableWorker(MATCHER, null, { start: 20_000, each: 2_000, megabytes: 256 });
  const answer = await matcher.ask({ pattern, flags, text });
  return typeof answer === "boolean" ? answer : "too slow";
}

let matcher: KillableWorker | undefined;

const MATCHER = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", ({ pattern, flags, text }) => {
  parentPort.postMessage(new RegExp(pattern, flags).test(text));
});
parentPort.postMessage("ready");
`;
