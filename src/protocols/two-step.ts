import type { AnswerShape } from "../core/answer-shape.js";
import type { Message } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import type { LetterVerdict } from "../verdicts/letters.js";
import { readAnswer } from "./answer.js";
import { answerShape } from "./answer-shape.js";
import { ANSWER_OPTIONS, MATERIAL_OPTIONS } from "./asking-options.js";
import { checkPrompt, sharedVariables, shownView } from "./material.js";
import { choice, describeOptions, flag, numberRange, type OptionValues, readOptions } from "./options.js";
import { duelLayouts, orders } from "./orders.js";
import { principlesStep, withPrinciples } from "./principles.js";
import type { PromptTemplate, Protocol, ProtocolReading, Request } from "./protocol.js";
import { combining, expectation, samplingOptions } from "./sampling-options.js";
import { scoreExpectation, scoreFormat, scoreOnScale, scoreVerdict } from "./score-format.js";
import { nextStep, saidIn } from "./steps.js";
import { verdictRequest } from "./verdict-request.js";
import { probabilityOfFirst, winnerFormat, winnerReading } from "./winner-format.js";

const OPTIONS = {
  verdict: choice(["score", "winner"], "score one response at a time, or choose between two"),
  scale: numberRange(1, 10, "the lowest and the highest score"),
  orders,
  ties: flag(true, "the judge may answer that neither is better"),
  structured: ANSWER_OPTIONS.structured,
  ...MATERIAL_OPTIONS,
  ...samplingOptions("mean"),
  expectation,
} as const;
type TwoStepOptions = OptionValues<typeof OPTIONS>;

/**
 * Two calls: the first writes a critique and no verdict; the second sees it, in the same conversation, and gives only the score (or
 * the winner). A critic-augmented reward model: what the score is conditioned on can be read, and exchanged.
 * Prompt variables: prompt, responses (letter, text), reference, rubric, principles, nonce, winner, ties, scale_low, scale_high,
 * structured, step ("critique", then "verdict").
 */
export const twoStep: Protocol = {
  name: "two-step",
  summary: "A call that writes the critique, then one that sees it and gives only the score or the winner.",
  prompt: "two-step",
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("two-step", given, OPTIONS);
    const pairs = options.verdict === "winner";
    const sample = (view: View) => variables(view, "sample", options, "critique");
    checkPrompt("two-step", prompt, pairs ? 2 : 1, sample, { principles: options.principles });
    return {
      options,
      ...combining({ ...options, ...(pairs ? {} : { orders: "as-given" }) }),
      layouts: (comparison, draw) =>
        pairs
          ? duelLayouts(comparison, options.orders, draw, "two-step")
          : comparison.responses.map((response) => [response.id]),
      next(view, replies) {
        const shown = shownView(view, options);
        const known = (earlier: readonly Reply[]) => withPrinciples(earlier, options.principles);
        const critique = (earlier: readonly Reply[]) => [
          { messages: prompt.render(variables(shown, known(earlier).principles, options, "critique")) },
        ];
        const verdict = (earlier: readonly Reply[]) => {
          const { principles, replies: own } = known(earlier);
          return [secondRequest(prompt, shown, principles, own[0], options)];
        };
        return nextStep([...principlesStep(prompt, shown, options.principles), critique, verdict], replies);
      },
      read(view, replies) {
        const { replies: own, failed } = withPrinciples(replies, options.principles);
        return failed ?? readSteps(shownView(view, options), own, options);
      },
    };
  },
};

function variables(
  view: View,
  principles: string | null,
  options: TwoStepOptions,
  step: "critique" | "verdict",
): JsonObject {
  const [low, high] = options.scale;
  return {
    ...sharedVariables(view, principles),
    winner: options.verdict === "winner",
    ties: options.ties,
    scale_low: low,
    scale_high: high,
    structured: options.structured,
    critique: "none",
    step,
  };
}

function secondRequest(
  prompt: PromptTemplate,
  view: View,
  principles: string | null,
  critique: Reply | undefined,
  options: TwoStepOptions,
): Request {
  const said = saidIn(critique, "critique");
  const messages: Message[] = [
    ...prompt.render(variables(view, principles, options, "critique")),
    { role: "assistant", content: "text" in said ? said.text : "" },
    ...prompt.render(variables(view, principles, options, "verdict")).filter(({ role }) => role !== "system"),
  ];
  return verdictRequest(messages, shapeOf(options), options);
}

function shapeOf({ verdict, scale: [low, high], ties }: TwoStepOptions): AnswerShape {
  return answerShape("two_step_verdict", { critique: "none" }, [
    verdict === "score"
      ? { name: "score", kind: "number", low, high, whole: false }
      : { name: "verdict", kind: "choice", of: ["A", "B", ...(ties ? ["C"] : [])] },
  ]);
}

function readSteps(view: View, [first, second]: readonly Reply[], options: TwoStepOptions): ProtocolReading {
  const said = saidIn(first, "critique");
  if ("problem" in said) return { reading: said.problem, critique: null };
  const form = { critique: "none", structured: options.structured } as const;
  const { reading } =
    options.verdict === "score"
      ? readAnswer(view, second, scoreFormat(scaleOf(options)), form, (says) =>
          scoreReading(view, says, second, options),
        )
      : readAnswer(view, second, winnerFormat(options.ties), form, (letter) =>
          winnerReading(view, letter, options, pWinOf(letter, second, options)),
        );
  return { reading, critique: said.text };
}

function scoreReading(
  { responses }: View,
  says: number | string,
  reply: Reply | undefined,
  options: TwoStepOptions,
): Reading {
  const scale = scaleOf(options);
  const score = scoreOnScale(says, scale);
  if (typeof score !== "number") return score;
  const expected = options.expectation ? scoreExpectation(score, reply, scale, "last") : null;
  return scoreVerdict(responses[0]?.id ?? "", score, expected);
}

function pWinOf(letter: LetterVerdict, reply: Reply | undefined, options: TwoStepOptions): number | null {
  return options.expectation ? probabilityOfFirst(letter, reply, "last") : null;
}

function scaleOf({ scale: [low, high] }: TwoStepOptions) {
  return { low, high };
}
