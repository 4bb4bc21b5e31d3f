import { describe } from "../core/errors.js";

/** Why there is no score: the reason of an unparsed reading. */
export interface Problem {
  readonly reason: string;
}

/** Scores in the order in which the responses were sent. */
export type ScoreList = { readonly scores: readonly number[] } | Problem;

/** The value in an endpoint's answer. */
export function parseAnswer(text: string): { readonly value: unknown } | Problem {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Servers in Python write NaN and Infinity, which are not JSON; no number could be meant by them.
    return { reason: `the endpoint's answer is not JSON: ${describe(text)}` };
  }
}

/** A finite number as it stands. Never a text that looks like one: what it means would be a guess. */
export function readScore(value: unknown, where: string): number | Problem {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return { reason: `expected a finite number at ${where} but found ${describe(value)}` };
}

/** One of a model's outputs: that at `place`, or the only one where none is named. */
export function readOutput(outputs: unknown, place: number | null, where: string): number | Problem {
  if (!Array.isArray(outputs)) {
    return { reason: `expected a list of outputs at ${where} but found ${describe(outputs)}` };
  }
  if (place === null && outputs.length !== 1) {
    return {
      reason: `expected one output at ${where} but found ${outputs.length} (the option "output" says which is the score)`,
    };
  }
  return readScore(outputs[place ?? 0], `${where}.${place ?? 0}`);
}

/** How to read one result of a list: its score, and its response's place (null: results stand in the order sent). */
export interface ResultShape {
  readonly score: (result: unknown, where: string) => number | Problem;
  readonly index: ((result: unknown) => unknown) | null;
}

/** One score per response. A result too many, too few, twice or out of place leaves no score standing: none could be trusted to be its own. */
export function readResults(results: unknown, count: number, where: string, shape: ResultShape): ScoreList {
  if (!Array.isArray(results)) {
    return { reason: `expected a list of results at ${where} but found ${describe(results)}` };
  }
  if (results.length !== count) {
    return { reason: `expected ${count} results at ${where} but found ${results.length}` };
  }
  const scores = new Map<number, number>();
  for (const [position, result] of results.entries()) {
    const place = shape.index ? shape.index(result) : position;
    if (typeof place !== "number" || !Number.isInteger(place) || place < 0 || place >= count) {
      return {
        reason: `expected the place of a response (0 to ${count - 1}) in ${where}.${position} but found ${describe(place)}`,
      };
    }
    if (scores.has(place))
      return { reason: `two results at ${where} are for the response at place ${place}` };
    const score = shape.score(result, `${where}.${position}`);
    if (typeof score !== "number") return score;
    scores.set(place, score);
  }
  return { scores: [...scores].sort(([a], [b]) => a - b).map(([, score]) => score) };
}

/** The value under a key of an object or a place of a list; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  // A list has an own "length", which is a number but nobody's score.
  if (Array.isArray(value) && !/^\d+$/.test(name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
