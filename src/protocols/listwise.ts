import type { AnswerField, AnswerShape } from "../core/answer-shape.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { findChoices } from "../verdicts/choices.js";
import { findRankings, rankingTiers } from "../verdicts/rankings.js";
import { type AnswerFormat, readAnswer, written } from "./answer.js";
import { answerShape } from "./answer-shape.js";
import { askOnce } from "./ask-once.js";
import { ANSWER_OPTIONS, answerVariables, MATERIAL_OPTIONS } from "./asking-options.js";
import { sharedVariables } from "./material.js";
import { choice, describeOptions, type OptionValues, readOptions } from "./options.js";
import { listLayouts, orders } from "./orders.js";
import type { Protocol } from "./protocol.js";
import { combining, samplingOptions } from "./sampling-options.js";

const OPTIONS = {
  answer: choice(
    ["ranking", "best"],
    "a ranking of all responses, or only the best one (RewardBench 2's 4-way form)",
  ),
  orders,
  ...ANSWER_OPTIONS,
  ...MATERIAL_OPTIONS,
  ...samplingOptions("majority"),
} as const;
type ListwiseOptions = OptionValues<typeof OPTIONS>;

/**
 * Shows all responses of a comparison at once and asks for a ranking, or for the best one.
 *
 * The verdict is a ranking: best tier first; where only the best was asked for it has two tiers, the best response and the others.
 * Prompt variables: prompt, responses (letter, text), letters, best_only, reference, rubric, principles, nonce, critique, structured, step.
 */
export const listwise: Protocol = {
  name: "listwise",
  summary: "All responses at once: a critique of each, then a ranking or the best one.",
  prompt: "listwise",
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("listwise", given, OPTIONS);
    return {
      options,
      ...combining(options),
      layouts(comparison, draw) {
        if (comparison.responses.length < 2) {
          const expected =
            "at least 2 responses for the listwise protocol (the pointwise protocol takes one)";
          throw new InputError(`comparison ${comparison.id}`, expected, `${comparison.responses.length}`);
        }
        return listLayouts(comparison, options.orders, draw);
      },
      ...askOnce({
        ...{ protocol: "listwise", shows: 3, prompt, options },
        shape: (view) => shapeOf(view, options),
        variables: (view, principles) => variables(view, principles, options),
        read: (view, reply) =>
          options.answer === "best"
            ? readAnswer(view, reply, bestFormat(view), options, (letter) => bestReading(view, letter))
            : readAnswer(view, reply, rankingFormat(view), options, (says) => rankingReading(view, says)),
      }),
    };
  },
};

function variables(view: View, principles: string | null, options: ListwiseOptions): JsonObject {
  return {
    ...sharedVariables(view, principles),
    ...answerVariables(options),
    letters: lettersOf(view),
    best_only: options.answer === "best",
  };
}

function shapeOf(view: View, options: ListwiseOptions): AnswerShape {
  const [first = "A", ...others] = lettersOf(view);
  const verdict: AnswerField =
    options.answer === "best"
      ? { name: "verdict", kind: "choice", of: [first, ...others] }
      : { name: "ranking", kind: "text" };
  return answerShape("listwise_verdict", options, [verdict]);
}

function bestFormat(view: View): AnswerFormat<string> {
  const letters = lettersOf(view);
  return {
    find: (text) => findChoices(text, letters),
    markers: ["verdict"],
    expected: `letter such as [[${letters[0]}]]`,
    inJson: ({ verdict }) => findChoices(`[[${written(verdict)}]]`, letters)[0]?.says,
  };
}

function rankingFormat(view: View): AnswerFormat<string> {
  const letters = lettersOf(view);
  return {
    find: (text) => findRankings(text, letters),
    markers: ["ranking", "verdict"],
    expected: `ranking such as [[${letters.join(" > ")}]]`,
    inJson: ({ ranking }) => findRankings(`[[${written(ranking)}]]`, letters)[0]?.says,
  };
}

function bestReading(view: View, letter: string): Reading {
  const [best, others] = [
    idsOf(view, [letter]),
    idsOf(
      view,
      lettersOf(view).filter((other) => other !== letter),
    ),
  ];
  return { status: "decided", verdict: { kind: "ranking", tiers: [best, others] } };
}

function rankingReading(view: View, says: string): Reading {
  const letters = lettersOf(view);
  const tiers = rankingTiers(says, letters);
  if (!tiers) {
    const reason = `[[${says.slice(0, 60)}]] does not name each of ${letters.join(", ")} once`;
    return { status: "unparsed", reason };
  }
  return { status: "decided", verdict: { kind: "ranking", tiers: tiers.map((tier) => idsOf(view, tier)) } };
}

function lettersOf(view: View): string[] {
  return view.responses.map(({ letter }) => letter);
}

function idsOf(view: View, letters: readonly string[]): string[] {
  return view.responses.flatMap(({ id, letter }) => (letters.includes(letter) ? [id] : []));
}
