import type { Comparison, Response } from "../core/comparison.js";
import { TIE } from "../core/preference.js";
import type { Reading, Verdict } from "../core/reading.js";
import type { ConfiguredBaseline } from "./baseline.js";
import { duelLayouts, presentedResponses } from "./layouts.js";

/** A baseline that gives every response a number and prefers the higher: the number itself for one response, a duel for two, a ranking for more. */
export function preferHigher(
  score: (response: Response, position: number) => number,
): Omit<ConfiguredBaseline, "options"> {
  return {
    layouts: duelLayouts,
    judge(comparison: Comparison, presented: readonly string[]): Reading {
      const responses = presentedResponses(comparison, presented);
      const scored = responses.map((response, position) => ({
        id: response.id,
        score: score(response, position),
      }));
      return { status: "decided", verdict: verdictOf(scored) };
    },
  };
}

interface Scored {
  readonly id: string;
  readonly score: number;
}

/** What scores amount to: the score for one response, a duel for two, tiers for more. */
export function verdictOf(scored: readonly Scored[]): Verdict {
  const [a, b, ...more] = scored;
  if (!a || !b)
    return { kind: "scores", byId: Object.fromEntries(scored.map(({ id, score }) => [id, score])) };
  if (more.length === 0) {
    const winner = a.score === b.score ? TIE : a.score > b.score ? a.id : b.id;
    return { kind: "duel", between: [a.id, b.id], winner };
  }
  const levels = [...new Set(scored.map(({ score }) => score))].sort((x, y) => y - x);
  const tiers = levels.map((level) => scored.filter(({ score }) => score === level).map(({ id }) => id));
  return { kind: "ranking", tiers };
}
