import { isOrdinary } from "../core/audit.js";
import { type Comparison, clusterOf } from "../core/comparison.js";
import type { Judgment } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";

/** The data of an audit with their texts, in the order of clusters and ids, so that no figure depends on the order of a file. */
export interface AuditData {
  readonly comparisons: readonly Comparison[];
  preferencesOf(comparison: string): readonly Preference[];
  comparisonOf(id: string): Comparison | undefined;
}

export function auditData(
  rows: readonly { readonly comparison: Comparison; readonly preferences: readonly Preference[] }[],
): AuditData {
  const comparisons = rows
    .map(({ comparison }) => comparison)
    .sort((a, b) => byText(clusterOf(a), clusterOf(b)) || byText(a.id, b.id));
  const byId = new Map(comparisons.map((comparison) => [comparison.id, comparison]));
  const preferences = new Map(
    rows.map(({ comparison, preferences: said }) => [
      comparison.id,
      said.filter(({ aspect }) => aspect === undefined || aspect === "overall"),
    ]),
  );
  return {
    comparisons,
    preferencesOf: (id) => preferences.get(id) ?? [],
    comparisonOf: (id) => byId.get(id),
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Judgments by judge, comparison and arm; of one key the last that was put in. */
export class AuditJudgments {
  readonly #byPlace = new Map<string, Map<string, Judgment>>();
  readonly #byComparison = new Map<string, Map<string, Judgment>>();
  readonly #arms = new Map<string, Set<string>>();

  add(judgment: Judgment): void {
    const { judge, comparison, variant, key } = judgment.trial;
    const arm = isOrdinary(judgment.trial) ? undefined : variant;
    put(this.#byPlace, placeOf(judge, comparison, arm), key, judgment);
    put(this.#byComparison, placeOf(judge, comparison), key, judgment);
    if (!variant) return;
    const probe = JSON.stringify([judge, variant.probe]);
    this.#arms.set(probe, (this.#arms.get(probe) ?? new Set()).add(variant.arm));
  }

  /** In the order of presentations and repeats, whatever order they came in. */
  at(judge: string, comparison: string, variant?: Judgment["trial"]["variant"]): readonly Judgment[] {
    return [...(this.#byPlace.get(placeOf(judge, comparison, variant))?.values() ?? [])].sort(byTrial);
  }

  /** The arms of a probe in which a judge has judgments, in alphabetical order. */
  armsOf(judge: string, probe: string): readonly string[] {
    return [...(this.#arms.get(JSON.stringify([judge, probe])) ?? [])].sort(byText);
  }

  /** Those of all arms. */
  ofComparison(judge: string, comparison: string): readonly Judgment[] {
    return [...(this.#byComparison.get(placeOf(judge, comparison))?.values() ?? [])].sort(byTrial);
  }
}

function placeOf(judge: string, comparison: string, variant?: Judgment["trial"]["variant"]): string {
  return JSON.stringify([judge, comparison, variant?.probe ?? null, variant?.arm ?? null]);
}

function put(
  places: Map<string, Map<string, Judgment>>,
  place: string,
  key: string,
  judgment: Judgment,
): void {
  const own = places.get(place) ?? new Map<string, Judgment>();
  places.set(place, own);
  own.set(key, judgment);
}

function byTrial({ trial: a }: Judgment, { trial: b }: Judgment): number {
  return a.repeat - b.repeat || byText(JSON.stringify(a.presented), JSON.stringify(b.presented));
}
