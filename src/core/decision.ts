import type { FailureStatus, Verdict } from "./reading.js";

/** How stored judgments of one comparison and judge become one verdict. Plain data: a run can be read again under another rule. */
export interface Rule {
  /**
   * How the presented orders of a duel are joined. `mean`: the side with more of the votes wins, equal votes are a tie.
   * `consistent`: a side wins only where every decided order says so, else a tie.
   */
  readonly orders: "mean" | "consistent";
}

/** The rule in force where none is named. */
export const DEFAULT_RULE: Rule = { orders: "mean" };

/** What `combine` makes of the judgments of one comparison and one judge: a verdict, or why there is none. */
export type Decision =
  | { readonly status: "decided"; readonly verdict: Verdict }
  | { readonly status: "abstained"; readonly reasons: readonly AbstainReason[] };

export interface AbstainReason {
  readonly status: FailureStatus | "not-asked";
  readonly count: number;
}
