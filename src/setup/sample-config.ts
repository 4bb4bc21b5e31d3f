import { readFile } from "node:fs/promises";
import { type AskedJudgeConfig, CONFIG_DEFAULTS, type Config } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import type { Policy, Style } from "../core/sample.js";
import type { Model } from "../models/model.js";
import { type Environment, hostOf, modelFinder } from "./endpoints.js";
import { modelSampling } from "./sampling.js";

/** A language model that writes responses, and where it is reached. Temperature 1 where none is given: its own distribution. */
export type PolicyConfig = Pick<
  AskedJudgeConfig,
  | "model"
  | "baseURL"
  | "apiKeyEnv"
  | "gguf"
  | "capabilities"
  | "temperature"
  | "topP"
  | "maxTokens"
  | "seed"
  | "extra"
>;

/** Everything that drawing responses is made from. What is absent has the default named beside it. */
export interface SampleConfig
  extends Pick<
    Config,
    | "name"
    | "data"
    | "benchmark"
    | "seed"
    | "limit"
    | "sample"
    | "ids"
    | "subsets"
    | "concurrency"
    | "timeoutSeconds"
    | "maxAttempts"
    | "reuse"
    | "maxErrors"
    | "maxCost"
    | "prices"
  > {
  readonly models: readonly PolicyConfig[];
  /** How many responses each model writes to each prompt in each style: 1 or more. Default 4. */
  readonly n?: number;
  /** Ways of asking. Default: the prompt as it stands. */
  readonly styles?: readonly Style[];
  /** Where folders of samples are kept. Default `touchstone-samples`. */
  readonly samplesDirectory?: string;
}

export const SAMPLE_DEFAULTS = { n: 4, temperature: 1, samplesDirectory: "touchstone-samples" } as const;

/** The style of a set that names none: its responses carry no style. */
export const PLAIN: Style = { name: "plain", system: null };

/** A policy that can be asked. */
export interface BoundPolicy {
  readonly policy: Policy;
  readonly model: Model;
}

/** The number of responses and the styles of a config. Throws a UsageError where they do not fit. */
export function drawsOf({ n = SAMPLE_DEFAULTS.n, styles = [PLAIN] }: Pick<SampleConfig, "n" | "styles">): {
  readonly n: number;
  readonly styles: readonly Style[];
} {
  if (!Number.isInteger(n) || n < 1)
    throw new UsageError(`sample: expected a whole number of responses from 1 but found ${n}`);
  if (styles.length === 0) throw new UsageError("sample: expected at least one style but found none");
  for (const [i, { name, system }] of styles.entries()) {
    if (styles.findIndex((other) => other.name === name) < i)
      throw new UsageError(`sample: the style ${JSON.stringify(name)} is given twice`);
    if (name === "") throw new UsageError("sample: expected a style to have a name but found none");
    if (system?.trim() === "")
      throw new UsageError(`sample: expected the style ${name} to have a system prompt but found it empty`);
  }
  return { n, styles };
}

/** The style whose system prompt is a file's text. Throws a UsageError where the file cannot be read. */
export async function readStyle(name: string, path: string): Promise<Style> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`style ${name}: ${path} cannot be read (${reason})`);
  }
  try {
    return { name, system: new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim() };
  } catch {
    throw new UsageError(`style ${name}: expected ${path} to be UTF-8 text but found other bytes`);
  }
}

/** Turns the models of a config into models that can be asked. Throws a UsageError that names the model. */
export async function bindPolicies(
  { models, timeoutSeconds = CONFIG_DEFAULTS.timeoutSeconds }: SampleConfig,
  environment: Environment,
): Promise<BoundPolicy[]> {
  if (models.length === 0) throw new UsageError("sample: no model");
  const modelAt = modelFinder({ environment, timeoutSeconds });
  const bound: BoundPolicy[] = [];
  for (const given of models) {
    const who = `model ${given.model}`;
    if (bound.some(({ policy }) => policy.model === given.model))
      throw new UsageError(`sample: ${who} is given twice`);
    const sampling = modelSampling(given, {
      who: "sample",
      temperature: SAMPLE_DEFAULTS.temperature,
      readsTokens: false,
      host: hostOf(given, environment),
    });
    bound.push({ policy: { model: given.model, sampling }, model: await modelAt(who, given) });
  }
  return bound;
}
