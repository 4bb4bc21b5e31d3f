import type { AuditCurve } from "../../core/audit.js";
import { clusterMean } from "../../stats/intervals/cluster-mean.js";
import { byCluster } from "./figures.js";

/** As many distinct places are points of their own; more are grouped. */
const MOST_POINTS = 6;
const GROUPS = 5;

/** One unit's place on the x axis and its value (0…1). */
export interface CurveUnit {
  readonly cluster: string;
  readonly x: number;
  readonly value: number;
}

/**
 * The mean value along x, each point with its cluster interval: every distinct x is a point where there are few, else fifths of the units by x
 * (equal x stay together) at their mean. [] where all units have one x: that is no curve.
 */
export function pointsAlong(units: readonly CurveUnit[]): AuditCurve["points"] {
  const groups = grouped(units);
  if (groups.length < 2) return [];
  return groups.flatMap((group) => {
    const { sums, counts } = byCluster(group);
    const mean = clusterMean(sums, counts, [0, 1]);
    const x = group.reduce((sum, unit) => sum + unit.x, 0) / group.length;
    return mean ? [{ x, y: mean.value, interval: mean.interval, n: mean.n }] : [];
  });
}

function grouped(units: readonly CurveUnit[]): readonly (readonly CurveUnit[])[] {
  const byX = new Map<number, CurveUnit[]>();
  for (const unit of units) {
    const own = byX.get(unit.x);
    if (own) own.push(unit);
    else byX.set(unit.x, [unit]);
  }
  const distinct = [...byX].sort(([a], [b]) => a - b).map(([, group]) => group);
  if (distinct.length <= MOST_POINTS) return distinct;
  const groups: CurveUnit[][] = [];
  let before = 0;
  for (const group of distinct) {
    // Where the middle of these units lies among all decides which fifth they belong to.
    const fifth = Math.floor((GROUPS * (before + group.length / 2)) / units.length);
    groups[fifth] = [...(groups[fifth] ?? []), ...group];
    before += group.length;
  }
  return groups.filter((group) => group !== undefined);
}
