import type { Duel, Response } from "../core/comparison.js";

/** Every pair of a good and a bad response, each in the order of the responses: the first of a duel is not the better one. */
export function duelsBetweenSets(responses: readonly Response[], good: readonly string[]): readonly Duel[] {
  const isGood = new Set(good);
  return responses.flatMap(({ id: first }, i) =>
    responses
      .slice(i + 1)
      .filter(({ id: second }) => isGood.has(first) !== isGood.has(second))
      .map(({ id: second }): Duel => [first, second]),
  );
}
