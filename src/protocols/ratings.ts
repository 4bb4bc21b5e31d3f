import type { AnswerShape } from "../core/answer-shape.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { findScoreLists, scoreList } from "../verdicts/score-lists.js";
import type { Scale } from "../verdicts/scores.js";
import { expectedScore, type TokenValue } from "../verdicts/token-mass.js";
import { type AnswerFormat, readAnswer, written } from "./answer.js";
import { answerShape, critiquePlace } from "./answer-shape.js";
import { askOnce } from "./ask-once.js";
import { ANSWER_OPTIONS, answerVariables, MATERIAL_OPTIONS } from "./asking-options.js";
import { sharedVariables } from "./material.js";
import { choice, describeOptions, numberRange, type OptionValues, readOptions } from "./options.js";
import { listLayouts, ORDERS, type Orders } from "./orders.js";
import type { Protocol } from "./protocol.js";
import { combining, expectation, samplingOptions } from "./sampling-options.js";
import { scoreOnScale } from "./score-format.js";
import { tokensAt, verdictPlace, type WrittenValue } from "./verdict-tokens.js";

const OPTIONS = {
  scale: numberRange(1, 10, "the lowest and the highest score"),
  orders: choice<Orders | "auto">(
    ["auto", ...ORDERS],
    "in which orders; auto is both, and random where samples > 1",
  ),
  ...ANSWER_OPTIONS,
  ...MATERIAL_OPTIONS,
  principles: {
    ...MATERIAL_OPTIONS.principles,
    about: "generated (default: the judge writes them in the same reply), none, or given: a list of texts",
    read: (given: Parameters<typeof MATERIAL_OPTIONS.principles.read>[0], subject: string) =>
      MATERIAL_OPTIONS.principles.read(given ?? "generated", subject),
  },
  ...samplingOptions("sum"),
  expectation,
} as const;
type RatingsOptions = OptionValues<typeof OPTIONS>;

/**
 * Shows all responses at once; in one pass the judge writes principles for this prompt, a critique, and one whole score per response.
 *
 * With `samples: K` the scores of K samples are added up, each sample with a fresh order. Source of the form: DeepSeek-GRM
 * (arXiv 2504.02495). A score that is no whole number on the scale makes the whole answer `out-of-range`.
 * Prompt variables: prompt, responses (letter, text), letters, scale_low, scale_high, principles, own_principles, reference, rubric,
 * nonce, critique, structured, step.
 */
export const ratings: Protocol = {
  name: "ratings",
  summary: "All responses at once: principles, a critique, then one whole score for each.",
  prompt: "ratings",
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const read = readOptions("ratings", given, OPTIONS);
    const orders: Orders = read.orders === "auto" ? (read.samples > 1 ? "random" : "both") : read.orders;
    const options: RatingsOptions = { ...read, orders };
    const scale: Scale = { low: options.scale[0], high: options.scale[1] };
    // Written in the same reply as the scores, they are no step of their own.
    const steps = options.principles === "generated" ? { ...options, principles: "none" as const } : options;
    return {
      options,
      ...combining({ ...options, orders }),
      layouts: (comparison, draw) => listLayouts(comparison, orders, draw),
      ...askOnce({
        ...{ protocol: "ratings", shows: 3, prompt, options: steps },
        shape: (view) => shapeOf(view, options),
        variables: (view, principles) => variables(view, principles, options),
        read: (view, reply) => readScores(view, reply, options, scale),
      }),
    };
  },
};

function variables(view: View, principles: string | null, options: RatingsOptions): JsonObject {
  const [low, high] = options.scale;
  return {
    ...sharedVariables(view, principles),
    ...answerVariables(options),
    letters: view.responses.map(({ letter }) => letter),
    own_principles: options.principles === "generated",
    scale_low: low,
    scale_high: high,
  };
}

function shapeOf(view: View, options: RatingsOptions): AnswerShape {
  const [low, high] = options.scale;
  const scores = view.responses.map(({ letter }) => ({
    ...{ name: fieldOf(letter), kind: "number" as const, low, high, whole: true },
  }));
  const shape = answerShape("ratings", options, scores);
  const principles = { name: "principles", kind: "text" as const };
  return options.principles === "generated" ? { ...shape, fields: [principles, ...shape.fields] } : shape;
}

function readScores(view: View, reply: Reply | undefined, options: RatingsOptions, scale: Scale) {
  return readAnswer(view, reply, listFormat(view, scale), options, (says) =>
    scoresReading(
      view,
      says,
      scale,
      options.expectation ? expectedScores(view, says, reply, options, scale) : [],
    ),
  );
}

function listFormat(view: View, scale: Scale): AnswerFormat<string> {
  const letters = view.responses.map(({ letter }) => letter);
  return {
    find: (text) => findScoreLists(text, letters, scale),
    markers: ["scores?", "ratings?"],
    expected: `list of ${letters.length} scores such as [[${letters.map((_, i) => Math.max(scale.low, scale.high - i)).join(", ")}]]`,
    inJson(fields) {
      const scores = letters.map((letter) => fields[fieldOf(letter)]);
      return scores.some((score) => score === undefined) ? undefined : scores.map(written).join(",");
    },
  };
}

function scoresReading(
  view: View,
  says: string,
  scale: Scale,
  expected: readonly (TokenValue | null)[],
): Reading {
  const letters = view.responses.map(({ letter }) => letter);
  const scores = scoreList(says, letters, scale);
  if (!scores) {
    return {
      status: "unparsed",
      reason: `[[${says.slice(0, 60)}]] is not one number for each of ${letters.join(", ")}`,
    };
  }
  const bad = scores.find(
    (score) => !Number.isInteger(score) || typeof scoreOnScale(score, scale) !== "number",
  );
  if (bad !== undefined) {
    const reason = `the score ${bad} is no whole number on the scale ${scale.low} to ${scale.high}`;
    return { status: "out-of-range", reason };
  }
  const by = <Value>(values: readonly Value[]): Record<string, Value> =>
    Object.fromEntries(
      view.responses.flatMap(({ id }, i) => (i in values ? [[id, values[i] as Value]] : [])),
    );
  const known = expected.flatMap((value) => value ?? []);
  // One response without an expectation cannot be compared with the others by it.
  if (known.length < scores.length)
    return { status: "decided", verdict: { kind: "scores", byId: by(scores) } };
  return {
    status: "decided",
    verdict: {
      kind: "scores",
      byId: by(scores),
      expected: by(known.map(({ value }) => value)),
      bounds: by(known.map(({ bounds }) => bounds)),
    },
  };
}

/** For each response the expected score over the tokens that write its number; null where it is not known. */
function expectedScores(
  view: View,
  says: string,
  reply: Reply | undefined,
  options: RatingsOptions,
  scale: Scale,
): (TokenValue | null)[] {
  const letters = view.responses.map(({ letter }) => letter);
  const isList = (written: string) => scoreList(written, letters, scale)?.join(",") === says;
  const list = verdictPlace(reply, isList, critiquePlace(options));
  if (list && letters.length > 1) {
    const numbers = numbersIn(list, letters);
    return letters.map((letter) => expectedScore(tokensAt(reply, numbers.get(letter) ?? null), scale));
  }
  const scores = says.split(",").map(Number);
  return letters.map((letter, i) => {
    const isScore = (written: string) => Number.parseFloat(written) === scores[i];
    const place = verdictPlace(reply, isScore, critiquePlace(options), [fieldOf(letter)]);
    return expectedScore(tokensAt(reply, place), scale);
  });
}

/** Where each letter's number stands in a list, labelled or in the order of the letters. */
function numbersIn({ start, written }: WrittenValue, letters: readonly string[]): Map<string, Place> {
  const numbers = written.matchAll(
    /(?:([A-Z]{1,2})\s{0,4}[:=]\s{0,4})?(\d+)(?:\.\d+)?(?:\s{0,4}\/\s{0,4}\d+)?/gi,
  );
  return new Map(
    Array.from(numbers, (match, i) => {
      const at = start + match.index + match[0].indexOf(match[2] ?? "", (match[1] ?? "").length);
      return [match[1]?.toUpperCase() ?? letters[i] ?? "", { start: at, end: at + (match[2] ?? "").length }];
    }),
  );
}

type Place = Pick<WrittenValue, "start" | "end">;

function fieldOf(letter: string): string {
  return `score_${letter}`;
}
