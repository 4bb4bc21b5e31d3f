import type { Baseline } from "./baseline.js";
import { preferHigher } from "./by-score.js";
import { checkOptions } from "./layouts.js";

/** A judge with nothing but position bias: it flips every duel when the order is swapped. */
export const first: Baseline = {
  name: "first",
  summary: "the response that is presented first wins",
  configure(options) {
    checkOptions("first", options, []);
    return { options: {}, ...preferHigher((_response, position) => 0 - position) };
  },
};
