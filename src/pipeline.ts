import { rm } from "node:fs/promises";
import type { Probe } from "./audits/probe.js";
import { findBenchmark } from "./benchmarks/find.js";
import { CONFIG_DEFAULTS, type Config } from "./config/config.js";
import type { Analysis, PairedDifference } from "./core/analysis.js";
import type { Comparison } from "./core/comparison.js";
import { UsageError } from "./core/errors.js";
import type { Judgment } from "./core/judgment.js";
import { seededRandom } from "./core/random.js";
import type { Protocol } from "./protocols/protocol.js";
import { type BoundJudge, countTrials, type PlanOptions, plan } from "./run/plan.js";
import { type Progress, run as runTrials } from "./run/run.js";
import { type AnalysisOptions, analyzeRecords } from "./setup/analysis.js";
import { type CompareOptions, compareRecords } from "./setup/compare.js";
import { type CostLimit, type CostStop, costLimit } from "./setup/cost.js";
import { type Demo, demoWith } from "./setup/demo.js";
import { estimateRun, type RunEstimate } from "./setup/estimate.js";
import { type Loaded, type LoadHooks, load, openReplies, selectedRows } from "./setup/load.js";
import { type Reparse, reparseRecords } from "./setup/reparse.js";
import { type Rescore, type RescoreOptions, rescoreRecords } from "./setup/rescore.js";
import { exists, findRun, setAside, storedRun } from "./setup/runs.js";
import { type OfficialScore, scoreRecords } from "./setup/score.js";
import { openRunFolder, readRunFolder } from "./stores/run-folder.js";
import type { Manifest, ReplyLookup, Store } from "./stores/store.js";

export interface RunHooks extends LoadHooks {
  /** Stop asking, let what is in flight finish. */
  readonly stop?: AbortSignal;
  /** Give up what is in flight, too. */
  readonly abort?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The run is laid down and counted; nothing has been sent. */
  readonly onReady?: (run: OpenRun) => void;
  /** Before the first call to each model at each host. */
  readonly onFirstCall?: (call: { model: string; host: string }) => void;
  /** Set an earlier run of the same command aside and pay for everything anew. */
  readonly fresh?: boolean;
  /** The run stopped asking because its calls cost as much as `maxCost` allows, or because what they cost cannot be known. */
  readonly onCostLimit?: (why: CostStop) => void;
}

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

/**
 * Judges a preference set: load → plan → run, each judgment stored before it is yielded. Breaking out of the loop, a signal or a crash
 * loses nothing: the same config goes on where it stopped. Figures come from `analyzeRun`.
 *
 * Throws a UsageError or an InputError where config, data or judges do not fit, and RunStopped where an endpoint refuses the key or
 * does not know the model; what was judged before stays.
 */
export async function* run(config: Config, hooks: RunHooks = {}): AsyncGenerator<Judgment, OpenRun> {
  const loaded = await load(config, hooks);
  const limit = costLimit(loaded.config, loaded.judges, hooks);
  const replies = await openReplies(loaded, hooks.fresh === true);
  try {
    if (hooks.fresh) await setAside(loaded.folder);
    const { store, open } = await layDown(loaded);
    try {
      hooks.onReady?.(open);
      yield* judged({ loaded, open, store, limit, ...(replies ? { replies } : {}) }, hooks);
      return open;
    } finally {
      await store.close();
    }
  } finally {
    await replies?.close();
  }
}

/** Figures of one or more stored runs over the same data; the baselines are computed beside them. Makes no call. */
export async function analyzeRun(
  runs: string | readonly string[],
  options: AnalysisOptions & { runsDirectory?: string; onWarning?: (warning: string) => void } = {},
): Promise<Analysis> {
  const runsDirectory = options.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory;
  const folders = await Promise.all([runs].flat().map((name) => findRun(name, runsDirectory)));
  const records = await Promise.all([...new Set(folders)].map(readRunFolder));
  for (const warning of records.flatMap(({ warnings }) => warnings)) options.onWarning?.(warning);
  return analyzeRecords(records, options);
}

/** The paired difference between the judges of two runs over the same data, or among those of one. Makes no call. */
export async function compareRuns(
  left: string,
  right?: string,
  options: CompareOptions & { runsDirectory?: string } = {},
): Promise<PairedDifference[]> {
  const runsDirectory = options.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory;
  const records = async (name: string) => readRunFolder(await findRun(name, runsDirectory));
  return compareRecords(await records(left), right === undefined ? undefined : await records(right), options);
}

/** A benchmark's official figures of each judge of a stored run. Throws a UsageError where the run is of no benchmark and none is named. */
export async function scoreRun(
  run: string,
  options: { readonly runsDirectory?: string; readonly benchmark?: string } = {},
): Promise<OfficialScore[]> {
  const records = await readRunFolder(
    await findRun(run, options.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory),
  );
  const name = options.benchmark ?? records.manifest.benchmark;
  if (name === undefined) throw new UsageError(`run ${run}: of no benchmark; name one with --benchmark`);
  return scoreRecords(findBenchmark(name), records);
}

/** The judgments of stored runs under the failure and tie policies of published tools. Makes no call. */
export async function rescoreRuns(
  runs: readonly string[],
  options: RescoreOptions & { readonly runsDirectory?: string } = {},
): Promise<Rescore[]> {
  const runsDirectory = options.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory;
  const folders = await Promise.all(runs.map((name) => findRun(name, runsDirectory)));
  return rescoreRecords(await Promise.all([...new Set(folders)].map(readRunFolder)), options);
}

export interface ReparseOptions {
  readonly runsDirectory?: string;
  /** Your own protocols, where one of the judges was asked by them. */
  readonly protocols?: readonly Protocol[];
  /** Your own probes, where an audit asked by them. */
  readonly probes?: readonly Probe[];
  /** Store the new readings: they are added, and from then on they are the ones that count. */
  readonly write?: boolean;
  readonly onWarning?: (warning: string) => void;
}

/**
 * Reads the raw replies of a stored run again, as today's protocols read, and says what changed. Makes no call, and changes nothing
 * unless `write` says so. Throws a TouchstoneError where it is to write and another process writes the run.
 */
export async function reparseRun(run: string, options: ReparseOptions = {}): Promise<Reparse> {
  const {
    runsDirectory = CONFIG_DEFAULTS.runsDirectory,
    protocols = [],
    probes = [],
    write,
    onWarning,
  } = options;
  const folder = await findRun(run, runsDirectory);
  const { manifest } = await readRunFolder(folder);
  const store = write ? await openRunFolder({ folder, manifest }) : undefined;
  try {
    // Read as it stands now: what is added meanwhile is not read again.
    const records = await readRunFolder(folder);
    for (const warning of records.warnings) onWarning?.(warning);
    return await reparseRecords(records, {
      ...{ protocols, probes },
      ...(store ? { append: (judgment) => store.append(judgment) } : {}),
    });
  } finally {
    await store?.close();
  }
}

/** What a run would ask and cost. Sends nothing, writes nothing. */
export async function dryRun(config: Config, hooks: RunHooks = {}): Promise<RunEstimate> {
  const loaded = await load(config, hooks);
  const { replay, prices } = loaded.config;
  const replies = await openReplies(loaded, hooks.fresh === true);
  try {
    const stored = hooks.fresh ? undefined : await storedRun(loaded.folder);
    const estimate = await estimateRun({
      rows: selectedRows(loaded),
      judges: loaded.judges,
      rounds: loaded.manifest.plan,
      isSatisfied: (key) => stored?.isSatisfied(key) ?? false,
      replay: replay !== undefined,
      ...(replies ? { replies } : {}),
      ...(prices ? { prices } : {}),
    });
    return { folder: loaded.folder, ...estimate };
  } finally {
    await replies?.close();
  }
}

/** The recorded runs and the baselines on the starter set: no key, no network. */
export async function demo(): Promise<Demo> {
  return demoWith(async (data, runsDirectory, judges) => {
    let judgments = 0;
    let folder = "";
    const hooks: RunHooks = { onReady: (open) => (folder = open.folder) };
    for await (const _judgment of run({ data, judges, runsDirectory }, hooks)) judgments++;
    return { folder, judgments };
  });
}

interface Laid {
  readonly loaded: Loaded;
  readonly open: OpenRun;
  readonly store: Store;
  readonly limit: CostLimit;
  readonly replies?: ReplyLookup;
}

async function* judged(laid: Laid, { abort, onProgress, onFirstCall }: RunHooks): AsyncGenerator<Judgment> {
  const { loaded, open, store, limit, replies } = laid;
  const { config, seed } = loaded;
  const judgments = runTrials({
    trials: plan(planOf(loaded, store)),
    total: open.trials,
    satisfiedBefore: open.satisfied,
    store,
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

/** Puts what will be judged on disk and counts it. Where that fails (a bad row, a comparison that cannot be asked), a new folder is not left behind. */
async function layDown(loaded: Loaded): Promise<{ store: Store; open: OpenRun }> {
  const { folder, manifest } = loaded;
  const isNew = !(await exists(folder));
  const store = await openRunFolder({ folder, manifest });
  try {
    await store.addComparisons(selectedRows(loaded));
    return { store, open: await openRun(loaded, store) };
  } catch (error) {
    await store.close();
    // Nothing was asked yet, so nothing that was paid for can be in it.
    if (isNew) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function openRun(loaded: Loaded, store: Store): Promise<OpenRun> {
  const counts = await countTrials(planOf(loaded, store));
  return {
    folder: loaded.folder,
    manifest: store.manifest,
    judges: loaded.judges,
    trials: counts.reduce((sum, { trials }) => sum + trials, 0),
    satisfied: counts.reduce((sum, { satisfied }) => sum + satisfied, 0),
    warnings: store.warnings,
  };
}

function planOf({ judges, manifest, ids }: Loaded, store: Store): PlanOptions {
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
