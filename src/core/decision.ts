import type { FailureStatus, Verdict } from "./reading.js";

/** How stored judgments of one comparison and judge become one verdict. Plain data: a run can be read again under another rule. */
export interface Rule {
  /**
   * How the presented orders of a duel are joined. `mean`: the side with more of the votes wins, equal votes are a tie.
   * `consistent`: a side wins only where every decided order says so, else a tie. `pooled`: the samples of all orders are joined into one
   * vote, as if they were samples of one question.
   */
  readonly orders: "mean" | "consistent" | "pooled";
  /**
   * How the samples of one question become one vote. `each`: every sample is a vote and the votes are averaged. `majority`: the winner
   * that most samples name. `mean`, `median`, `sum`: of the scores (of signed strengths, for winners), then compared.
   */
  readonly samples: "each" | "majority" | "mean" | "median" | "sum";
  /** `expected`: the expectation over the token probabilities in place of the verdict that was sampled; where it is not known nothing is decided. */
  readonly value: "sampled" | "expected";
  /** Only the first N samples of each question count; null for all. */
  readonly firstSamples: number | null;
}

/** The rule in force where none is named. */
export const DEFAULT_RULE: Rule = { orders: "mean", samples: "each", value: "sampled", firstSamples: null };

/** What `combine` makes of the judgments of one comparison and one judge: a verdict, or why there is none. */
export type Decision =
  | { readonly status: "decided"; readonly verdict: Verdict }
  | { readonly status: "abstained"; readonly reasons: readonly AbstainReason[] };

export interface AbstainReason {
  readonly status: FailureStatus | "not-asked";
  readonly count: number;
}
