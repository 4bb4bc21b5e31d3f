import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { hashJson } from "./hash.js";
import type { Json } from "./json.js";

/** The seed in force where none is given: the same everywhere, so that two ways to one figure give one interval. */
export const DEFAULT_SEED = 20;

/** A stream of numbers in [0, 1): chance is always handed in, never made within. */
export type Random = () => number;

/**
 * A seeded stream of uniform numbers in [0, 1) with 32 bits each. The seed may be any JSON value: equal seeds give equal streams.
 *
 * @example seededRandom(["bootstrap", 7])() // the same number every time
 */
export function seededRandom(seed: Json): Random {
  const generator = xoroshiro128plus(Number.parseInt(hashJson(seed).slice(0, 8), 16) | 0);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** A whole number in [0, below). */
export function randomInteger(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** The items in a random order; the list given is left as it was (Fisher–Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInteger(random, i + 1);
    const moved = result[i] as Item;
    result[i] = result[j] as Item;
    result[j] = moved;
  }
  return result;
}
