import type { Comparison } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Judge } from "../core/judge.js";
import type { Judgment, Reply } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";

/** What the manifest of any folder says. */
export interface FolderManifest {
  readonly format: 1;
  readonly touchstone: string;
  readonly node: string;
  readonly createdAt: string;
  readonly name: string;
  readonly datasets: readonly {
    readonly path: string;
    readonly sha256: string;
    readonly reading: JsonObject;
  }[];
}

/** What a run is a run of. Plain data: the folder stands alone. */
export interface Manifest extends FolderManifest {
  readonly judges: readonly Judge[];
  readonly plan: { readonly repeats: number; readonly seed: number };
  /** The public benchmark the data are of. */
  readonly benchmark?: string;
  /** Said beside the judges' names where the judgments come from elsewhere, for example "recorded 2026-11-23". */
  readonly origin?: string;
  /** Free remarks, for example of a recorded run: quantisation, server, threads. Shown, never interpreted. */
  readonly notes?: JsonObject;
}

/** A run's records as they can be read: all that an analysis needs. */
export interface RunRecords {
  readonly manifest: Manifest;
  /** Where they are, for messages. */
  readonly location: string;
  /** Warnings of opening them, for example that a torn last line was passed over. */
  readonly warnings: readonly string[];
  comparisons(): AsyncIterable<Comparison>;
  preferences(): AsyncIterable<Preference>;
  /** The judgments that count, one a key: the last record that did not fail, else the last. */
  judgments(): AsyncIterable<Judgment>;
}

/** Where a run's records are kept. Judgments are only ever added; per key the last record that did not fail is the one that counts. */
export interface Store extends RunRecords {
  /** Adds the comparisons that are not there yet, each with its preferences. */
  addComparisons(
    rows: AsyncIterable<{ comparison: Comparison; preferences: readonly Preference[] }>,
  ): Promise<void>;

  /** Whether a judgment is stored under this trial key that did not fail in transport. */
  isSatisfied(trialKey: string): boolean;
  /** Resolves when the record is written (it then survives the death of this process). */
  append(judgment: Judgment): Promise<void>;

  /** Writes out, syncs and gives up the lock. */
  close(): Promise<void>;
}

/** Finds a reply that an earlier run already paid for. */
export interface ReplyLookup {
  find(requestKey: string): Promise<Reply | undefined>;
  close(): Promise<void>;
}
