import { ascending } from "../calibration/forecasts.js";

/**
 * The area under the ROC curve: the probability that a unit with outcome 1 scores above one with outcome 0, equal scores half (Hanley and
 * McNeil 1982; the Mann–Whitney U divided by its most). 0…1, 0.5 where scores say nothing. Outcomes between 0 and 1 (a tie: ½) are shared out.
 * O(n log n). null where either outcome has no unit, lengths differ, or a number is not finite or an outcome not in 0…1.
 *
 * @example rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // 0.75
 */
export function rocAuc(
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): number | null {
  return weightedRocAuc(scores, outcomes)(weights);
}

/**
 * The same ready to be taken again and again with other weights (how often each unit was drawn): the sorting is done once.
 *
 * @example weightedRocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])([1, 1, 0, 1]) // 1
 */
export function weightedRocAuc(
  scores: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): (weights: ArrayLike<number> | null) => number | null {
  if (!isUsable(scores, outcomes)) return () => null;
  const order = Int32Array.from(ascending(scores));
  const sorted = Float64Array.from(order, (unit) => outcomes[unit] ?? 0);
  const ends = tiedEnds(order, scores);
  return (weights) => {
    let [above, positives, negatives] = [0, 0, 0];
    for (let block = 0, at = 0; block < ends.length; block++) {
      const end = ends[block] ?? 0;
      let [hits, misses] = [0, 0];
      for (; at < end; at++) {
        const weight = weights ? (weights[order[at] ?? 0] ?? 0) : 1;
        const outcome = sorted[at] ?? 0;
        hits += weight * outcome;
        misses += weight * (1 - outcome);
      }
      above += hits * (negatives + misses / 2);
      positives += hits;
      negatives += misses;
    }
    const pairs = positives * negatives;
    return pairs > 0 && Number.isFinite(above) ? Math.min(1, above / pairs) : null;
  };
}

/** Where each run of equal scores ends. */
function tiedEnds(order: Int32Array, scores: ArrayLike<number>): Int32Array {
  const ends: number[] = [];
  for (let at = 1; at <= order.length; at++)
    if (at === order.length || scores[order[at] ?? 0] !== scores[order[at - 1] ?? 0]) ends.push(at);
  return Int32Array.from(ends);
}

function isUsable(scores: ArrayLike<number>, outcomes: ArrayLike<number>): boolean {
  if (scores.length !== outcomes.length) return false;
  for (let i = 0; i < scores.length; i++) {
    const outcome = outcomes[i] ?? -1;
    if (!Number.isFinite(scores[i]) || !(outcome >= 0 && outcome <= 1)) return false;
  }
  return true;
}
