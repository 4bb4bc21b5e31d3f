import type { AnswerShape } from "../core/answer-shape.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import type { Scale } from "../verdicts/scores.js";
import { readAnswer } from "./answer.js";
import { answerShape, critiquePlace } from "./answer-shape.js";
import { askOnce } from "./ask-once.js";
import { ANSWER_OPTIONS, answerVariables, DEFENCES, MATERIAL_OPTIONS } from "./asking-options.js";
import { checkUndefended, onlyResponse, sharedVariables } from "./material.js";
import { describeOptions, numberRange, type OptionValues, readOptions, recordedOptions } from "./options.js";
import type { Protocol } from "./protocol.js";
import { combining, expectation, samplingOptions } from "./sampling-options.js";
import { scoreExpectation, scoreFormat, scoreOnScale, scoreVerdict } from "./score-format.js";

const OPTIONS = {
  scale: numberRange(1, 10, "the lowest and the highest score"),
  ...DEFENCES,
  ...ANSWER_OPTIONS,
  ...MATERIAL_OPTIONS,
  ...samplingOptions("mean"),
  expectation,
} as const;
const UNDEFENDED = "pointwise-undefended";
type PointwiseOptions = OptionValues<typeof OPTIONS>;

/**
 * Shows one response at a time and asks for a score.
 *
 * The scale is continuous: 7.5 is a score on it, for judges give such and rounding would make ties. A number off the scale is
 * `out-of-range`, never clamped. With `expectation` the verdict also has the expected whole score over the score's tokens.
 * Without `defences` the built-in prompt is pointwise-undefended.
 * Prompt variables: prompt, response, reference, rubric, principles, nonce, scale_low, scale_high, critique, structured, step.
 */
export const pointwise: Protocol = {
  name: "pointwise",
  summary: "One response at a time: a critique, then a score on a declared scale.",
  prompt: "pointwise",
  promptFor: ({ defences }) => (defences === false ? UNDEFENDED : "pointwise"),
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("pointwise", given, OPTIONS);
    const scale: Scale = { low: options.scale[0], high: options.scale[1] };
    const variables = (view: View, principles: string | null) => askVariables(view, principles, options);
    if (!options.defences) checkUndefended("pointwise", prompt, UNDEFENDED);
    return {
      options: recordedOptions(options, OPTIONS),
      ...combining(options),
      layouts: (comparison) => comparison.responses.map((response) => [response.id]),
      ...askOnce({
        ...{ protocol: "pointwise", shows: 1, prompt, options, variables, shape: () => shapeOf(options) },
        read: (view, reply) =>
          readAnswer(view, reply, scoreFormat(scale), options, (says) =>
            scoreReading(view, says, reply, options, scale),
          ),
      }),
    };
  },
};

function askVariables(view: View, principles: string | null, options: PointwiseOptions): JsonObject {
  const [low, high] = options.scale;
  return {
    ...sharedVariables(view, principles),
    ...answerVariables(options),
    response: onlyResponse(view, "pointwise").text,
    scale_low: low,
    scale_high: high,
  };
}

function shapeOf(options: PointwiseOptions): AnswerShape {
  const [low, high] = options.scale;
  return answerShape("pointwise_score", options, [
    { name: "score", kind: "number", low, high, whole: false },
  ]);
}

function scoreReading(
  view: View,
  says: number | string,
  reply: Reply | undefined,
  options: PointwiseOptions,
  scale: Scale,
): Reading {
  const score = scoreOnScale(says, scale);
  if (typeof score !== "number") return score;
  const expected = options.expectation ? scoreExpectation(score, reply, scale, critiquePlace(options)) : null;
  return scoreVerdict(onlyResponse(view, "pointwise").id, score, expected);
}
