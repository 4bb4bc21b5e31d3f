import { choose } from "../distributions/choose.js";

/** Beyond it the number of subsets leaves the range of a double. */
export const MOST_VOTES = 1000;

/**
 * What a subset of 1…K votes is worth where some of the K say nothing: the worth of what is said by m votes, averaged over how many of the k
 * drawn speak (hypergeometric), subsets in which nobody speaks left out. `spoken[m − 1]` is the worth of m votes that all speak.
 */
export function withSilent(spoken: readonly number[], silent: number): number[] {
  const speaking = spoken.length;
  return Array.from({ length: speaking + silent }, (_, i) => {
    const drawn = i + 1;
    let [ways, worth] = [0, 0];
    for (let m = Math.max(1, drawn - silent); m <= Math.min(speaking, drawn); m++) {
      const waysHere = choose(speaking, m) * choose(silent, drawn - m);
      ways += waysHere;
      worth += waysHere * (spoken[m - 1] ?? 0);
    }
    // Only where fewer are drawn than are silent may nobody speak; somebody does in some subset, since somebody speaks at all.
    return worth / ways;
  });
}
