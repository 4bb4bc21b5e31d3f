import type { Duel } from "./comparison.js";
import type { ErrorKind } from "./error-kind.js";

/** Who says so: people, the way the item was built, or a check that was run. */
export type PreferenceSource = "human" | "constructed" | "verified";

/** The word that stands where a winner's id would: neither response is preferred. No response may have it as its id. */
export const TIE = "tie";

/** What was said of a comparison's responses, in response ids. */
export type PreferenceValue =
  | {
      readonly kind: "duel";
      readonly between: Duel;
      /** A response id of `between`, or "tie". */
      readonly winner: string;
      /** How strongly, in the units of the source (for example 1…3). */
      readonly strength?: number;
      /** Probability that `between[0]` is preferred, 0…1. */
      readonly p?: number;
    }
  | { readonly kind: "ratings"; readonly scores: Readonly<Record<string, number>> }
  /** Best tier first; responses in one tier are equal. */
  | { readonly kind: "ranking"; readonly tiers: readonly (readonly string[])[] }
  /** Every `good` response is preferred to every `bad` one; nothing is said within a set. */
  | { readonly kind: "sets"; readonly good: readonly string[]; readonly bad: readonly string[] };

/** What one annotator, a construction or a check said of one comparison. Travels beside Comparisons, never inside a View. */
export type Preference = {
  readonly comparison: string;
  readonly source: PreferenceSource;
  readonly annotator?: string;
  /** What was asked of the annotator ("overall" when absent). */
  readonly aspect?: string;
  /** Why, in one line: for constructed preferences the planted flaw. */
  readonly note?: string;
  /** The kind of error of responses that a check failed, by their ids: the loser of a duel, bad ones of sets, those rated 0. */
  readonly errors?: Readonly<Record<string, ErrorKind>>;
} & PreferenceValue;
