import type { Reply } from "../core/judgment.js";
import type { Request } from "../protocols/protocol.js";

/**
 * A reply with the token probabilities of the places that a protocol reads, and no others: twenty candidates for each token of a long
 * critique would be many times the size of the critique.
 *
 * @example keepingTokens(reply, () => [{ start: 3, end: 4 }]) // only tokens that touch the fourth character
 */
export function keepingTokens(reply: Reply, keepTokens: Request["keepTokens"]): Reply {
  const { tokens, ...rest } = reply;
  if (!tokens) return reply;
  const spans = keepTokens?.(reply.text) ?? [];
  const kept = tokens.filter(({ at, token }) =>
    spans.some(({ start, end }) => at < end && at + Math.max(token.length, 1) > start),
  );
  return kept.length === 0 ? rest : { ...rest, tokens: kept };
}
