import { describe, InputError } from "../core/errors.js";
import * as all from "./all.js";
import type { Baseline } from "./baseline.js";

/** Every baseline that is registered, by name. */
export const baselines: readonly Baseline[] = Object.values(all satisfies Record<string, Baseline>);

/** The baseline of this name. Throws an InputError that lists the names there are. */
export function findBaseline(name: string): Baseline {
  const found = baselines.find((baseline) => baseline.name === name);
  if (found) return found;
  throw new InputError(
    "baseline",
    `one of ${baselines.map((known) => known.name).join(", ")}`,
    describe(name),
  );
}
