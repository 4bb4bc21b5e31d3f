import type { Duel } from "./comparison.js";
import { type PreferenceValue, TIE } from "./preference.js";
import type { Verdict } from "./reading.js";

/**
 * What a preference or a verdict says of one duel: the id of the winner, "tie", or null where it says nothing of that pair. Data from
 * outside may say odd things: a score counts only where it is finite, a winner only where it is one of the two.
 *
 * @example duelOutcome({ kind: "scores", byId: { r1: 7, r2: 4 } }, ["r1", "r2"]) // "r1"
 * @example duelOutcome({ kind: "ranking", tiers: [["r1", "r2"]] }, ["r1", "r3"]) // null
 */
export function duelOutcome(said: PreferenceValue | Verdict, duel: Duel): string | null {
  const [a, b] = duel;
  switch (said.kind) {
    case "duel":
      return sameDuel(said.between, duel) && [a, b, TIE].includes(said.winner) ? said.winner : null;
    case "ratings":
      return byScore(said.scores, a, b);
    case "scores":
      return byScore(said.byId, a, b);
    case "ranking": {
      const tierOf = (id: string) => said.tiers.findIndex((tier) => tier.includes(id));
      const [tierA, tierB] = [tierOf(a), tierOf(b)];
      if (tierA < 0 || tierB < 0) return null;
      return tierA === tierB ? TIE : tierA < tierB ? a : b;
    }
    case "sets":
      if (said.good.includes(a) && said.bad.includes(b)) return a;
      if (said.good.includes(b) && said.bad.includes(a)) return b;
      return null;
    default:
      return said satisfies never;
  }
}

/** Whether two duels are between the same responses, in whichever order. */
export function sameDuel(left: Duel, right: Duel): boolean {
  return (left[0] === right[0] && left[1] === right[1]) || (left[0] === right[1] && left[1] === right[0]);
}

/** A response's finite score, or null where it has none. Only the object's own counts: an id may be "constructor". */
export function ownScore(scores: Readonly<Record<string, number>>, id: string): number | null {
  if (!Object.hasOwn(scores, id)) return null;
  const score = scores[id];
  return score !== undefined && Number.isFinite(score) ? score : null;
}

function byScore(scores: Readonly<Record<string, number>>, a: string, b: string): string | null {
  const [scoreA, scoreB] = [ownScore(scores, a), ownScore(scores, b)];
  if (scoreA === null || scoreB === null) return null;
  return scoreA === scoreB ? TIE : scoreA > scoreB ? a : b;
}
