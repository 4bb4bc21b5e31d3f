import { baselines } from "../baselines/find.js";
import type { AskedJudgeConfig, Config, ScoredJudgeConfig } from "../config/config.js";
import { findProtocol, protocols } from "../protocols/find.js";
import { findReward, rewards } from "../rewards/find.js";

/** A way to judge that a config may name. */
export interface JudgeKind {
  readonly name: string;
  readonly summary: string;
  /** Each option's name and what it does, in one line. */
  readonly options: Readonly<Record<string, string>>;
  /** What its scores are called where they are more than scores, for example "p(Yes)". */
  readonly scoreName?: string;
}

export interface JudgeKinds {
  /** How language models are asked: those of the config first, which may stand in for ours. */
  readonly protocols: readonly JudgeKind[];
  /** Endpoints of scalar reward models. */
  readonly rewards: readonly JudgeKind[];
  readonly baselines: readonly Omit<JudgeKind, "options">[];
}

/** Every way to judge that a config may name. */
export function judgeKinds(config: Pick<Config, "protocols"> = {}): JudgeKinds {
  const own = config.protocols ?? [];
  const ours = protocols.filter(({ name }) => !own.some((protocol) => protocol.name === name));
  return {
    protocols: [...own, ...ours].map(kindOf),
    rewards: rewards.map(kindOf),
    baselines: baselines.map(({ name, summary }) => ({ name, summary })),
  };
}

/** The options that a judge's protocol or endpoint has. Throws an InputError where it is not known. */
export function optionsOfJudge(
  judge: AskedJudgeConfig | ScoredJudgeConfig,
  config: Pick<Config, "protocols"> = {},
): JudgeKind["options"] {
  if ("reward" in judge) return findReward(judge.reward).options;
  return findProtocol(judge.protocol ?? "pairwise", config.protocols).options;
}

function kindOf({ name, summary, options, scoreName }: JudgeKind): JudgeKind {
  return { name, summary, options, ...(scoreName === undefined ? {} : { scoreName }) };
}
