import { baselines, findBaseline } from "../baselines/find.js";
import type { AskedJudgeConfig, BaselineJudgeConfig, Config, JudgeConfig } from "../config/config.js";
import { CONFIG_DEFAULTS } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import { type AskedJudge, type ComputedJudge, judgeId, type Sampling } from "../core/judge.js";
import { withoutSecrets } from "../models/clean-message.js";
import type { Model } from "../models/model.js";
import { openaiModel } from "../models/openai.js";
import { findProtocol, isProtocolName } from "../protocols/find.js";
import { loadPrompt } from "../protocols/prompt.js";
import type { BoundJudge } from "../run/plan.js";

/** Where keys and endpoints come from: the process environment, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What of a config binding its judges needs. */
export type JudgeSettings = Pick<Config, "judges" | "protocols" | "timeoutSeconds">;

/**
 * Turns the judges of a config into judges that can be asked. `replay` stands in for every model, so that nothing is ever sent.
 * Throws a UsageError or an InputError that names the judge.
 */
export async function bindJudges(
  config: JudgeSettings,
  environment: Environment,
  replay?: Model,
): Promise<BoundJudge[]> {
  const bound: BoundJudge[] = [];
  for (const judge of config.judges) bound.push(await bindJudge(judge, config, environment, replay));
  for (const [position, { judge }] of bound.entries()) {
    if (bound.findIndex((other) => other.judge.id === judge.id) < position) {
      throw new UsageError(
        `judge ${judge.name} is given twice: give one of them another name or other settings`,
      );
    }
  }
  return bound;
}

async function bindJudge(
  given: JudgeConfig,
  config: JudgeSettings,
  environment: Environment,
  replay?: Model,
): Promise<BoundJudge> {
  const judge = typeof given === "string" ? judgeInFull(given, config) : given;
  if ("baseline" in judge) return bindBaseline(judge);
  return bindAsked(judge, config, replay ?? (await endpointOf(judge, config, environment)));
}

/** What a judge given in short means: a baseline's name, `PROTOCOL:MODEL`, or the name of a model that is asked pairwise. */
export function judgeInFull(
  short: string,
  config: Pick<Config, "protocols"> = {},
): AskedJudgeConfig | BaselineJudgeConfig {
  if (baselines.some(({ name }) => name === short)) return { baseline: short };
  const colon = short.indexOf(":");
  const protocol = short.slice(0, colon);
  // A model's own name may hold a colon ("llama3:8b"): only what names a protocol is cut off.
  if (colon > 0 && isProtocolName(protocol, config.protocols))
    return { protocol, model: short.slice(colon + 1) };
  return { model: short };
}

function bindBaseline(given: BaselineJudgeConfig): BoundJudge {
  const baseline = findBaseline(given.baseline);
  const configured = baseline.configure(given.options ?? {});
  const judge: Omit<ComputedJudge, "id"> = {
    kind: "computed",
    name: given.name ?? given.baseline,
    rule: baseline.name,
    options: configured.options,
  };
  return { kind: "computed", judge: { ...judge, id: judgeId(judge) }, baseline: configured };
}

async function bindAsked(given: AskedJudgeConfig, config: JudgeSettings, model: Model): Promise<BoundJudge> {
  const protocol = findProtocol(given.protocol ?? "pairwise", config.protocols);
  const prompt = await loadPrompt(given.prompt ?? protocol.prompt);
  const configured = protocol.configure({ prompt, options: given.options ?? {} });
  const judge: Omit<AskedJudge, "id"> = {
    kind: "asked",
    name: given.name ?? `${protocol.name}:${given.model}`,
    protocol: protocol.name,
    options: configured.options,
    model: given.model,
    prompt: { name: prompt.name, hash: prompt.hash },
    sampling: samplingOf(given),
  };
  return { kind: "asked", judge: { ...judge, id: judgeId(judge) }, protocol: configured, model };
}

function samplingOf(given: AskedJudgeConfig): Sampling {
  const { topP, seed, extra } = given;
  return {
    temperature: given.temperature ?? CONFIG_DEFAULTS.temperature,
    maxTokens: given.maxTokens ?? CONFIG_DEFAULTS.maxTokens,
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(extra === undefined ? {} : { extra }),
  };
}

async function endpointOf(
  given: AskedJudgeConfig,
  config: JudgeSettings,
  environment: Environment,
): Promise<Model> {
  const { keyVariable, apiKey, baseURL } = addressOf(given, environment);
  if (given.apiKeyEnv && !apiKey) {
    throw new UsageError(`judge ${given.name ?? given.model}: the environment has no ${keyVariable}`);
  }
  if (!apiKey && !baseURL) {
    throw new UsageError(
      `judge ${given.name ?? given.model}: no endpoint and no key. Set OPENAI_BASE_URL (any OpenAI-compatible server) or ${keyVariable}`,
    );
  }
  return openaiModel({
    ...(baseURL ? { baseURL } : {}),
    ...(apiKey ? { apiKey } : {}),
    timeoutSeconds: config.timeoutSeconds ?? CONFIG_DEFAULTS.timeoutSeconds,
  });
}

/**
 * Where a judge is asked and with which key. An address beside the judge is more specific than one for everything: it wins over
 * OPENAI_BASE_URL. `keyVariable` is fit to be shown, also where somebody wrote the key itself in its place.
 */
export function addressOf(
  { apiKeyEnv = "OPENAI_API_KEY", baseURL }: AskedJudgeConfig,
  environment: Environment,
) {
  return {
    keyVariable: withoutSecrets(apiKeyEnv, []),
    apiKey: environment[apiKeyEnv] || undefined,
    baseURL: baseURL ?? (environment.OPENAI_BASE_URL || undefined),
  };
}
