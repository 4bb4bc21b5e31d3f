import { studentTCritical } from "../distributions/student-t.js";
import type { Interval } from "../interval.js";
import { logisticWeights } from "./logistic.js";
import { invertPositive } from "./solve.js";

interface RobustLogisticInput {
  /** One row an observation, all of one length. */
  readonly features: readonly (readonly number[])[];
  /** Beside the rows: 0…1; a share counts as that much of a success. */
  readonly targets: readonly number[];
  /** Beside the rows: the number of the cluster each belongs to. */
  readonly clusters: ArrayLike<number>;
  /** λ > 0 of the penalty λ‖w‖²/2. Default 1. */
  readonly ridge?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

export interface RobustLogistic {
  readonly weights: readonly number[];
  /** Cluster-robust standard errors of the weights. */
  readonly errors: readonly number[];
  readonly intervals: readonly Interval[];
  readonly clusters: number;
}

/**
 * Logistic regression without an intercept (`logisticWeights`) with cluster-robust errors: A⁻¹ (Σ_g s_g s_gᵀ) A⁻¹ · G/(G − 1), with A the
 * curvature of the penalised likelihood and s_g = Σ x·(y − p) over cluster g (Liang and Zeger 1986; Cameron and Miller 2015, §II.C and VII.A);
 * intervals by Student's t on G − 1 degrees of freedom. It holds for shares as targets too: their mean is modelled, not their spread (Papke
 * and Wooldridge 1996). Where features separate the targets the weights hang on the penalty and the errors are too small.
 *
 * null as logisticWeights, and with fewer than two clusters.
 *
 * @example robustLogistic({ features: [[1], [1], [1], [1]], targets: [1, 1, 1, 0], clusters: [0, 1, 2, 3], ridge: 1e-9 }) // { weights: [1.0986…], errors: [1.3333…] }
 */
export function robustLogistic(input: RobustLogisticInput): RobustLogistic | null {
  const { features, targets, clusters, ridge = 1, confidence = 0.95 } = input;
  const weights = logisticWeights({ features, targets, ridge });
  if (!weights || clusters.length !== features.length) return null;
  const width = weights.length;
  const curvature = new Float64Array(width * width);
  for (let i = 0; i < width; i++) curvature[i * width + i] = ridge;
  const scores = new Map<number, Float64Array>();
  features.forEach((row, n) => {
    const z = row.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0);
    const p = 1 / (1 + Math.exp(-z));
    const cluster = clusters[n] ?? 0;
    const score = scores.get(cluster) ?? new Float64Array(width);
    scores.set(cluster, score);
    row.forEach((x, i) => {
      score[i] = (score[i] ?? 0) + x * ((targets[n] ?? 0) - p);
      row.forEach((y, j) => {
        curvature[i * width + j] = (curvature[i * width + j] ?? 0) + p * (1 - p) * x * y;
      });
    });
  });
  const bread = invertPositive(curvature, width);
  const critical = studentTCritical((1 - confidence) / 2, scores.size - 1);
  if (!bread || critical === null) return null;
  const errors = weights.map((_, i) => {
    const line = bread.subarray(i * width, (i + 1) * width);
    let squares = 0;
    for (const score of scores.values())
      squares += line.reduce((sum, entry, j) => sum + entry * (score[j] ?? 0), 0) ** 2;
    return Math.sqrt((squares * scores.size) / (scores.size - 1));
  });
  const intervals = weights.map((weight, i): Interval => {
    const reach = critical * (errors[i] ?? 0);
    return [weight - reach, weight + reach];
  });
  return { weights, errors, intervals, clusters: scores.size };
}
