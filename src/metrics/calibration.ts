import type { Estimate } from "../core/analysis.js";
import { weightedSelectiveArea } from "../stats/calibration/selective-area.js";
import { aucFigure } from "./auc-figure.js";
import { binSums, meanGap, reliability, resolution } from "./calibration-bins.js";
import { bootstrapFigure, bootstrapWeights } from "./cluster-sums.js";
import { clusterTally, meanEstimate, undefinedEstimate } from "./estimate.js";
import type { JudgeStudy } from "./judge-study.js";
import type { Metric } from "./metric.js";
import { type Scope, scopesOf } from "./scopes.js";
import { bothWays, type Sureness, surenessOf, surenessSource, sureProbabilities } from "./sureness.js";

/**
 * Whether a judge that says how sure it is may be believed: over duels with a preferred side, each in both orientations. A probability is
 * taken as it was stated; a margin (of scores, or a strength) has none, and gets one from a logistic curve fitted on other clusters.
 */
export const calibration: Metric = {
  name: "calibration",
  title: "calibration",
  measure(study) {
    const sureness = surenessOf(study);
    if (!sureness) {
      const reason = "the judge states no probability, strength or score";
      return FIGURES.map(({ metric, unit }) => undefinedEstimate({ metric, judge: study.id, unit }, reason));
    }
    return scopesOf(study.data).flatMap((scope) => {
      const rows = within(scope, sureness);
      const figures = scope.subset === null ? FIGURES : FIGURES.filter(({ bySubset }) => bySubset);
      return figures.map((figure) => estimateOf(figure, { study, scope, rows }));
    });
  },
};

interface Measured {
  readonly study: JudgeStudy;
  readonly scope: Scope;
  readonly rows: Sureness;
}

type Value = Pick<Estimate, "value" | "interval"> & { readonly method?: string; readonly reason?: string };

interface Figure {
  readonly metric: string;
  readonly unit: Estimate["unit"];
  readonly bySubset: boolean;
  measure(measured: Measured, metric: string): Value;
}

const FIGURES: readonly Figure[] = [
  {
    metric: "brier",
    unit: "score",
    bySubset: true,
    measure: ({ rows }) => meanLoss(rows, rows.probabilities, squared),
  },
  { metric: "brier-reliability", unit: "score", bySubset: false, measure: fromBins(reliability) },
  { metric: "brier-resolution", unit: "score", bySubset: false, measure: fromBins(resolution) },
  {
    metric: "log-loss",
    unit: "score",
    bySubset: false,
    measure: ({ rows }) => meanLoss(rows, rows.probabilities, logarithmic),
  },
  { metric: "ece", unit: "score", bySubset: true, measure: fromBins(meanGap) },
  {
    metric: "brier-recalibrated",
    unit: "score",
    bySubset: false,
    measure: ({ rows }) => meanLoss(rows, rows.recalibrated, squared),
  },
  { metric: "auc", unit: "score", bySubset: true, measure: auc },
  { metric: "selective-area", unit: "fraction", bySubset: false, measure: selectiveArea },
];

function estimateOf({ metric, unit, measure }: Figure, measured: Measured): Estimate {
  const { study, scope, rows } = measured;
  const excluded = rows.excluded.length;
  const about = { metric, judge: study.id, subset: scope.subset, unit } as const;
  const n = rows.duels.length;
  if (n === 0) return undefinedEstimate(about, "no duel with a preferred side of which it says so", excluded);
  const { value, interval, method, reason } = measure(measured, metric);
  const estimate = { ...about, value, interval, n, clusters: new Set(rows.clusters).size, excluded };
  if (value === null) return { ...estimate, interval: null, reason: reason ?? "not defined" };
  return {
    ...estimate,
    method: [surenessSource(rows), method].filter((part) => part !== undefined).join("; "),
  };
}

function within(scope: Scope, rows: Sureness): Sureness {
  if (scope.members === null) return rows;
  const members = new Set(scope.members);
  const kept = Int32Array.from(rows.duels.keys()).filter((row) => members.has(rows.duels[row] ?? -1));
  const pick = (values: Float64Array) => Float64Array.from(kept, (row) => values[row] ?? 0);
  const pickIf = (values: Float64Array | null) => values && pick(values);
  return {
    source: rows.source,
    duels: Int32Array.from(kept, (row) => rows.duels[row] ?? 0),
    clusters: Int32Array.from(kept, (row) => rows.clusters[row] ?? 0),
    outcomes: pick(rows.outcomes),
    stated: pick(rows.stated),
    probabilities: pickIf(rows.probabilities),
    recalibrated: pickIf(rows.recalibrated),
    excluded: rows.excluded.filter((duel) => members.has(duel)),
  };
}

const UNFITTED = "no curve can be fitted: fewer than two clusters";

// Read one way round or the other a duel costs the same: once is enough.
function meanLoss(
  { clusters, outcomes, duels }: Sureness,
  probabilities: Float64Array | null,
  loss: { readonly cost: (p: number, outcome: number) => number; readonly range: readonly [number, number] },
): Value {
  if (!probabilities) return { value: null, interval: null, reason: UNFITTED };
  const tally = clusterTally();
  for (let row = 0; row < duels.length; row++) {
    tally.add(clusters[row] ?? 0, loss.cost(probabilities[row] ?? 0, outcomes[row] ?? 0));
  }
  if (!tally.sums.every(Number.isFinite)) {
    return { value: null, interval: null, reason: "infinite: a stated 0 or 1 was wrong" };
  }
  const { value, interval, method } = meanEstimate({ metric: "loss", judge: null }, tally, {
    ...{ excluded: 0, reason: "" },
    range: loss.range,
  });
  return { value, interval, ...(method === undefined ? {} : { method }) };
}

const squared = { cost: (p: number, outcome: number) => (p - outcome) ** 2, range: [0, 1] } as const;
const logarithmic = {
  cost: (p: number, outcome: number) => -Math.log(outcome === 1 ? p : 1 - p),
  range: [0, Infinity],
} as const;

function fromBins(figure: (totals: ArrayLike<number>) => number): Figure["measure"] {
  return ({ study, scope, rows }, metric) => {
    const sums = binSums(rows, study.data);
    if (!sums) return { value: null, interval: null, reason: UNFITTED };
    return { value: figure(sums.totals), ...bootstrapFigure(sums, figure, study, purposeOf(metric, scope)) };
  };
}

function auc({ rows }: Measured): Value {
  const turn = rows.source === "probabilities" ? (p: number) => 1 - p : (margin: number) => -margin;
  const { values, outcomes, clusters } = bothWays(rows.stated, rows, turn);
  return aucFigure(values, outcomes, clusters);
}

function selectiveArea({ study, scope, rows }: Measured, metric: string): Value {
  const area = weightedSelectiveArea(sureProbabilities(rows), rows.outcomes);
  const { clusters } = rows;
  return {
    value: area(null),
    ...bootstrapWeights({ clusters, figure: area, study, purpose: purposeOf(metric, scope) }),
  };
}

function purposeOf(metric: string, { subset }: Scope): string {
  return subset === null ? metric : JSON.stringify([metric, subset]);
}
