import type { Reply } from "../core/judgment.js";
import type { FailureStatus } from "../core/reading.js";
import { splitReasoning } from "./reasoning.js";

export interface ReplyProblem {
  readonly status: FailureStatus;
  readonly reason: string;
}

/**
 * Why a reply cannot hold a verdict, whatever its text says: refused, truncated or empty. Null where it can be read.
 *
 * A reply that was cut off is `truncated` even where a verdict stands in it already: what would have followed might have
 * withdrawn it. A refusal written as plain prose is not guessed at: it holds no verdict and is left `unparsed`.
 */
export function replyProblem(reply: Reply): ReplyProblem | null {
  const { text, refusal, finishReason } = reply;
  if (refusal !== undefined && refusal !== "") {
    return { status: "refused", reason: `the model refused: ${shortened(refusal)}` };
  }
  if (finishReason === "content_filter") {
    return { status: "refused", reason: "the endpoint's content filter withheld the reply" };
  }
  if (finishReason === "length") {
    return { status: "truncated", reason: "the reply was cut off at the token limit" };
  }
  const { body, reasoning, unclosed } = splitReasoning(text);
  if (unclosed) return { status: "truncated", reason: "the reply breaks off inside its reasoning block" };
  if (body !== "") return null;
  const onlyThought = reasoning !== null || (reply.reasoning ?? "").trim() !== "";
  return { status: "empty", reason: onlyThought ? "the reply is reasoning only" : "the reply is empty" };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
