/** Values with what each is a value of: an item, and a level of each further facet. */
export interface CrossedValues {
  readonly values: ArrayLike<number>;
  /** The number of each value's item, from 0. */
  readonly items: ArrayLike<number>;
  /** Facet after facet, the number of each value's level, from 0. Values that agree in item and all levels are repeats. At most 5 facets. */
  readonly facets: readonly ArrayLike<number>[];
  /** The number of each value's cluster, from 0; an item lies in one. Each item its own where nothing is given. */
  readonly clusters?: ArrayLike<number>;
}

export interface VarianceComponents {
  /**
   * By set of facets, as bits: bit 0 is the item, bit f + 1 facet f. `effects[1]` is the variance of items, `effects[2]` that of facet 0,
   * `effects[3]` that of their interaction. Unbiased, so it may lie below 0; null where no two values tell it. `effects[0]` is null.
   */
  readonly effects: readonly (number | null)[];
  /** Between repeats; null where there are none. */
  readonly residual: number | null;
  /** Of two values that share neither item nor level: the sum of all. */
  readonly total: number | null;
}

/**
 * Variance components of a crossed random-effects design (each facet's levels and the items drawn from many), balanced or not, with cells
 * empty or of several values. Half the squared difference of two values has as its expectation the components of all effects that the two do
 * not share. So the mean over all pairs which share exactly a set S of facets, Γ(S), gives C(S) = Γ(∅) − Γ(S), the sum of the components
 * of all effects within S, and the component of an effect E is Σ over S within E of (−1)^(|E| − |S|)·C(S) (symmetric differences: Koch
 * 1968, Technometrics 10:551–558). In a balanced table these are the estimates from mean squares. Pairs of different items of one cluster
 * are left out: these are not independent draws.
 *
 * null where lists differ in length, a value is not finite, a number is none, an item lies in two clusters, or there is no value.
 *
 * @example varianceComponents({ values: [1, 2, 3, 5, 5, 5], items: [0, 0, 1, 1, 2, 2], facets: [[0, 1, 0, 1, 0, 1]] })?.effects // [null, 3, 0.3333…, null]
 */
export function varianceComponents(crossed: CrossedValues): VarianceComponents | null {
  const resampled = resampledVarianceComponents(crossed);
  return resampled?.of(new Int32Array(resampled.groups).fill(1)) ?? null;
}

/**
 * As `varianceComponents`, for resamples of whole clusters (see `bootstrap`): how many clusters there are, and the components when cluster c is
 * drawn `drawn[c]` times. Two copies of a cluster are never compared with each other.
 *
 * @example resampledVarianceComponents({ values: [1, 2], items: [0, 1], facets: [] })?.of([1, 1]).total // 0.5
 */
export function resampledVarianceComponents(
  crossed: CrossedValues,
): { readonly groups: number; of(drawn: ArrayLike<number>): VarianceComponents } | null {
  if (!isCrossed(crossed)) return null;
  const cells = numberedCells(crossed);
  const clusters = sumsByCluster(crossed, cells.ofValue);
  return { groups: clusters.length, of: (drawn) => componentsOf(clusters, cells, drawn) };
}

/** Count, sum and sum of squares of some values. */
type Moments = [count: number, sum: number, squares: number];

interface ClusterSums {
  readonly values: number;
  /** By the levels of all facets. */
  readonly cells: readonly { readonly cell: number; readonly moments: Moments }[];
  /** Set by set: pairs that share at least these facets, counted and their squared differences summed: of one item, and of the whole cluster. */
  readonly ofItems: readonly Pairs[];
  readonly ofAll: readonly Pairs[];
}

/** How many pairs, and the sum of their squared differences. */
type Pairs = readonly [count: number, squares: number];

/** The combinations of levels that occur, numbered. */
interface Cells {
  readonly ofValue: readonly number[];
  readonly count: number;
  /** Set by set of facets: cell by cell, the number of the coarser cell that shares the levels of these alone. */
  readonly coarser: readonly (readonly number[])[];
}

const MOST_FACETS = 5;

function isCrossed({ values, items, facets, clusters = items }: CrossedValues): boolean {
  const n = values.length;
  const lists = [items, clusters, ...facets];
  if (n === 0 || facets.length > MOST_FACETS || lists.some((list) => list.length !== n)) return false;
  const clusterOfItem = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i])) return false;
    if (lists.some((list) => !((list[i] ?? -1) >= 0 && Number.isInteger(list[i])))) return false;
    const [item, cluster] = [items[i] ?? 0, clusters[i] ?? 0];
    if ((clusterOfItem.get(item) ?? cluster) !== cluster) return false;
    clusterOfItem.set(item, cluster);
  }
  return true;
}

function numberedCells({ values, facets }: CrossedValues): Cells {
  const numbered = (keys: readonly string[]) => {
    const numbers = new Map([...new Set(keys)].map((key, number) => [key, number]));
    return keys.map((key) => numbers.get(key) ?? 0);
  };
  const levels = Array.from({ length: values.length }, (_, i) => facets.map((facet) => facet[i] ?? 0));
  const ofValue = numbered(levels.map((own) => own.join(" ")));
  const cells: (readonly number[])[] = [];
  levels.forEach((own, i) => {
    cells[ofValue[i] ?? 0] = own;
  });
  const coarser = Array.from({ length: 2 ** facets.length }, (_, set) =>
    numbered(cells.map((own) => own.filter((_, f) => (set >> f) & 1).join(" "))),
  );
  return { ofValue, count: cells.length, coarser };
}

function sumsByCluster(
  { values, items, facets, clusters = items }: CrossedValues,
  cellOf: readonly number[],
): ClusterSums[] {
  const n = values.length;
  // Counted from their mean, so that large values lose no digits.
  const origin = Array.from(values).reduce((sum, value) => sum + value, 0) / n;
  const members = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const own = members.get(clusters[i] ?? 0);
    if (own) own.push(i);
    else members.set(clusters[i] ?? 0, [i]);
  }
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([, own]) => {
      const moments = <Key>(key: (i: number) => Key) => {
        const groups = new Map<Key, Moments>();
        for (const i of own) enter(groups, key(i), (values[i] ?? 0) - origin);
        return groups;
      };
      const pairs = (ofItem: boolean) =>
        Array.from({ length: 2 ** facets.length }, (_, set) => {
          const shared = (i: number) => facets.map((levels, f) => ((set >> f) & 1 ? levels[i] : ""));
          return pairsIn(moments((i) => [ofItem ? items[i] : "", ...shared(i)].join(" ")).values());
        });
      const cells = [...moments((i) => cellOf[i] ?? 0)].map(([cell, of]) => ({ cell, moments: of }));
      return { values: own.length, cells, ofItems: pairs(true), ofAll: pairs(false) };
    });
}

function enter<Key>(groups: Map<Key, Moments>, key: Key, value: number): void {
  const of = groups.get(key) ?? [0, 0, 0];
  groups.set(key, of);
  of[0]++;
  of[1] += value;
  of[2] += value ** 2;
}

/** All pairs within the groups, each value with itself among them: a pair of equals adds nothing to the squares, and is taken off the count later. */
function pairsIn(groups: Iterable<Moments>): Pairs {
  let [pairs, squares] = [0, 0];
  for (const [count, sum, square] of groups) {
    pairs += count ** 2 / 2;
    squares += count * square - sum ** 2;
  }
  return [pairs, squares];
}

function componentsOf(
  clusters: readonly ClusterSums[],
  cells: Cells,
  drawn: ArrayLike<number>,
): VarianceComponents {
  const sets = cells.coarser.length;
  const { same, different } = pairsByItem(clusters, cells, drawn);
  // Γ by what is shared, as bits: bit 0 the item.
  const gamma = Array.from({ length: 2 * sets }, (_, shared) => {
    const [pairs, squares] = exactly((shared & 1) === 1 ? same : different, shared >> 1, sets);
    return pairs > 1e-9 ? squares / (2 * pairs) : null;
  });
  const [total = null] = gamma;
  const within = gamma.map((mean) => (mean === null || total === null ? null : total - mean));
  const effects = within.map((_, effect) => {
    let sum: number | null = effect === 0 ? null : 0;
    for (let set = effect; set > 0 && sum !== null; set = (set - 1) & effect) {
      const shared: number | null = within[set] ?? null;
      sum = shared === null ? null : sum + (bits(effect ^ set) % 2 === 0 ? shared : -shared);
    }
    return sum;
  });
  return { effects, residual: gamma[2 * sets - 1] ?? null, total };
}

/** Set by set of facets, the pairs that share at least these: of one item, and of items of different clusters. */
function pairsByItem(
  clusters: readonly ClusterSums[],
  { count, coarser }: Cells,
  drawn: ArrayLike<number>,
): { readonly same: readonly Pairs[]; readonly different: readonly Pairs[] } {
  const sets = coarser.length;
  const finest = Array.from({ length: count }, (): Moments => [0, 0, 0]);
  const [own, same] = [0, 1].map(() => Array.from({ length: sets }, (): [number, number] => [0, 0]));
  clusters.forEach(({ values, cells, ofItems, ofAll }, c) => {
    const times = drawn[c] ?? 0;
    if (times === 0) return;
    for (let set = 0; set < sets; set++) {
      const [pairs, squares] = ofItems[set] ?? [0, 0];
      // A value is no pair with itself.
      add(same?.[set], [pairs - values / 2, squares], times);
      add(own?.[set], ofAll[set] ?? [0, 0], times ** 2);
    }
    for (const { cell, moments } of cells) add(finest[cell], moments, times);
  });
  const different = coarser.map((numbers, set): Pairs => {
    const groups: Moments[] = [];
    finest.forEach((moments, cell) => {
      const number = numbers[cell] ?? 0;
      const group = groups[number] ?? [0, 0, 0];
      groups[number] = group;
      add(group, moments, 1);
    });
    const [pairs, squares] = pairsIn(groups);
    const [ownPairs, ownSquares] = own?.[set] ?? [0, 0];
    return [pairs - ownPairs, squares - ownSquares];
  });
  return { same: same ?? [], different };
}

function add(sums: number[] | undefined, more: readonly number[], times: number): void {
  if (!sums) return;
  for (let i = 0; i < more.length; i++) sums[i] = (sums[i] ?? 0) + times * (more[i] ?? 0);
}

/** Pairs that share exactly these facets, from those that share at least so many (inclusion and exclusion). */
function exactly(atLeast: readonly Pairs[], set: number, sets: number): Pairs {
  let [pairs, squares] = [0, 0];
  for (let more = set; more < sets; more++) {
    if ((more & set) !== set) continue;
    const sign = bits(more ^ set) % 2 === 0 ? 1 : -1;
    pairs += sign * (atLeast[more]?.[0] ?? 0);
    squares += sign * (atLeast[more]?.[1] ?? 0);
  }
  return [pairs, squares];
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
