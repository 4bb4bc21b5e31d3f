import type { EstimateUnit } from "../../core/analysis.js";
import type { ProbeFigure } from "../../core/audit.js";
import { clusterMean } from "../../stats/intervals/cluster-mean.js";
import { signFlipTest } from "../../stats/tests/sign-flip.js";
import type { AuditStudy } from "../study.js";

/** Draws of a test that is not exact. */
const DRAWS = 10_000;

/** What a figure is called. */
export interface FigureName {
  /** Kebab case, beginning with the probe's name. */
  readonly metric: string;
  readonly title: string;
  readonly subset?: string;
  readonly unit?: EstimateUnit;
}

/** One unit's value; null where it was asked and nothing was decided, which is counted. */
export interface UnitValue {
  readonly cluster: string;
  readonly value: number | null;
}

interface MeanOptions {
  /** The least and the greatest that a value can be. Default 0…1. */
  readonly range?: readonly [number, number];
  /** Stands where no unit has a value. */
  readonly reason: string;
}

/** A mean over units with its cluster interval: a description, which tests nothing. */
export function described(
  study: AuditStudy,
  name: FigureName,
  units: readonly UnitValue[],
  options: MeanOptions,
): ProbeFigure {
  return { ...meanOf(study, name, units, options), p: null };
}

/**
 * A mean difference over units with its cluster interval, and p of "the mean is 0": signs flipped by cluster (`signFlipTest`).
 * Values are differences that are as likely on either side of 0 where there is no effect.
 */
export function tested(
  study: AuditStudy,
  name: FigureName,
  units: readonly UnitValue[],
  { range = [-1, 1], reason }: MeanOptions,
): ProbeFigure {
  const figure = meanOf(study, name, units, { range, reason });
  if (figure.value === null) return { ...figure, p: null };
  const { sums } = byCluster(units);
  const { p, method } = signFlipTest(sums, { resamples: DRAWS, random: study.random(name.metric) });
  return { ...figure, p, method: `${figure.method}; p by ${method}` };
}

/** A figure that could not be measured, and why. */
export function unmeasured(study: AuditStudy, name: FigureName, reason: string, excluded = 0): ProbeFigure {
  return {
    ...about(study, name),
    ...{ value: null, interval: null, n: 0, clusters: 0, excluded, reason, p: null },
  };
}

/** A figure worked out elsewhere. */
export function given(
  study: AuditStudy,
  name: FigureName,
  figure: Pick<ProbeFigure, "value" | "interval" | "n" | "clusters" | "excluded"> &
    Partial<Pick<ProbeFigure, "method" | "reason" | "p">>,
): ProbeFigure {
  return { ...about(study, name), p: null, ...figure };
}

function meanOf(
  study: AuditStudy,
  name: FigureName,
  units: readonly UnitValue[],
  { range = [0, 1], reason }: MeanOptions,
): ProbeFigure {
  const { sums, counts, excluded } = byCluster(units);
  const mean = clusterMean(sums, counts, range);
  if (!mean) return unmeasured(study, name, reason, excluded);
  return { ...about(study, name), ...mean, excluded, p: null };
}

function about(study: AuditStudy, { metric, title, subset = undefined, unit = "fraction" }: FigureName) {
  return { metric, title, judge: study.judge.id, subset: subset ?? null, unit };
}

/** Sums by cluster, in the order in which clusters first occur. */
export function byCluster(units: readonly UnitValue[]): {
  readonly sums: readonly number[];
  readonly counts: readonly number[];
  readonly excluded: number;
} {
  const totals = new Map<string, { sum: number; count: number }>();
  let excluded = 0;
  for (const { cluster, value } of units) {
    if (value === null) {
      excluded++;
      continue;
    }
    const total = totals.get(cluster);
    if (total) {
      total.sum += value;
      total.count++;
    } else totals.set(cluster, { sum: value, count: 1 });
  }
  const all = [...totals.values()];
  return { sums: all.map(({ sum }) => sum), counts: all.map(({ count }) => count), excluded };
}
