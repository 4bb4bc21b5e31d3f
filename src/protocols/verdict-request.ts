import type { AnswerShape } from "../core/answer-shape.js";
import type { Message } from "../core/comparison.js";
import type { Request } from "./protocol.js";
import { TOP_LOGPROBS } from "./sampling-options.js";
import { verdictSpans } from "./verdict-tokens.js";

/**
 * The request whose reply holds the verdict: as a JSON object of this shape where that is asked for, with token probabilities at the
 * verdict where its expectation is. The shape's fields that are no text are where a JSON answer states the verdict.
 */
export function verdictRequest(
  messages: readonly Message[],
  shape: AnswerShape,
  { structured, expectation = false }: { readonly structured: boolean; readonly expectation?: boolean },
): Request {
  const fields = shape.fields.filter(({ kind }) => kind !== "text").map(({ name }) => name);
  return {
    messages,
    ...(structured ? { answer: shape } : {}),
    ...(expectation ? { sampling: { topLogprobs: TOP_LOGPROBS }, keepTokens: verdictSpans(fields) } : {}),
  };
}
