import type { Estimate } from "./analysis.js";
import type { PreferenceSource } from "./preference.js";

/** What choosing by judges would have brought, by a gold reward of each response. Plain data. */
export interface Downstream {
  readonly gold: GoldSummary;
  /** The most responses that are drawn: every prompt that counts has at least as many with a gold reward. */
  readonly n: number;
  /** Best gold of best-of-n first; judges without any such figure last. */
  readonly judges: readonly JudgeDownstream[];
  readonly prediction: LeaderboardPrediction;
}

export interface GoldSummary {
  readonly source: PreferenceSource;
  readonly kind: "ratings" | "sets";
  /** Whether all rewards lie in 0…1, so that figures of them are shares. */
  readonly isShare: boolean;
  /** Prompts with enough responses that have a gold reward. */
  readonly prompts: number;
  readonly clusters: number;
  /** Left out: comparisons with a gold reward of no response, and with one of fewer than n. */
  readonly withoutGold: number;
  readonly fewer: number;
  /** Responses without a gold reward in prompts that count: never drawn. */
  readonly responsesWithoutGold: number;
}

/** One judge, on the prompts of which it scored or ranked every response that has a gold reward. */
export interface JudgeDownstream {
  readonly id: string;
  readonly name: string;
  /** Computed here as a yardstick, not asked for by the user. */
  readonly baseline: boolean;
  readonly prompts: number;
  /** Prompts left out because a response has no score. */
  readonly excluded: number;
  /** For 1, 2, … n responses drawn. */
  readonly curve: readonly BestOfNPoint[];
  /** How many responses drawn give the most gold (the fewest, where several do); null where nothing was scored. */
  readonly peak: number | null;
  /** Mean gold at the peak less that at n; its interval allows for the peak having been chosen. */
  readonly fall: Estimate;
  /** Whether the interval of the fall lies above 0: beyond the peak more choosing by this judge makes things worse. */
  readonly turnsDown: boolean;
  /** Accuracy, tail accuracy, reward variance, flat prompts, and accuracy on pairs of one author and of different ones. */
  readonly figures: readonly Estimate[];
}

/** Means over prompts when so many of a prompt's responses are drawn at random. */
export interface BestOfNPoint {
  readonly n: number;
  /** Nats, at most: ln n − (n − 1)/n. */
  readonly kl: number;
  /** Gold of the judge's pick. */
  readonly gold: Estimate;
  /** Gold of the best response drawn. */
  readonly oracle: Estimate;
  /** Gold of a random response: the same for every n. */
  readonly random: Estimate;
  /** Oracle less judge. */
  readonly regret: Estimate;
  /** The judge's own score of its pick, in standard deviations of its scores about their mean. */
  readonly proxy: Estimate;
}

/** Whether agreement on pairs says which judge chooses best. */
export interface LeaderboardPrediction {
  /** How the column of agreement must be titled. */
  readonly agreementWith: string;
  /** On the prompts that all of these judges scored. */
  readonly prompts: number;
  /** Prompts left out because one of them did not. */
  readonly excluded: number;
  readonly judges: readonly {
    readonly id: string;
    readonly agreement: Estimate;
    /** Gold of its pick among n. */
    readonly bestOfN: Estimate;
  }[];
  /** Names of judges left out because they scored no prompt in full. */
  readonly leftOut: readonly string[];
  /** Rank correlations over judges, of agreement with gold of best-of-n. */
  readonly spearman: Estimate;
  readonly kendall: Estimate;
  /** Two judges of which one agrees more and the other chooses better. */
  readonly disagreements: readonly LeaderboardDisagreement[];
}

export interface LeaderboardDisagreement {
  /** Judge ids: who agrees more on pairs, and who chooses better. */
  readonly agreesMore: string;
  readonly choosesBetter: string;
  /** Agreement, the first less the second; gold of best-of-n, the second less the first: both above 0. */
  readonly agreement: Estimate;
  readonly bestOfN: Estimate;
  /** Whether both intervals lie above 0. */
  readonly distinguishable: boolean;
}
