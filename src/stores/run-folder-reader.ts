import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../core/errors.js";
import { judgmentIndex } from "./judgment-index.js";
import { wholeLines } from "./lines.js";
import { readManifest } from "./manifest.js";
import { MANIFEST } from "./manifest-file.js";
import {
  brokenLine,
  COMPARISONS,
  comparisonIds,
  comparisonsIn,
  JUDGMENTS,
  judgmentsIn,
  PREFERENCES,
  preferencesIn,
  tornWarning,
} from "./run-records.js";
import type { RunRecords } from "./store.js";

export interface RunCounts {
  readonly comparisons: number;
  /** Trials with any record. */
  readonly judgments: number;
  /** Trials among them whose every record failed: a resumed run asks them again. */
  readonly failed: number;
}

/** A run folder that is only read. */
export interface RunFolderReader extends RunRecords {
  readonly counts: RunCounts;
  /** Whether a judgment is stored under this trial key that did not fail. */
  isSatisfied(trialKey: string): boolean;
}

export type RunListing = { readonly folder: string } & (
  | {
      readonly status: "readable";
      readonly name: string;
      readonly createdAt: string;
      /** Names. */
      readonly judges: readonly string[];
      readonly counts: RunCounts;
    }
  | { readonly status: "broken"; readonly reason: string }
);

/**
 * Reads a run folder as it stands now, whoever may be writing it: takes no lock and changes nothing. A torn last line is left
 * out with a warning. Throws an InputError where there is no manifest.
 */
export async function readRunFolder(folder: string): Promise<RunFolderReader> {
  const manifest = await readManifest(folder);
  if (!manifest) throw new InputError(`run folder ${folder}`, `a ${MANIFEST}`, "none");
  // In the order opposite to the writing, so that what is seen of one file is never without what it refers to.
  const judgments = await wholeLines(join(folder, JUDGMENTS));
  const comparisons = await wholeLines(join(folder, COMPARISONS));
  const preferences = await wholeLines(join(folder, PREFERENCES));
  const { ids, warnings } = await comparisonIds(comparisons);
  warnings.push(
    ...tornWarning(COMPARISONS, comparisons.tornBytes),
    ...tornWarning(PREFERENCES, preferences.tornBytes),
    ...tornWarning(JUDGMENTS, judgments.tornBytes),
  );
  const index = await judgmentIndex(judgments, (line) => warnings.push(brokenLine(JUDGMENTS, line)));
  return {
    manifest,
    location: folder,
    warnings,
    counts: { comparisons: ids.size, judgments: index.size, failed: index.size - index.satisfied },
    comparisons: () => comparisonsIn(comparisons),
    preferences: () => preferencesIn(preferences, ids),
    isSatisfied: (key) => index.isSatisfied(key),
    judgments: () => judgmentsIn(judgments, index),
  };
}

/** The run folders in a directory, newest first; one that cannot be read is listed as broken. A missing directory has none. */
export async function listRuns(directory: string): Promise<RunListing[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  const listings: RunListing[] = [];
  for (const { name } of folders) listings.push(await listingOf(join(directory, name)));
  const age = (listing: RunListing) => (listing.status === "readable" ? listing.createdAt : "");
  return listings.sort((a, b) => (age(a) < age(b) ? 1 : age(a) > age(b) ? -1 : a.folder < b.folder ? -1 : 1));
}

async function listingOf(folder: string): Promise<RunListing> {
  try {
    const { manifest, counts } = await readRunFolder(folder);
    const { name, createdAt, judges } = manifest;
    return { folder, status: "readable", name, createdAt, judges: judges.map((judge) => judge.name), counts };
  } catch (error) {
    return { folder, status: "broken", reason: error instanceof Error ? error.message : String(error) };
  }
}
