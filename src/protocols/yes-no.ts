import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import { expectedValue } from "../verdicts/token-mass.js";
import type { PromptTemplate, Request } from "./protocol.js";
import { TOP_LOGPROBS } from "./sampling-options.js";

/** What the score of a response is that is judged so. */
export const P_YES = "p(Yes)";

/** A question that is answered by the first token: what is wanted is not the word but how likely it was. */
export function oneTokenRequest(messages: ReturnType<PromptTemplate["render"]>): Request {
  return {
    messages,
    sampling: { maxTokens: 1, topLogprobs: TOP_LOGPROBS },
    keepTokens: (text) => [{ start: 0, end: text.length }],
  };
}

/**
 * p(Yes) of a reply's first token, as a score of the response: p(yes) ÷ (p(yes) + p(no)), over all spellings of the two words that
 * are listed, with the bounds that the unlisted mass allows. `unparsed` where less than half of the mass was found, or no token
 * probabilities came back. The reply's length does not matter: it was cut off on purpose.
 */
export function yesReading(id: string, reply: Reply | undefined): Reading {
  if (!reply) return { status: "empty", reason: "no reply was given" };
  if (reply.refusal) return { status: "refused", reason: "the model refused" };
  if (reply.finishReason === "content_filter") {
    return { status: "refused", reason: "the endpoint's content filter withheld the reply" };
  }
  const token = reply.tokens?.find((candidate) => candidate.token.trim() !== "");
  if (!token) {
    const reason =
      "no token probabilities came with the answer (does the endpoint return log-probabilities?)";
    return { status: "unparsed", reason };
  }
  const yes = expectedValue(token, yesNoValue, [0, 1]);
  if (!yes) {
    const reason = `less than half of the probability is on Yes and No: ${listed(token.top)}`;
    return { status: "unparsed", reason };
  }
  return {
    status: "decided",
    verdict: {
      kind: "scores",
      byId: { [id]: yes.value },
      expected: { [id]: yes.value },
      bounds: { [id]: yes.bounds },
    },
  };
}

/** 1 for a token that says yes, 0 for no, null for any other. "Yes", " yes", "▁Yes", "**Yes" and "Yes." are one word. */
export function yesNoValue(token: string): 0 | 1 | null {
  const word = token.replace(/[^\p{L}]+/gu, "").toLowerCase();
  return word === "yes" ? 1 : word === "no" ? 0 : null;
}

function listed(top: readonly { readonly token: string; readonly logprob: number }[]): string {
  const some = top.slice(0, 3).map(({ token, logprob }) => {
    return `${JSON.stringify(token.slice(0, 20))} ${Math.exp(logprob).toFixed(2)}`;
  });
  return some.length === 0 ? "no tokens are listed" : some.join(", ");
}
