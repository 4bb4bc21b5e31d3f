import type { AnswerShape } from "../core/answer-shape.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { findChoices } from "../verdicts/choices.js";
import type { Scale } from "../verdicts/scores.js";
import { expectedValue } from "../verdicts/token-mass.js";
import { type AnswerFormat, type Failure, readAnswer, written } from "./answer.js";
import { answerShape, critiquePlace } from "./answer-shape.js";
import { ANSWER_OPTIONS, answerVariables, MATERIAL_OPTIONS } from "./asking-options.js";
import { type Criterion, criteria, criteriaIn, OWN_RUBRIC } from "./criteria.js";
import { checkPrompt, onlyResponse, sharedVariables, shownView } from "./material.js";
import { choice, describeOptions, numberRange, type OptionValues, readOptions } from "./options.js";
import type { Protocol, ProtocolReading } from "./protocol.js";
import { combining, expectation, samplingOptions } from "./sampling-options.js";
import { scoreExpectation, scoreFormat, scoreOnScale } from "./score-format.js";
import { verdictRequest } from "./verdict-request.js";
import { tokensAt, verdictPlace } from "./verdict-tokens.js";
import { yesNoValue } from "./yes-no.js";

const OPTIONS = {
  criteria,
  answer: choice(["score", "yes-no"], "a score per criterion, or met / not met (a checklist: 1 or 0)"),
  scale: numberRange(1, 5, "the lowest and the highest score of a criterion"),
  ...ANSWER_OPTIONS,
  reference: MATERIAL_OPTIONS.reference,
  ...samplingOptions("mean"),
  expectation,
} as const;
type RubricOptions = OptionValues<typeof OPTIONS>;

/**
 * Judges one response on one criterion at a time: a call per criterion, and the weighted mean of their scores as the reward.
 *
 * The verdict's `parts` hold the score of each criterion. One criterion without a score leaves the response without one: a mean
 * over those that could be read would be a mean over another rubric.
 * Prompt variables: prompt, response, criterion, reference, nonce, checklist, scale_low, scale_high, critique, structured, step.
 */
export const rubric: Protocol = {
  name: "rubric",
  summary: "One response and one criterion at a time; the reward is the weighted mean over the criteria.",
  prompt: "rubric",
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("rubric", given, OPTIONS);
    const sample = { name: "sample", text: "sample criterion", weight: 1 };
    checkPrompt("rubric", prompt, 1, (view) => variables(view, sample, options));
    return {
      options,
      ...combining(options),
      layouts(comparison) {
        // Found here, before the first call, where a comparison has no rubric of its own.
        criteriaOf(comparison.rubric, options, `comparison ${comparison.id}`);
        return comparison.responses.map((response) => [response.id]);
      },
      next: (view, replies) =>
        replies.length > 0
          ? []
          : criteriaOf(view.rubric, options).map((criterion) =>
              verdictRequest(prompt.render(variables(view, criterion, options)), shapeOf(options), options),
            ),
      read: (view, replies) => readCriteria(view, replies, options),
    };
  },
};

function criteriaOf(own: string | undefined, { criteria: given }: RubricOptions, subject = "a rubric view") {
  return given === OWN_RUBRIC ? criteriaIn(own, subject) : given;
}

function variables(view: View, { text }: Criterion, options: RubricOptions): JsonObject {
  const [low, high] = options.scale;
  return {
    // The criterion is what the judge is to hold the response to; the whole rubric beside it would be judged with it.
    ...sharedVariables(shownView(view, { reference: options.reference, rubric: false })),
    ...answerVariables(options),
    response: onlyResponse(view, "rubric").text,
    criterion: text,
    checklist: options.answer === "yes-no",
    scale_low: low,
    scale_high: high,
    step: "verdict",
  };
}

function shapeOf(options: RubricOptions): AnswerShape {
  const [low, high] = options.scale;
  return answerShape("rubric_judgment", options, [
    options.answer === "yes-no"
      ? { name: "verdict", kind: "choice", of: ["Yes", "No"] }
      : { name: "score", kind: "number", low, high, whole: false },
  ]);
}

function readCriteria(view: View, replies: readonly Reply[], options: RubricOptions): ProtocolReading {
  const { id } = onlyResponse(view, "rubric");
  const judged = criteriaOf(view.rubric, options).map((criterion, i) => ({
    criterion,
    ...readCriterion(view, replies[i], options),
  }));
  const critique = judged.flatMap(({ criterion, critique: text }) =>
    text ? [`${criterion.name}: ${text}`] : [],
  );
  return {
    reading: weighted(id, judged),
    critique: critique.length === 0 ? null : critique.join("\n\n"),
  };
}

/** A criterion's score, with its expectation where that is known. */
interface CriterionScore {
  readonly status: "decided";
  readonly score: number;
  readonly expected: number | null;
}

interface JudgedCriterion {
  readonly criterion: Criterion;
  readonly reading: CriterionScore | Failure;
}

function weighted(id: string, judged: readonly JudgedCriterion[]): Reading {
  const parts: Record<string, Record<string, number>> = {};
  let [total, sum] = [0, 0];
  // One criterion without an expectation leaves the mean without one.
  let expected: number | null = 0;
  for (const { criterion, reading } of judged) {
    if (reading.status !== "decided") {
      return { ...reading, reason: `criterion ${JSON.stringify(criterion.name)}: ${reading.reason}` };
    }
    const { score } = reading;
    Object.defineProperty(parts, criterion.name, { value: { [id]: score }, enumerable: true });
    total += criterion.weight;
    sum += criterion.weight * score;
    expected =
      expected === null || reading.expected === null ? null : expected + criterion.weight * reading.expected;
  }
  return {
    status: "decided",
    verdict: {
      kind: "scores",
      byId: { [id]: sum / total },
      parts,
      ...(expected === null ? {} : { expected: { [id]: expected / total } }),
    },
  };
}

function readCriterion(
  view: View,
  reply: Reply | undefined,
  options: RubricOptions,
): Pick<JudgedCriterion, "reading"> & Pick<ProtocolReading, "critique"> {
  if (options.answer === "yes-no") {
    return readAnswer(view, reply, YES_NO, options, (says) => ({
      status: "decided",
      score: says === "Yes" ? 1 : 0,
      expected: options.expectation ? probabilityOfYes(says, reply, options) : null,
    }));
  }
  const scale: Scale = { low: options.scale[0], high: options.scale[1] };
  return readAnswer(view, reply, scoreFormat(scale), options, (says): CriterionScore | Failure => {
    const score = scoreOnScale(says, scale);
    if (typeof score !== "number") return score;
    const expected = options.expectation
      ? scoreExpectation(score, reply, scale, critiquePlace(options))
      : null;
    return { status: "decided", score, expected: expected?.value ?? null };
  });
}

function probabilityOfYes(
  says: "Yes" | "No",
  reply: Reply | undefined,
  options: RubricOptions,
): number | null {
  const isVerdict = (written: string) => written.toLowerCase() === says.toLowerCase();
  const [token] = tokensAt(reply, verdictPlace(reply, isVerdict, critiquePlace(options), ["verdict"]));
  return (token && expectedValue(token, yesNoValue, [0, 1])?.value) ?? null;
}

const YES_NO: AnswerFormat<"Yes" | "No"> = {
  find: (text) => findChoices(text, ["Yes", "No"]),
  markers: ["verdict"],
  expected: "[[Yes]] or [[No]]",
  inJson: ({ verdict }) => findChoices(`[[${written(verdict)}]]`, ["Yes", "No"] as const)[0]?.says,
};
