import type { Vote } from "../../combine/readings.js";
import { TIE } from "../../core/preference.js";
import type { AuditDuel } from "../measure/duels.js";
import { apartByOrder, votesOn } from "../measure/win-share.js";
import type { AuditStudy } from "../study.js";

/** A duel with what its two orders say together. */
export type OrderedDuel = AuditDuel & Asked;

export interface Flips {
  /** Share of the pairs of presentations in which whichever stood first won both times. */
  readonly first: number;
  readonly second: number;
  readonly half: number;
}

export interface Asked {
  readonly kind: "shown" | "unknown" | "alone" | "not asked";
  /** null where not both orders are decided. */
  readonly flips: Flips | null;
  /** How often whichever was shown earlier won, later won, neither did; and how often nothing was decided or no order is known. */
  readonly picks: {
    readonly first: number;
    readonly second: number;
    readonly tie: number;
    readonly none: number;
  };
}

const NO_PICKS = { first: 0, second: 0, tie: 0, none: 0 };

/** What the two orders of a duel say together. */
export function flipsOf(study: AuditStudy, { comparison, duel }: AuditDuel): Asked {
  const judgments = study.baseOf(comparison.id);
  const { votes, failures } = votesOn(judgments, comparison, duel, apartByOrder(study.judgeRule));
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  if (votes.length === 0 && failed === 0) return { kind: "not asked", flips: null, picks: NO_PICKS };
  if (votes.some(({ order: shown }) => shown === "none"))
    return { kind: "alone", flips: null, picks: NO_PICKS };
  const unknown = votes.filter(({ order: shown }) => shown === "unknown").length;
  const picks = picksOf(votes, failed + unknown);
  const [here, there] = duel.map((id) => votes.filter(({ presentedFirst }) => presentedFirst === id));
  if (!here?.length || !there?.length) return { kind: unknown > 0 ? "unknown" : "shown", flips: null, picks };
  const [a, b] = duel;
  const flips = {
    first: share(here, a) * share(there, b),
    second: share(here, b) * share(there, a),
    half:
      (share(here, a) + share(here, b)) * share(there, TIE) +
      share(here, TIE) * (share(there, a) + share(there, b)),
  };
  return { kind: "shown", flips, picks };
}

function picksOf(votes: readonly Vote[], none: number): Asked["picks"] {
  const shown = votes.filter(({ order: how }) => how === "shown");
  const first = shown.filter(({ winner, presentedFirst }) => winner === presentedFirst).length;
  const tie = shown.filter(({ winner }) => winner === TIE).length;
  return { first, tie, second: shown.length - first - tie, none };
}

function share(votes: readonly Vote[], winner: string): number {
  return votes.filter((vote) => vote.winner === winner).length / votes.length;
}
