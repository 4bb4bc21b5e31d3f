/**
 * How far best-of-n is from the policy it draws from, in nats: KL = ln n − (n − 1)/n (Stiennon et al. 2020, arXiv 2009.01325). Exact where no two responses have equal scores, as of a continuous policy; otherwise the most that it can be (Beirami et al.
 * 2024, arXiv 2401.01879). 0 for n = 1.
 *
 * @param n responses drawn, 1 or more
 * @returns null where n is not a whole number from 1 up
 * @example bestOfNDivergence(4) // 0.6362…
 */
export function bestOfNDivergence(n: number): number | null {
  return Number.isSafeInteger(n) && n >= 1 ? Math.log(n) - (n - 1) / n : null;
}
