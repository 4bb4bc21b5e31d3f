import type { PreferenceSource } from "../core/preference.js";
import { type DataStudy, dataStudy } from "./data-study.js";

/**
 * The data as some sources of preferences see them, in the same order and with the same duels, so that a study of a judge on all data
 * may be laid over them. null where none of these sources said anything.
 */
export function dataBySource(data: DataStudy, sources: readonly PreferenceSource[]): DataStudy | null {
  const present = (source: PreferenceSource) => (data.sources[source] ?? 0) > 0;
  const wanted = SOURCES.filter((source) => sources.includes(source) && present(source));
  if (wanted.length === 0) return null;
  if (SOURCES.every((source) => wanted.includes(source) || !present(source))) return data;
  const known = cache.get(data) ?? new Map<string, DataStudy>();
  cache.set(data, known);
  const key = wanted.join();
  const found = known.get(key) ?? dataStudy(data.comparisons, preferencesOf(data, wanted));
  known.set(key, found);
  return found;
}

const SOURCES = ["human", "constructed", "verified"] as const satisfies readonly PreferenceSource[];

// The same for every judge.
const cache = new WeakMap<DataStudy, Map<string, DataStudy>>();

function preferencesOf({ preferences }: DataStudy, sources: readonly PreferenceSource[]) {
  return preferences.flatMap((said) => said.filter(({ source }) => sources.includes(source)));
}
