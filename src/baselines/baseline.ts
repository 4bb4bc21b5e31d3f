import type { Comparison } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Reading } from "../core/reading.js";

/** A judge that needs no model: what any judge worth its price must beat. */
export interface Baseline {
  readonly name: string;
  /** One line for `--help` and the report. */
  readonly summary: string;
  /** Checks the options and fills in their defaults. Throws an InputError that names the option. */
  configure(options: JsonObject): ConfiguredBaseline;
}

export interface ConfiguredBaseline {
  readonly options: JsonObject;
  /** The presentations of one comparison: every duel in both orders, or all responses at once where duels are too many to be the default. */
  layouts(comparison: Comparison): readonly (readonly string[])[];
  /** The verdict on the responses with these ids, met in this order: a score for one, a duel for two, a ranking for more. */
  judge(comparison: Comparison, presented: readonly string[], repeat: number): Reading;
}
