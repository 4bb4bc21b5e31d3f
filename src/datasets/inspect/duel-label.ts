import type { Duel } from "../../core/comparison.js";
import { duelOutcome } from "../../core/duel.js";
import { type Preference, TIE } from "../../core/preference.js";

export type DuelLabel = "first" | "second" | "tie" | "split" | null;

/** The outcome of a duel that most preferences name; "split" where no one outcome has most, null where none was named. */
export function duelLabel(preferences: readonly Preference[], duel: Duel): DuelLabel {
  const votes = { first: 0, second: 0, tie: 0 };
  for (const preference of preferences) {
    const outcome = duelOutcome(preference, duel);
    if (outcome === TIE) votes.tie++;
    else if (outcome === duel[0]) votes.first++;
    else if (outcome === duel[1]) votes.second++;
  }
  const most = Math.max(votes.first, votes.second, votes.tie);
  if (most === 0) return null;
  const leading = (["first", "second", "tie"] as const).filter((outcome) => votes[outcome] === most);
  return leading.length === 1 ? (leading[0] ?? null) : "split";
}
