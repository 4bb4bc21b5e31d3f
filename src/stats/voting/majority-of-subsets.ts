import { choose } from "../distributions/choose.js";
import { MOST_VOTES, withSilent } from "./silent-votes.js";

/** How the votes on one question fell. */
export interface VoteCounts {
  readonly right: number;
  readonly wrong: number;
  readonly tied: number;
  /** Votes that said nothing: they abstain. Default 0. */
  readonly silent?: number;
}

/**
 * The accuracy of a majority vote of 1, 2 … K of the K votes on a question, each averaged over all subsets of that size: how many right, wrong
 * and tied votes are among k drawn without replacement is multivariate hypergeometric (Johnson, Kotz and Balakrishnan 1997, ch. 39), so the
 * mean over C(K, k) subsets is a sum over these counts and nothing is drawn by chance. It is the unbiased estimate of the accuracy of k
 * fresh votes, as that of pass@k by Chen et al. (2021) is.
 *
 * The side that is named most wins: 1 where that is the right one, 0 where it is the wrong one, ½ where ties are named most or two lead
 * together. Subsets in which no vote speaks are left out. Entry k − 1 is for k votes, 0…1; null where no vote speaks, where counts are not
 * whole numbers from 0 up, and beyond 1,000 votes.
 *
 * @example majorityOfSubsets({ right: 2, wrong: 1, tied: 0 }) // [0.6666…, 0.6666…, 1]
 */
export function majorityOfSubsets({ right, wrong, tied, silent = 0 }: VoteCounts): number[] | null {
  const speaking = right + wrong + tied;
  const areCounts = [right, wrong, tied, silent].every((count) => Number.isInteger(count) && count >= 0);
  if (!areCounts || speaking === 0 || speaking + silent > MOST_VOTES) return null;
  const spoken = Array.from({ length: speaking }, (_, i) => accuracyOf(i + 1, { right, wrong, tied }));
  return withSilent(spoken, silent);
}

/** Of this many votes that all speak. */
function accuracyOf(drawn: number, { right, wrong, tied }: VoteCounts): number {
  let [ways, worth] = [0, 0];
  for (let r = Math.max(0, drawn - wrong - tied); r <= Math.min(right, drawn); r++) {
    for (let w = Math.max(0, drawn - r - tied); w <= Math.min(wrong, drawn - r); w++) {
      const t = drawn - r - w;
      const waysHere = choose(right, r) * choose(wrong, w) * choose(tied, t);
      ways += waysHere;
      worth += waysHere * (r > w && r > t ? 1 : w > r && w > t ? 0 : 0.5);
    }
  }
  return worth / ways;
}
