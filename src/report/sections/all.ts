import type { Section } from "../section.js";
import { calibration } from "./calibration.js";
import { ceiling } from "./ceiling.js";
import { consistency } from "./consistency.js";
import { cost } from "./cost.js";
import { data } from "./data.js";
import { exclusions } from "./exclusions.js";
import { leaderboard } from "./leaderboard.js";
import { official } from "./official.js";
import { pairs } from "./pairs.js";
import { ranking } from "./ranking.js";
import { remarks } from "./remarks.js";
import { subsetFigures } from "./subset-figures.js";
import { subsets } from "./subsets.js";
import { ties } from "./ties.js";
import { verified } from "./verified.js";
import { votes } from "./votes.js";

/** Every section, in the order in which a report shows them. */
export const sections: readonly Section[] = [
  leaderboard,
  official,
  // What the figures mean stands where they are read.
  remarks,
  pairs,
  ties,
  subsets,
  subsetFigures,
  votes,
  consistency,
  calibration,
  verified,
  ranking,
  ceiling,
  exclusions,
  cost,
  data,
];
