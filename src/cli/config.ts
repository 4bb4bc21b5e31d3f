import type { Config, DataConfig, PriceTable } from "../index.js";
import { judgesFrom } from "./judge-flags.js";
import type { ConfigFlags, DataFlags, JudgeFlags, ReportFlags, RuleFlags, RunsFlags } from "./options.js";
import { withoutUndefined } from "./without-undefined.js";

/** The flags of `run`; other commands have some of them. */
export interface RunFlags extends DataFlags, JudgeFlags, RunsFlags, Omit<ReportFlags, "output" | "json"> {
  readonly data?: readonly string[];
  readonly benchmark?: string;
  readonly name?: string;
  readonly seed?: number;
  readonly limit?: number;
  readonly sample?: number;
  readonly ids?: readonly string[];
  readonly subset?: readonly string[];
  readonly responses?: number;
  readonly replay?: readonly string[];
  readonly reuse?: boolean;
  readonly maxErrors?: number;
  readonly maxCost?: number;
}

/** The config of a command: its config file (named, or found in this folder), overlaid by environment and flags. */
export async function configFrom(flags: RunFlags): Promise<Config> {
  const { checkConfig, loadConfig } = await import("../index.js");
  const file = await loadConfig(flags.config);
  const overlaid = { data: [], judges: [], ...file?.config, ...(await overlay(flags, file?.config)) };
  return checkConfig(overlaid, file ? `config ${file.path} with these flags` : "the command line");
}

/** What a command that reads stored runs takes from flags, environment and config file: where they lie, and how figures are made of them. */
export async function readingSettings(
  flags: RunsFlags & RuleFlags & Pick<ReportFlags, "prices" | "failUnder" | "annotators">,
) {
  const { loadConfig, loadPrices } = await import("../index.js");
  const file = (await loadConfig(flags.config))?.config;
  return withoutUndefined({
    runsDirectory: flags.runsDir ?? file?.runsDirectory,
    prices: flags.prices === undefined ? file?.prices : await loadPrices(flags.prices),
    gates: flags.failUnder ?? file?.gates,
    metrics: file?.metrics,
    probes: file?.probes,
    juries: flags.jury ?? file?.juries,
    rule: flags.rule ?? file?.rule,
    annotators: flags.annotators ?? file?.annotators,
  });
}

/** The user's own protocols, out of the config file where there is one. */
export async function ownProtocols(flags: ConfigFlags): Promise<Pick<Config, "protocols">> {
  const { loadConfig } = await import("../index.js");
  return withoutUndefined({ protocols: (await loadConfig(flags.config))?.config.protocols });
}

async function overlay(flags: RunFlags, base: Config | undefined): Promise<Partial<Config>> {
  return withoutUndefined({
    data: await dataFrom(flags.data ?? (base && [base.data].flat()), flags),
    judges: await judgesFrom(flags, base),
    benchmark: flags.benchmark,
    name: flags.name,
    repeats: flags.repeats,
    seed: flags.seed,
    limit: flags.limit,
    sample: flags.sample,
    ids: flags.ids,
    subsets: flags.subset,
    responses: flags.responses,
    concurrency: flags.concurrency,
    timeoutSeconds: flags.timeout,
    maxAttempts: flags.maxAttempts,
    runsDirectory: flags.runsDir,
    replay: flags.replay,
    reuse: flags.reuse === false ? false : undefined,
    gates: flags.failUnder,
    annotators: flags.annotators,
    maxErrors: flags.maxErrors,
    maxCost: flags.maxCost,
    prices: await pricesFrom(flags.prices),
  });
}

/** Data files, each with the reading flags laid over it; undefined where there are none. */
export async function dataFrom(
  given: readonly (string | DataConfig)[] | undefined,
  flags: DataFlags,
): Promise<DataConfig[] | undefined> {
  if (!given) return undefined;
  const { parseLabels, parseMap } = await import("../index.js");
  const reading = withoutUndefined({
    format: flags.format,
    map: flags.map === undefined ? undefined : parseMap(flags.map),
    labels: flags.labels === undefined ? undefined : parseLabels(flags.labels),
    source: flags.source,
    skipInvalid: flags.skipInvalid,
  });
  return given.map((source) => ({ ...(typeof source === "string" ? { path: source } : source), ...reading }));
}

async function pricesFrom(path: string | undefined): Promise<PriceTable | undefined> {
  if (path === undefined) return undefined;
  const { loadPrices } = await import("../index.js");
  return loadPrices(path);
}
