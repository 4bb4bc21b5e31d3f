import type { Duel } from "../core/comparison.js";
import { duelOutcome } from "../core/duel.js";
import { type PreferenceValue, TIE } from "../core/preference.js";
import type { Verdict } from "../core/reading.js";

/**
 * What a preference or a verdict says of one duel: the winner's id, "tie", or null. Stricter than `duelOutcome` for data from outside: a score
 * must be the object's own (an id may be "constructor") and finite, and a winner must be one of the two.
 */
export function outcomeOf(said: PreferenceValue | Verdict, duel: Duel): string | null {
  const scores = said.kind === "ratings" ? said.scores : said.kind === "scores" ? said.byId : null;
  if (scores && (ownScore(scores, duel[0]) === null || ownScore(scores, duel[1]) === null)) return null;
  const outcome = duelOutcome(said, duel);
  return outcome === TIE || outcome === duel[0] || outcome === duel[1] ? outcome : null;
}

/** A response's finite score, or null where it has none. */
export function ownScore(scores: Readonly<Record<string, number>>, id: string): number | null {
  if (!Object.hasOwn(scores, id)) return null;
  const score = scores[id];
  return score !== undefined && Number.isFinite(score) ? score : null;
}
