import type { UnitValue } from "../measure/figures.js";

/** A duel that both judges decided. */
export interface EscalationUnit {
  readonly cluster: string;
  /** How sure the cheap judge is: more is surer. */
  readonly confidence: number;
  /** What each judge's word is worth: right 1, tie ½, wrong 0, averaged over its orders. */
  readonly cheap: number;
  readonly dear: number;
}

/** A duel with where it stands among all, least sure first. Duels of one confidence share a place. */
interface Placed extends EscalationUnit {
  /** The shares of all duels that are less sure (…`from`), and less or as sure (…`to`); 0…1. */
  readonly from: number;
  readonly to: number;
}

/** Every unit with its place, in the order given. */
export function placed(units: readonly EscalationUnit[]): readonly Placed[] {
  // 1e-12 apart is one confidence: 0.3 and 0.7 are as far from ½.
  const keyOf = ({ confidence }: EscalationUnit) => Math.round(confidence * 1e12);
  const counts = new Map<number, number>();
  for (const unit of units) counts.set(keyOf(unit), (counts.get(keyOf(unit)) ?? 0) + 1);
  const ends = new Map<number, readonly [number, number]>();
  let below = 0;
  for (const [key, count] of [...counts].sort(([a], [b]) => a - b)) {
    ends.set(key, [below / units.length, (below + count) / units.length]);
    below += count;
  }
  return units.map((unit) => {
    const [from, to] = ends.get(keyOf(unit)) ?? [0, 1];
    return { ...unit, from, to };
  });
}

/**
 * The chance that a duel is passed on where this share of all is, the least sure first: 1 or 0, and where confidences tie at the threshold
 * the chance of being drawn among these. Averages over it are averages over all ways to break the ties.
 */
export function chanceOf({ from, to }: Placed, share: number): number {
  return Math.min(1, Math.max(0, (share - from) / (to - from)));
}

/**
 * What choosing by confidence gains at one share over passing on as many by chance, duel by duel: (w − share)·(d − d̄), with w the chance of
 * being passed on and d what the dear judge would gain. Since the mean of w is the share, the mean is that of w·d less share·d̄, the straight
 * line between the judges; taking d from its mean leaves it as it is and its spread without what has nothing to do with the choice.
 */
export function gainsAt(units: readonly Placed[], share: number): readonly UnitValue[] {
  return weighed(units, (unit) => chanceOf(unit, share) - share);
}

/** The same averaged over all shares from 0 to 1 (the area between the curve and the straight line): w is then 1 − the duel's middle place. */
export function areaGains(units: readonly Placed[]): readonly UnitValue[] {
  return weighed(units, ({ from, to }) => 0.5 - (from + to) / 2);
}

function weighed(units: readonly Placed[], weight: (unit: Placed) => number): readonly UnitValue[] {
  const mean = units.reduce((sum, { cheap, dear }) => sum + (dear - cheap), 0) / units.length;
  return units.map((unit) => {
    const value = weight(unit) * (unit.dear - unit.cheap - mean);
    return { cluster: unit.cluster, value: Math.abs(value) < 1e-12 ? 0 : value };
  });
}

/** So far to either side of a share the duels count as standing at the threshold. */
const NEAR = 0.1;

/**
 * The same gain duel by duel with all that a duel has to do with it, for its interval: who is passed on hangs on the others' confidence too. One
 * more duel that is passed on pushes one out at the threshold, and the other way round, so that its part is (w − share)·(d − m), with m the mean
 * of d at the threshold: the influence function of the gain (Hampel 1974). The mean is that of `gainsAt`; where confidence tells anything, m is
 * not d̄, and the spread of those would be too small.
 */
export function influenceAt(units: readonly Placed[], share: number): readonly UnitValue[] {
  const atThreshold = meanAlong(units, Math.max(0, share - NEAR), Math.min(1, share + NEAR));
  return units.map((unit) => ({
    cluster: unit.cluster,
    value: (chanceOf(unit, share) - share) * (unit.dear - unit.cheap - atThreshold),
  }));
}

/** The same of `areaGains`: averaged over all shares, each with its own threshold. */
export function areaInfluence(units: readonly Placed[]): readonly UnitValue[] {
  const tiers = tiersOf(units);
  return units.map((unit) => {
    const { cluster, from, to, dear, cheap } = unit;
    // ∫ (w(s) − s)·m(s) ds: w is 0 before the duel's own place, 1 behind it and rises within.
    const replaced = tiers.reduce((sum, tier) => {
      const passed = tier.from >= to ? 1 : tier.to <= from ? 0 : 0.5;
      const middle = (tier.from + tier.to) / 2;
      return sum + tier.gain * (tier.to - tier.from) * (passed - middle);
    }, 0);
    return { cluster, value: (0.5 - (from + to) / 2) * (dear - cheap) - replaced };
  });
}

interface Tier {
  readonly from: number;
  readonly to: number;
  /** What the dear judge gains on the mean over the duels that share this place. */
  readonly gain: number;
}

function tiersOf(units: readonly Placed[]): readonly Tier[] {
  const byPlace = new Map<
    number,
    { readonly from: number; readonly to: number; sum: number; count: number }
  >();
  for (const { from, to, dear, cheap } of units) {
    const tier = byPlace.get(from) ?? { from, to, sum: 0, count: 0 };
    tier.sum += dear - cheap;
    tier.count++;
    byPlace.set(from, tier);
  }
  return [...byPlace.values()].map(({ from, to, sum, count }) => ({ from, to, gain: sum / count }));
}

/** The mean gain of the dear judge over the places from `low` to `high`. */
function meanAlong(units: readonly Placed[], low: number, high: number): number {
  return tiersOf(units).reduce((sum, { from, to, gain }) => {
    const shared = Math.max(0, Math.min(to, high) - Math.max(from, low));
    return sum + (gain * shared) / (high - low);
  }, 0);
}

/** The shares at which one more confidence is passed on, from 0 to 1; at most about `most` of them, evenly. */
export function thresholds(units: readonly Placed[], most: number): readonly number[] {
  const all = [0, ...[...new Set(units.map(({ to }) => to))].sort((a, b) => a - b)];
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, i) => i % step === 0 || i === all.length - 1);
}
