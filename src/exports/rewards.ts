import type { Comparison, Duel } from "../core/comparison.js";
import { TIE } from "../core/preference.js";

/** A duel and who won it: a response id, "tie", or null where nobody knows. */
export interface WonDuel {
  readonly duel: Duel;
  readonly winner: string | null;
}

export interface Rewards {
  /** A score of the judge's, a mean rating, or the share of its decided duels that a response won (0…1). */
  readonly unit: "score" | "rating" | "win-share";
  /** A response of which nothing was said has none: unknown is not zero. */
  readonly byId: ReadonlyMap<string, number>;
}

export const NO_REWARDS: Rewards = { unit: "win-share", byId: new Map() };

/**
 * A reward for each response of a comparison: its score or rating where any were given, else the share of its decided duels that it won
 * (a tie ½).
 *
 * @example rewardsFrom({ id, prompt, responses: [r1, r2] }, [{ duel: ["r1", "r2"], winner: "r1" }], NO_REWARDS).byId // r1 → 1, r2 → 0
 */
export function rewardsFrom({ responses }: Comparison, duels: readonly WonDuel[], numbers: Rewards): Rewards {
  if (numbers.byId.size > 0) return numbers;
  const rewards = new Map<string, number>();
  for (const { id } of responses) {
    const own = duels.filter(({ duel, winner }) => duel.includes(id) && winner !== null);
    if (own.length === 0) continue;
    const won = own.reduce((sum, { winner }) => sum + (winner === id ? 1 : winner === TIE ? 0.5 : 0), 0);
    rewards.set(id, won / own.length);
  }
  return { unit: "win-share", byId: rewards };
}
