import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reading } from "../core/reading.js";
import type { PresentedResponse, View } from "../core/trial.js";
import { findScores, type Scale } from "../verdicts/scores.js";
import { checkPrompt, sharedVariables } from "./material.js";
import { numberRange, readOptions } from "./options.js";
import type { Protocol } from "./protocol.js";
import { readOnlyReply } from "./reply.js";

/**
 * Shows one response at a time and asks for a score.
 *
 * Option: `scale`, the lowest and the highest score (default [1, 10]). The scale is continuous: 7.5 is a score on it, for
 * judges give such and rounding would make ties. A number off the scale is `out-of-range`, never clamped.
 * Prompt variables: prompt, response, reference, rubric, nonce, scale_low, scale_high.
 */
export const pointwise: Protocol = {
  name: "pointwise",
  summary: "One response at a time: a critique, then a score on a declared scale.",
  prompt: "pointwise",
  options: { scale: "" },
  configure({ prompt, options: given }) {
    const options = readOptions<{ scale: readonly [number, number] }>("pointwise", given, {
      scale: numberRange(1, 10),
    });
    const scale: Scale = { low: options.scale[0], high: options.scale[1] };
    checkPrompt("pointwise", prompt, 1, (view) => variables(view, scale));
    return {
      options,
      layouts: (comparison) => comparison.responses.map((response) => [response.id]),
      next: (view, replies) =>
        replies.length > 0 ? [] : [{ messages: prompt.render(variables(view, scale)) }],
      read: (view, replies) => {
        const format = {
          find: (text: string) => findScores(text, scale),
          markers: ["score", "rating"],
          expected: `score such as [[${scale.high}]]`,
        } as const;
        return readOnlyReply(view, replies, format, (says) => scoreReading(view, says, scale));
      },
    };
  },
};

function variables(view: View, scale: Scale): JsonObject {
  return {
    ...sharedVariables(view),
    response: onlyResponse(view).text,
    scale_low: scale.low,
    scale_high: scale.high,
  };
}

function scoreReading(view: View, says: number | string, { low, high }: Scale): Reading {
  if (typeof says === "string") {
    return { status: "unparsed", reason: `[[${says}]] is not one number on the scale ${low} to ${high}` };
  }
  if (says < low || says > high) {
    return { status: "out-of-range", reason: `the score ${says} is off the scale ${low} to ${high}` };
  }
  return { status: "decided", verdict: { kind: "scores", byId: { [onlyResponse(view).id]: says } } };
}

function onlyResponse(view: View): PresentedResponse {
  const [only, ...more] = view.responses;
  if (!only || more.length > 0) {
    throw new InputError("a pointwise view", "1 response", `${view.responses.length}`);
  }
  return only;
}
