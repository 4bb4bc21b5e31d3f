import { placeOf } from "../../audits/consistency-judges.js";
import { type Met, simulatedJudge, textOf } from "../../audits/simulated.js";
import type { Subject } from "./self-test.js";

/** Wrong in one of five verdicts: what simulated judges are beside their fault. */
export const ERROR = 0.2;

/** Means of ½ and differences of them over 40 to 100 units of one cluster each cover 94.6–95.5 % in docs/statistics.md; 93 % is what it promises. */
export const MEAN = 0.93;
/** Percentile intervals of whole clusters drawn (κ, correlations, strengths) cover 90.5–96.0 % there with 20 to 100 clusters. */
export const PERCENTILE = 0.905;

/** A number in [0, 1) that hangs on all of this and looks like chance. */
export function uniform(...about: readonly (string | number)[]): number {
  const text = about.join("\u0000");
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x27d4eb2d);
    low = Math.imul(low ^ code, 0x165667b1);
  }
  high = mixed(high ^ (low >>> 15));
  low = mixed(low ^ (high >>> 13));
  return ((high >>> 0) + (low >>> 11) / 2 ** 21) / 2 ** 32;
}

/** The last step of MurmurHash3 (Appleby 2011). */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Of rows made by `pairs`: which response is the better one, whatever was done to the texts. */
export const better = ({ comparison }: Pick<Met, "comparison">) =>
  placeOf(comparison) % 2 === 0 ? "r1" : "r2";
export const worse = (met: Pick<Met, "comparison">) => (better(met) === "r1" ? "r2" : "r1");

/** Every byte that the judge is shown, in the order shown. */
const bytesOf = ({ comparison, presented }: Met) =>
  [JSON.stringify(comparison.prompt), ...presented.map((id) => textOf(comparison, id))].join("\n\n");

/** Chance that is new whenever the judge is asked. */
export const anew = (seed: string, purpose: string, met: Met) =>
  uniform(seed, purpose, met.comparison.id, met.presented.join(), met.repeat, bytesOf(met));
/** Chance that is new when bytes change, and only then. */
export const byBytes = (seed: string, purpose: string, met: Met) => uniform(seed, purpose, bytesOf(met));

/** Right but for errors, each for itself. */
export const erring = (seed: string, met: Met, error = ERROR) =>
  anew(seed, "error", met) < error ? worse(met) : better(met);

/** A judge that errs and has a fault: where `decide` gives no winner, it is right but for its errors. */
export function withFault(
  decide: (seed: string, met: Met) => string | undefined,
  { name = "faulty", error = ERROR }: { readonly name?: string; readonly error?: number } = {},
): Subject {
  return (seed) => ({
    judges: [simulatedJudge(name, (met) => decide(seed, met) ?? erring(seed, met, error))],
  });
}

/** Errs anew whenever it is asked. */
export const noisyJudge = (name = "noisy", error = ERROR): Subject =>
  withFault(() => undefined, { name, error });

/** Changes its mind whenever bytes change, and only then: a judge at temperature 0 with little to go by. */
export const brittleJudge = (name = "brittle", error = 0.35): Subject =>
  withFault((seed, met) => (byBytes(seed, "whim", met) < error ? worse(met) : better(met)), { name });
