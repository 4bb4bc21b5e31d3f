import { findBenchmark } from "../benchmarks/find.js";
import { CONFIG_DEFAULTS, type Config } from "../config/config.js";
import { checkConfig } from "../config/load.js";
import { UsageError } from "../core/errors.js";
import type { DatasetRow } from "../datasets/read.js";
import { replayModel } from "../models/replay.js";
import type { BoundJudge } from "../run/plan.js";
import { openReplyLookup } from "../stores/reply-lookup.js";
import type { Manifest, ReplyLookup } from "../stores/store.js";
import { type DataHooks, type DataSource, dataSources, describeSources, readAll } from "./data.js";
import type { Environment } from "./endpoints.js";
import { bindJudges, type JudgeBinder, judgeBinder, judgeInFull } from "./judges.js";
import { findRun, isSetAside, manifestOf, runFolder, runFolders } from "./runs.js";
import { selectedIds } from "./selection.js";

export interface LoadHooks extends DataHooks {
  readonly environment?: Environment;
}

/** Everything that a config says, looked up: what is read, who judges, and where the run lives. Nothing is open and nothing was sent. */
export interface Loaded {
  readonly config: Config;
  readonly sources: readonly DataSource[];
  /** What is judged of the data; null for all of it. */
  readonly ids: ReadonlySet<string> | null;
  readonly judges: readonly BoundJudge[];
  /** Binds a further judge as these were bound. */
  readonly bind: JudgeBinder;
  readonly manifest: Manifest;
  readonly folder: string;
  readonly runsDirectory: string;
  readonly seed: number;
}

/** Throws a UsageError or an InputError where the config does not fit, the data cannot be read, or a judge cannot be asked. */
export async function load(given: Config, hooks: LoadHooks): Promise<Loaded> {
  const config = askedAsBenchmarked(await checkConfig(given, "config"));
  if ([config.data].flat().length === 0 && config.benchmark === undefined)
    throw new UsageError("config: data names no file");
  if (config.judges.length === 0) throw new UsageError("config: judges names no judge");
  const seed = config.seed ?? CONFIG_DEFAULTS.seed;
  // With `replay` every reply is looked up among the stored ones first; what reaches the model is not there.
  const instead = config.replay && replayModel({ find: async () => undefined });
  const environment = hooks.environment ?? process.env;
  const bind = judgeBinder(config, environment, instead);
  const judges = await bindJudges(config, environment, instead, bind);
  // Only one of the passes over the data speaks of its oddities, or each would be reported twice.
  const ids = await selectedIds(readAll(await dataSources(config, { onInvalid: () => {} })), config, seed);
  const sources = await dataSources(config, hooks);
  const manifest = manifestOf(
    config,
    await describeSources(sources),
    judges.map(({ judge }) => judge),
  );
  const runsDirectory = config.runsDirectory ?? CONFIG_DEFAULTS.runsDirectory;
  const folder = runFolder(runsDirectory, manifest);
  return { config, sources, ids, judges, bind, manifest, folder, runsDirectory, seed };
}

/** Judges that do not say how they ask do so as the benchmark does, where it says so. */
function askedAsBenchmarked(config: Config): Config {
  if (config.benchmark === undefined) return config;
  const { asked } = findBenchmark(config.benchmark);
  if (!asked) return config;
  const judges = config.judges.map((given) => {
    const judge = typeof given === "string" ? judgeInFull(given, config) : given;
    if (!("model" in judge) || "reward" in judge || judge.protocol !== undefined) return given;
    return {
      ...{ ...judge, protocol: asked.protocol, options: { ...asked.options, ...judge.options } },
      ...(asked.subsets ? { subsets: { ...asked.subsets, ...judge.subsets } } : {}),
    };
  });
  return { ...config, judges };
}

/** The rows that are judged, in the order of the data. */
export async function* selectedRows({ sources, ids }: Loaded): AsyncGenerator<DatasetRow> {
  let remaining = ids?.size ?? Number.POSITIVE_INFINITY;
  for await (const row of readAll(sources)) {
    if (ids && !ids.has(row.comparison.id)) continue;
    yield row;
    if (--remaining === 0) return;
  }
}

/**
 * The replies that need not be asked for: those of the runs to replay, else those of all runs (this one too: a
 * trial of several calls may have failed at its second); undefined where none may be used.
 * What was set aside by `fresh` is not used again: whoever did so did not want it.
 */
export async function openReplies(loaded: Loaded, fresh: boolean): Promise<ReplyLookup | undefined> {
  const { config, judges, runsDirectory } = loaded;
  if (config.replay) {
    return openReplyLookup(await Promise.all(config.replay.map((run) => findRun(run, runsDirectory))));
  }
  if (config.reuse === false || fresh || judges.every(({ kind }) => kind === "computed")) return undefined;
  const known = await runFolders(runsDirectory);
  return openReplyLookup(known.filter((run) => !isSetAside(run)));
}
