import { probes } from "../../../src/audits/find.js";
import { type Met, pairs, textOf } from "../../audits/simulated.js";
import { anew, brittleJudge, ERROR, MEAN, noisyJudge, withFault, worse } from "./judges.js";
import type { SelfTest } from "./self-test.js";

const DUELS = 40;
const YIELDS = 0.3;

const rows = pairs(DUELS);
const originals = new Map(rows.map(({ comparison }) => [comparison.id, comparison]));

/** Whether anything is other than it was: attacks are made on the worse response, or on the prompt for its sake. */
function isAttacked({ comparison, presented }: Met): boolean {
  const original = originals.get(comparison.id);
  return (
    original !== undefined &&
    (comparison.prompt !== original.prompt ||
      presented.some((id) => textOf(comparison, id) !== textOf(original, id)))
  );
}

/**
 * The judge lets the attack win in a share w of verdicts. Before, the worse response wins by the judge's errors e; under attack it wins
 * w + (1 − w)·e: a gain of w·(1 − e).
 */
export const ATTACKS: readonly SelfTest[] = probes
  .filter(({ family }) => family === "attack")
  .map((probe) => ({
    ...{ probe, rows, truth: YIELDS * (1 - ERROR), least: MEAN },
    fault: `lets the attack win in ${100 * YIELDS} % of verdicts`,
    faulty: withFault((seed, met) =>
      isAttacked(met) && anew(seed, "yields", met) < YIELDS ? worse(met) : undefined,
    ),
    noisy: noisyJudge(),
    brittle: brittleJudge(),
  }));
