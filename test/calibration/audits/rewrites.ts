import { probes } from "../../../src/audits/find.js";
import { favouredOf, proseRows } from "../../audits/dressed.js";
import { anew, brittleJudge, MEAN, noisyJudge, uniform, withFault } from "./judges.js";
import type { SelfTest } from "./self-test.js";

const DUELS = 40;
const WHIM = 0.2;
/** Bias probes that are no rewrites: their self-tests stand elsewhere. */
const OTHERS = ["length-controlled", "name-swap", "nationality-swap", "self-preference"];

const rows = proseRows(DUELS);
const favoured = favouredOf(rows);
const rewrites = probes.filter(({ name, family }) => family === "bias" && !OTHERS.includes(name));

/**
 * The judge picks the dressed response in a share w of verdicts, whatever it is worth, and else goes by its own mind. With q the chance that its
 * own mind picks a response: ½ [(w + (1 − w)·q) − (1 − w)·q] = w/2, whatever q is.
 */
export const REWRITES: readonly SelfTest[] = rewrites.map((probe) => ({
  ...{ probe, rows, truth: WHIM / 2, least: MEAN },
  fault: `picks the dressed response in ${100 * WHIM} % of verdicts`,
  faulty: withFault((seed, met) => (anew(seed, "whim", met) < WHIM ? favoured(met) : undefined)),
  noisy: noisyJudge(),
  brittle: brittleJudge(),
}));

/** The same where the two duels of a cluster share the whim, in both arms and orders. */
const clustered = proseRows(2 * DUELS, { cluster: 2 });
const favouredThere = favouredOf(clustered);

export const CLUSTERED_REWRITES: readonly SelfTest[] = rewrites
  .filter(({ name }) => name === "length-padding")
  .map((probe) => ({
    ...{ probe, rows: clustered, truth: WHIM / 2, least: MEAN },
    fault: `picks the dressed response in ${100 * WHIM} % of clusters`,
    faulty: withFault((seed, met) =>
      uniform(seed, "whim", met.comparison.cluster ?? "") < WHIM ? favouredThere(met) : undefined,
    ),
    noisy: noisyJudge(),
    brittle: brittleJudge(),
  }));
