import {
  bothOrders,
  type Comparison,
  duelsOf,
  MAX_RESPONSES_FOR_ALL_DUELS,
  type Response,
} from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";

/** One response alone, every duel in both orders, or all responses at once where their duels are too many to be the default. */
export function duelLayouts(comparison: Comparison): string[][] {
  const ids = comparison.responses.map((response) => response.id);
  if (ids.length === 1) return [ids];
  if (comparison.duels || ids.length <= MAX_RESPONSES_FOR_ALL_DUELS) return bothOrders(duelsOf(comparison));
  return [ids];
}

/** The responses with these ids, in this order. Throws an InputError that names an id the comparison does not have. */
export function presentedResponses(comparison: Comparison, presented: readonly string[]): Response[] {
  return presented.map((id) => {
    const response = comparison.responses.find((candidate) => candidate.id === id);
    if (!response) {
      throw new InputError(`comparison ${comparison.id}`, `a response with id ${JSON.stringify(id)}`, "none");
    }
    return response;
  });
}

/** Throws an InputError that names the first option the baseline does not have. */
export function checkOptions(baseline: string, options: JsonObject, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    const expected = known.length === 0 ? "no options" : `only the options ${known.join(", ")}`;
    throw new InputError(`baseline ${baseline}, option "${option}"`, expected, describe(options[option]));
  }
}
