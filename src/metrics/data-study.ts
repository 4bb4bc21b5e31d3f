import { leader, preferenceOf } from "../combine/preference.js";
import { type ComparisonRow, clusterOf, type Duel, duelsOf } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import type { Preference, PreferenceSource } from "../core/preference.js";

/** Which side of a duel a preference or vote is for: `duel[0]`, `duel[1]` or neither. */
export type Side = "first" | "second" | "tie";

/** One duel of the data with what was said of it. */
export interface StudyDuel {
  readonly duel: Duel;
  /** Index into `comparisons`. */
  readonly comparison: number;
  /** What the majority prefers; null where nobody said anything or annotators are split. */
  readonly preferred: Side | null;
  readonly counts: Readonly<Record<Side, number>>;
  readonly annotators: number;
}

/** The data in one fixed order: by cluster, then comparison id; responses and duels by response id. Comparisons of one cluster are adjacent. */
export interface DataStudy {
  readonly comparisons: readonly ComparisonRow[];
  readonly comparisonIndex: ReadonlyMap<string, number>;
  /** Cluster number of each comparison, ascending from 0. */
  readonly clusterOf: Int32Array;
  readonly clusters: number;
  /** Preferences of each comparison on the whole answer. */
  readonly preferences: readonly (readonly Preference[])[];
  readonly duels: readonly StudyDuel[];
  /** The duels of comparison c are those from `duelStart[c]` up to `duelStart[c + 1]`. */
  readonly duelStart: Int32Array;
  /** Names, in alphabetical order. */
  readonly subsets: readonly string[];
  /** Duels of each subset (indices into `duels`, ascending), beside `subsets`. */
  readonly duelsOfSubset: readonly (readonly number[])[];
  readonly sources: Readonly<Partial<Record<PreferenceSource, number>>>;
  /** Preferences left out: on one aspect only, or of comparisons that are not in the data. */
  readonly leftOut: { readonly aspects: number; readonly strangers: number };
}

/** Brings comparisons and preferences into the order every figure is taken in. Throws an InputError where a comparison id occurs twice. */
export function dataStudy(
  comparisons: Iterable<ComparisonRow>,
  preferences: Iterable<Preference>,
): DataStudy {
  const rows = [...comparisons].map(inFixedOrder).sort(byClusterThenId);
  const comparisonIndex = indexById(rows);
  const grouped = groupPreferences(preferences, comparisonIndex);
  const { clusters, clusterNumbers } = numberClusters(rows);
  const { duels, duelStart } = listDuels(rows, grouped.preferences);
  return {
    comparisons: rows,
    comparisonIndex,
    clusterOf: clusterNumbers,
    clusters,
    duels,
    duelStart,
    ...grouped,
    ...listSubsets(rows, duels),
  };
}

/** The comparison's cluster number for a duel. */
export function clusterOfDuel(data: DataStudy, { comparison }: StudyDuel): number {
  return data.clusterOf[comparison] ?? 0;
}

/** Code-unit order: the same on every machine, whatever its language. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NONE: readonly Preference[] = [];

function inFixedOrder(row: ComparisonRow): ComparisonRow {
  const { id, subset, cluster } = row;
  const responses = [...row.responses].sort((a, b) => byText(a.id, b.id));
  // Listed even where all pairs are meant: whoever asks again for the duels of this row gets these very ones.
  const duels = row.duels ? duelsInFixedOrder(row.duels) : duelsOf({ id, responses });
  return {
    id,
    responses,
    duels,
    ...(subset === undefined ? {} : { subset }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

/** A duel that is declared twice, or in both orders, is one duel. */
function duelsInFixedOrder(declared: readonly Duel[]): Duel[] {
  return declared
    .map(([a, b]): Duel => (byText(a, b) <= 0 ? [a, b] : [b, a]))
    .sort((left, right) => byText(left[0], right[0]) || byText(left[1], right[1]))
    .filter(([a, b], i, sorted) => i === 0 || sorted[i - 1]?.[0] !== a || sorted[i - 1]?.[1] !== b);
}

function byClusterThenId(left: ComparisonRow, right: ComparisonRow): number {
  return byText(clusterOf(left), clusterOf(right)) || byText(left.id, right.id);
}

function indexById(rows: readonly ComparisonRow[]): Map<string, number> {
  const index = new Map<string, number>();
  rows.forEach((row, i) => {
    if (index.has(row.id)) throw new InputError(`comparison ${row.id}`, "an id of its own", "it twice");
    index.set(row.id, i);
  });
  return index;
}

function groupPreferences(preferences: Iterable<Preference>, index: ReadonlyMap<string, number>) {
  const grouped: (readonly Preference[])[] = new Array(index.size).fill(NONE);
  const open = new Map<number, Preference[]>();
  const sources = new Map<PreferenceSource, number>();
  const leftOut = { aspects: 0, strangers: 0 };
  for (const preference of preferences) {
    const at = index.get(preference.comparison);
    if (at === undefined) leftOut.strangers++;
    else if (preference.aspect !== undefined && preference.aspect !== "overall") leftOut.aspects++;
    else {
      sources.set(preference.source, (sources.get(preference.source) ?? 0) + 1);
      const list = open.get(at);
      if (list) list.push(preference);
      else {
        const opened = [preference];
        open.set(at, opened);
        grouped[at] = opened;
      }
    }
  }
  return { preferences: grouped, sources: Object.fromEntries(sources), leftOut };
}

function numberClusters(rows: readonly ComparisonRow[]) {
  const clusterNumbers = new Int32Array(rows.length);
  let clusters = 0;
  let last: string | null = null;
  rows.forEach((row, i) => {
    const cluster = clusterOf(row);
    if (cluster !== last) clusters++;
    last = cluster;
    clusterNumbers[i] = clusters - 1;
  });
  return { clusters, clusterNumbers };
}

function listDuels(rows: readonly ComparisonRow[], preferences: readonly (readonly Preference[])[]) {
  const duels: StudyDuel[] = [];
  const duelStart = new Int32Array(rows.length + 1);
  rows.forEach((row, comparison) => {
    const said = preferences[comparison] ?? NONE;
    if (said.length === 0) {
      for (const duel of duelsOf(row)) duels.push({ duel, comparison, ...UNSAID });
    } else {
      for (const { duel, counts, annotators } of preferenceOf(said, row)) {
        duels.push({ duel, comparison, preferred: leader(counts), counts, annotators });
      }
    }
    duelStart[comparison + 1] = duels.length;
  });
  return { duels, duelStart };
}

const UNSAID = { preferred: null, counts: { first: 0, second: 0, tie: 0 }, annotators: 0 } as const;

function listSubsets(rows: readonly ComparisonRow[], duels: readonly StudyDuel[]) {
  const members = new Map<string, number[]>();
  for (const { subset } of rows) if (subset !== undefined && !members.has(subset)) members.set(subset, []);
  duels.forEach(({ comparison }, i) => {
    const subset = rows[comparison]?.subset;
    if (subset !== undefined) members.get(subset)?.push(i);
  });
  const sorted = [...members].sort(([a], [b]) => byText(a, b));
  return { subsets: sorted.map(([name]) => name), duelsOfSubset: sorted.map(([, list]) => list) };
}
