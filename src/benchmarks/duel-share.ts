import type { DuelReading } from "../combine/readings.js";
import type { Duel } from "../core/comparison.js";
import { TIE } from "../core/preference.js";

/**
 * What a duel gives its first response, 0…1, by the scores of both where a judge gave any (equal ones ½), else by the mean of its votes (a
 * win 1, a tie ½). null where neither tells.
 */
export function duelShare(
  [first, second]: Duel,
  scores: ReadonlyMap<string, number> | null,
  reading: DuelReading | undefined,
): number | null {
  if (scores) {
    const [a, b] = [scores.get(first), scores.get(second)];
    if (a === undefined || b === undefined) return null;
    return a === b ? 0.5 : a > b ? 1 : 0;
  }
  const votes = reading?.votes ?? [];
  if (votes.length === 0) return null;
  const points = votes.reduce(
    (sum, { winner }) => sum + (winner === TIE ? 0.5 : winner === first ? 1 : 0),
    0,
  );
  return points / votes.length;
}
