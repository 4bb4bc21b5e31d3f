import type { Analysis } from "../core/analysis.js";
import { UsageError } from "../core/errors.js";

/** One gate held against one judge. */
export interface GateResult {
  readonly metric: string;
  readonly judge: string;
  readonly least: number;
  /** Lower bound of the interval, or the value itself where there is no interval; null where the figure is not defined. */
  readonly found: number | null;
  readonly passed: boolean;
}

/**
 * Holds gates against every judge that is not a baseline, on the interval's lower bound over all subsets: a figure that merely
 * happens to be high does not pass, and one that is not defined fails. Throws a UsageError for a metric that is not in the analysis.
 */
export function checkGates(analysis: Analysis, gates: Readonly<Record<string, number>>): GateResult[] {
  const judges = analysis.judges.filter(({ baseline }) => !baseline);
  return Object.entries(gates).flatMap(([metric, least]) => {
    const known = new Set(analysis.estimates.map((estimate) => estimate.metric));
    if (!known.has(metric))
      throw new UsageError(`gate ${metric}: expected one of ${[...known].sort().join(", ")}`);
    return judges.map(({ id, name }): GateResult => {
      const estimate = analysis.estimates.find(
        (one) => one.metric === metric && one.judge === id && one.subset === null,
      );
      const found = estimate?.interval?.[0] ?? estimate?.value ?? null;
      return { metric, judge: name, least, found, passed: found !== null && found >= least };
    });
  });
}
