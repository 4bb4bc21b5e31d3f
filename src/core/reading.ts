import type { Duel } from "./comparison.js";

/** What a judge decided, in response ids: letters never leave the protocol. */
export type Verdict =
  | {
      readonly kind: "duel";
      readonly between: Duel;
      /** A response id of `between`, or "tie". */
      readonly winner: string;
      /** How strongly, where the judge was asked: 1 better, 2 much better. */
      readonly strength?: number;
      /** Probability the judge gave to `between[0]`, 0…1. */
      readonly pWin?: number;
    }
  | {
      readonly kind: "scores";
      readonly byId: Readonly<Record<string, number>>;
      /** Scores per criterion, where the protocol asks for them. */
      readonly parts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
      /** By response: the expected score over the token probabilities of the score, where they are known. */
      readonly expected?: Readonly<Record<string, number>>;
      /** By response: [low, high], between which the expected score (or the probability) lies whatever the tokens were that the endpoint did not list. */
      readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
    }
  | { readonly kind: "ranking"; readonly tiers: readonly (readonly string[])[] };

/** Every way in which a judgment can end without a verdict. */
export const FAILURE_STATUSES = [
  "unparsed",
  "ambiguous",
  "out-of-range",
  "refused",
  "truncated",
  "empty",
  "undecided",
  "failed",
] as const;
export type FailureStatus = (typeof FAILURE_STATUSES)[number];

/** What was read from a judge's replies: a verdict, or why there is none. A failure is never a tie, a zero or a coin toss. */
export type Reading =
  | { readonly status: "decided"; readonly verdict: Verdict }
  | { readonly status: FailureStatus; readonly reason: string };
export type ReadingStatus = Reading["status"];
