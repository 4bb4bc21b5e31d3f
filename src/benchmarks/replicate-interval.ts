import { percentileInterval } from "../stats/intervals/percentile-interval.js";
import type { OfficialFigure } from "./benchmark.js";

/**
 * The percentile interval of replicates that were drawn elsewhere, NaN where a resample has no value; null as `clusterBootstrap` has it:
 * where there are none, more than one in twenty has no value, or all have the same.
 */
export function replicateInterval(replicates: Float64Array): OfficialFigure["interval"] {
  const values = replicates.filter((value) => !Number.isNaN(value));
  if (values.length === 0 || values.length < 0.95 * replicates.length) return null;
  const interval = percentileInterval(values);
  return interval && interval[1] - interval[0] > 1e-12 ? interval : null;
}
