import type { Rule } from "../core/decision.js";
import { TIE } from "../core/preference.js";
import type { DuelReading, Vote } from "./readings.js";

/** How a judge's votes on one duel are divided; the three shares sum to 1. */
export interface VoteShares {
  /** For `duel[0]`. */
  readonly first: number;
  /** For `duel[1]`. */
  readonly second: number;
  readonly tie: number;
  /** The share of `duel[0]` among votes that name a winner; null where all are ties. */
  readonly firstAmongWins: number | null;
}

interface OrderCounts {
  first: number;
  second: number;
  tie: number;
}

/**
 * How the votes on a duel are divided: repeats are averaged within each presented order, then the orders are averaged, so that an order
 * which was read more often does not weigh more. Under `pooled` all votes count alike, whatever their order; under `consistent` the combined
 * verdict is the only vote. null where nothing was decided.
 *
 * @example // shown [a, b]: a wins; shown [b, a]: a tie → { first: 0.5, second: 0, tie: 0.5, firstAmongWins: 1 }
 */
export function voteShares(reading: DuelReading, rule: Rule): VoteShares | null {
  const orders = countByOrder(reading, rule);
  if (orders.length === 0) return null;
  return rule.orders === "consistent" ? oneVote(whereConsistent(orders)) : meanOfOrders(orders);
}

/**
 * The verdict on one duel: an id, "tie", or null where nothing was decided. Under `mean` and `pooled` the side with the larger share of the votes wins and
 * equal shares are a tie; under `consistent` a side wins only where the votes of every decided order favour it, else it is a tie.
 */
export function duelVerdict(reading: DuelReading, rule: Rule): string | null {
  const shares = voteShares(reading, rule);
  if (!shares) return null;
  const lead = shares.first - shares.second;
  // Thirds do not add up exactly in binary.
  if (Math.abs(lead) < 1e-12) return TIE;
  return lead > 0 ? reading.duel[0] : reading.duel[1];
}

/** The winner of each presented order by itself: the side with more of its votes, else a tie. Orders without a vote are left out. */
export function winnersByOrder(reading: DuelReading, rule: Rule): string[] {
  return countByOrder(reading, rule).map(({ first, second }) =>
    first === second ? TIE : first > second ? reading.duel[0] : reading.duel[1],
  );
}

function countByOrder({ duel, votes }: DuelReading, rule: Rule): OrderCounts[] {
  const byOrder: (OrderCounts | undefined)[] = [undefined, undefined, undefined, undefined];
  for (const vote of votes) {
    const slot = rule.orders === "pooled" ? 0 : slotOf(vote, duel[0]);
    let counts = byOrder[slot];
    if (!counts) {
      counts = { first: 0, second: 0, tie: 0 };
      byOrder[slot] = counts;
    }
    if (vote.winner === duel[0]) counts.first++;
    else if (vote.winner === duel[1]) counts.second++;
    else counts.tie++;
  }
  return byOrder.filter((counts) => counts !== undefined);
}

/** Votes of one slot were given in the same order: `duel[0]` first, second, alone, or not recorded. */
export function slotOf(vote: Omit<Vote, "winner">, first: string): 0 | 1 | 2 | 3 {
  switch (vote.order) {
    case "shown":
      return vote.presentedFirst === first ? 0 : 1;
    case "none":
      return 2;
    case "unknown":
      return 3;
    default:
      return vote.order satisfies never;
  }
}

function meanOfOrders(orders: readonly OrderCounts[]): VoteShares {
  let [first, second, tie, amongWins, decisive] = [0, 0, 0, 0, 0];
  for (const counts of orders) {
    const wins = counts.first + counts.second;
    const n = wins + counts.tie;
    first += counts.first / n;
    second += counts.second / n;
    tie += counts.tie / n;
    if (wins > 0) {
      amongWins += counts.first / wins;
      decisive++;
    }
  }
  const k = orders.length;
  return {
    first: first / k,
    second: second / k,
    tie: tie / k,
    firstAmongWins: decisive === 0 ? null : amongWins / decisive,
  };
}

function whereConsistent(orders: readonly OrderCounts[]): "first" | "second" | "tie" {
  if (orders.every(({ first, second }) => first > second)) return "first";
  if (orders.every(({ first, second }) => second > first)) return "second";
  return "tie";
}

function oneVote(winner: "first" | "second" | "tie"): VoteShares {
  const firstAmongWins = winner === "tie" ? null : winner === "first" ? 1 : 0;
  return { first: 0, second: 0, tie: 0, firstAmongWins, [winner]: 1 };
}
