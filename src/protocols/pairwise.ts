import type { AnswerShape } from "../core/answer-shape.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { findGraded, type GradedVerdict } from "../verdicts/graded.js";
import type { Labels, LetterVerdict } from "../verdicts/letters.js";
import { type AnswerFormat, readAnswer, written } from "./answer.js";
import { answerShape, critiquePlace } from "./answer-shape.js";
import { askOnce } from "./ask-once.js";
import { ANSWER_OPTIONS, answerVariables, DEFENCES, MATERIAL_OPTIONS } from "./asking-options.js";
import { bothResponses, checkUndefended, checkUse, sharedVariables } from "./material.js";
import { describeOptions, flag, type OptionValues, readOptions, recordedOptions } from "./options.js";
import { duelLayouts, orders } from "./orders.js";
import type { Protocol } from "./protocol.js";
import { combining, expectation, samplingOptions } from "./sampling-options.js";
import {
  labels,
  labelsOf,
  probabilityOfFirst,
  tieNotOffered,
  winnerFormat,
  winnerReading,
} from "./winner-format.js";

const OPTIONS = {
  orders,
  ties: flag(true, "the judge may answer that neither is better"),
  graded: flag(false, "the judge also says how much better, on five levels: A>>B, A>B, A=B, B>A, B>>A"),
  labels,
  ...DEFENCES,
  ...ANSWER_OPTIONS,
  ...MATERIAL_OPTIONS,
  ...samplingOptions("majority"),
  expectation,
} as const;
const UNDEFENDED = "pairwise-undefended";
type PairwiseOptions = OptionValues<typeof OPTIONS>;

/**
 * Shows two responses side by side and asks which is better, or, where `graded`, how much better.
 *
 * A graded verdict has `strength` 1 (better) or 2 (much better); with `expectation` it has `pWin`, the probability of the
 * first response over the tokens of the verdict's letter, a tie counting one half to each. Under other `labels` than A/B the
 * built-in prompt is pairwise-labels, without `defences` pairwise-undefended.
 * Prompt variables: prompt, response_a, response_b, reference, rubric, principles, nonce, ties, graded, labels (those of the first
 * response, of the second and of a tie), critique, structured, step.
 */
export const pairwise: Protocol = {
  name: "pairwise",
  summary: "Two responses side by side: a critique, then which is better (each duel in both orders).",
  prompt: "pairwise",
  promptFor({ labels: called, defences }) {
    if (defences === false) return UNDEFENDED;
    return called === undefined || called === "A/B" ? "pairwise" : "pairwise-labels";
  },
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("pairwise", given, OPTIONS);
    if (options.expectation && options.graded) {
      throw new InputError('protocol pairwise, option "expectation"', "graded false beside it", "true");
    }
    const variables = (view: View, principles: string | null) => askVariables(view, principles, options);
    if (!options.defences) checkUndefended("pairwise", prompt, UNDEFENDED);
    if (options.labels !== "A/B") {
      const called = (name: PairwiseOptions["labels"]) => (view: View) =>
        askVariables(view, null, { ...options, labels: name });
      checkUse("labels", prompt, 2, called(options.labels), called("A/B"));
    }
    return {
      options: recordedOptions(options, OPTIONS),
      ...combining(options),
      layouts: (comparison, draw) => duelLayouts(comparison, options.orders, draw, "pairwise"),
      ...askOnce({
        ...{ protocol: "pairwise", shows: 2, prompt, options, variables, shape: () => shapeOf(options) },
        read: (view, reply) =>
          options.graded
            ? readAnswer(view, reply, gradedFormat(options), options, (says) =>
                gradedReading(view, says, options),
              )
            : readAnswer(
                view,
                reply,
                winnerFormat(options.ties, labelsOf(options.labels)),
                options,
                (letter) => winnerReading(view, letter, options, pWinOf(letter, reply, options)),
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
    labels: [...labelsOf(options.labels)],
  };
}

function gradedFormat(options: PairwiseOptions): AnswerFormat<GradedVerdict> {
  const called = labelsOf(options.labels);
  const levels = levelsOf(called, true).map((level) => `[[${level}]]`);
  return {
    find: (text) => findGraded(text, called),
    markers: ["verdict"],
    expected: `${levels.slice(0, -1).join(", ")} or ${levels.at(-1)}`,
    inJson: ({ verdict }) => findGraded(`[[${written(verdict)}]]`, called)[0]?.says,
  };
}

function levelsOf([first, second]: Labels, ties: boolean): [string, ...string[]] {
  const equal = ties ? [`${first}=${second}`] : [];
  return [`${first}>>${second}`, `${first}>${second}`, ...equal, `${second}>${first}`, `${second}>>${first}`];
}

function shapeOf(options: PairwiseOptions): AnswerShape {
  const called = labelsOf(options.labels);
  const [first, second, tie] = called;
  const of: [string, ...string[]] = options.graded
    ? levelsOf(called, options.ties)
    : [first, second, ...(options.ties ? [tie] : [])];
  return answerShape("pairwise_verdict", options, [{ name: "verdict", kind: "choice", of }]);
}

function pWinOf(letter: LetterVerdict, reply: Reply | undefined, options: PairwiseOptions): number | null {
  if (!options.expectation) return null;
  return probabilityOfFirst(letter, reply, critiquePlace(options), labelsOf(options.labels));
}

function gradedReading(view: View, says: GradedVerdict, { ties, labels: name }: PairwiseOptions): Reading {
  const [first, second] = bothResponses(view, "pairwise");
  const between = [first.id, second.id] as const;
  if (says === "A=B") {
    const [a, b] = labelsOf(name);
    if (!ties) return tieNotOffered(`[[${a}>${b}]] or [[${b}>${a}]]`);
    return { status: "decided", verdict: { kind: "duel", between, winner: TIE, strength: 0 } };
  }
  const winner = says.startsWith("A") ? first.id : second.id;
  const strength = says.includes(">>") ? 2 : 1;
  return { status: "decided", verdict: { kind: "duel", between, winner, strength } };
}
