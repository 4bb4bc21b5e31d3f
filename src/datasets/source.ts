import type { Check } from "../core/check.js";
import type { Comparison } from "../core/comparison.js";
import type { InputError } from "../core/errors.js";
import type { Preference, PreferenceSource } from "../core/preference.js";

/** One row of a dataset: what is judged, and apart from it what was said of it. */
export interface DatasetRow {
  readonly comparison: Comparison;
  readonly preferences: readonly Preference[];
  /** How its responses can be verified, where that is known; never shown to a judge. */
  readonly checks?: readonly Check[];
}

export const DATASET_FORMATS = ["jsonl", "json", "csv", "parquet"] as const;
export type DatasetFormat = (typeof DATASET_FORMATS)[number];

/**
 * Which values of a winner column name which response: "a" the first, "b" the second …, and "tie".
 *
 * @example { a: ["A>B"], b: ["B>A"], tie: ["0"] }
 */
export type WinnerLabels = Readonly<Record<string, readonly string[]>>;

/** A dataset file and how to read it. */
export interface DatasetSource {
  readonly path: string;
  /** Default: Parquet by its first bytes, else by the extension (.jsonl .ndjson .json .csv .tsv), else by the first byte. */
  readonly format?: DatasetFormat;
  /** Which columns hold what (see `parseMap`). Default: the shape is recognised row by row. */
  readonly map?: Readonly<Record<string, string>>;
  /** Given, they replace the winner values that are known by default. */
  readonly labels?: WinnerLabels;
  /** Who the preferences of recognised and mapped rows come from; native rows say so themselves. Default "human". */
  readonly source?: PreferenceSource;
  /** Places the responses of chosen/rejected rows. */
  readonly seed: number;
  /** Leave invalid rows out (counted in a note) instead of throwing at the first. */
  readonly skipInvalid?: boolean;
  /** Called for every row that `skipInvalid` leaves out. */
  readonly onInvalid?: (error: InputError) => void;
  /** Called when the reading ends, also where the consumer stopped early, with each thing that was done and should be known: a sentence with the file and a count. */
  readonly onNote?: (note: string) => void;
}
