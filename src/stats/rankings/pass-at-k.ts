/**
 * pass@k of one problem: the chance that at least one of k answers, drawn at random without replacement from n of which `passed` passed,
 * has passed. Over problems it is the mean of these.
 *
 * 1 − C(n − c, k)/C(n, k), unbiased for the chance that one of k fresh answers passes (Chen et al. 2021, arXiv 2107.03374, eq. 1), where
 * 1 − (1 − c/n)ᵏ is too low. As a product, Πⱼ (1 − max(c, k)/(n − j)) for j < min(c, k), by its logarithm: no factorial overflows, and a
 * small chance keeps its digits. O(min(c, k)). It is `bestOfN` at k of a judge whose scores are the truth.
 *
 * @param n answers drawn, 1 or more; those whose check was undecided are not among them
 * @param passed how many of them passed, 0…n
 * @param k 1…n
 * @returns 0…1; null where k is greater than n or a count is not a whole number of its range
 * @example passAtK(5, 2, 3) // 0.9
 */
export function passAtK(n: number, passed: number, k: number): number | null {
  if (![n, passed, k].every(Number.isSafeInteger) || passed < 0 || passed > n || k < 1 || k > n) return null;
  const [fewer, more] = [Math.min(passed, k), Math.max(passed, k)];
  let logOfNone = 0;
  for (let j = 0; j < fewer; j++) {
    if (more >= n - j) return 1;
    logOfNone += Math.log1p(-more / (n - j));
  }
  return 0 - Math.expm1(logOfNone);
}
