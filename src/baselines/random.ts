import { describe, InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import { seededRandom } from "../core/random.js";
import type { Baseline } from "./baseline.js";
import { verdictOf } from "./by-score.js";
import { checkOptions, duelLayouts, presentedResponses } from "./layouts.js";

const DEFAULT_SEED = 0;

/** A fair coin: what agreement, flips and κ look like where there is no judgement at all. Equal questions get equal answers. */
export const random: Baseline = {
  name: "random",
  summary: "a winner drawn from the seed, the comparison, the presented order and the repeat; never a tie",
  configure(options) {
    checkOptions("random", options, ["seed"]);
    const seed = seedOf(options);
    return {
      options: { seed },
      layouts: duelLayouts,
      judge(comparison, presented, repeat) {
        const draw = seededRandom(["baseline random", seed, comparison.id, presented, repeat]);
        // Distinct with certainty: the position breaks what 32 bits could leave equal.
        const scored = presentedResponses(comparison, presented).map(({ id }, position) => ({
          id,
          score: draw() + position * 2 ** -40,
        }));
        return { status: "decided", verdict: verdictOf(scored) };
      },
    };
  },
};

function seedOf({ seed = DEFAULT_SEED }: JsonObject): number {
  if (typeof seed === "number" && Number.isSafeInteger(seed)) return seed;
  throw new InputError('baseline random, option "seed"', "a whole number", describe(seed));
}
