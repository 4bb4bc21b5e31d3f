import { type AskedJudgeConfig, CONFIG_DEFAULTS } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import type { Sampling } from "../core/judge.js";
import { capabilitiesOf, samplingProblem } from "../models/capabilities.js";

interface Sampled {
  /** The judge's name, for messages. */
  readonly name: string;
  /** Samples of one question that make one verdict. */
  readonly samples: number;
  /** Whether the judge's protocol reads token probabilities. */
  readonly readsTokens: boolean;
  /** Where the model is served; null for a file that is run in this process, which takes whatever is asked of it. */
  readonly host: string | null;
}

/**
 * How a judge's model is sampled: what the user gave, and the defaults that the model takes. Throws a UsageError where he gave something
 * that it does not take.
 */
export function judgeSampling(
  given: AskedJudgeConfig,
  { name, samples, readsTokens, host }: Sampled,
): Sampling {
  const { temperature, topP, seed, extra, model } = given;
  const asked: Sampling = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(extra === undefined ? {} : { extra }),
  };
  const problemOf = (sampling: Sampling) =>
    host === null ? null : samplingProblem(sampling, capabilitiesOf(model, host, given.capabilities));
  const problem = problemOf(readsTokens ? { ...asked, topLogprobs: 1 } : asked);
  if (problem !== null) throw new UsageError(`judge ${name}: ${model} ${problem}`);
  // At temperature 0 the samples of one question would all be the same one.
  const usual = {
    temperature: samples > 1 ? CONFIG_DEFAULTS.sampledTemperature : CONFIG_DEFAULTS.temperature,
  };
  return {
    ...(problemOf(usual) === null ? usual : {}),
    maxTokens: given.maxTokens ?? CONFIG_DEFAULTS.maxTokens,
    ...asked,
  };
}
