import type { Comparison } from "../core/comparison.js";
import type { Benchmark, Features } from "./benchmark.js";

/** The features that a benchmark's official figures need of comparisons, by their ids; empty where it takes none. */
export function featuresOf(
  benchmark: Benchmark,
  comparisons: readonly Comparison[],
): ReadonlyMap<string, Features> {
  const features = new Map<string, Features>();
  for (const comparison of comparisons) addFeatures(features, benchmark, comparison);
  return features;
}

/** Adds what the benchmark takes of one comparison, while its texts stream by. */
export function addFeatures(
  features: Map<string, Features>,
  benchmark: Benchmark | undefined,
  comparison: Comparison,
): void {
  if (benchmark?.features) features.set(comparison.id, benchmark.features(comparison));
}
