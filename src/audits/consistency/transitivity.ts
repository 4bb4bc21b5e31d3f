import { steadyMean } from "../../combine/readings.js";
import type { ProbeFigure } from "../../core/audit.js";
import { type Comparison, clusterOf, type Duel, duelsOf } from "../../core/comparison.js";
import { sameDuel } from "../../core/duel.js";
import { type Asking, askingsOn, pairsOf, sideOf } from "../measure/askings.js";
import { armTrials } from "../measure/base-trials.js";
import { described, tested, type UnitValue } from "../measure/figures.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { contradictions, otherWay, otherWayAskings } from "./transitivity-other-way.js";
import { systemCircles } from "./transitivity-systems.js";

const NAME = "transitivity";

/**
 * Whether preferences hang together: circles among three responses (A over B over C over A) and among three systems, and responses that are
 * scored higher alone but lose side by side.
 *
 * Noise alone makes circles, so each duel is asked twice. The primary figure counts triads that go round the same way in both askings, less those
 * that go round once each way: of a judge whose verdicts are those of any Bradley–Terry model, however noisy and however it leans on the order
 * shown, either way round is as likely (p_ab·p_bc·p_ca = p_ba·p_cb·p_ac), so its expectation is exactly 0. It falls short of the share of
 * true circles where the judge is noisy, and never exceeds it. (Exactly for one sample a question; nearly so for several.)
 */
export const transitivity: Probe = {
  name: NAME,
  family: "consistency",
  title: "transitivity",
  question: "Does the judge prefer A to B, B to C and C to A?",
  use: { to: "to rank more than two responses by its duels", within: [-1, 0.05] },
  plan(study) {
    const other = otherWay(study.judge);
    return study.comparisons.flatMap((comparison) => {
      const count = comparison.responses.length;
      const base = other !== null ? count > 1 : triadsOf(comparison).length > 0;
      return [
        ...(base ? armTrials(study, { comparison, arm: null, repeats: 2 }) : []),
        ...(other !== null && count > 1
          ? armTrials(study, { comparison, arm: other, probe: NAME, repeats: 2 })
          : []),
      ];
    });
  },
  askings: otherWayAskings,
  measure(study) {
    const triads = study.comparisons.flatMap((comparison) => triadsAsked(study, comparison));
    const [primary, ...others] = circleFigures(study, triads);
    const other = contradictions(study, NAME);
    return {
      primary,
      others: [...others, ...systemCircles(study, NAME), ...other.figures],
      notes: other.notes,
    };
  },
};

type Triad = readonly [Duel, Duel, Duel];

/** Each three responses of which all three pairs are duels, as the duels round them: a with b, b with c, c with a. */
function triadsOf(comparison: Comparison): readonly Triad[] {
  const duels = duelsOf(comparison);
  const ids = comparison.responses.map(({ id }) => id);
  const meet = (a: string, b: string) => duels.some((duel) => sameDuel(duel, [a, b]));
  return ids.flatMap((a, i) =>
    ids.slice(i + 1).flatMap((b, j) =>
      meet(a, b)
        ? ids.slice(i + j + 2).flatMap((c): Triad[] =>
            meet(b, c) && meet(c, a)
              ? [
                  [
                    [a, b],
                    [b, c],
                    [c, a],
                  ],
                ]
              : [],
          )
        : [],
    ),
  );
}

/** A triad with the sides its three duels took, asking by asking; null where one is not decided. */
interface TriadAsked {
  readonly cluster: string;
  /** 1 for the first response of each duel of the triad, −1 for its second, 0 for a tie. */
  readonly askings: readonly (readonly (number | null)[])[];
}

function triadsAsked(study: AuditStudy, comparison: Comparison): readonly TriadAsked[] {
  const triads = triadsOf(comparison);
  if (triads.length === 0) return [];
  const judgments = study.baseOf(comparison.id);
  const askingsOf = new Map<string, readonly Asking[]>();
  const read = (duel: Duel) => {
    const key = JSON.stringify(duel);
    const known = askingsOf.get(key) ?? askingsOn(judgments, { comparison, duel }, study.judgeRule);
    askingsOf.set(key, known);
    return known;
  };
  return triads.flatMap((triad) => {
    const sides = triad.map(read);
    const repeats = [...new Set(sides.flatMap((all) => all.map(({ repeat }) => repeat)))].sort(
      (a, b) => a - b,
    );
    if (repeats.length === 0) return [];
    const askings = repeats.map((repeat) =>
      sides.map((all) => {
        const asking = all.find((one) => one.repeat === repeat);
        return asking ? sideOf(asking) : null;
      }),
    );
    return [{ cluster: clusterOf(comparison), askings }];
  });
}

const NO_TRIADS = "no three responses are judged in all three pairs";
const NOT_TWICE =
  "no three responses were judged in all three pairs twice: circles cannot be told from noise";

function circleFigures(
  study: AuditStudy,
  triads: readonly TriadAsked[],
): readonly [ProbeFigure, ...ProbeFigure[]] {
  const askedTwice = triads.filter(({ askings }) => askings.length > 1);
  const units = (of: readonly TriadAsked[], value: (askings: TriadAsked["askings"]) => number | null) =>
    of.map(({ cluster, askings }): UnitValue => ({ cluster, value: value(askings) }));
  const reason = triads.length === 0 ? NO_TRIADS : NOT_TWICE;
  return [
    tested(
      study,
      { metric: `${NAME}-recurring`, title: "triads in a circle twice the same way − each way once" },
      units(askedTwice, (askings) => meanOf(pairsOf(askings.map(wayRound)).map(([a, b]) => product(a, b)))),
      { reason },
    ),
    described(
      study,
      { metric: `${NAME}-cyclic-rate`, title: "triads in a circle, in one asking" },
      units(triads, (askings) => meanOf(askings.map((sides) => product(wayRound(sides), wayRound(sides))))),
      { reason: NO_TRIADS },
    ),
    described(
      study,
      { metric: `${NAME}-cyclic-by-noise`, title: "triads in a circle that noise alone would make" },
      units(askedTwice, byNoise),
      { range: [0, 0.5], reason },
    ),
  ];
}

/** 1 where the triad goes round, −1 where it goes round backwards, else 0; null where a duel is not decided. A tie breaks a circle. */
function wayRound(sides: readonly (number | null)[]): number | null {
  if (sides.includes(null)) return null;
  return sides.every((side) => side === 1) ? 1 : sides.every((side) => side === -1) ? -1 : 0;
}

/**
 * Half the rate at which a duel turns to the other side between two askings, times the share of askings in which another of the three names a
 * winner. Where duels are equally sure and hang together, P(first wins) = ½(d + x), P(second wins) = ½(d − x), a triad is in a circle with
 * probability ¼·d·(d² − x²), and a duel turns with probability ½(d² − x²). Where the two ends of a triad are further apart than its neighbours
 * there are fewer circles, so this is rather too high than too low.
 */
function byNoise(askings: TriadAsked["askings"]): number | null {
  const duels = [0, 1, 2].map((duel) => {
    const sides = askings.map((all) => all[duel] ?? null).filter((side) => side !== null);
    return {
      turned: meanOf(pairsOf(sides).map(([a, b]) => (a * b < 0 ? 1 : 0))),
      decided: meanOf(sides.map(Math.abs)),
    };
  });
  const products = duels.flatMap(({ turned }, i) =>
    duels.flatMap(({ decided }, j) => (i === j ? [] : [product(turned, decided)])),
  );
  const mean = products.includes(null) ? null : meanOf(products);
  return mean === null ? null : mean / 2;
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}

/** The mean of what is known; null where nothing is. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : steadyMean(known);
}
