import type { Baseline } from "./baseline.js";
import { preferHigher } from "./by-score.js";
import { checkOptions } from "./layouts.js";

/** The opposite of `longest`: shows in which direction length misleads on this data. */
export const shortest: Baseline = {
  name: "shortest",
  summary: "the shorter response wins (UTF-16 code units); equal length is a tie",
  configure(options) {
    checkOptions("shortest", options, []);
    return { options: {}, ...preferHigher((response) => -response.text.length) };
  },
};
