import type { JudgeRule } from "../combine/rule.js";
import type { Comparison } from "../core/comparison.js";
import type { Judge } from "../core/judge.js";
import type { Judgment } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import type { Random } from "../core/random.js";

/** One judge with all that an audit knows of it: the data with their texts, and every judgment so far. */
export interface AuditStudy {
  readonly judge: Judge;
  readonly judgeRule: JudgeRule;
  readonly seed: number;
  /** How often a bootstrap draws. */
  readonly resamples: number;
  /** US dollars per million tokens, by the model's name; empty where the user gives none. */
  readonly prices: AuditPrices;
  /** In the order of clusters, then ids; comparisons of one cluster are adjacent. */
  readonly comparisons: readonly Comparison[];
  /** On the whole answer. */
  preferencesOf(comparison: string): readonly Preference[];
  /** The judge's own judgments of a comparison, no probe's. */
  baseOf(comparison: string): readonly Judgment[];
  /** Those of one arm of a probe. */
  armOf(probe: string, arm: string, comparison: string): readonly Judgment[];
  /** The arms of a probe in which this judge has judgments, in alphabetical order: for what reads another probe's arms. */
  armsOf(probe: string): readonly string[];
  /**
   * The presentations of what is shown, in every order that tells something: of two or more responses shown together each order and its
   * reverse. [] where the judge cannot be asked about it.
   */
  layoutsOf(comparison: Comparison, asking?: ArmName): readonly (readonly string[])[];
  /** Why this arm cannot be asked of this judge (it takes no such option, or is an import); null where it can. */
  whyNot(arm: ArmName): string | null;
  /** A stream of chance for this judge and purpose alone. */
  random(purpose: string): Random;
  /** The studies of all judges of the audit, this one's among them, for what can only be said of several. */
  panel(): readonly AuditStudy[];
}

export type AuditPrices = Readonly<
  Record<string, { readonly inputPerMillion: number; readonly outputPerMillion: number }>
>;

export interface ArmName {
  readonly probe: string;
  readonly arm: string;
}
