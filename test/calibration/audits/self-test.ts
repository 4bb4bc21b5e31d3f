import type { Probe } from "../../../src/audits/probe.js";
import type { AuditFigure } from "../../../src/core/audit.js";
import type { Judgment } from "../../../src/core/judgment.js";
import type { BoundJudge } from "../../../src/run/plan.js";
import type { AuditInput } from "../../../src/setup/audit.js";
import type { BindArm } from "../../../src/setup/audit-judge.js";
import { audit } from "../../audits/simulated.js";
import { normalPower } from "../normal-power.js";

/** Who is audited in one simulated audit: the first judge is looked at, others stand beside it. */
interface Audited {
  readonly judges: readonly BoundJudge[];
  readonly bind?: BindArm;
  readonly stored?: readonly Judgment[];
}

/** A judge anew for each simulated audit: the same fault, other chance by the seed. */
export type Subject = (seed: string) => Audited | Promise<Audited>;

/** A probe, a judge with a fault of a known size that it is to find, and judges that err without it. */
export interface SelfTest {
  readonly probe: Probe;
  /** In words that fit a table, with its size. */
  readonly fault: string;
  readonly rows: AuditInput["rows"];
  /** The primary figure's expectation, from the judge's own probabilities. */
  readonly truth: number;
  readonly faulty: Subject;
  /** Errs anew whenever it is asked. null where the primary figure tests nothing. */
  readonly noisy: Subject | null;
  /** Changes its mind whenever bytes change, and only then; null where that is the fault itself, or the same as the noisy one. */
  readonly brittle: Subject | null;
  /** The least coverage that is promised of the interval; see `coveragePromise`. */
  readonly least: number;
  /** Probes that ask what this one only reads. */
  readonly beside?: readonly Probe[];
}

/** Shares of simulated audits, 0…1; null where there is nothing to be found. */
export interface SelfTested {
  readonly n: number;
  readonly clusters: number;
  /** The mean of the figure and its Monte-Carlo error. */
  readonly mean: number;
  readonly meanError: number;
  /** How often p < 0.05 on the faulty judge, and how often it should by the width of the probe's own intervals. */
  readonly found: number | null;
  readonly stated: number | null;
  readonly noisy: number | null;
  readonly brittle: number | null;
  readonly coverage: number;
}

/** A bootstrap of the figures beside the primary one is not looked at here; that of the primary one needs this many draws. */
const RESAMPLES = 199;

export async function measureSelfTest(test: SelfTest, rounds: number): Promise<SelfTested> {
  const faulty = await primaries(test, test.faulty, rounds, "faulty");
  const [noisy, brittle] = [
    test.noisy && (await primaries(test, test.noisy, rounds, "noisy")),
    test.brittle && (await primaries(test, test.brittle, rounds, "brittle")),
  ];
  const values = faulty.map(({ value }) => value ?? Number.NaN);
  const mean = values.reduce((sum, value) => sum + value, 0) / rounds;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rounds - 1);
  const covering = faulty.filter(({ interval }) => interval && covers(interval, test.truth));
  const isTested = faulty.some(({ p }) => p !== null);
  return {
    n: faulty[0]?.n ?? 0,
    clusters: faulty[0]?.clusters ?? 0,
    mean,
    meanError: Math.sqrt(variance / rounds),
    found: isTested ? rejected(faulty) : null,
    stated: isTested ? statedPower(faulty, test.truth) : null,
    noisy: noisy && rejected(noisy),
    brittle: brittle && rejected(brittle),
    coverage: covering.length / rounds,
  };
}

async function primaries(
  { probe, rows, beside = [] }: SelfTest,
  subject: Subject,
  rounds: number,
  what: string,
): Promise<readonly AuditFigure[]> {
  const figures: AuditFigure[] = [];
  for (let round = 0; round < rounds; round++) {
    const { judges, ...more } = await subject(`${probe.name} ${what} ${round}`);
    const reports = await audit([probe, ...beside], judges, rows, { ...more, resamples: RESAMPLES });
    const own = reports.find((one) => one.probe === probe.name && one.judge === judges[0]?.judge.id);
    if (!own || own.primary.value === null)
      throw new Error(`${probe.name} of a ${what} judge: ${own?.primary.reason ?? "no report"}`);
    figures.push(own.primary);
  }
  return figures;
}

function covers([low, high]: readonly [number, number], value: number): boolean {
  return low <= value && value <= high;
}

function rejected(figures: readonly AuditFigure[]): number {
  return figures.filter(({ p }) => p !== null && p < 0.05).length / figures.length;
}

/** How often a test at 5 % should find an effect of this size, by the normal approximation with the error that the intervals speak of. */
function statedPower(figures: readonly AuditFigure[], size: number): number {
  const widths = figures.flatMap(({ interval }) => (interval ? [interval[1] - interval[0]] : []));
  const width = widths.reduce((sum, one) => sum + one, 0) / widths.length;
  return normalPower(Math.abs(size), width / (2 * 1.96));
}
