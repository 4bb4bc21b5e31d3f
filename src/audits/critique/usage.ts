import type { Judgment, Usage } from "../../core/judgment.js";

/** The mean output tokens of a judgment, over those whose every call came with its usage; null where none did. */
export function outputTokens(judgments: readonly Judgment[]): number | null {
  const known = judgments.flatMap((judgment) => tokensOf(judgment, "outputTokens") ?? []);
  return known.length === 0 ? null : known.reduce((sum, tokens) => sum + tokens, 0) / known.length;
}

/** The tokens that a judgment took; null where a call failed or came without its usage, and where none was made. */
export function tokensOf({ calls }: Judgment, kind: "inputTokens" | "outputTokens"): number | null {
  return summed(calls.map((call) => (call.status === "answered" ? usageOf(call.reply.usage, kind) : null)));
}

/** How long a judgment's calls took; null where a call failed or its reply was there already, so that nobody waited for it. */
export function secondsOf({ calls }: Judgment): number | null {
  return summed(calls.map((call) => (call.status === "answered" && !call.reused ? call.seconds : null)));
}

/** The sum; null where there is nothing to add or a part is not known. */
export function summed(parts: readonly (number | null)[]): number | null {
  if (parts.length === 0) return null;
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function usageOf(usage: Usage | undefined, kind: "inputTokens" | "outputTokens"): number | null {
  return usage?.[kind] ?? null;
}
