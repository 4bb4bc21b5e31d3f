import type { AskedJudgeConfig } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import { withoutSecrets } from "../models/clean-message.js";
import { localModel } from "../models/local.js";
import type { Model } from "../models/model.js";
import { DEFAULT_BASE_URL, openaiModel } from "../models/openai.js";

/** Where keys and endpoints come from: the process environment, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a language model is reached. */
export type EndpointConfig = Pick<AskedJudgeConfig, "baseURL" | "apiKeyEnv" | "gguf" | "capabilities">;

/** Finds the model that a config names; `who` names in messages whose it is. Throws a UsageError where nothing says how to reach it. */
export type ModelFinder = (who: string, given: EndpointConfig) => Promise<Model>;

interface Setting {
  readonly environment: Environment;
  readonly timeoutSeconds: number;
}

/** Those that are found by one finder and name the same GGUF file share it, for each copy would take its memory anew. */
export function modelFinder(setting: Setting): ModelFinder {
  const loaded = new Map<string, Model>();
  return (who, given) =>
    given.gguf === undefined
      ? endpointOf(who, given, setting)
      : loadedFile(who, given, { gguf: given.gguf, loaded });
}

async function loadedFile(
  who: string,
  given: EndpointConfig,
  { gguf, loaded }: { readonly gguf: string; readonly loaded: Map<string, Model> },
): Promise<Model> {
  if (given.baseURL !== undefined || given.apiKeyEnv !== undefined) {
    const surplus = given.baseURL === undefined ? "apiKeyEnv" : "baseURL";
    throw new UsageError(`${who}: expected a gguf file or an endpoint but found gguf and ${surplus}`);
  }
  const model = loaded.get(gguf) ?? (await localModel({ gguf }));
  loaded.set(gguf, model);
  return model;
}

async function endpointOf(
  who: string,
  given: EndpointConfig,
  { environment, timeoutSeconds }: Setting,
): Promise<Model> {
  const { keyVariable, apiKey, baseURL } = addressOf(given, environment);
  if (given.apiKeyEnv && !apiKey) throw noSuchKey(who, keyVariable);
  if (!apiKey && !baseURL) {
    throw new UsageError(
      `${who}: no endpoint and no key. Set OPENAI_BASE_URL (any OpenAI-compatible server) or ${keyVariable}`,
    );
  }
  return openaiModel({
    ...(baseURL ? { baseURL } : {}),
    ...(apiKey ? { apiKey } : {}),
    ...(given.capabilities ? { capabilities: given.capabilities } : {}),
    timeoutSeconds,
  });
}

export function noSuchKey(who: string, variable: string): UsageError {
  return new UsageError(`${who}: the environment has no ${variable}`);
}

/** The host a model is known by in the table of capabilities, also where its replies are replayed; null for a file of our own. */
export function hostOf(given: EndpointConfig, environment: Environment): string | null {
  if (given.gguf !== undefined) return null;
  const { baseURL = DEFAULT_BASE_URL } = addressOf(given, environment);
  return URL.canParse(baseURL) ? new URL(baseURL).host : "";
}

/**
 * Where a model is asked and with which key. An address beside it is more specific than one for everything: it wins over
 * OPENAI_BASE_URL. `keyVariable` is fit to be shown, also where somebody wrote the key itself in its place.
 */
export function addressOf(
  { apiKeyEnv = "OPENAI_API_KEY", baseURL }: EndpointConfig,
  environment: Environment,
) {
  return {
    keyVariable: withoutSecrets(apiKeyEnv, []),
    apiKey: environment[apiKeyEnv] || undefined,
    baseURL: baseURL ?? (environment.OPENAI_BASE_URL || undefined),
  };
}
