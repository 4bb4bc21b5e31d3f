/**
 * n over k, how many ways there are to choose k of n: exact as long as it is a whole number that a double holds (2⁵³), beyond that to about
 * 1e-15 of itself. 0 where k is below 0 or above n; the counts must be whole.
 *
 * @example choose(5, 2) // 10
 */
export function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    const next = (ways * (n - Math.min(k, n - k) + i)) / i;
    ways = next < Number.MAX_SAFE_INTEGER / n ? Math.round(next) : next;
  }
  return ways;
}
