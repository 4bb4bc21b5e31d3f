import { rm } from "node:fs/promises";
import { CONFIG_DEFAULTS } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import type { Judgment } from "../core/judgment.js";
import { seededRandom } from "../core/random.js";
import { type BoundJudge, countTrials, type PlannedTrial, type PlanOptions } from "../run/plan.js";
import { type Progress, run as runTrials } from "../run/run.js";
import { openRunFolder } from "../stores/run-folder.js";
import type { Manifest, ReplyLookup, Store } from "../stores/store.js";
import type { CostLimit, CostStop } from "./cost.js";
import { type Loaded, type LoadHooks, selectedRows } from "./load.js";
import { exists } from "./runs.js";

/** What watches and ends work that asks. */
export interface AskingHooks<Open> {
  /** Stop asking, let what is in flight finish. */
  readonly stop?: AbortSignal;
  /** Give up what is in flight, too. */
  readonly abort?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** All is laid down and counted; nothing has been sent. */
  readonly onReady?: (open: Open) => void;
  /** Before the first call to each model at each host. */
  readonly onFirstCall?: (call: { model: string; host: string }) => void;
  /** Set what an earlier command of the same kind has stored aside, and pay for everything anew. */
  readonly fresh?: boolean;
  /** No more is asked because the calls cost as much as `maxCost` allows, or because what they cost cannot be known. */
  readonly onCostLimit?: (why: CostStop) => void;
}

export interface RunHooks extends LoadHooks, AskingHooks<OpenRun> {}

/** A run that is laid down on disk and ready to go on. */
export interface OpenRun {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly judges: readonly BoundJudge[];
  /** Trials in the plan, and how many of them are already answered. */
  readonly trials: number;
  readonly satisfied: number;
  readonly warnings: readonly string[];
}

/** A run with all that it takes to go on. */
export interface LaidRun {
  readonly loaded: Loaded;
  readonly store: Store;
  readonly limit: CostLimit;
  readonly replies?: ReplyLookup;
}

/** Trials to carry out, and how they stand in the progress. */
export interface Batch {
  readonly trials: AsyncIterable<PlannedTrial>;
  readonly total: number;
  readonly satisfied: number;
}

/** Carries trials out, each judgment stored before it is yielded, and stops at the cost limit. */
export async function* carriedOut(
  { loaded, store, limit, replies }: LaidRun,
  { trials, total, satisfied }: Batch,
  { abort, onProgress, onFirstCall }: RunHooks,
): AsyncGenerator<Judgment> {
  const { config, seed } = loaded;
  const judgments = runTrials({
    ...{ trials, total, store, satisfiedBefore: satisfied },
    concurrency: config.concurrency ?? CONFIG_DEFAULTS.concurrency,
    retry: {
      maxAttempts: config.maxAttempts ?? CONFIG_DEFAULTS.maxAttempts,
      random: seededRandom(["retry", seed]),
    },
    stop: limit.signal,
    ...(replies ? { reuse: replies } : {}),
    ...(abort ? { abort } : {}),
    ...(onProgress ? { onProgress } : {}),
    // Replayed replies are sent nowhere: there is no host to name.
    ...(onFirstCall && !config.replay ? { onFirstCall } : {}),
  });
  for await (const judgment of judgments) {
    limit.add(judgment);
    yield judgment;
  }
}

/**
 * Opens a run's folder with what will be judged in it, and does the first thing with it. Where that fails (a bad row, a comparison that
 * cannot be asked), a new folder is not left behind.
 */
export async function layDown<Laid>(
  loaded: Loaded,
  begin: (store: Store) => Promise<Laid>,
): Promise<{ readonly store: Store; readonly begun: Laid }> {
  const { folder, manifest } = loaded;
  const isNew = !(await exists(folder));
  const store = await openRunFolder({ folder, manifest });
  try {
    await store.addComparisons(selectedRows(loaded));
    return { store, begun: await begin(store) };
  } catch (error) {
    await store.close();
    // Nothing was asked yet, so nothing that was paid for can be in it.
    if (isNew) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** What is open, for whoever watches it. */
export function openRun(
  { folder, judges }: Loaded,
  { manifest, warnings }: Store,
  counts: Pick<OpenRun, "trials" | "satisfied">,
): OpenRun {
  return { folder, manifest, judges, ...counts, warnings };
}

/** The whole plan of a run, counted. Throws an InputError for a comparison that a judge cannot be asked about. */
export async function countedPlan(
  loaded: Loaded,
  store: Store,
): Promise<Pick<OpenRun, "trials" | "satisfied">> {
  const counts = await countTrials(planOf(loaded, store));
  return {
    trials: counts.reduce((sum, { trials }) => sum + trials, 0),
    satisfied: counts.reduce((sum, { satisfied }) => sum + satisfied, 0),
  };
}

export function planOf({ judges, manifest, ids }: Loaded, store: Store): PlanOptions {
  return {
    comparisons: selectedComparisons(store, ids),
    judges,
    ...manifest.plan,
    isSatisfied: (key) => store.isSatisfied(key),
  };
}

async function* selectedComparisons(
  store: Store,
  ids: ReadonlySet<string> | null,
): AsyncGenerator<Comparison> {
  for await (const comparison of store.comparisons()) if (!ids || ids.has(comparison.id)) yield comparison;
}
