import type { ProbeFigure } from "../../core/audit.js";
import { wholeTrials } from "../measure/base-trials.js";
import { auditDuels } from "../measure/duels.js";
import { described, given, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import type { ArmTrial, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { orderMargins } from "./order-margins.js";
import { orderPlaces } from "./order-places.js";
import { type Asked, type Flips, flipsOf, type OrderedDuel } from "./two-orders.js";

const BIAS = { metric: "order-bias", title: "flips towards the first − towards the second" } as const;
const FLIPS = { metric: "order-flip-rate", title: "opposite winners in the two orders" } as const;

/**
 * Both orders of every duel. One duel is one observation, however often it was asked: its two orders are not independent.
 * Imports whose order was not recorded are excluded and counted.
 */
export const order: Probe = {
  name: "order",
  family: "consistency",
  title: "order",
  question: "Does the verdict change when the responses change places?",
  use: { to: "with each pair asked in one order only", within: [-0.05, 0.05] },
  plan: (study) => wholeTrials(study).flatMap(inEveryPlace),
  measure(study) {
    const duels = auditDuels(study).map((duel): OrderedDuel => ({ ...duel, ...flipsOf(study, duel) }));
    const asked = duels.filter(({ kind }) => kind !== "not asked");
    const inOrder = asked.filter(({ kind }) => kind !== "alone");
    if (asked.length > 0 && inOrder.length === 0) {
      return {
        primary: unmeasured(study, BIAS, "not applicable: responses are scored one at a time"),
        others: [],
      };
    }
    const places = orderPlaces(study);
    return {
      primary: biasOf(study, inOrder),
      others: [
        flipRate(study, inOrder),
        described(
          study,
          { metric: "order-half-flip-rate", title: "a winner in one order, a tie in the other" },
          unitsOf(inOrder, ({ half }) => half),
          { reason: NONE },
        ),
        ...flipCounts(study, inOrder),
        ...pickCounts(study, inOrder),
        ...places.figures,
        ...bySubset(study, inOrder),
      ],
      curves: [...orderMargins(study, inOrder), ...places.curves],
      notes: notesOn(inOrder),
    };
  },
};

/** Where three or more are shown together, also the rotations of that order: each response then stood once in each place. */
function inEveryPlace(trial: ArmTrial): readonly ArmTrial[] {
  const { presented } = trial;
  if (presented.length < 3) return [trial];
  return presented.map((_, i) => ({
    ...trial,
    presented: [...presented.slice(i), ...presented.slice(0, i)],
  }));
}

const NONE = "no duel was decided in both orders";

function unitsOf(duels: readonly OrderedDuel[], value: (flips: Flips) => number): UnitValue[] {
  return duels.map(({ cluster, flips }) => ({ cluster, value: flips ? value(flips) : null }));
}

function biasOf(study: AuditStudy, duels: readonly OrderedDuel[], subset?: string): ProbeFigure {
  const name = subset === undefined ? BIAS : { ...BIAS, subset };
  const units = unitsOf(duels, ({ first, second }) => first - second);
  return tested(study, name, units, { reason: NONE });
}

function flipRate(study: AuditStudy, duels: readonly OrderedDuel[], subset?: string): ProbeFigure {
  const name = subset === undefined ? FLIPS : { ...FLIPS, subset };
  const units = unitsOf(duels, ({ first, second }) => first + second);
  return described(study, name, units, { reason: NONE });
}

/** How many duels turned towards the response shown first, and towards the one shown second. */
function flipCounts(study: AuditStudy, duels: readonly OrderedDuel[]): ProbeFigure[] {
  const both = duels.filter(({ flips }) => flips !== null);
  const about = {
    ...{ interval: null, n: both.length, clusters: clustersOf(both) },
    excluded: duels.length - both.length,
  };
  return PLACES.map((place, i) => {
    const towards = both.filter(
      ({ flips }) => flips && Math.sign(flips.first - flips.second) === (i === 0 ? 1 : -1),
    );
    const name = { metric: `order-flips-towards-${place}`, title: `flips towards the ${place}` };
    return given(study, { ...name, unit: "count" }, { ...about, value: towards.length });
  });
}

/** How often the response shown first was picked, judgment by judgment: a description, for the two orders of a duel are not independent. */
function pickCounts(study: AuditStudy, duels: readonly OrderedDuel[]): ProbeFigure[] {
  const total = (of: keyof Asked["picks"]) => duels.reduce((sum, { picks }) => sum + picks[of], 0);
  const picked = { first: total("first"), second: total("second") };
  const n = picked.first + picked.second + total("tie");
  const clusters = clustersOf(duels.filter(({ picks }) => picks.first + picks.second + picks.tie > 0));
  return PLACES.map((place) => {
    const name = { metric: `order-${place}-shown`, title: `verdicts for the response shown ${place}` };
    const about = { interval: null, n, clusters, excluded: total("none") };
    return given(study, { ...name, unit: "count" }, { ...about, value: picked[place] });
  });
}

const PLACES = ["first", "second"] as const;

function clustersOf(duels: readonly OrderedDuel[]): number {
  return new Set(duels.map(({ cluster }) => cluster)).size;
}

/** The bias and the flips of each subset, where there are several. */
function bySubset(study: AuditStudy, duels: readonly OrderedDuel[]): ProbeFigure[] {
  const subsets = [...new Set(duels.flatMap(({ comparison: { subset } }) => subset ?? []))].sort();
  if (subsets.length < 2) return [];
  return subsets.flatMap((subset) => {
    const own = duels.filter(({ comparison }) => comparison.subset === subset);
    return [biasOf(study, own, subset), flipRate(study, own, subset)];
  });
}

function notesOn(duels: readonly OrderedDuel[]): string[] {
  const unknown = duels.filter(({ kind }) => kind === "unknown").length;
  if (unknown === 0) return [];
  return [
    `${unknown} of ${duels.length} duels are left out: the order in which they were shown was not recorded`,
  ];
}
