import type { Asking } from "../audits/probe.js";
import type { AskedJudgeConfig, Config, FullJudgeConfig } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import type { BoundJudge } from "../run/plan.js";
import type { BindArm } from "./audit-judge.js";
import { judgeInFull } from "./judges.js";

/** Binds a judge of a config anew: the config as it stands with its judges replaced by this one. */
export type BindOne = (judge: FullJudgeConfig) => Promise<BoundJudge | undefined>;

/**
 * How the judges of a config are asked otherwise. `bound` are these judges in the order of the config. Throws a UsageError for a judge that
 * is not asked by a protocol: a baseline or a reward model has nothing to be asked otherwise.
 */
export function armBinder(config: Config, bound: readonly BoundJudge[], bind: BindOne): BindArm {
  return async (judge, asking) => {
    const given = config.judges[bound.findIndex((one) => one.judge.id === judge.id)];
    const own = typeof given === "string" ? judgeInFull(given, config) : given;
    if (!own || "baseline" in own || "reward" in own)
      throw new UsageError("it is not asked by a protocol, so it cannot be asked otherwise");
    const other = await bind(askedOtherwise(own, asking));
    if (!other) throw new UsageError("it cannot be bound anew");
    return other;
  };
}

/** A judge's config with what an arm changes laid over it, on subsets that have a way of their own as well. */
function askedOtherwise(own: AskedJudgeConfig, asking: Asking): AskedJudgeConfig {
  const { protocol, options, prompt, temperature, maxTokens } = asking;
  const isOther = protocol !== undefined && protocol !== (own.protocol ?? "pairwise");
  const { subsets, prompt: ownPrompt, options: ownOptions, ...rest } = own;
  const laidOver = { ...(isOther ? {} : ownOptions), ...options };
  const template = prompt ?? (isOther ? undefined : ownPrompt);
  // Another protocol or prompt is one for all of the data.
  const keptSubsets = isOther || prompt !== undefined ? undefined : subsets;
  return {
    ...rest,
    ...(protocol === undefined ? {} : { protocol }),
    ...(template === undefined ? {} : { prompt: template }),
    ...(Object.keys(laidOver).length === 0 ? {} : { options: laidOver }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(keptSubsets === undefined
      ? {}
      : {
          subsets: Object.fromEntries(
            Object.entries(keptSubsets).map(([name, one]) => [
              name,
              { ...one, options: { ...one.options, ...options } },
            ]),
          ),
        }),
  };
}
