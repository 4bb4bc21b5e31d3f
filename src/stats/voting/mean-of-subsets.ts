import { MOST_VOTES, withSilent } from "./silent-votes.js";

/** So many different sums are counted at most: 17 votes without any order among them, hundreds of votes on a scale of whole numbers. */
const MOST_SUMS = 2 ** 17;

/**
 * The accuracy of the mean of 1, 2 … K of the K numbers given on a question (each by how much the right side is ahead), averaged over all
 * subsets of that size. How many subsets have which sum is counted by adding one number after the other (the counting form of the subset-sum
 * recursion; Bellman 1957), so nothing is drawn by chance.
 *
 * A mean above 0 is right (1), below 0 wrong (0), and 0 a tie (½; sums within rounding of 0 are 0). `silent` is how many votes gave no number:
 * they abstain, and subsets in which no vote speaks are left out. Entry k − 1 is for k votes, 0…1; null where there is no number, where one
 * is not finite, beyond 1,000 votes, and where the sums are too many to be counted (more than 131,072).
 *
 * @example meanOfSubsets([3, -1, -1]) // [0.3333…, 0.6666…, 1]
 */
export function meanOfSubsets(leads: readonly number[], silent = 0): number[] | null {
  const isUsable = leads.length > 0 && leads.every(Number.isFinite) && Number.isInteger(silent);
  if (!isUsable || silent < 0 || leads.length + silent > MOST_VOTES) return null;
  const waysBySize = sumsOfSubsets(leads);
  if (!waysBySize) return null;
  const spoken = waysBySize.slice(1).map((sums) => {
    let [ways, worth] = [0, 0];
    for (const [sum, count] of sums) {
      ways += count;
      // Each number is off by half a unit at most.
      worth += count * (Math.abs(sum) <= leads.length ? 0.5 : sum > 0 ? 1 : 0);
    }
    return worth / ways;
  });
  return withSilent(spoken, silent);
}

/** By size 0…n: how many subsets have which sum, in units of 10⁻¹² of the largest number. null where the sums are too many. */
function sumsOfSubsets(leads: readonly number[]): readonly ReadonlyMap<number, number>[] | null {
  const largest = leads.reduce((most, lead) => Math.max(most, Math.abs(lead)), 0);
  const units = leads.map((lead) => (largest === 0 ? 0 : Math.round((lead / largest) * 1e12)));
  const bySize: Map<number, number>[] = [new Map([[0, 1]])];
  let states = 1;
  for (const unit of units) {
    bySize.push(new Map());
    // From the largest size down, so that no number is added twice.
    for (let size = bySize.length - 2; size >= 0; size--) {
      const larger = bySize[size + 1];
      for (const [sum, ways] of bySize[size] ?? []) {
        const known = larger?.get(sum + unit);
        if (known === undefined) states++;
        larger?.set(sum + unit, (known ?? 0) + ways);
      }
      if (states > MOST_SUMS) return null;
    }
  }
  return bySize;
}
