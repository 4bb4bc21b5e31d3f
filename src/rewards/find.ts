import { describe, InputError } from "../core/errors.js";
import * as all from "./all.js";
import type { Reward } from "./reward.js";

/** Every kind of endpoint that is registered, by name. */
export const rewards: readonly Reward[] = Object.values(all satisfies Record<string, Reward>);

/** The kind of this name. Throws an InputError that lists the names there are. */
export function findReward(name: string): Reward {
  const found = rewards.find((reward) => reward.name === name);
  if (found) return found;
  throw new InputError("reward", `one of ${rewards.map((known) => known.name).join(", ")}`, describe(name));
}
