import { pearson } from "./pearson.js";

/**
 * Row-wise Pearson correlation of two square tables of win rates, row by row: the mean over models of Pearson's correlation of the two rows
 * of a model, over the opponents of which both tables hold a rate (Frick et al. 2024, arXiv 2410.14872, who compare a judge's win rates with
 * people's), −1…1. A row with fewer than two such opponents, or of one value in either table, has no correlation and is left out.
 *
 * null for tables of different size, and where no row has a correlation.
 *
 * @param first row against column; null where the two never met, and for a model against itself
 * @example rowWisePearson([[null, 0.6, 0.9], [0.4, null, 0.7], [0.1, 0.3, null]], [[null, 0.5, 1], [0.5, null, 0.5], [0, 0.5, null]]) // 1
 */
export function rowWisePearson(
  first: readonly (readonly (number | null)[])[],
  second: readonly (readonly (number | null)[])[],
): number | null {
  if (first.length !== second.length) return null;
  let [sum, rows] = [0, 0];
  for (const [i, row] of first.entries()) {
    const other = second[i] ?? [];
    if (row.length !== other.length) return null;
    const both = row.flatMap((rate, j) => {
      const twin = other[j] ?? null;
      return rate === null || twin === null ? [] : [[rate, twin] as const];
    });
    const r = pearson(
      both.map(([rate]) => rate),
      both.map(([, twin]) => twin),
    );
    if (r === null) continue;
    sum += r;
    rows++;
  }
  return rows > 0 ? sum / rows : null;
}
