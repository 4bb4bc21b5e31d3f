import type { Analysis } from "../index.js";
import { tell } from "./output.js";

/** Holds gates against every judge, says of each how it stands, and whether all have passed. Throws a UsageError for a metric that is not known. */
export async function tellGates(
  analysis: Analysis,
  gates: Readonly<Record<string, number>> | undefined,
): Promise<boolean> {
  const { checkGates } = await import("../index.js");
  const results = checkGates(analysis, gates ?? {});
  for (const { metric, judge, least, found, passed } of results) {
    const bound = found === null ? "not defined" : found.toFixed(4);
    tell(`gate ${metric} ≥ ${least} · ${judge}: lower bound ${bound} · ${passed ? "passed" : "FAILED"}`);
  }
  return results.every(({ passed }) => passed);
}
