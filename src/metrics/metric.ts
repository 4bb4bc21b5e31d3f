import type { Estimate } from "../core/analysis.js";
import type { JudgeStudy } from "./judge-study.js";

/** A way of measuring a judge. One file, one line in `all.ts`. */
export interface Metric {
  /** Kebab case: the estimates of a metric are called this, or begin with it. */
  readonly name: string;
  /** A few words for a table's head. */
  readonly title: string;
  /**
   * The figures of one judge. A figure that is not defined has value null and a reason; [] where the data has nothing this metric is about.
   * Must not depend on the order in which rows or responses were given: a JudgeStudy has them in one fixed order.
   */
  measure(study: JudgeStudy): readonly Estimate[];
}
