import { baselines, findBaseline } from "../baselines/find.js";
import type {
  AskedJudgeConfig,
  AskedOnSubset,
  BaselineJudgeConfig,
  Config,
  FullJudgeConfig,
  JudgeConfig,
  ScoredJudgeConfig,
} from "../config/config.js";
import { CONFIG_DEFAULTS } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import { type AskedJudge, type ComputedJudge, judgeId, type ScoredJudge } from "../core/judge.js";
import { withoutSecrets } from "../models/clean-message.js";
import type { Model } from "../models/model.js";
import { findProtocol, isProtocolName } from "../protocols/find.js";
import { withSubsets } from "../protocols/on-subsets.js";
import { loadPrompt } from "../protocols/prompt.js";
import { type ConfiguredProtocol, promptFile } from "../protocols/protocol.js";
import { findReward, rewards } from "../rewards/find.js";
import type { BoundJudge } from "../run/plan.js";
import { type Environment, hostOf, type ModelFinder, modelFinder, noSuchKey } from "./endpoints.js";
import { modelSampling } from "./sampling.js";

/** What of a config binding its judges needs. */
export type JudgeSettings = Pick<Config, "judges" | "protocols" | "timeoutSeconds">;

/** Binds one judge; all that it binds share the model files that are loaded. */
export type JudgeBinder = (judge: JudgeConfig) => Promise<BoundJudge>;

/** How the judges of a config are bound. `replay` stands in for every model, so that nothing is ever sent. */
export function judgeBinder(config: JudgeSettings, environment: Environment, replay?: Model): JudgeBinder {
  const { timeoutSeconds = CONFIG_DEFAULTS.timeoutSeconds } = config;
  const modelAt = modelFinder({ environment, timeoutSeconds });
  const setting: Setting = { config, environment, modelAt, ...(replay ? { replay } : {}) };
  return (judge) => bindJudge(judge, setting);
}

/**
 * Turns the judges of a config into judges that can be asked. `replay` stands in for every model, so that nothing is ever sent.
 * Throws a UsageError or an InputError that names the judge.
 */
export async function bindJudges(
  config: JudgeSettings,
  environment: Environment,
  replay?: Model,
  bind: JudgeBinder = judgeBinder(config, environment, replay),
): Promise<BoundJudge[]> {
  const bound: BoundJudge[] = [];
  for (const judge of config.judges) bound.push(await bind(judge));
  for (const [position, { judge }] of bound.entries()) {
    if (bound.findIndex((other) => other.judge.id === judge.id) < position) {
      throw new UsageError(
        `judge ${judge.name} is given twice: give one of them another name or other settings`,
      );
    }
  }
  return bound;
}

/** What all judges of one config are bound with. */
interface Setting {
  readonly config: JudgeSettings;
  readonly environment: Environment;
  readonly replay?: Model;
  readonly modelAt: ModelFinder;
}

async function bindJudge(given: JudgeConfig, setting: Setting): Promise<BoundJudge> {
  const judge = typeof given === "string" ? judgeInFull(given, setting.config) : given;
  if ("baseline" in judge) return bindBaseline(judge);
  return "reward" in judge ? bindScored(judge, setting) : bindAsked(judge, setting);
}

/** What a judge given in short means: a baseline's name, `PROTOCOL:MODEL`, `REWARD:MODEL`, or the name of a model that is asked pairwise. */
export function judgeInFull(short: string, config: Pick<Config, "protocols"> = {}): FullJudgeConfig {
  if (baselines.some(({ name }) => name === short)) return { baseline: short };
  const colon = short.indexOf(":");
  const [kind, model] = [short.slice(0, colon), short.slice(colon + 1)];
  // A model's own name may hold a colon ("llama3:8b"): only what names a protocol or a kind of reward model is cut off.
  if (colon > 0 && isProtocolName(kind, config.protocols)) return { protocol: kind, model };
  if (colon > 0 && rewards.some(({ name }) => name === kind)) return { reward: kind, model };
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

async function bindAsked(given: AskedJudgeConfig, setting: Setting): Promise<BoundJudge> {
  const { asked, configured: elsewhere } = await configuredBy(given, setting);
  const name = given.name ?? `${asked.protocol}:${given.model}`;
  const onSubsets = new Map<string, ConfiguredProtocol>();
  const subsets = new Map<string, HowAsked>();
  for (const [subset, own] of Object.entries(given.subsets ?? {})) {
    const there = await configuredBy(own, setting);
    onSubsets.set(subset, there.configured);
    subsets.set(subset, there.asked);
  }
  const configured = withSubsets(elsewhere, onSubsets);
  const judge: Omit<AskedJudge, "id"> = {
    kind: "asked",
    name,
    ...asked,
    model: given.model,
    ...(onSubsets.size > 0 ? { subsets: Object.fromEntries(subsets) } : {}),
    sampling: modelSampling(given, {
      who: `judge ${name}`,
      // At temperature 0 the samples of one question would all be the same one.
      temperature:
        (configured.samples ?? 1) > 1 ? CONFIG_DEFAULTS.sampledTemperature : CONFIG_DEFAULTS.temperature,
      readsTokens: configured.readsTokens ?? false,
      host: hostOf(given, setting.environment),
    }),
    ...ownCombining(configured),
  };
  const model = setting.replay ?? (await setting.modelAt(`judge ${given.name ?? given.model}`, given));
  return { kind: "asked", judge: { ...judge, id: judgeId(judge) }, protocol: configured, model };
}

type HowAsked = Pick<AskedJudge, "protocol" | "options" | "prompt">;

async function configuredBy(
  { protocol: name = "pairwise", prompt: file, options = {} }: AskedOnSubset,
  { config }: Setting,
): Promise<{ readonly asked: HowAsked; readonly configured: ConfiguredProtocol }> {
  const protocol = findProtocol(name, config.protocols);
  const prompt = await loadPrompt(promptFile(protocol, file, options));
  const configured = protocol.configure({ prompt, options });
  return {
    asked: {
      protocol: protocol.name,
      options: configured.options,
      prompt: { name: prompt.name, hash: prompt.hash },
    },
    configured,
  };
}

// Only what departs from the default: the id of a judge that has none of it does not change because it could.
function ownCombining({ samples = 1, rule = {} }: ConfiguredProtocol): Pick<AskedJudge, "samples" | "rule"> {
  return { ...(samples > 1 ? { samples } : {}), ...(Object.keys(rule).length > 0 ? { rule } : {}) };
}

async function bindScored(given: ScoredJudgeConfig, setting: Setting): Promise<BoundJudge> {
  const reward = findReward(given.reward);
  const configured = reward.configure(given.options ?? {});
  const judge: Omit<ScoredJudge, "id"> = {
    kind: "scored",
    name: given.name ?? `${reward.name}:${given.model}`,
    reward: reward.name,
    options: configured.options,
    model: given.model,
  };
  const model = setting.replay ?? (await configured.endpoint(rewardAddress(given, judge.name, setting)));
  return { kind: "scored", judge: { ...judge, id: judgeId(judge) }, protocol: configured, model };
}

/** An address and a key that are meant for language models are not a reward model's: neither is taken where none is named. */
function rewardAddress({ baseURL, apiKeyEnv }: ScoredJudgeConfig, name: string, setting: Setting) {
  if (baseURL === undefined) {
    throw new UsageError(
      `judge ${name}: no endpoint. Give the baseURL (--base-url) of the reward model's server`,
    );
  }
  const apiKey = apiKeyEnv === undefined ? undefined : setting.environment[apiKeyEnv];
  if (apiKeyEnv !== undefined && !apiKey) throw noSuchKey(`judge ${name}`, withoutSecrets(apiKeyEnv, []));
  const { timeoutSeconds = CONFIG_DEFAULTS.timeoutSeconds } = setting.config;
  return { baseURL, ...(apiKey ? { apiKey } : {}), timeoutSeconds };
}
