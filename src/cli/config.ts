import type { AskedJudgeConfig, Config, DataConfig, JudgeConfig, PriceTable } from "../index.js";
import type { ConfigFlags, DataFlags, JudgeFlags, ReportFlags, RunsFlags } from "./options.js";

/** The flags of `run`; other commands have some of them. */
export interface RunFlags extends DataFlags, JudgeFlags, RunsFlags, Omit<ReportFlags, "output" | "json"> {
  readonly data?: readonly string[];
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
export async function readingSettings(flags: RunsFlags & Pick<ReportFlags, "prices" | "failUnder">) {
  const { loadConfig, loadPrices } = await import("../index.js");
  const file = (await loadConfig(flags.config))?.config;
  return withoutUndefined({
    runsDirectory: flags.runsDir ?? file?.runsDirectory,
    prices: flags.prices === undefined ? file?.prices : await loadPrices(flags.prices),
    gates: flags.failUnder ?? file?.gates,
    metrics: file?.metrics,
  });
}

async function overlay(flags: RunFlags, base: Config | undefined): Promise<Partial<Config>> {
  return withoutUndefined({
    data: await dataFrom(flags.data ?? (base && [base.data].flat()), flags),
    judges: await judgesFrom(flags, base),
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

/** The judges named by flag, else the config's, each with the asking flags laid over it. Throws a UsageError for a flag that none can use. */
async function judgesFrom(
  flags: JudgeFlags & ConfigFlags,
  base: Pick<Config, "judges" | "protocols"> | undefined,
): Promise<JudgeConfig[] | undefined> {
  const given = flags.judge ?? base?.judges;
  if (!given) return undefined;
  const { judgeInFull, UsageError } = await import("../index.js");
  const options = protocolOptions(flags);
  const unused = new Set(options);
  const judges = given.map((judge) => {
    const full = typeof judge === "string" ? judgeInFull(judge, base ?? {}) : judge;
    if ("baseline" in full) return full;
    const own = options.filter(({ protocol }) => protocol === (full.protocol ?? "pairwise"));
    for (const option of own) unused.delete(option);
    return withAskingFlags(full, flags, own);
  });
  const [useless] = unused;
  if (useless && judges.length > 0)
    throw new UsageError(`${useless.flag}: none of the judges is asked by ${useless.protocol}`);
  return judges;
}

interface ProtocolOption {
  readonly flag: string;
  readonly protocol: string;
  readonly name: string;
  readonly value: string | boolean | readonly [number, number];
}

/** The flags given that only one protocol understands. */
function protocolOptions({ orders, ties, scale }: JudgeFlags): ProtocolOption[] {
  return [
    ...(orders === undefined
      ? []
      : [{ flag: "--orders", protocol: "pairwise", name: "orders", value: orders }]),
    ...(ties === false ? [{ flag: "--no-ties", protocol: "pairwise", name: "ties", value: false }] : []),
    ...(scale === undefined ? [] : [{ flag: "--scale", protocol: "pointwise", name: "scale", value: scale }]),
  ];
}

function withAskingFlags(
  judge: AskedJudgeConfig,
  flags: JudgeFlags,
  own: readonly ProtocolOption[],
): AskedJudgeConfig {
  const options = Object.fromEntries(own.map(({ name, value }) => [name, value]));
  return {
    ...judge,
    ...(own.length ? { options: { ...judge.options, ...options } } : {}),
    ...withoutUndefined({
      prompt: flags.prompt,
      temperature: flags.temperature,
      topP: flags.topP,
      maxTokens: flags.maxTokens,
      seed: flags.modelSeed,
      baseURL: flags.baseUrl,
      apiKeyEnv: flags.apiKeyEnv,
    }),
  };
}

async function pricesFrom(path: string | undefined): Promise<PriceTable | undefined> {
  if (path === undefined) return undefined;
  const { loadPrices } = await import("../index.js");
  return loadPrices(path);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
