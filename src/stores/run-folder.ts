import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../core/errors.js";
import { ComparisonLogs } from "./comparison-logs.js";
import { JsonlLog } from "./jsonl-log.js";
import { indexed, judgmentIndex } from "./judgment-index.js";
import { judgmentLine } from "./judgment-record.js";
import { takeLock } from "./lock.js";
import { mustAgree, readManifest } from "./manifest.js";
import { MANIFEST, writeManifest } from "./manifest-file.js";
import {
  brokenLine,
  comparisonsIn,
  JUDGMENTS,
  judgmentsIn,
  preferencesIn,
  tornWarning,
} from "./run-records.js";
import type { Manifest, Store } from "./store.js";

export {
  listRuns,
  type RunFolderReader,
  type RunListing,
  readRunFolder,
} from "./run-folder-reader.js";

export interface RunFolderOptions {
  readonly folder: string;
  /** What the run is a run of. Where the folder exists, its own manifest must agree with this one, and is kept. */
  readonly manifest: Manifest;
  /** The longest that a written judgment may stay unsynced, in seconds; 0 syncs every write. Default 1. */
  readonly fsyncSeconds?: number;
}

/**
 * Creates a run folder, or opens one to go on with it. Throws where another process writes it, and an InputError where its
 * manifest is of other datasets, judges or plan.
 */
export async function openRunFolder({
  folder,
  manifest,
  fsyncSeconds = 1,
}: RunFolderOptions): Promise<Store> {
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(folder);
  const open: { close(): Promise<void> }[] = [];
  const close = () => closeAll(open).finally(lock.release);
  try {
    const kept = await agreedManifest(folder, manifest);
    const dataset = await ComparisonLogs.open(folder, fsyncSeconds);
    open.push(dataset);
    const log = await JsonlLog.open(join(folder, JUDGMENTS), fsyncSeconds);
    open.push(log);
    const warnings = lock.warning === undefined ? [] : [`${folder}: ${lock.warning}`];
    warnings.push(...dataset.warnings, ...tornWarning(JUDGMENTS, log.tornBytes));
    const index = await judgmentIndex(log, (line) => warnings.push(brokenLine(JUDGMENTS, line)));
    return {
      manifest: kept,
      location: folder,
      warnings,
      addComparisons: (rows) => dataset.add(rows),
      comparisons: () => comparisonsIn(dataset.comparisons),
      preferences: () => preferencesIn(dataset.preferences, dataset.ids),
      isSatisfied: (key) => index.isSatisfied(key),
      append: async (judgment) => {
        const line = judgmentLine(judgment);
        const offset = await log.append(line);
        index.add(indexed(judgment, { offset, length: Buffer.byteLength(line) }));
      },
      judgments: () => judgmentsIn(log, index),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function agreedManifest(folder: string, wanted: Manifest): Promise<Manifest> {
  const stored = await readManifest(folder);
  if (stored) {
    mustAgree(folder, stored, wanted);
    return stored;
  }
  // The manifest is the first thing written: judgments without one are not a run that was only begun.
  if (await exists(join(folder, JUDGMENTS))) {
    throw new InputError(`run folder ${folder}`, `a ${MANIFEST} beside its ${JUDGMENTS}`, "none");
  }
  await writeManifest(folder, wanted);
  return wanted;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function closeAll(files: readonly { close(): Promise<void> }[]): Promise<void> {
  const outcomes = await Promise.allSettled(files.map((file) => file.close()));
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure) throw failure.reason;
}
