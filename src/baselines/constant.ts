import type { Baseline } from "./baseline.js";
import { preferHigher } from "./by-score.js";
import { checkOptions } from "./layouts.js";

/** A judge that tells nothing apart. */
export const constant: Baseline = {
  name: "constant",
  summary: "always a tie; always the same score for a single response",
  configure(options) {
    checkOptions("constant", options, []);
    return { options: {}, ...preferHigher(() => 0) };
  },
};
