import type { TokenProbabilities } from "../core/judgment.js";
import type { Scale } from "./scores.js";

/** A value taken from token probabilities, and between what it lies whatever the tokens were that the endpoint did not list. */
export interface TokenValue {
  readonly value: number;
  readonly bounds: readonly [number, number];
  /** The probability mass that the value is taken over, 0…1. */
  readonly mass: number;
}

/** With less than this share of the probability found, what was found says too little of what the judge would have said. */
export const LEAST_MASS = 0.5;

/**
 * The expected value of the token at one place, over all tokens that are listed and have a value: Σ p·value ÷ Σ p. Mass that the
 * endpoint did not list may have any value of the range, which gives the bounds; listed tokens without a value have no part in it.
 * Null where less than half of the probability is on tokens that have a value.
 *
 * With values 1 for "Yes" and 0 for "No" it is p(Yes), renormalised over both words (GenRM, arXiv 2408.15240).
 */
export function expectedValue(
  token: TokenProbabilities,
  worth: (token: string) => number | null,
  [low, high]: readonly [number, number],
): TokenValue | null {
  const { listed, missing } = listedTokens(token);
  let [mass, sum] = [0, 0];
  for (const { text, p } of listed) {
    const value = worth(text);
    if (value === null) continue;
    mass += p;
    sum += p * value;
  }
  if (mass < LEAST_MASS) return null;
  const possible = mass + missing;
  return {
    value: sum / mass,
    bounds: [(sum + missing * low) / possible, (sum + missing * high) / possible],
    mass,
  };
}

/**
 * The expected score over the whole numbers of the scale, from the tokens that write a score.
 *
 * `tokens` are those that begin at or after the score's first digit, in order, as sampled. Where a number takes several tokens
 * ("1", "0") the mass of a first digit is divided by what the next place lists, along the path that was sampled; off that path a
 * digit that begins several scores ("1": 1 or 10) is known to be one of them and counts only in the bounds.
 * Null where less than half of the mass is on whole scores, or nothing is known of the first place.
 *
 * Source of the expectation: the mean of the score distribution, as in G-Eval (arXiv 2303.16634) and arXiv 2503.03064.
 */
export function expectedScore(tokens: readonly TokenProbabilities[], scale: Scale): TokenValue | null {
  const tally: ScoreTally = { mass: 0, sum: 0, possible: 0, least: 0, most: 0 };
  follow(tokens, "", 1, scale, tally);
  const { mass, sum, possible, least, most } = tally;
  if (mass < LEAST_MASS) return null;
  return { value: sum / mass, bounds: [least / possible, most / possible], mass };
}

interface ScoreTally {
  /** On scores that are known, and the same times the score. */
  mass: number;
  sum: number;
  /** All mass that may be on a score, and it times the least and the greatest score it may be on. */
  possible: number;
  least: number;
  most: number;
}

function follow(
  [token, ...later]: readonly TokenProbabilities[],
  written: string,
  reached: number,
  scale: Scale,
  tally: ScoreTally,
): void {
  if (!token) return;
  const { listed, missing } = listedTokens(token);
  const scores = wholeScores(scale);
  for (const { text, p, sampled } of listed) {
    // Behind a digit a space ends the number; before the first one it is part of the token.
    const rest = written === "" ? text.trimStart() : text;
    const digits = /^\d*/.exec(rest)?.[0] ?? "";
    const ended = digits.length < rest.length;
    if (digits === "" && written === "") continue;
    const number = written + digits;
    const among = scores.filter((score) => (ended ? `${score}` === number : `${score}`.startsWith(number)));
    // "7.5" is no whole score, and what it would be is not said by its first token.
    if (among.length === 0 || /^\d*\.\d?/.test(rest)) continue;
    const mass = reached * p;
    if (among.length > 1 && sampled && later.length > 0) follow(later, number, mass, scale, tally);
    else count(tally, mass, among);
  }
  count(tally, reached * missing, [scale.low, scale.high]);
}

function count(tally: ScoreTally, mass: number, among: readonly number[]): void {
  const [first, second] = among;
  if (first === undefined) return;
  tally.possible += mass;
  tally.least += mass * Math.min(...among);
  tally.most += mass * Math.max(...among);
  if (second !== undefined) return;
  tally.mass += mass;
  tally.sum += mass * first;
}

function wholeScores({ low, high }: Scale): number[] {
  const first = Math.ceil(low);
  return Array.from({ length: Math.max(0, Math.floor(high) - first + 1) }, (_, i) => first + i);
}

/** The likeliest tokens with their probabilities, the sampled one among them, and the mass of those that are not listed. */
function listedTokens({ token, logprob, top }: TokenProbabilities) {
  const others = top.filter((other) => other.token !== token);
  const listed = [
    { text: token, p: probability(logprob), sampled: true },
    ...others.map((other) => ({ text: other.token, p: probability(other.logprob), sampled: false })),
  ];
  const total = listed.reduce((sum, { p }) => sum + p, 0);
  return { listed, missing: Math.max(0, 1 - total) };
}

function probability(logprob: number): number {
  const p = Math.exp(logprob);
  return Number.isFinite(p) ? Math.min(1, p) : 0;
}
