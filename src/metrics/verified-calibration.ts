import { dataBySource } from "./by-source.js";
import { calibration } from "./calibration.js";
import type { Metric } from "./metric.js";

/**
 * Calibration against what was verified alone, where other preferences lie beside it: whether the judge knows when it does not know. Where
 * all preferences are verified, `calibration` is this already.
 */
export const verifiedCalibration: Metric = {
  name: "verified-calibration",
  title: "calibration against the verifier",
  measure(study) {
    const data = dataBySource(study.data, ["verified"]);
    if (!data || data === study.data) return [];
    return calibration
      .measure({ ...study, data })
      .filter(({ metric, subset }) => subset === null && FIGURES.includes(metric))
      .map((estimate) => ({ ...estimate, metric: `verified-${estimate.metric}` }));
  },
};

const FIGURES: readonly string[] = ["brier", "ece", "brier-recalibrated", "auc", "selective-area"];
