import type { Estimate } from "../core/analysis.js";
import { seededRandom } from "../core/random.js";
import { bootstrapGroups, clusterBootstrap } from "../stats/intervals/cluster-bootstrap.js";
import { unitClusters } from "../stats/people/unit-clusters.js";
import type { JudgeStudy } from "./judge-study.js";

/** Sufficient statistics by cluster: totals out of which a figure is made. */
export interface ClusterSums {
  readonly clusters: number;
  /** Over all clusters. */
  readonly totals: Float64Array;
  /** The totals of each group the bootstrap draws, by position; what is 0 is left out. */
  readonly groups: readonly ReadonlyMap<number, number>[];
}

/** Collects totals by cluster. Units of one cluster must come one after the other, as they lie in a DataStudy. */
export function collectSums(width: number, clusters: number) {
  const totals = new Float64Array(width);
  const groups = Array.from({ length: bootstrapGroups(clusters) }, () => new Map<number, number>());
  const dealt = groups.length < clusters ? dealtClusters(clusters) : null;
  let [current, taken, group] = [-1, 0, groups[0]];
  return {
    add(cluster: number, position: number, value: number): void {
      if (cluster !== current) {
        current = cluster;
        group = groups[dealt ? (dealt[cluster] ?? 0) % groups.length : taken];
        taken++;
      }
      if (value === 0) return;
      totals[position] = (totals[position] ?? 0) + value;
      group?.set(position, (group.get(position) ?? 0) + value);
    },
    /** Clusters that nothing was added to are no part of the figure, and none of what is drawn. */
    finish: (): ClusterSums => ({
      clusters: taken,
      totals,
      groups: dealt ? groups.filter(({ size }) => size > 0) : groups.slice(0, taken),
    }),
  };
}

/**
 * The clusters in an order of chance, the same for as many of them. Dealt in the order of their names every group would get its share of
 * each subset that names follow, and groups would be more alike than clusters are.
 */
function dealtClusters(clusters: number): Int32Array {
  if (lastDealt.length === clusters) return lastDealt;
  lastDealt = Int32Array.from({ length: clusters }, (_, i) => i);
  const random = seededRandom(["deal", clusters]);
  for (let i = clusters - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [here = 0, there = 0] = [lastDealt[i], lastDealt[j]];
    lastDealt[i] = there;
    lastDealt[j] = here;
  }
  return lastDealt;
}

// Every figure of an analysis deals the same clusters.
let lastDealt: Int32Array = new Int32Array(0);

/** The 95 % bootstrap interval of a figure that is made of totals. */
export function bootstrapFigure(
  { groups, totals }: ClusterSums,
  figure: (totals: Float64Array) => number | null,
  { resamples, random }: Pick<JudgeStudy, "resamples" | "random">,
  purpose: string,
): Pick<Estimate, "interval" | "method"> {
  const { starts, positions, values } = flatten(groups);
  const sums = new Float64Array(totals.length);
  const interval = clusterBootstrap({
    groups: groups.length,
    resamples,
    random: random(purpose),
    statistic(drawn) {
      sums.fill(0);
      for (let g = 0; g < drawn.length; g++) {
        const times = drawn[g] ?? 0;
        if (times === 0) continue;
        for (let i = starts[g] ?? 0; i < (starts[g + 1] ?? 0); i++) {
          const position = positions[i] ?? 0;
          sums[position] = (sums[position] ?? 0) + times * (values[i] ?? 0);
        }
      }
      return figure(sums);
    },
  });
  return { interval, method: bootstrapMethod(interval, resamples) };
}

/** At most so many additions a bootstrap by weights: over a million units fewer resamples do, since the interval is narrow anyway. */
const MOST_ADDITIONS = 5e8;
const FEWEST_RESAMPLES = 200;

/** The 95 % bootstrap interval of a figure that is made of weighted units (how often each was drawn), whole clusters drawn together. */
export function bootstrapWeights(drawing: {
  /** The cluster of each unit: any numbers, in any order. */
  readonly clusters: ArrayLike<number>;
  readonly figure: (weights: Int32Array) => number | null;
  readonly study: JudgeStudy;
  readonly purpose: string;
}): Pick<Estimate, "interval" | "method"> {
  const { clusters, figure, study } = drawing;
  const { count, of } = unitClusters(clusters.length, clusters);
  const groups = bootstrapGroups(count);
  const dealt = groups < count ? dealtClusters(count) : null;
  const groupOf = of.map((cluster) => (dealt ? (dealt[cluster] ?? 0) % groups : cluster));
  const weights = new Int32Array(clusters.length);
  const resamples = Math.min(
    study.resamples,
    Math.max(FEWEST_RESAMPLES, Math.round(MOST_ADDITIONS / clusters.length)),
  );
  const interval = clusterBootstrap({
    groups,
    statistic(drawn) {
      for (let i = 0; i < weights.length; i++) weights[i] = drawn[groupOf[i] ?? 0] ?? 0;
      return figure(weights);
    },
    resamples,
    random: study.random(drawing.purpose),
  });
  return { interval, method: bootstrapMethod(interval, resamples) };
}

/** How a bootstrap interval was made, or why there is none. */
export function bootstrapMethod(interval: Estimate["interval"], resamples: number): string {
  const method = `cluster bootstrap, ${resamples} resamples`;
  return interval ? method : `${method}: no interval, too few clusters or no spread`;
}

/** Position and value of every total, group after group: typed arrays, since every resample walks through them. */
function flatten(groups: ClusterSums["groups"]) {
  const starts = new Int32Array(groups.length + 1);
  groups.forEach((group, g) => {
    starts[g + 1] = (starts[g] ?? 0) + group.size;
  });
  const positions = Int32Array.from(groups.flatMap((group) => [...group.keys()]));
  const values = Float64Array.from(groups.flatMap((group) => [...group.values()]));
  return { starts, positions, values };
}
