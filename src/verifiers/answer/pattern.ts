import { InputError } from "../../core/errors.js";
import { KillableWorker } from "./killable-worker.js";

/**
 * What the first group of a regular expression's last match holds (the whole match where it has no group), or null where it does not
 * match. It runs in a thread that is ended after a second: a pattern may take exponential time on a response. Throws an InputError
 * where the pattern is none.
 */
export async function lastMatch(pattern: string, text: string): Promise<string | null | "too slow"> {
  const expression = regularExpression(pattern);
  matcher ??= new KillableWorker(MATCHER, null, { start: 20_000, each: 1_000, megabytes: 256 });
  const answer = await matcher.ask({ source: expression.source, flags: expression.flags, text });
  if (typeof answer !== "object" || answer === null || !("match" in answer)) return "too slow";
  return typeof answer.match === "string" ? answer.match : null;
}

function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "gmu");
  } catch {
    throw new InputError("check", "find.pattern to be a regular expression", JSON.stringify(pattern));
  }
}

let matcher: KillableWorker | undefined;

const MATCHER = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", ({ source, flags, text }) => {
  let match = null;
  for (const found of text.matchAll(new RegExp(source, flags))) match = found[1] ?? found[0];
  parentPort.postMessage({ match });
});
parentPort.postMessage("ready");
`;
