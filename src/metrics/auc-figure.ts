import type { Estimate } from "../core/analysis.js";
import { rocAuc } from "../stats/association/roc-auc.js";
import { rocAucInterval } from "../stats/association/roc-auc-interval.js";

/** The area under the ROC curve with its interval by clusters; the value is null where all outcomes are the same. */
export function aucFigure(
  values: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  clusters: ArrayLike<number>,
): Pick<Estimate, "value" | "interval"> & { readonly method: string } {
  const interval = rocAucInterval(values, outcomes, { clusters });
  const method = "Obuchowski's standard error by clusters, on log odds";
  return {
    value: rocAuc(values, outcomes),
    interval,
    method: interval ? method : `${method}: no interval, too few clusters or no spread`,
  };
}
