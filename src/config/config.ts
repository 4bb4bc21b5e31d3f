import type { Probe } from "../audits/probe.js";
import type { JuryConfig } from "../combine/jury.js";
import type { AnnotatorKind } from "../core/analysis.js";
import type { Rule } from "../core/decision.js";
import type { JsonObject } from "../core/json.js";
import type { PreferenceSource } from "../core/preference.js";
import { DEFAULT_SEED } from "../core/random.js";
import type { Metric } from "../metrics/metric.js";
import type { Capabilities } from "../models/capabilities.js";
import type { Protocol } from "../protocols/protocol.js";

/** One file of comparisons, and how to read it where its shape does not say so itself. */
export interface DataConfig {
  readonly path: string;
  readonly format?: "jsonl" | "json" | "csv" | "parquet";
  /** Target field → column, columns joined by "+", or dotted path: `{ prompt: "instruction+input" }`. */
  readonly map?: Readonly<Record<string, string>>;
  /** Which values of the winner column mean what, "a" being the first response: `{ a: ["A>B"], b: ["B>A"], tie: ["0"] }`. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  /** Who the preferences come from, where the file does not say. Default: human. */
  readonly source?: PreferenceSource;
  /** Skip rows that cannot be read (they are counted and shown) instead of stopping at the first. */
  readonly skipInvalid?: boolean;
}

/** How the comparisons of one subset are asked, where that differs. */
export interface AskedOnSubset {
  /** Default: pairwise. */
  readonly protocol?: string;
  readonly options?: JsonObject;
  readonly prompt?: string;
}

/** A language model asked by a protocol. */
export interface AskedJudgeConfig {
  /** How it is called in tables. Default: `PROTOCOL:MODEL`. */
  readonly name?: string;
  /** Default: pairwise. */
  readonly protocol?: string;
  /** The protocol's own options, for example `{ orders: "as-given" }` or `{ scale: [1, 5] }`. */
  readonly options?: JsonObject;
  /** The model's name as the endpoint knows it. */
  readonly model: string;
  /** A built-in prompt's name, or the path of your own prompt file. Default: the protocol's. */
  readonly prompt?: string;
  /** Subsets whose comparisons are asked otherwise, by name: `{ Ties: { protocol: "pointwise" } }`. */
  readonly subsets?: Readonly<Record<string, AskedOnSubset>>;
  /** Any OpenAI-compatible endpoint; named here, it wins over OPENAI_BASE_URL. Default: OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseURL?: string;
  /** The environment variable that holds the key (never the key itself). Default: OPENAI_API_KEY. */
  readonly apiKeyEnv?: string;
  /**
   * Path of a GGUF file that is run in this process instead of asking an endpoint (needs the package node-llama-cpp). As with `baseURL`,
   * where a model runs is not part of who the judge is: `model` is.
   */
  readonly gguf?: string;
  /** Where the table of what models take and can do is wrong for yours: `{ temperature: true }`. */
  readonly capabilities?: Partial<Capabilities>;
  /** Default 0; 0.7 where several samples of a question are taken, which would all be one at 0. Left out where the model takes none. */
  readonly temperature?: number;
  readonly topP?: number;
  /** Default 1024. */
  readonly maxTokens?: number;
  /** Sent with the first asking of a question; the second sends the next number, and so on. */
  readonly seed?: number;
  /** Further fields of the request body. */
  readonly extra?: JsonObject;
}

/** A scalar reward model behind an endpoint: it gives a score and no words. */
export interface ScoredJudgeConfig {
  /** How it is called in tables. Default: `REWARD:MODEL`. */
  readonly name?: string;
  /** The endpoint's kind, for example "vllm-classify". */
  readonly reward: string;
  /** The kind's own options. */
  readonly options?: JsonObject;
  /** The model's name as the endpoint knows it. */
  readonly model: string;
  /** Where it is served. OPENAI_BASE_URL is not meant for it and not used. */
  readonly baseURL?: string;
  /** The environment variable that holds the key (never the key itself). Without it no key is sent. */
  readonly apiKeyEnv?: string;
}

/** A computed judge. */
export interface BaselineJudgeConfig {
  readonly name?: string;
  readonly baseline: string;
  readonly options?: JsonObject;
}

/** A judge in full. */
export type FullJudgeConfig = AskedJudgeConfig | ScoredJudgeConfig | BaselineJudgeConfig;

/** A judge in full, or in short: a baseline's name, `PROTOCOL:MODEL`, `REWARD:MODEL`, or a model's name alone (asked pairwise). */
export type JudgeConfig = string | FullJudgeConfig;

/** US dollars per million tokens, and where the figure was read. No price ships with Touchstone. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  readonly source: string;
}

export interface PriceTable {
  /** Your own version mark, kept with every cost that is shown. */
  readonly version: string;
  readonly models: Readonly<Record<string, Price>>;
}

/** Everything a run is made from. What is absent has the default named beside it. */
export interface Config {
  /** Start of the run folder's name. Default: the name of the data file. */
  readonly name?: string;
  readonly data: string | DataConfig | readonly (string | DataConfig)[];
  readonly judges: readonly JudgeConfig[];
  /** How many verdicts each question gets; a judge of K samples is asked K times for each. Default 1. */
  readonly repeats?: number;
  /** Seeds sampling, placement and every interval. Default 20. */
  readonly seed?: number;
  /** Judge only the first N comparisons. */
  readonly limit?: number;
  /** Judge only N comparisons drawn by the seed; a larger N contains every smaller one. */
  readonly sample?: number;
  /** Judge only these comparisons. */
  readonly ids?: readonly string[];
  /** Judge only these subsets. */
  readonly subsets?: readonly string[];
  /** Judge only comparisons with exactly this many responses. */
  readonly responses?: number;
  /** Calls in flight at once. Default 16. */
  readonly concurrency?: number;
  /** Seconds after which one call is given up and tried again. Default 120. */
  readonly timeoutSeconds?: number;
  /** Attempts a call before it counts as failed. Default 6. */
  readonly maxAttempts?: number;
  /** Where run folders are kept. Default `touchstone-runs`. */
  readonly runsDirectory?: string;
  /** Take every reply from these stored runs (by folder or name) and make no call at all. */
  readonly replay?: readonly string[];
  /** Use replies to the same request found in earlier run folders. Default true. */
  readonly reuse?: boolean;
  /** Least value of a metric's lower interval bound, for every judge that was asked for: `{ agreement: 0.7 }`. */
  readonly gates?: Readonly<Record<string, number>>;
  /** Largest share of judgments that may be without a verdict before the run counts as incomplete. Default 0.1. */
  readonly maxErrors?: number;
  /**
   * Stop cleanly when the calls of one command cost this many US dollars; calls in flight are finished, so it may be passed by what
   * they cost. The same command goes on and may spend as much again. Needs `prices` for every model.
   */
  readonly maxCost?: number;
  readonly prices?: PriceTable;
  /** Judges combined of these judges: they ask nobody, and are made anew whenever figures are. Not part of the run's identity. */
  readonly juries?: readonly JuryConfig[];
  /**
   * A public benchmark, by its name: `data` then names its files or folders (none: they are fetched and cached), rows are read its way, and
   * its official figures stand in the report.
   */
  readonly benchmark?: string;
  /** How judgments become decisions, laid over what each judge's own protocol says. Not part of the run's identity. */
  readonly rule?: Partial<Rule>;
  /** Who the people behind the preferences are: how much the alternative annotator test forgives a judge. Default crowd, the strictest. */
  readonly annotators?: AnnotatorKind;
  /** Your own protocols, by the same contract as the built-in ones (code configs only). */
  readonly protocols?: readonly Protocol[];
  /** Your own metrics, measured beside the built-in ones (code configs only). */
  readonly metrics?: readonly Metric[];
  /** Your own probes, asked by an audit beside the built-in ones (code configs only). */
  readonly probes?: readonly Probe[];
}

/** Gives an object its type: what a config file exports. */
export function defineConfig(config: Config): Config {
  return config;
}

/** The defaults in one place, printed by `--help` and by `touchstone init`. */
export const CONFIG_DEFAULTS = {
  repeats: 1,
  seed: DEFAULT_SEED,
  concurrency: 16,
  timeoutSeconds: 120,
  maxAttempts: 6,
  runsDirectory: "touchstone-runs",
  maxErrors: 0.1,
  temperature: 0,
  /** In place of it where several samples make one verdict. */
  sampledTemperature: 0.7,
  maxTokens: 1024,
} as const;
