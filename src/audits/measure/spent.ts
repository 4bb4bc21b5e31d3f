import type { Judgment } from "../../core/judgment.js";
import type { AuditStudy } from "../study.js";

/** What something took; null where that is not known. A reused reply counts as what it took when it was made. */
export interface Spent {
  readonly usd: number | null;
  readonly tokens: number | null;
  readonly seconds: number | null;
}

/** In the order in which a cost is looked at: money where it is known, else tokens, else time. */
export const SPENT_UNITS = ["usd", "tokens", "seconds"] as const;
export type SpentUnit = (typeof SPENT_UNITS)[number];

const NOTHING: Spent = { usd: 0, tokens: 0, seconds: 0 };
const UNKNOWN: Spent = { usd: null, tokens: null, seconds: null };

/** What one judgment took. Of a call that failed nobody knows what it cost. */
export function spentOn({ judge, prices }: AuditStudy, judgment: Judgment): Spent {
  const { calls, imported } = judgment;
  if (judge.kind === "computed") return NOTHING;
  if (calls.length === 0)
    return { ...UNKNOWN, usd: imported?.usd ?? null, seconds: imported?.seconds ?? null };
  const known = calls.flatMap((call) => (call.status === "answered" ? [call] : []));
  if (known.length < calls.length) return UNKNOWN;
  const each = known.map(({ seconds, reply: { usage, model } }): Spent => {
    if (!usage) return { ...UNKNOWN, seconds };
    const { inputTokens, outputTokens } = usage;
    const name = "model" in judge && judge.model !== undefined ? judge.model : model;
    const price = name !== undefined && Object.hasOwn(prices, name) ? prices[name] : undefined;
    const usd = price
      ? (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1e6
      : null;
    return { usd, tokens: inputTokens + outputTokens, seconds };
  });
  return totalSpent(each);
}

/** The sum; unknown where a part is. */
export function totalSpent(parts: readonly Spent[]): Spent {
  return by((unit) => parts.reduce<number | null>((sum, part) => plus(sum, part[unit]), 0));
}

/** The mean of what is known; unknown where nothing is. */
export function meanSpent(parts: readonly Spent[]): Spent {
  return by((unit) => {
    const known = parts.flatMap((part) => part[unit] ?? []);
    // Added from the smallest up: the same to the last bit in whatever order they come.
    return known.length === 0 ? null : known.sort((a, b) => a - b).reduce((a, b) => a + b) / known.length;
  });
}

function by(value: (unit: SpentUnit) => number | null): Spent {
  return { usd: value("usd"), tokens: value("tokens"), seconds: value("seconds") };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
