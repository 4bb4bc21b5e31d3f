import type { Reply } from "../core/judgment.js";
import { splitReasoning } from "../verdicts/reasoning.js";
import { type ReplyProblem, replyProblem } from "../verdicts/reply-problem.js";
import type { Request } from "./protocol.js";

/** What is asked once the replies to all earlier steps are there: the same number of requests whatever they say. */
export type Step = (earlier: readonly Reply[]) => readonly Request[];

/**
 * The requests of the first step that has no replies yet. A step that is to go on from an earlier reply is not asked where that
 * reply holds no text to go on from (refused, truncated, empty): it could decide nothing, and would be paid for.
 */
export function nextStep(steps: readonly Step[], replies: readonly Reply[]): readonly Request[] {
  let answered = 0;
  for (const step of steps) {
    const requests = step(replies.slice(0, answered));
    if (answered === replies.length) return requests;
    const given = replies.slice(answered, answered + requests.length);
    if (given.some((reply) => replyProblem(reply) !== null)) return [];
    answered += requests.length;
  }
  return [];
}

/** What a reply says without its reasoning; a problem where there is nothing to go on from, called `what` in its reason. */
export function saidIn(reply: Reply | undefined, what: string): { text: string } | { problem: ReplyProblem } {
  if (!reply) return { problem: { status: "empty", reason: `no ${what} was given` } };
  const problem = replyProblem(reply);
  if (problem) return { problem: { ...problem, reason: `the ${what}: ${problem.reason}` } };
  return { text: splitReasoning(reply.text).body };
}
