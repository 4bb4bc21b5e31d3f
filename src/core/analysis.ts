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
  | "p-value"
  /** A measure with a scale of its own, for example a Brier score or a log loss. */
  | "score";

/** A statistic that carries its denominator, its interval and what it leaves out. */
export interface Estimate {
  /** Kebab case, for example "agreement-ties-half"; of one kind of error "false-pass-rate:wrong-answer". */
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
  /**
   * What the value would be if all excluded units had come out at their worst and at their best (Manski 1990). Given where they are more than
   * one in twenty of all units.
   */
  readonly bounds?: readonly [number, number];
  /** How the interval (or the p-value) was made. */
  readonly method?: string;
  readonly reason?: string;
}

/** Who the people behind the preferences are. */
export const ANNOTATOR_KINDS = ["expert", "skilled", "crowd"] as const;
export type AnnotatorKind = (typeof ANNOTATOR_KINDS)[number];

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
  /** Each two judges on the same units, over all data and by subset; two baselines are not compared. */
  readonly pairs: readonly PairFigures[];
  /** Lines to be drawn: reliability, and accuracy against coverage. */
  readonly curves: readonly Curve[];
  /** Rankings of the systems that wrote the responses; empty where authors are not known. */
  readonly systems: readonly SystemRanking[];
  /** A benchmark's official figures, one entry a judge; absent where the data are of none. */
  readonly official?: readonly OfficialFigures[];
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
    /** Bradley–Terry strength (log odds, mean 0 over the systems; a tie is half a win), with its 95 % interval; null where it is not defined. */
    readonly strength: number | null;
    readonly interval: readonly [number, number] | null;
  }[];
  /** How the strengths were made, or why there are none. */
  readonly method: string;
}

/** One judge by the official rule of a public benchmark. */
export interface OfficialFigures {
  readonly benchmark: string;
  /** Judge id. */
  readonly judge: string;
  /** Comparisons with at least one judgment. */
  readonly n: number;
  readonly figures: readonly OfficialFigure[];
  /** What the figures must not be taken for; null where they are what the benchmark's authors would print. */
  readonly caution: string | null;
}

export interface OfficialFigure {
  /** The benchmark's own word, in kebab case: "overall", "positional-agreement". */
  readonly name: string;
  /** null where it cannot be computed; then `reason` says why. */
  readonly value: number | null;
  /** The one its authors publish it in. */
  readonly unit: "percent" | "fraction" | "score";
  /** 95 %, whole clusters drawn with replacement, the official formula taken anew; null where there is none. */
  readonly interval: readonly [number, number] | null;
  readonly n: number;
  readonly excluded: number;
  readonly reason?: string;
}

/** Two judges on the units that both decided, on all data or one subset. */
export interface PairFigures {
  /** Judge ids. */
  readonly left: string;
  readonly right: string;
  readonly subset: string | null;
  /** Agreement with the preference, left − right; with the two agreements on those same units. */
  readonly difference: Estimate;
  readonly leftValue: Estimate;
  readonly rightValue: Estimate;
  /** Two-sided, of this pair alone. */
  readonly pValue: Estimate;
  /**
   * Adjusted over the family (judges against each other, or judges against baselines): by Holm on all data, by Benjamini–Hochberg over the
   * subsets. `method` says which, and over how many.
   */
  readonly pAdjusted: Estimate;
  /** Whether interval and adjusted p both tell the two apart at 5 %. */
  readonly distinguishable: boolean;
  /** The smallest true difference that this many units would show in four of five studies (power 0.8 at 5 %, two-sided). */
  readonly detectable: Estimate;
}

/** A line of a judge, point by point. */
export interface Curve {
  readonly judge: string;
  /**
   * `reliability`: x the mean probability given, y the share of wins among those. `selective`: x the share of duels judged when the least sure
   * are left out, y the agreement on those.
   */
  readonly kind: "reliability" | "selective";
  readonly points: readonly { readonly x: number; readonly y: number; readonly n: number }[];
  /** What the probabilities or the order of sureness are. */
  readonly method: string;
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
