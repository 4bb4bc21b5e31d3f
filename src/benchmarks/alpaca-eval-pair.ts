import { duelReadings, isScoredAlone } from "../combine/readings.js";
import type { Comparison, ComparisonRow } from "../core/comparison.js";
import { duelOutcome } from "../core/duel.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { BenchmarkRow, Features, ImportedJudgment } from "./benchmark.js";
import { ownField } from "./own-field.js";
import { columnOf, optionalTextColumn, textColumn } from "./row-columns.js";

/** Ids of output_1 and output_2. */
export const ALPACA_PAIR = ["r1", "r2"] as const;

interface PairOptions {
  /** Ids begin with it. */
  readonly benchmark: string;
  /** The column of the subset; without it there is none. */
  readonly subset?: string;
  /** Whether the columns generator_1 and generator_2 name who wrote the outputs; then they are part of what the pair is known by. */
  readonly hasAuthors?: true;
}

/** The pair of a row, known by its instruction and its two outputs. */
export function alpacaPair(row: BenchmarkRow, { benchmark, subset, hasAuthors }: PairOptions): Comparison {
  const [instruction, first, second] = [
    textColumn(row, "instruction"),
    textColumn(row, "output_1"),
    textColumn(row, "output_2"),
  ];
  const authors = hasAuthors
    ? [optionalTextColumn(row, "generator_1"), optionalTextColumn(row, "generator_2")]
    : [];
  const named = subset === undefined ? undefined : optionalTextColumn(row, subset);
  const texts = [first, second];
  return {
    id: `${benchmark}-${hashText(JSON.stringify([instruction, ...texts, ...authors])).slice(0, 16)}`,
    prompt: instruction,
    cluster: `alpaca-eval-${hashText(instruction).slice(0, 16)}`,
    responses: ALPACA_PAIR.map((id, i) => ({
      id,
      text: texts[i] ?? "",
      ...(authors[i] === undefined ? {} : { author: authors[i] }),
    })),
    ...(named === undefined ? {} : { subset: named }),
  };
}

/** Whether an annotation is one of several runs on the pairs of the evaluators' data (their own code adds these two columns), not on a model's outputs. */
export function isCrossAnnotation(row: BenchmarkRow): boolean {
  return ["index", "n_annotated"].every((name) => Number.isInteger(columnOf(row, name)));
}

/** What one annotation says: its preference is null, 0 (a draw in older files) or 1…2, where 1 is output_1, 2 output_2 and what lies between a probability. */
export function alpacaAnnotation(row: BenchmarkRow, repeat = 0): ImportedJudgment {
  const published = readingOf(row);
  const usd = columnOf(row, "price_per_example");
  const seconds = columnOf(row, "time_per_example");
  return {
    presented: shownOrder(row),
    repeat,
    reading: published,
    published,
    critique: null,
    text: completionOf(row),
    ...(isAmount(usd) ? { usd } : {}),
    ...(isAmount(seconds) ? { seconds } : {}),
  };
}

/** A row's preference, 1…2; null where it has none. Throws an InputError that names row and column. */
export function preferenceColumn(row: BenchmarkRow): number | null {
  const preference = columnOf(row, "preference");
  if (preference === null) return null;
  if (typeof preference !== "number" || !(preference === 0 || (preference >= 1 && preference <= 2)))
    throw new InputError(row.subject, '"preference" to be 0, null or a number of 1…2', describe(preference));
  return preference === 0 ? 1.5 : preference;
}

function readingOf(row: BenchmarkRow): Reading {
  const value = preferenceColumn(row);
  if (value === null) return { status: "unparsed", reason: "published without a preference (null)" };
  return { status: "decided", verdict: { kind: "duel", between: ALPACA_PAIR, ...winnerOf(value) } };
}

/** The winner of a preference of 1…2, with the probability of output_1 where it is one. */
export function winnerOf(value: number): { winner: string; pWin?: number } {
  const winner = value === 1.5 ? TIE : value > 1.5 ? "r2" : "r1";
  const isProbability = value !== 1 && value !== 2 && value !== 1.5;
  return { winner, ...(isProbability ? { pWin: 2 - value } : {}) };
}

/** Annotators whose prompts call the output that is shown first "m" and the other "M". */
const M_FIRST: readonly unknown[] = ["alpaca_eval_cot_gpt4_turbo_fn", "alpaca_eval_clf_cot_gpt4_turbo"];

/** The order in which the outputs were shown, where the row tells which one was called "m"; else null. */
function shownOrder(row: BenchmarkRow): readonly string[] | null {
  if (!M_FIRST.includes(columnOf(row, "annotator"))) return null;
  const called = columnOf(row, "referenced_models");
  const [first, second] = [ownField(called, "m"), ownField(called, "M")];
  if (first === "output_1" && second === "output_2") return ALPACA_PAIR;
  return first === "output_2" && second === "output_1" ? [...ALPACA_PAIR].reverse() : null;
}

function completionOf(row: BenchmarkRow): string | null {
  const completion = columnOf(row, "raw_completion");
  const text = typeof completion === "string" ? completion : ownField(completion, "text");
  return typeof text === "string" ? text : null;
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/**
 * What one judge says of a pair, each time it was asked: preference − 1, so 0 for output_1, 1 for output_2, ½ for a tie, a probability where
 * the verdict has one, and null without a verdict. By repeats, then output_1 shown first; scores given to one response at a time join to one.
 */
export function alpacaPreferences(
  judgments: readonly JudgmentRow[],
  comparison: ComparisonRow,
): readonly (number | null)[] {
  const alone = judgments.filter(isScoredAlone);
  const [joined] = alone.length > 0 ? duelReadings(alone, { ...comparison, duels: [ALPACA_PAIR] }) : [];
  const together = judgments
    .filter((judgment) => !alone.includes(judgment))
    .sort((left, right) => left.trial.repeat - right.trial.repeat || isSwapped(left) - isSwapped(right));
  return [
    ...together.map(preferenceOf),
    ...(joined?.votes ?? []).map(({ winner }) => numberOf(winner)),
    ...(joined?.failures ?? []).flatMap(({ count }): null[] => new Array(count).fill(null)),
  ];
}

function isSwapped({ trial: { presented } }: JudgmentRow): number {
  return Number(presented?.[0] === "r2");
}

function preferenceOf({ reading }: JudgmentRow): number | null {
  if (reading.status !== "decided") return null;
  const { verdict } = reading;
  if (verdict.kind === "duel" && verdict.pWin !== undefined)
    return verdict.between[0] === "r1" ? 1 - verdict.pWin : verdict.pWin;
  const outcome = duelOutcome(verdict, ALPACA_PAIR);
  return outcome === null ? null : numberOf(outcome);
}

function numberOf(winner: string): number {
  return winner === TIE ? 0.5 : winner === "r2" ? 1 : 0;
}

/** How long both outputs are, in characters as Python counts them (code points). */
export function alpacaLengths({ responses }: Comparison): Features {
  return Object.fromEntries(responses.map(({ id, text }) => [`characters ${id}`, [...text].length]));
}
