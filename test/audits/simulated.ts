import type { Probe } from "../../src/audits/probe.js";
import type { ProbeReport } from "../../src/core/audit.js";
import { bothOrders, type Comparison, duelsOf } from "../../src/core/comparison.js";
import type { Judgment } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import { judgeTrial } from "../../src/run/judge-trial.js";
import type { BoundJudge, PlannedTrial } from "../../src/run/plan.js";
import { type AuditInput, auditing } from "../../src/setup/audit.js";

/** What a simulated judge meets. */
export interface Met {
  readonly comparison: Comparison;
  readonly presented: readonly string[];
  readonly repeat: number;
}

/** A judge with a planted fault: it gives a duel's winner, "tie", or the probability that the response shown first wins. */
export function simulatedJudge(
  name: string,
  decide: (met: Met) => string,
  layouts: (comparison: Comparison) => readonly (readonly string[])[] = (comparison) =>
    bothOrders(duelsOf(comparison)),
): BoundJudge {
  return {
    kind: "computed",
    judge: { kind: "computed", id: `${name}@simulated`, name, rule: name, options: {} },
    baseline: {
      options: {},
      layouts,
      judge(comparison, presented, repeat): Reading {
        const [a = "", b = ""] = presented;
        const winner = decide({ comparison, presented, repeat });
        return { status: "decided", verdict: { kind: "duel", between: [a, b], winner } };
      },
    },
  };
}

/** A judge that scores each response alone. */
export function simulatedScorer(name: string, score: (met: Met & { text: string }) => number): BoundJudge {
  return {
    kind: "computed",
    judge: { kind: "computed", id: `${name}@simulated`, name, rule: name, options: {} },
    baseline: {
      options: {},
      layouts: ({ responses }) => responses.map(({ id }) => [id]),
      judge(comparison, presented, repeat): Reading {
        const [id = ""] = presented;
        const text = comparison.responses.find((one) => one.id === id)?.text ?? "";
        return {
          status: "decided",
          verdict: { kind: "scores", byId: { [id]: score({ comparison, presented, repeat, text }) } },
        };
      },
    },
  };
}

/** The judge, of whose answers some cannot be read. */
export function sometimesUnread(judge: BoundJudge, unread: (met: Met) => boolean): BoundJudge {
  if (judge.kind !== "computed") throw new Error("a simulated judge is computed");
  return {
    ...judge,
    baseline: {
      ...judge.baseline,
      judge: (comparison, presented, repeat) =>
        unread({ comparison, presented, repeat })
          ? { status: "unparsed", reason: "no final verdict" }
          : judge.baseline.judge(comparison, presented, repeat),
    },
  };
}

/** Rows of two responses each: the text of the better one says so, where a simulated judge can see it and a rewrite leaves it. */
export function pairs(count: number, { cluster = 1 }: { readonly cluster?: number } = {}) {
  return Array.from({ length: count }, (_, i) => {
    const id = `q${String(i).padStart(4, "0")}`;
    const better = i % 2 === 0 ? "r1" : "r2";
    const comparison: Comparison = {
      id,
      prompt: `What is ${i} plus ${i}?`,
      responses: ["r1", "r2"].map((response) => ({
        id: response,
        text: `The sum is ${response === better ? 2 * i : 2 * i + 1}. ${response === better ? "Correct." : "Wrong."}`,
      })),
      cluster: `c${String(Math.floor(i / cluster)).padStart(4, "0")}`,
    };
    const preference: Preference = {
      comparison: id,
      source: "constructed",
      kind: "duel",
      between: ["r1", "r2"],
      winner: better,
    };
    return { comparison, preferences: [preference] };
  });
}

/** Whether a text is that of the better response, under whatever it was dressed in. */
export const isBetter = (text: string) => text.includes("Correct.");
export const textOf = ({ responses }: Comparison, id: string) =>
  responses.find((response) => response.id === id)?.text ?? "";

/** The whole audit of judges that are computed, as the pipeline does it: plan, carry out, plan again, measure. */
export async function audit(
  probes: readonly Probe[],
  judges: readonly BoundJudge[],
  rows: AuditInput["rows"],
  { seed = 20, stored = [] }: { readonly seed?: number; readonly stored?: readonly Judgment[] } = {},
): Promise<readonly ProbeReport[]> {
  const under = await auditing({
    ...{ probes, rows, seed, judgments: stored },
    judges: judges.map((bound) => ({ bound })),
    resamples: 500,
  });
  for (let trials = under.remaining(); trials.length > 0; trials = under.remaining())
    for (const planned of trials) under.add(await carriedOut(planned));
  return under.report();
}

/** What an import says of a comparison; `presented` is null where it did not record the order. */
export interface Imported {
  readonly comparison: Comparison;
  readonly presented: readonly string[] | null;
  readonly winner: string;
  readonly variant?: { readonly probe: string; readonly arm: string };
}

/** The audit of a judge that can be asked nothing more, from what was imported of it. */
export async function auditStored(
  probes: readonly Probe[],
  { judge }: BoundJudge,
  rows: AuditInput["rows"],
  imported: readonly Imported[],
): Promise<readonly ProbeReport[]> {
  const judgments = imported.map(({ comparison, presented, winner, variant }): Judgment => {
    const [a = "", b = ""] = comparison.responses.map(({ id }) => id);
    const about = { comparison: comparison.id, judge: judge.id, presented, repeat: 0 };
    return {
      trial: trial({ ...about, ...(variant ? { variant } : {}) }),
      calls: [],
      critique: null,
      reading: { status: "decided", verdict: { kind: "duel", between: [a, b], winner } },
    };
  });
  const under = await auditing({ probes, rows, seed: 20, judgments, judges: [{ stored: judge }] });
  return under.report();
}

async function carriedOut(planned: PlannedTrial): Promise<Judgment> {
  const step = await judgeTrial(planned, NOBODY).next();
  if (!step.done) throw new Error("a simulated judge asks nobody");
  return step.value;
}

const NOBODY = new Proxy({} as Parameters<typeof judgeTrial>[1], {
  get() {
    throw new Error("a simulated judge asks nobody");
  },
});
