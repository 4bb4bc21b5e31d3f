import type { Rule } from "./decision.js";
import type { Judge } from "./judge.js";
import type { PreferenceSource } from "./preference.js";
import type { ReadingStatus } from "./reading.js";

export type EstimateUnit =
  | "fraction"
  | "correlation"
  | "kappa"
  | "count"
  | "seconds"
  | "tokens"
  | "usd"
  | "p-value";

/** A statistic that carries its denominator, its interval and what it leaves out. */
export interface Estimate {
  /** Kebab case, for example "agreement-ties-half". */
  readonly metric: string;
  /** Judge id; null where the figure is about the data (for example the human ceiling). */
  readonly judge: string | null;
  /** Subset name; null for all of the data. */
  readonly subset: string | null;
  /** null where it is not defined; then `reason` says why. Never NaN. */
  readonly value: number | null;
  readonly unit: EstimateUnit;
  /** 95 % unless `method` says otherwise; null where none can be given. */
  readonly interval: readonly [number, number] | null;
  /** How many units the value is taken over. */
  readonly n: number;
  /** How many independent clusters these lie in. */
  readonly clusters: number;
  /** How many units were left out for want of a verdict. */
  readonly excluded: number;
  /** How the interval (or the p-value) was made. */
  readonly method?: string;
  readonly reason?: string;
}

/** A judge as it stands in a table. */
export interface JudgeSummary {
  readonly id: string;
  readonly name: string;
  /** What the judge is; null where only its id is known. */
  readonly judge: Judge | null;
  /** How its judgments were combined, where that is not the analysis' own rule. */
  readonly rule?: Rule;
  /** Computed here as a yardstick, not asked for by the user. */
  readonly baseline: boolean;
  /** Where its judgments come from, when they were not made by this run (for example "recorded 2026-11-23"). */
  readonly origin?: string;
  /** Judgments by status. */
  readonly statuses: Readonly<Partial<Record<ReadingStatus, number>>>;
  readonly judgments: number;
  /** Comparisons with at least one judgment, of all in the data. */
  readonly comparisonsJudged: number;
}

/** All that a report is given: figures, and what they are figures of. Plain data. */
export interface Analysis {
  readonly rule: Rule;
  readonly data: DataSummary;
  /** In the order in which a leaderboard shows them: best agreement first. */
  readonly judges: readonly JudgeSummary[];
  readonly estimates: readonly Estimate[];
  /** Rankings of the systems that wrote the responses; empty where authors are not known. */
  readonly systems: readonly SystemRanking[];
  /** Plain sentences that say what the figures mean, no stronger than they are. */
  readonly remarks: readonly string[];
}

export interface DataSummary {
  readonly comparisons: number;
  readonly responses: number;
  /** Duels with a majority preference (ties among them). */
  readonly duels: number;
  readonly duelTies: number;
  /** Duels whose annotators are split, so that there is no majority. */
  readonly duelsSplit: number;
  readonly clusters: number;
  readonly subsets: readonly { readonly name: string; readonly comparisons: number }[];
  /** Preferences by source. */
  readonly sources: Readonly<Partial<Record<PreferenceSource, number>>>;
  /** The most annotators any comparison has. */
  readonly annotatorsPerComparison: number;
  /** How a column of agreement must be titled: "agreement with people" only where people said so. */
  readonly agreementWith: string;
}

export interface SystemRanking {
  /** Judge id, or null for the preference itself. */
  readonly judge: string | null;
  readonly systems: readonly {
    readonly author: string;
    /** Mean over its duels: win 1, tie ½, loss 0. */
    readonly winRate: number;
    readonly duels: number;
  }[];
}

/** Two judges on the same units: who agrees more with the preference, and is the difference more than noise? */
export interface PairedDifference {
  /** Judge ids, and the names they go by. */
  readonly left: string;
  readonly right: string;
  readonly leftName: string;
  readonly rightName: string;
  readonly agreementWith: string;
  /** left − right, over the units both have decided; with the two agreements on those same units. */
  readonly difference: Estimate;
  readonly leftValue: Estimate;
  readonly rightValue: Estimate;
  /** Two-sided; sign flips by cluster. */
  readonly pValue: Estimate;
  /** Units that only one of the two decided. */
  readonly onlyLeft: number;
  readonly onlyRight: number;
  /** One sentence that says what this means. */
  readonly remark: string;
}
