import { findProbes } from "./audits/find.js";
import type { Probe } from "./audits/probe.js";
import { findBenchmark } from "./benchmarks/find.js";
import { CONFIG_DEFAULTS, type Config } from "./config/config.js";
import type { Analysis, PairedDifference } from "./core/analysis.js";
import type { Audit } from "./core/audit.js";
import type { Downstream } from "./core/downstream.js";
import { UsageError } from "./core/errors.js";
import type { Judgment } from "./core/judgment.js";
import type { Protocol } from "./protocols/protocol.js";
import { plan } from "./run/plan.js";
import { type AnalysisOptions, analyzeRecords } from "./setup/analysis.js";
import { type AuditEstimate, estimateAudit } from "./setup/audit-estimate.js";
import { type AuditReadingOptions, auditOf, auditRecords } from "./setup/audit-report.js";
import {
  type AuditedRun,
  type AuditHooks,
  auditUnder,
  gathered,
  readingOf,
  rounds,
} from "./setup/audit-run.js";
import { type BestOfNOptions, bestOfNOfRecords } from "./setup/best-of-n.js";
import { type CompareOptions, compareRecords } from "./setup/compare.js";
import { costLimit, judgePayees } from "./setup/cost.js";
import { type Demo, demoWith } from "./setup/demo.js";
import { estimateRun, type RunEstimate } from "./setup/estimate.js";
import { type Export, type ExportOptions, exportRecords } from "./setup/export.js";
import {
  carriedOut,
  countedPlan,
  layDown,
  type OpenRun,
  openRun,
  planOf,
  type RunHooks,
} from "./setup/laid-run.js";
import { load, openReplies, selectedRows } from "./setup/load.js";
import { type Reparse, reparseRecords } from "./setup/reparse.js";
import { type Rescore, type RescoreOptions, rescoreRecords } from "./setup/rescore.js";
import { findRun, setAside, storedRun } from "./setup/runs.js";
import { type OfficialScore, scoreRecords } from "./setup/score.js";
import { openRunFolder, readRunFolder } from "./stores/run-folder.js";

/**
 * Judges a preference set: load → plan → run, each judgment stored before it is yielded. Breaking out of the loop, a signal or a crash
 * loses nothing: the same config goes on where it stopped. Figures come from `analyzeRun`.
 *
 * Throws a UsageError or an InputError where config, data or judges do not fit, and RunStopped where an endpoint refuses the key or
 * does not know the model; what was judged before stays.
 */
export async function* run(config: Config, hooks: RunHooks = {}): AsyncGenerator<Judgment, OpenRun> {
  const loaded = await load(config, hooks);
  const limit = costLimit(loaded.config, judgePayees(loaded.judges), hooks);
  const replies = await openReplies(loaded, hooks.fresh === true);
  try {
    if (hooks.fresh) await setAside(loaded.folder);
    const { store, begun: counts } = await layDown(loaded, (opened) => countedPlan(loaded, opened));
    try {
      const open = openRun(loaded, store, counts);
      hooks.onReady?.(open);
      const laid = { loaded, store, limit, ...(replies ? { replies } : {}) };
      yield* carriedOut(
        laid,
        { trials: plan(planOf(loaded, store)), total: counts.trials, satisfied: counts.satisfied },
        hooks,
      );
      return open;
    } finally {
      await store.close();
    }
  } finally {
    await replies?.close();
  }
}

/**
 * Audits judges: what the probes want and is not stored is asked, round by round, into the folder of the same run, so that whatever was
 * judged before is used again. Each judgment is stored before it is yielded. Throws as `run` does, and an InputError for an unknown probe.
 */
export async function* audit(config: Config, hooks: AuditHooks = {}): AsyncGenerator<Judgment, AuditedRun> {
  const loaded = await load(config, hooks);
  const probes = findProbes(hooks.probes, loaded.config.probes);
  const limit = costLimit(loaded.config, judgePayees(loaded.judges), hooks);
  const replies = await openReplies(loaded, hooks.fresh === true);
  try {
    if (hooks.fresh) await setAside(loaded.folder);
    const { store, begun: under } = await layDown(loaded, (opened) => auditUnder(loaded, probes, opened));
    try {
      const laid = { loaded, store, limit, ...(replies ? { replies } : {}) };
      const open = openRun(loaded, store, { trials: 0, satisfied: 0 });
      hooks.onReady?.(open);
      for await (const judgment of rounds(under, laid, hooks)) yield judgment;
      const { wanted: trials, satisfied } = under.counts();
      const { seed, config: own } = loaded;
      const audited = await auditOf(under, [store], { ...readingOf(own), probes, seed });
      return { ...open, trials, satisfied, audit: audited };
    } finally {
      await store.close();
    }
  } finally {
    await replies?.close();
  }
}

/** What an audit would ask and cost, probe by probe. Sends nothing, writes nothing. */
export async function dryAudit(config: Config, hooks: AuditHooks = {}): Promise<AuditEstimate> {
  const loaded = await load(config, hooks);
  const probes = findProbes(hooks.probes, loaded.config.probes);
  const { replay, prices } = loaded.config;
  const replies = await openReplies(loaded, hooks.fresh === true);
  try {
    const stored = hooks.fresh ? undefined : await storedRun(loaded.folder);
    const rows = await gathered(selectedRows(loaded));
    const under = await auditUnder(loaded, probes, stored, rows);
    const estimate = await estimateAudit(under, {
      replay: replay !== undefined,
      ...(replies ? { replies } : {}),
      ...(prices ? { prices } : {}),
    });
    return { folder: loaded.folder, comparisons: rows.length, ...estimate };
  } finally {
    await replies?.close();
  }
}

/** An audit of what stored runs hold, imports among them: probes measure what is there. Makes no call. */
export async function auditRuns(
  runs: readonly string[],
  options: AuditReadingOptions & {
    readonly runsDirectory?: string;
    /** Names or families; default: all. */
    readonly probes?: readonly string[];
    readonly own?: readonly Probe[];
    readonly onWarning?: (warning: string) => void;
  } = {},
): Promise<Audit> {
  const {
    runsDirectory = CONFIG_DEFAULTS.runsDirectory,
    probes = ["all"],
    own,
    onWarning,
    ...rest
  } = options;
  const folders = await Promise.all(runs.map((name) => findRun(name, runsDirectory)));
  const records = await Promise.all([...new Set(folders)].map(readRunFolder));
  for (const warning of records.flatMap(({ warnings }) => warnings)) onWarning?.(warning);
  return auditRecords(records, { ...rest, probes: findProbes(probes, own) });
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

/** What choosing the best of n responses by the judges of stored runs would have brought, by a gold reward of each response. Makes no call. */
export async function bestOfNRuns(
  runs: readonly string[],
  options: BestOfNOptions & {
    readonly runsDirectory?: string;
    readonly onWarning?: (warning: string) => void;
  } = {},
): Promise<Downstream> {
  const runsDirectory = options.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory;
  const folders = await Promise.all(runs.map((name) => findRun(name, runsDirectory)));
  const records = await Promise.all([...new Set(folders)].map(readRunFolder));
  for (const warning of records.flatMap(({ warnings }) => warnings)) options.onWarning?.(warning);
  return bestOfNOfRecords(records, options);
}

/** A benchmark's official figures of each judge of a stored run. Throws a UsageError where the run is of no benchmark and none is named. */
export async function scoreRun(
  run: string,
  options: {
    readonly runsDirectory?: string;
    readonly benchmark?: string;
    /** Files that the benchmark can use besides. */
    readonly furtherFiles?: readonly string[];
  } = {},
): Promise<OfficialScore[]> {
  const records = await readRunFolder(
    await findRun(run, options.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory),
  );
  const name = options.benchmark ?? records.manifest.benchmark;
  if (name === undefined) throw new UsageError(`run ${run}: of no benchmark; name one with --benchmark`);
  return scoreRecords(findBenchmark(name), records, options.furtherFiles);
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

export interface ExportRunOptions extends ExportOptions {
  readonly runsDirectory?: string;
  readonly onWarning?: (warning: string) => void;
}

/** A stored run as training data. Throws a UsageError where the options do not fit the format or the run. */
export async function exportRun(run: string, options: ExportRunOptions): Promise<Export> {
  const { runsDirectory = CONFIG_DEFAULTS.runsDirectory, onWarning } = options;
  const records = await readRunFolder(await findRun(run, runsDirectory));
  for (const warning of records.warnings) onWarning?.(warning);
  return exportRecords(records, options);
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
