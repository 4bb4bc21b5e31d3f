import { samplingFor } from "../core/judge.js";
import type { ModelRequest } from "../models/model.js";
import type { Request } from "../protocols/protocol.js";
import type { CalledJudge } from "./plan.js";

/**
 * What is sent for a protocol's request. A seed is moved on by the repeat: an endpoint that is given one seed twice says the same thing
 * twice, and K samples would be one. The first repeat has the seed as it was given.
 */
export function modelRequest(
  { kind, judge }: CalledJudge,
  { messages, sampling: asked, answer }: Request,
  repeat: number,
): ModelRequest {
  const sampling = samplingFor(kind === "asked" ? judge.sampling : {}, asked);
  return {
    model: judge.model,
    messages,
    sampling: sampling.seed === undefined ? sampling : { ...sampling, seed: sampling.seed + repeat },
    repeat,
    ...(answer === undefined ? {} : { answer }),
  };
}
