import type { Probe } from "../../src/audits/probe.js";
import type { AuditFigure, ProbeReport } from "../../src/core/audit.js";
import { bothOrders, type Comparison, duelsOf } from "../../src/core/comparison.js";
import type { ImportedJudge } from "../../src/core/judge.js";
import type { Judgment } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import { seededRandom } from "../../src/core/random.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import type { BoundJudge } from "../../src/run/plan.js";
import { type AuditInput, auditing } from "../../src/setup/audit.js";
import type { Met } from "./simulated.js";

/** A judge that gives any reading at all. */
export function readingJudge(
  name: string,
  judge: (met: Met) => Reading,
  layouts: (comparison: Comparison) => readonly (readonly string[])[] = (comparison) =>
    bothOrders(duelsOf(comparison)),
): BoundJudge {
  return {
    kind: "computed",
    judge: { kind: "computed", id: `${name}@simulated`, name, rule: name, options: {} },
    baseline: {
      options: {},
      layouts,
      judge: (comparison, presented, repeat) => judge({ comparison, presented, repeat }),
    },
  };
}

/** A judge that is shown all responses at once and ranks them, best first. */
export function simulatedRanker(name: string, rank: (met: Met) => readonly string[]): BoundJudge {
  return readingJudge(
    name,
    (met) => ({ status: "decided", verdict: { kind: "ranking", tiers: rank(met).map((id) => [id]) } }),
    ({ responses }) => [responses.map(({ id }) => id)],
  );
}

/** The same judge, with nothing to be read in some trials. */
export function unparsedWhen(judge: BoundJudge, when: (met: Met) => boolean): BoundJudge {
  if (judge.kind !== "computed") throw new Error("only a computed judge can be made to fail so");
  const { baseline } = judge;
  return {
    ...judge,
    baseline: {
      ...baseline,
      judge: (comparison, presented, repeat) =>
        when({ comparison, presented, repeat })
          ? { status: "unparsed", reason: "no verdict" }
          : baseline.judge(comparison, presented, repeat),
    },
  };
}

/** Chance that is the same for the same things. */
export function chance(...about: (string | number | readonly string[])[]): () => number {
  return seededRandom(about.map((one) => (typeof one === "object" ? [...one] : one)));
}

/** The place of a row in `pairs` or `lists`: their ids end in it. */
export const placeOf = ({ id }: Comparison) => Number(id.slice(1));

/** Rows of k responses by the systems s1, s2 …, the first best. */
export function lists(count: number, k: number) {
  return Array.from({ length: count }, (_, i) => {
    const ids = Array.from({ length: k }, (_, place) => `r${place + 1}`);
    const id = `q${String(i).padStart(4, "0")}`;
    const comparison: Comparison = {
      id,
      prompt: `What is ${i} plus ${i}?`,
      responses: ids.map((response, place) => ({
        id: response,
        text: `Answer ${place + 1} to ${i}.`,
        author: `s${place + 1}`,
      })),
    };
    const preference: Preference = {
      comparison: id,
      source: "constructed",
      kind: "ranking",
      tiers: ids.map((response) => [response]),
    };
    return { comparison, preferences: [preference] };
  });
}

export const IMPORTED: ImportedJudge = {
  kind: "imported",
  id: "imported@1",
  name: "imported",
  format: "published",
};

/** A judgment as an import has it. */
export function importedJudgment(
  comparison: string,
  presented: readonly string[] | null,
  winner: string,
  { repeat = 0, between = ["r1", "r2"] }: { repeat?: number; between?: readonly [string, string] } = {},
): Judgment {
  return {
    trial: trial({ comparison, judge: IMPORTED.id, presented, repeat }),
    reading: { status: "decided", verdict: { kind: "duel", between, winner } },
    critique: null,
    calls: [],
  };
}

/** The audit of a judge that can be asked nothing more. */
export async function auditImported(
  probe: Probe,
  rows: AuditInput["rows"],
  judgments: readonly Judgment[],
): Promise<ProbeReport> {
  const under = await auditing({
    ...{ probes: [probe], rows, judgments, seed: 20, resamples: 200 },
    judges: [{ stored: IMPORTED }],
  });
  if (under.remaining().length > 0) throw new Error("an import is asked nothing");
  const [report] = under.report();
  if (!report) throw new Error("there is a report");
  return report;
}

/** A figure of a report; throws where there is none. */
export function figureOf(
  report: ProbeReport | undefined,
  metric: string,
  subset: string | null = null,
): AuditFigure {
  const figures = report ? [report.primary, ...report.others] : [];
  const figure = figures.find((one) => one.metric === metric && one.subset === subset);
  if (!figure)
    throw new Error(`no figure ${metric}; there are ${figures.map((one) => one.metric).join(", ")}`);
  return figure;
}

/** Whether an interval covers a value. */
export function covers({ interval }: AuditFigure, value: number): boolean {
  return interval !== null && interval[0] <= value && value <= interval[1];
}
