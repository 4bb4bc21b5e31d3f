import type { Baseline } from "./baseline.js";
import { preferHigher } from "./by-score.js";
import { checkOptions } from "./layouts.js";

/** What a judge that only counts characters would say: any judge worth its price agrees with people more than this. */
export const longest: Baseline = {
  name: "longest",
  summary: "the longer response wins (UTF-16 code units); equal length is a tie",
  configure(options) {
    checkOptions("longest", options, []);
    return { options: {}, ...preferHigher((response) => response.text.length) };
  },
};
