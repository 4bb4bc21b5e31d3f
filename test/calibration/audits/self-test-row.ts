import { type Cell, percent } from "../grid.js";
import { monteCarloError } from "../measure.js";
import { measureSelfTest, type SelfTest, type SelfTested } from "./self-test.js";

export const COLUMNS = [
  "probe",
  "planted",
  "duels (clusters)",
  "size",
  "mean found",
  "found, %",
  "stated, %",
  "false alarms, noisy, %",
  "false alarms, bytes, %",
  "coverage, %",
] as const;

/** By how much the power found may miss the one stated, beside chance: exact tests of few duels whose values are coarse keep below 5 %, and find less. */
const POWER_ROOM = 0.1;
/** By how much of the size the mean figure may miss it, beside chance. */
const BIAS_ROOM = 0.1;

/** How many audits are simulated a cell: what the table asks for, or what the environment says. */
export function roundsOf(asked: number): number {
  const said = process.env.TOUCHSTONE_SELF_TEST_ROUNDS;
  return said ? Number(said) : asked;
}

export function selfTestRow(test: SelfTest, rounds: number) {
  return {
    name: test.probe.name,
    cells: async () => cellsOf(test, await measureSelfTest(test, rounds), rounds),
  };
}

function cellsOf(test: SelfTest, tested: SelfTested, rounds: number): readonly Cell[] {
  const { n, clusters, mean, found, stated, noisy, brittle, coverage } = tested;
  const kept = promises(test, tested, rounds);
  return [
    cell(test.fault),
    cell(clusters === n ? String(n) : `${n} (${clusters})`),
    cell(test.truth.toFixed(3)),
    cell(mean.toFixed(3), kept.mean),
    cell(shown(found), kept.found),
    cell(shown(stated)),
    cell(shown(noisy), kept.noisy),
    cell(shown(brittle), kept.brittle),
    cell(shown(coverage), kept.coverage),
  ];
}

function cell(text: string, broken: string | null = null): Cell {
  return { text, broken };
}

function shown(share: number | null): string {
  return share === null ? "–" : percent(share);
}

/** What is promised of each figure and broken, in words; null where it is kept, give or take three Monte-Carlo errors. */
export function promises(
  { truth, least }: Pick<SelfTest, "truth" | "least">,
  { mean, meanError, found, stated, noisy, brittle, coverage }: SelfTested,
  rounds: number,
) {
  const room = (share: number) => 3 * monteCarloError(share, rounds) + 1e-9;
  const alarms = (share: number | null) =>
    share !== null && share > 0.05 + room(0.05) ? `${percent(share)} % false alarms` : null;
  const misses = Math.abs(mean - truth) > BIAS_ROOM * Math.abs(truth) + 3 * meanError;
  return {
    mean: misses ? `${mean.toFixed(3)} on the mean, not ${truth.toFixed(3)}` : null,
    found:
      found !== null && stated !== null && found < stated - POWER_ROOM - room(stated)
        ? `finds ${percent(found)} %, not ${percent(stated)} %`
        : null,
    noisy: alarms(noisy),
    brittle: alarms(brittle),
    coverage:
      coverage < least - room(least) ? `covers ${percent(coverage)} %, not ${percent(least)} %` : null,
  };
}
