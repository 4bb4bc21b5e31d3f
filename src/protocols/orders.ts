import { type Comparison, type Duel, duelsOf, MAX_RESPONSES_FOR_ALL_DUELS } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import { shuffled } from "../core/random.js";
import { choice, type Option } from "./options.js";
import type { Draw } from "./protocol.js";

export const ORDERS = ["both", "as-given", "random", "rotations", "all"] as const;

/**
 * In which orders responses are presented: as given; that and its reverse; one drawn at random for each repeat; each response once
 * at each place (k orders); every permutation (k! orders).
 */
export type Orders = (typeof ORDERS)[number];

/** More permutations than these are a mistake and not a plan: 5 responses would have 120. */
const MOST_RESPONSES_FOR_ALL_ORDERS = 4;

export const orders: Option<Orders> = choice(ORDERS, "in which orders the responses are shown");

/** The orders in which a comparison's responses are shown all at once. Throws an InputError where k! orders are asked for and k > 4. */
export function listLayouts(
  comparison: Comparison,
  mode: Orders,
  draw: Draw,
): readonly (readonly string[])[] {
  const ids = comparison.responses.map((response) => response.id);
  if (mode === "all" && ids.length > MOST_RESPONSES_FOR_ALL_ORDERS) {
    throw new InputError(
      `comparison ${comparison.id}`,
      `at most ${MOST_RESPONSES_FOR_ALL_ORDERS} responses for orders "all" (rotations take as many orders as responses)`,
      `${ids.length}`,
    );
  }
  return inOrders(ids, mode, draw);
}

/** The orders in which each duel of a comparison is shown. Throws an InputError where the comparison has no pairs to ask. */
export function duelLayouts(
  comparison: Comparison,
  mode: Orders,
  draw: Draw,
  protocol: string,
): readonly (readonly string[])[] {
  return askedDuels(comparison, protocol).flatMap((duel) => inOrders(duel, mode, draw));
}

function inOrders(ids: readonly string[], mode: Orders, { random }: Draw): readonly (readonly string[])[] {
  switch (mode) {
    case "as-given":
      return [ids];
    case "both":
      return ids.length > 1 ? [ids, [...ids].reverse()] : [ids];
    case "random":
      return [shuffled(ids, random)];
    case "rotations":
      return ids.map((_, i) => [...ids.slice(i), ...ids.slice(0, i)]);
    case "all":
      return permutations(ids);
    default:
      return mode satisfies never;
  }
}

function permutations(ids: readonly string[]): string[][] {
  if (ids.length <= 1) return [[...ids]];
  return ids.flatMap((first, i) =>
    permutations([...ids.slice(0, i), ...ids.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}

function askedDuels(comparison: Comparison, protocol: string): readonly Duel[] {
  const count = comparison.responses.length;
  if (count < 2) {
    throw new InputError(
      `comparison ${comparison.id}`,
      `at least 2 responses for the ${protocol} protocol (the pointwise protocol takes one)`,
      `${count}`,
    );
  }
  if (!comparison.duels && count > MAX_RESPONSES_FOR_ALL_DUELS) {
    throw new InputError(
      `comparison ${comparison.id}`,
      `"duels" that name the pairs to ask, as it has more than ${MAX_RESPONSES_FOR_ALL_DUELS} responses (or use the pointwise protocol)`,
      `${count} responses and no "duels"`,
    );
  }
  return duelsOf(comparison);
}
