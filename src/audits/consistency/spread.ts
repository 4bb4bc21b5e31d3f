import { shuffled } from "../../core/random.js";
import {
  type CrossedValues,
  resampledVarianceComponents,
  type VarianceComponents,
} from "../../stats/agreement/variance-components.js";
import type { Interval } from "../../stats/interval.js";
import { bootstrap } from "../../stats/intervals/bootstrap.js";
import { bootstrapGroups } from "../../stats/intervals/cluster-bootstrap.js";
import { percentileInterval } from "../../stats/intervals/percentile-interval.js";
import type { AuditStudy } from "../study.js";

/** One value: of which item, under which level of each facet. */
export interface Spread {
  readonly cluster: string;
  readonly item: string;
  /** By facet. */
  readonly levels: Readonly<Record<string, string>>;
  readonly value: number;
}

type Chance = Pick<AuditStudy, "resamples" | "random">;

/** A share of the spread of single values. */
export interface SpreadPart {
  /** "item", a facet, two of these joined by "-", "repeat", or "rest". */
  readonly part: string;
  /** 0…1; null where the data do not tell this part from the rest. */
  readonly share: number | null;
  readonly interval: Interval | null;
}

export interface SplitSpread {
  /** Item first, then the facets, the interactions of two, repeats, and all that remains. */
  readonly parts: readonly SpreadPart[];
  /** The standard deviation of single values. */
  readonly deviation: number;
  readonly clusters: number;
}

/**
 * How the variance of single values is divided among items, facets (those of one level are left out), their interactions of two, repeats and
 * the rest: `varianceComponents`, those below 0 taken as 0, as shares of their sum, with percentile intervals from draws of whole clusters.
 * Intervals covered simulated shares in 89–92 % of data of 20 clusters, 92–95 % of 60 and about 95 % of 100.
 * null where all values are equal or there are not two clusters.
 */
export function splitSpread(study: Chance, purpose: string, values: readonly Spread[]): SplitSpread | null {
  const facets = facetsOf(values);
  const resampled = resampledVarianceComponents(crossedBy(study, purpose, values, facets));
  if (!resampled) return null;
  const effects = effectsOf(facets);
  const sharesOf = (drawn: ArrayLike<number>) => shares(resampled.of(drawn), effects);
  const all = resampled.of(new Int32Array(resampled.groups).fill(1));
  const estimate = shares(all, effects);
  if (estimate === null || all.total === null) return null;
  const drawnShares: (readonly (number | null)[])[] = [];
  bootstrap({
    groups: resampled.groups,
    resamples: study.resamples,
    random: study.random(purpose),
    statistic(drawn) {
      const drawnShare = sharesOf(drawn);
      // All parts of one draw at once; the bootstrap itself keeps but one number.
      if (drawnShare) drawnShares.push(drawnShare);
      return null;
    },
  });
  const names = [...effects.map(({ name }) => name), "repeat", "rest"];
  return {
    parts: names.map((part, i) => ({
      part,
      share: estimate[i] ?? null,
      interval: intervalOf(
        drawnShares.map((one) => one[i] ?? null),
        study.resamples,
      ),
    })),
    deviation: Math.sqrt(Math.max(0, all.total)),
    clusters: new Set(values.map(({ cluster }) => cluster)).size,
  };
}

/** The facets that have more than one level, in the order in which they are first named. */
function facetsOf(values: readonly Spread[]): readonly string[] {
  const names = [...new Set(values.flatMap(({ levels }) => Object.keys(levels)))];
  return names.filter((name) => new Set(values.map(({ levels }) => levels[name])).size > 1);
}

interface Effect {
  readonly name: string;
  /** As `VarianceComponents` numbers them. */
  readonly set: number;
}

/** The main effects, then the interactions of two. */
function effectsOf(facets: readonly string[]): readonly Effect[] {
  const main = ["item", ...facets].map((name, bit): Effect => ({ name, set: 2 ** bit }));
  const pairs = main.flatMap((one, i) =>
    main.slice(i + 1).map(
      (other): Effect => ({
        name: `${one.name}-${other.name}`,
        set: one.set + other.set,
      }),
    ),
  );
  return [...main, ...pairs];
}

/** The shares of the effects, of repeats, and of what is left. null where there is no variance. */
function shares(
  { effects: components, residual, total }: VarianceComponents,
  effects: readonly Effect[],
): readonly (number | null)[] | null {
  if (total === null) return null;
  const known = [...effects.map(({ set }) => components[set] ?? null), residual];
  const rest = total - known.reduce<number>((sum, component) => sum + (component ?? 0), 0);
  const cleared = [...known, rest].map((component) => component && Math.max(0, component));
  const sum = cleared.reduce<number>((all, component) => all + (component ?? 0), 0);
  // Equal values leave a trace of rounding.
  if (!(sum > 1e-12)) return null;
  return cleared.map((component) => component && component / sum);
}

function crossedBy(
  study: Chance,
  purpose: string,
  values: readonly Spread[],
  facets: readonly string[],
): CrossedValues {
  const names = [...new Set(values.map(({ cluster }) => cluster))];
  const groups = bootstrapGroups(names.length);
  // Dealt by chance where there are more clusters than are drawn one by one.
  const dealt = groups < names.length ? shuffled(names, study.random(`${purpose} groups`)) : names;
  const groupOf = new Map(dealt.map((name, i) => [name, i % groups]));
  return {
    values: values.map(({ value }) => value),
    items: numbered(values.map(({ item }) => item)),
    facets: facets.map((name) => numbered(values.map(({ levels }) => levels[name] ?? ""))),
    clusters: values.map(({ cluster }) => groupOf.get(cluster) ?? 0),
  };
}

function numbered(names: readonly string[]): readonly number[] {
  const numbers = new Map([...new Set(names)].map((name, number) => [name, number]));
  return names.map((name) => numbers.get(name) ?? 0);
}

function intervalOf(shares: readonly (number | null)[], resamples: number): Interval | null {
  const known = shares.filter((share) => share !== null);
  return known.length < resamples * 0.95 ? null : percentileInterval(known);
}
