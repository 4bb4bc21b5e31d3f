/**
 * Best of n, for every n from 1 to N: the expected gold value of the response with the highest score among n that are drawn at random,
 * without replacement, from the N given; of equal highest scores one is taken at random. Element n − 1 is that of n.
 *
 * It is the mean over all C(N, n) draws, with none drawn: by ascending score the i-th response is the highest of a draw with probability
 * C(i − 1, n − 1)/C(N, n), so E = Σᵢ gold₍ᵢ₎·C(i − 1, n − 1)/C(N, n), with gold averaged where scores are equal (the estimator of Nakano et
 * al. 2021, arXiv 2112.09332, app. I; for gold of 0 and 1 with scores that follow it, the unbiased pass@k of Chen et al. 2021, arXiv
 * 2107.03374). The first element is the mean of gold whatever the scores; with gold for scores it is the best that any judge can reach.
 * O(N · different scores).
 *
 * @param scores the judge's; −∞ and ∞ are the ends they are
 * @param gold what each response is worth: 1 for right and 0 for wrong, or any scale
 * @returns values between the least and the greatest gold; null for no response, lists of different length, a score that is NaN or a gold
 * value that is not finite
 * @example bestOfN([1, 2, 3], [0, 1, 0]) // [0.3333…, 0.3333…, 0]
 */
export function bestOfN(scores: ArrayLike<number>, gold: ArrayLike<number>): Float64Array | null {
  const total = scores.length;
  if (total === 0 || gold.length !== total) return null;
  for (let i = 0; i < total; i++) {
    if (Number.isNaN(scores[i]) || !Number.isFinite(gold[i])) return null;
  }
  const ascending = Uint32Array.from({ length: total }, (_, i) => i).sort((a, b) =>
    compare(scores[a] ?? 0, scores[b] ?? 0),
  );
  const expected = new Float64Array(total);
  for (let start = 0, end = 0; start < total; start = end) {
    const score = scores[ascending[start] ?? 0];
    let sum = 0;
    for (end = start; end < total && scores[ascending[end] ?? 0] === score; end++)
      sum += gold[ascending[end] ?? 0] ?? 0;
    const mean = sum / (end - start);
    // A draw's highest score is this one where it lies among the first `end`, and not among those below: C(end, n) − C(start, n) of C(N, n).
    let [within, below] = [1, 1];
    for (let n = 1; n <= end; n++) {
      within *= (end - n + 1) / (total - n + 1);
      below *= Math.max(0, start - n + 1) / (total - n + 1);
      expected[n - 1] = (expected[n - 1] ?? 0) + mean * (within - below);
    }
  }
  return expected;
}

// −∞ less −∞ is no number.
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
