import type { PreferenceSource } from "../core/preference.js";
import type { DatasetFormat } from "./source.js";

/** What a dataset file holds, and what in it deserves a look before any judge is asked. Plain data. */
export interface DatasetReport {
  readonly path: string;
  readonly format: DatasetFormat;
  /** How the rows were read: the recognised shapes ("native", "chosen-rejected" …) or "map", most rows first. */
  readonly shapes: readonly { readonly name: string; readonly rows: number }[];
  /** Rows of the file, read or not. */
  readonly rows: number;
  /** Rows that could not be read. */
  readonly invalidRows: number;
  /** Why, of the first 20 of them. */
  readonly invalid: readonly { readonly row: number; readonly message: string }[];
  /** Rows that could be read. */
  readonly comparisons: number;
  /** How many comparisons have k responses, fewest responses first. */
  readonly responses: readonly { readonly k: number; readonly comparisons: number }[];
  /** By falling size; the name is null for comparisons without a subset. */
  readonly subsets: readonly { readonly name: string | null; readonly comparisons: number }[];
  readonly preferences: number;
  /** Comparisons of which nothing was said. */
  readonly withoutPreference: number;
  readonly sources: readonly { readonly source: PreferenceSource; readonly preferences: number }[];
  /** By falling number; the name is null for preferences without an annotator. */
  readonly annotators: readonly { readonly name: string | null; readonly preferences: number }[];
  /**
   * Duels by the outcome with most votes: the response that stands first, the second, a tie; split where no outcome has most.
   * A duel of which nothing was said is in none. For chosen/rejected rows "first" is by the seeded order.
   */
  readonly labels: {
    readonly first: number;
    readonly second: number;
    readonly tie: number;
    readonly split: number;
  };
  /** Decided duels whose responses differ in length (UTF-16 units): in how many is the longer preferred? `share` is null where n = 0. */
  readonly length: { readonly longerPreferred: number; readonly n: number; readonly share: number | null };
  /** Comparisons whose prompt stands in an earlier one too; such rows belong in one cluster. */
  readonly repeatedPrompts: number;
  /** Comparisons with the prompt and the responses (in any order) of an earlier one. */
  readonly duplicates: Cases<{ readonly id: string; readonly ofRow: number }>;
  /** Duels on the prompt and the two texts of an earlier row, with the opposite winner. */
  readonly contradictions: Cases<DuelCase & { readonly ofRow: number }>;
  /** Duels whose responses are equal but for case and white space, or share 95 % of their word triples. */
  readonly nearIdentical: Cases<DuelCase>;
  /** Responses of nothing but white space. */
  readonly emptyResponses: Cases<{ readonly id: string; readonly response: string }>;
  /** Sentences: what was read in a documented but unusual way, and what the whole file makes doubtful. */
  readonly notes: readonly string[];
}

/** How often something was found, and where first. */
export interface Cases<Case> {
  readonly count: number;
  /** At most 20, each with the row it stands in. */
  readonly first: readonly (Case & { readonly row: number })[];
}

export interface DuelCase {
  /** Of the comparison. */
  readonly id: string;
  readonly between: readonly [string, string];
}

/** How many cases of each kind a report names. */
export const MOST_CASES = 20;
