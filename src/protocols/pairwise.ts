import type { AnswerShape } from "../core/answer-shape.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { findGraded, type GradedVerdict } from "../verdicts/graded.js";
import type { LetterVerdict } from "../verdicts/letters.js";
import { type AnswerFormat, readAnswer, written } from "./answer.js";
import { answerShape, critiquePlace } from "./answer-shape.js";
import { askOnce } from "./ask-once.js";
import { ANSWER_OPTIONS, answerVariables, MATERIAL_OPTIONS } from "./asking-options.js";
import { bothResponses, sharedVariables } from "./material.js";
import { describeOptions, flag, type OptionValues, readOptions } from "./options.js";
import { duelLayouts, orders } from "./orders.js";
import type { Protocol } from "./protocol.js";
import { combining, expectation, samplingOptions } from "./sampling-options.js";
import { probabilityOfFirst, tieNotOffered, winnerFormat, winnerReading } from "./winner-format.js";

const OPTIONS = {
  orders,
  ties: flag(true, "the judge may answer that neither is better"),
  graded: flag(false, "the judge also says how much better, on five levels: A>>B, A>B, A=B, B>A, B>>A"),
  ...ANSWER_OPTIONS,
  ...MATERIAL_OPTIONS,
  ...samplingOptions("majority"),
  expectation,
} as const;
type PairwiseOptions = OptionValues<typeof OPTIONS>;

/**
 * Shows two responses side by side and asks which is better, or, where `graded`, how much better.
 *
 * A graded verdict has `strength` 1 (better) or 2 (much better); with `expectation` it has `pWin`, the probability of the
 * first response over the tokens of the verdict's letter, a tie counting one half to each.
 * Prompt variables: prompt, response_a, response_b, reference, rubric, principles, nonce, ties, graded, critique, structured, step.
 */
export const pairwise: Protocol = {
  name: "pairwise",
  summary: "Two responses side by side: a critique, then which is better (each duel in both orders).",
  prompt: "pairwise",
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("pairwise", given, OPTIONS);
    if (options.expectation && options.graded) {
      throw new InputError('protocol pairwise, option "expectation"', "graded false beside it", "true");
    }
    const variables = (view: View, principles: string | null) => askVariables(view, principles, options);
    return {
      options,
      ...combining(options),
      layouts: (comparison, draw) => duelLayouts(comparison, options.orders, draw, "pairwise"),
      ...askOnce({
        ...{ protocol: "pairwise", shows: 2, prompt, options, variables, shape: () => shapeOf(options) },
        read: (view, reply) =>
          options.graded
            ? readAnswer(view, reply, GRADED, options, (says) => gradedReading(view, says, options))
            : readAnswer(view, reply, winnerFormat(options.ties), options, (letter) =>
                winnerReading(view, letter, options.ties, pWinOf(letter, reply, options)),
              ),
      }),
    };
  },
};

function askVariables(view: View, principles: string | null, options: PairwiseOptions): JsonObject {
  const [first, second] = bothResponses(view, "pairwise");
  return {
    ...sharedVariables(view, principles),
    ...answerVariables(options),
    response_a: first.text,
    response_b: second.text,
    ties: options.ties,
    graded: options.graded,
  };
}

const GRADED: AnswerFormat<GradedVerdict> = {
  find: findGraded,
  markers: ["verdict"],
  expected: "[[A>>B]], [[A>B]], [[A=B]], [[B>A]] or [[B>>A]]",
  inJson: ({ verdict }) => findGraded(`[[${written(verdict)}]]`)[0]?.says,
};

function shapeOf(options: PairwiseOptions): AnswerShape {
  const of: [string, ...string[]] = options.graded
    ? ["A>>B", "A>B", ...(options.ties ? ["A=B"] : []), "B>A", "B>>A"]
    : ["A", "B", ...(options.ties ? ["C"] : [])];
  return answerShape("pairwise_verdict", options, [{ name: "verdict", kind: "choice", of }]);
}

function pWinOf(letter: LetterVerdict, reply: Reply | undefined, options: PairwiseOptions): number | null {
  return options.expectation ? probabilityOfFirst(letter, reply, critiquePlace(options)) : null;
}

function gradedReading(view: View, says: GradedVerdict, { ties }: PairwiseOptions): Reading {
  const [first, second] = bothResponses(view, "pairwise");
  const between = [first.id, second.id] as const;
  if (says === "A=B") {
    if (!ties) return tieNotOffered("[[A>B]] or [[B>A]]");
    return { status: "decided", verdict: { kind: "duel", between, winner: TIE, strength: 0 } };
  }
  const winner = says.startsWith("A") ? first.id : second.id;
  const strength = says.includes(">>") ? 2 : 1;
  return { status: "decided", verdict: { kind: "duel", between, winner, strength } };
}
