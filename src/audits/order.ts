import type { Vote } from "../combine/readings.js";
import { TIE } from "../core/preference.js";
import { baseTrials } from "./base-trials.js";
import { type AuditDuel, auditDuels } from "./duels.js";
import { described, given, tested, type UnitValue, unmeasured } from "./figures.js";
import type { Probe } from "./probe.js";
import type { AuditStudy } from "./study.js";
import { votesOn } from "./win-share.js";

const BIAS = { metric: "order-bias", title: "flips towards the first − towards the second" } as const;

/**
 * Both orders of every duel. One duel is one observation, however often it was asked: its two orders are not independent.
 * Imports whose order was not recorded are excluded and counted.
 */
export const order: Probe = {
  name: "order",
  family: "consistency",
  title: "order",
  question: "Does the verdict change when the responses change places?",
  plan: (study) => baseTrials(study, auditDuels(study)),
  measure(study) {
    const duels = auditDuels(study).map((duel) => ({ duel, ...flipsOf(study, duel) }));
    const asked = duels.filter(({ kind }) => kind !== "not asked");
    const inOrder = asked.filter(({ kind }) => kind !== "alone");
    if (asked.length > 0 && inOrder.length === 0) {
      return {
        primary: unmeasured(study, BIAS, "not applicable: responses are scored one at a time"),
        others: [],
      };
    }
    const units = (value: (flips: Flips) => number): UnitValue[] =>
      inOrder.map(({ duel: { cluster }, flips }) => ({ cluster, value: flips ? value(flips) : null }));
    const reason = "no duel was decided in both orders";
    const flipped = inOrder.flatMap(({ flips }) => (flips ? [Math.sign(flips.first - flips.second)] : []));
    const count = (sign: number) => flipped.filter((lean) => lean === sign).length;
    const n = { n: flipped.length, clusters: flipped.length, excluded: inOrder.length - flipped.length };
    return {
      primary: tested(
        study,
        BIAS,
        units(({ first, second }) => first - second),
        { reason },
      ),
      others: [
        described(
          study,
          { metric: "order-flip-rate", title: "opposite winners in the two orders" },
          units(({ first, second }) => first + second),
          { reason },
        ),
        described(
          study,
          { metric: "order-half-flip-rate", title: "a winner in one order, a tie in the other" },
          units(({ half }) => half),
          { reason },
        ),
        ...(["first", "second"] as const).map((place) =>
          given(
            study,
            { metric: `order-flips-towards-${place}`, title: `flips towards the ${place}`, unit: "count" },
            { ...n, value: count(place === "first" ? 1 : -1), interval: null },
          ),
        ),
      ],
    };
  },
};

interface Flips {
  /** Share of the pairs of presentations in which whichever stood first won both times. */
  readonly first: number;
  readonly second: number;
  readonly half: number;
}

type Asked =
  | { readonly kind: "shown" | "unknown"; readonly flips: Flips | null }
  | { readonly kind: "alone" | "not asked"; readonly flips: null };

function flipsOf(study: AuditStudy, { comparison, duel }: AuditDuel): Asked {
  const { votes, failures } = votesOn(study.baseOf(comparison.id), comparison, duel, study.judgeRule);
  if (votes.length === 0 && failures.length === 0) return { kind: "not asked", flips: null };
  if (votes.some(({ order: shown }) => shown === "none")) return { kind: "alone", flips: null };
  const [here, there] = duel.map((id) => votes.filter(({ presentedFirst }) => presentedFirst === id));
  if (!here?.length || !there?.length) return { kind: "shown", flips: null };
  const [a, b] = duel;
  return {
    kind: "shown",
    flips: {
      first: share(here, a) * share(there, b),
      second: share(here, b) * share(there, a),
      half:
        (share(here, a) + share(here, b)) * share(there, TIE) +
        share(here, TIE) * (share(there, a) + share(there, b)),
    },
  };
}

function share(votes: readonly Vote[], winner: string): number {
  return votes.filter((vote) => vote.winner === winner).length / votes.length;
}
