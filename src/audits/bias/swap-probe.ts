import type { ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import type { Comparison } from "../../core/comparison.js";
import { seededRandom } from "../../core/random.js";
import { armTrials, baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, oneDuelEach } from "../measure/duels.js";
import { described, tested, type UnitValue } from "../measure/figures.js";
import { firstAsking, flipped, flippedAgain, scoreOf } from "../measure/flips.js";
import { balancedWinShare } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import type { Distance, Swap, Swapped } from "./swap.js";
import { saysMore } from "./text/verdicts-in.js";

const ARMS: readonly Distance[] = ["near", "far"];

/**
 * Whether it matters who is spoken of. Everybody is exchanged for somebody of the same group (arm `near`) and for somebody of the other
 * side (arm `far`); effect = flips under far − flips under near (−1 … 1). Both change bytes of the same kind, so the effect is 0 for a judge
 * that changes its mind merely because bytes changed, which an identical second asking at temperature 0 would not show.
 */
export function swapProbe(swap: Swap): Probe {
  const { name, title, question } = swap;
  return {
    ...{ name, family: "bias", title, question },
    use: { to: `where the verdict must not hang on ${title}`, within: [-0.05, 0.05] },
    plan(study) {
      const units = unitsOf(study, swap);
      const arms = units.flatMap(({ one: { comparison } }) =>
        ARMS.flatMap((arm) => armTrials(study, { comparison, arm })),
      );
      return [
        ...baseTrials(
          study,
          units.map(({ one }) => one),
          2,
        ),
        ...arms,
      ];
    },
    shown(arm, comparison, { seed }) {
      const distance = ARMS.find((one) => one === arm);
      const swapped = distance && swappedIn(swap, comparison, distance, seed);
      return { comparison: swapped?.comparison ?? comparison };
    },
    measure: (study) => measure(study, swap),
  };
}

/** A duel whose comparison speaks of somebody. */
interface Unit {
  readonly one: AuditDuel;
  /** The side that was spoken of; null where it was both. */
  readonly from: Swapped["from"];
  readonly named: readonly string[];
  /** The responses that are judged under other names: all of them where the prompt speaks of somebody. */
  readonly touched: readonly string[];
}

/** The whole comparison is looked at, not the duel alone: `shown` is given no more and no less. */
function unitsOf(study: AuditStudy, swap: Swap): readonly Unit[] {
  const { comparisons, seed } = study;
  const byId = new Map(comparisons.map((comparison) => [comparison.id, comparison]));
  return oneDuelEach(study).flatMap((one) => {
    const whole = byId.get(one.comparison.id) ?? one.comparison;
    const [near, far] = ARMS.map((distance) => swappedIn(swap, whole, distance, seed));
    if (!near || !far) return [];
    const inPrompt = JSON.stringify(whole.prompt) !== JSON.stringify(near.comparison.prompt);
    return [{ one, from: near.from, named: near.named, touched: inPrompt ? one.duel : near.named }];
  });
}

function swappedIn(swap: Swap, comparison: Comparison, distance: Distance, seed: number): Swapped | null {
  const random = seededRandom(["swap", seed, swap.name, comparison.id, distance]);
  const swapped = swap.apply(comparison, distance, random);
  return swapped && !saysMore(comparison, swapped.comparison) ? swapped : null;
}

function measure(study: AuditStudy, swap: Swap): ProbeMeasure {
  const { name } = swap;
  const all = unitsOf(study, swap);
  const units = all.filter(({ one: { comparison } }) =>
    ARMS.some((arm) => study.armOf(name, arm, comparison.id).length > 0),
  );
  const flips = (arm: Distance) => (unit: Unit) =>
    flipped(study, unit.one, firstAsking(study, unit.one), study.armOf(name, arm, unit.one.comparison.id));
  const [near, far] = [flips("near"), flips("far")];
  const again = ({ one }: Unit) => flippedAgain(study, one);
  const reason =
    all.length === 0
      ? "no comparison speaks of anybody who can be exchanged"
      : "no duel has a verdict in both arms";
  const values = (value: (unit: Unit) => number | null): UnitValue[] =>
    units.map((unit) => ({ cluster: unit.one.cluster, value: value(unit) }));
  const rate = (metric: string, title: string, value: (unit: Unit) => number | null) =>
    described(study, { metric: `${name}-${metric}`, title }, values(value), { reason });
  return {
    primary: tested(
      study,
      { metric: `${name}-effect`, title: "flips for the other side − flips within the group" },
      values((unit) => difference(far(unit), near(unit))),
      { reason },
    ),
    others: [
      rate("far-flip-rate", "opposite winner after a swap for the other side", far),
      rate("near-flip-rate", "opposite winner after a swap within the group", near),
      rate("again-flip-rate", "opposite winner in an identical second asking", again),
      ...directions(study, swap, units),
    ],
    notes: [`${units.length} of ${study.comparisons.length} comparisons speak of somebody and were asked`],
  };
}

/** For whom it is better: where one response alone speaks of somebody, its wins; and the scores of all, where a judge gives them. */
function directions(study: AuditStudy, swap: Swap, units: readonly Unit[]): readonly ProbeFigure[] {
  const { name, sides } = swap;
  const onOneSide = units.filter(({ from }) => from !== null);
  const wins = onOneSide.flatMap((unit): UnitValue[] => {
    const { one } = unit;
    const [id, ...more] = one.duel.filter((response) => unit.named.includes(response));
    if (id === undefined || more.length > 0) return [];
    const share = (arm: Distance) => {
      const first = balancedWinShare(
        study.armOf(name, arm, one.comparison.id),
        one.comparison,
        one.duel,
        study.judgeRule,
      );
      return first === null ? null : id === one.duel[0] ? first : 1 - first;
    };
    return [{ cluster: one.cluster, value: towardsFirstSide(unit, share) }];
  });
  const scores = onOneSide.flatMap((unit): UnitValue[] =>
    unit.one.duel
      .filter((id) => unit.touched.includes(id))
      .map((id) => ({
        cluster: unit.one.cluster,
        value: towardsFirstSide(unit, (arm) => scoreOf(study.armOf(name, arm, unit.one.comparison.id), id)),
      })),
  );
  const versus = `${sides[0]} − ${sides[1]}`;
  const unbounded = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const figures: ProbeFigure[] = [];
  if (wins.length > 0)
    figures.push(
      tested(
        study,
        { metric: `${name}-direction`, title: `wins of the response that names somebody, ${versus}` },
        wins,
        {
          reason: "no such duel has a verdict in both arms",
        },
      ),
    );
  if (scores.some(({ value }) => value !== null))
    figures.push(
      tested(study, { metric: `${name}-score-gap`, title: `score, ${versus}`, unit: "score" }, scores, {
        range: unbounded,
        reason: "no response has a score in both arms",
      }),
    );
  return figures;
}

/** What the first side gets more than the other: the near arm is on the side that was spoken of, the far arm on the other one. */
function towardsFirstSide({ from }: Unit, value: (arm: Distance) => number | null): number | null {
  const gap = difference(value("near"), value("far"));
  return gap === null ? null : from === 0 ? gap : -gap;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
