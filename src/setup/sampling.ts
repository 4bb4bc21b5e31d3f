import { type AskedJudgeConfig, CONFIG_DEFAULTS } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import type { Sampling } from "../core/judge.js";
import { capabilitiesOf, samplingProblem } from "../models/capabilities.js";

interface Sampled {
  /** Whose model it is, for messages. */
  readonly who: string;
  /** Where none is given; left out where the model takes none. */
  readonly temperature: number;
  /** Whether token probabilities are read. */
  readonly readsTokens: boolean;
  /** Where the model is served; null for a file that is run in this process, which takes whatever is asked of it. */
  readonly host: string | null;
}

/**
 * How a model is sampled: what the user gave, and the defaults that the model takes. Throws a UsageError where he gave something
 * that it does not take.
 */
export function modelSampling(
  given: Pick<
    AskedJudgeConfig,
    "model" | "temperature" | "topP" | "seed" | "extra" | "maxTokens" | "capabilities"
  >,
  { who, temperature: usualTemperature, readsTokens, host }: Sampled,
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
  if (problem !== null) throw new UsageError(`${who}: ${model} ${problem}`);
  const usual = { temperature: usualTemperature };
  return {
    ...(problemOf(usual) === null ? usual : {}),
    maxTokens: given.maxTokens ?? CONFIG_DEFAULTS.maxTokens,
    ...asked,
  };
}
