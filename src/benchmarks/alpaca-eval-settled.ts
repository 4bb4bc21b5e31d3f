/** 0 (output_1), ½, 1 (output_2), or a probability between. */
type Preference = number;

/**
 * What several preferences on one pair may come to together, ascending: their modes where each is 0, ½ or 1, else their one median (metrics/
 * helpers.py, AbsoluteScoringRule). [] of none.
 *
 * @example modesOf([0, 1, 1, 0]) // [0, 1]
 */
export function modesOf(preferences: readonly Preference[]): readonly Preference[] {
  const sorted = [...preferences].sort((left, right) => left - right);
  if (!sorted.every((one) => one === 0 || one === 0.5 || one === 1)) return [medianOf(sorted)];
  const counts = new Map<Preference, number>();
  for (const one of sorted) counts.set(one, (counts.get(one) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].filter(([, count]) => count === most).map(([preference]) => preference);
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** How several modes become one: as the authors' code does, or as the mean over all that chance could choose. */
export type Ties = "authors" | "expected";

/**
 * The absolute error between what two sides may come to, 0…1; null where one side has nothing. The authors draw one of several modes by a
 * generator that is seeded with 123 anew for each pair, so nothing is random: of two modes it always takes the higher, of three the lowest.
 * `expected` is the mean over equally likely modes, drawn for each side on its own.
 *
 * @example errorBetween([0], [0, 1], "authors") // 1; "expected" gives ½
 */
export function errorBetween(
  left: readonly Preference[],
  right: readonly Preference[],
  ties: Ties,
): number | null {
  if (left.length === 0 || right.length === 0) return null;
  if (ties === "authors") return Math.abs(drawnBySeed123(left) - drawnBySeed123(right));
  let sum = 0;
  for (const one of left) for (const other of right) sum += Math.abs(one - other);
  return sum / (left.length * right.length);
}

/** numpy's legacy generator with seed 123 permutes two as (1, 0) and three as (0, 1, 2); pandas' sample takes the first. */
function drawnBySeed123(modes: readonly Preference[]): Preference {
  return modes[modes.length === 2 ? 1 : 0] ?? 0;
}
