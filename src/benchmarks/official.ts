import { seededRandom, shuffled } from "../core/random.js";
import { bootstrapGroups, clusterBootstrap } from "../stats/intervals/cluster-bootstrap.js";
import type { OfficialFigure } from "./benchmark.js";

const RESAMPLES = 2000;

/** What clusters contribute to a figure: totals by position, of which an official formula is made. */
export interface ClusterTotals {
  /** Adds to one position of one cluster; the first word of a cluster makes it take part, also with 0. */
  add(cluster: string, position: number, amount: number): void;
  readonly clusters: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Over all clusters. */
  readonly totals: Float64Array;
}

export function clusterTotals(positions: number): ClusterTotals {
  const clusters = new Map<string, Map<number, number>>();
  const totals = new Float64Array(positions);
  return {
    clusters,
    totals,
    add(cluster, position, amount) {
      const own = clusters.get(cluster) ?? new Map<number, number>();
      clusters.set(cluster, own);
      if (amount === 0) return;
      own.set(position, (own.get(position) ?? 0) + amount);
      totals[position] = (totals[position] ?? 0) + amount;
    },
  };
}

interface FigureInput {
  readonly name: string;
  readonly unit: OfficialFigure["unit"];
  readonly sums: ClusterTotals;
  /** The official formula on totals, in the figure's own unit; null where it is not defined. */
  readonly formula: (totals: ArrayLike<number>) => number | null;
  readonly n: number;
  readonly excluded: number;
  /** Why, where the formula gives null. */
  readonly reason: string;
  readonly seed: number;
}

/** An official figure with the interval of its own formula when whole clusters are drawn again. */
export function officialFigure(input: FigureInput): OfficialFigure {
  const { name, unit, sums, formula, n, excluded } = input;
  const value = n === 0 ? null : formula(sums.totals);
  const about = { name, unit, n, excluded };
  if (value === null || !Number.isFinite(value))
    return { ...about, value: null, interval: null, reason: input.reason };
  return { ...about, value, interval: intervalOf(input) };
}

/** A figure that has no value, and why. */
export function notComputable(
  about: Pick<OfficialFigure, "name" | "unit">,
  reason: string,
  counts: { readonly n?: number; readonly excluded?: number } = {},
): OfficialFigure {
  return { ...about, value: null, interval: null, n: counts.n ?? 0, excluded: counts.excluded ?? 0, reason };
}

function intervalOf({ name, sums, formula, seed }: FigureInput): OfficialFigure["interval"] {
  const random = seededRandom(["official", seed, name]);
  // By content of their names first, so that the order of rows changes nothing; then by chance, so that groups are not alike.
  const names = shuffled([...sums.clusters.keys()].sort(), random);
  const groups = bootstrapGroups(names.length);
  const members: string[][] = Array.from({ length: groups }, () => []);
  names.forEach((cluster, i) => {
    members[i % groups]?.push(cluster);
  });
  // Flat, for they are added up 2,000 times: the amounts of a group stand from its place in `starts` to that of the next.
  const amounts = members.map((own) => own.flatMap((cluster) => [...(sums.clusters.get(cluster) ?? [])]));
  const starts = Int32Array.from({ length: groups + 1 }, () => 0);
  amounts.forEach((own, group) => {
    starts[group + 1] = (starts[group] ?? 0) + own.length;
  });
  const places = Int32Array.from(amounts.flat(), ([place]) => place);
  const values = Float64Array.from(amounts.flat(), ([, amount]) => amount);
  const totals = new Float64Array(sums.totals.length);
  return clusterBootstrap({
    groups,
    resamples: RESAMPLES,
    random,
    statistic(drawn) {
      totals.fill(0);
      for (let group = 0; group < groups; group++) {
        const times = drawn[group] ?? 0;
        if (times === 0) continue;
        const end = starts[group + 1] ?? 0;
        for (let i = starts[group] ?? 0; i < end; i++) {
          const place = places[i] ?? 0;
          totals[place] = (totals[place] ?? 0) + times * (values[i] ?? 0);
        }
      }
      return formula(totals);
    },
  });
}
