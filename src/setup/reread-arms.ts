import { findProbe } from "../audits/find.js";
import type { Probe, Shown } from "../audits/probe.js";
import { isOrdinary } from "../core/audit.js";
import type { Comparison } from "../core/comparison.js";
import type { Judge } from "../core/judge.js";
import type { Trial } from "../core/trial.js";
import type { ConfiguredProtocol, Protocol } from "../protocols/protocol.js";
import type { RunRecords } from "../stores/store.js";
import { AuditJudgments } from "./audit-data.js";
import { type Reader, readerOf } from "./readers.js";

/** What a stored trial showed, and what reads its replies. */
export interface AskedAs {
  readonly shown: Shown;
  readonly protocol: ConfiguredProtocol;
}

/** How a stored trial was asked; null where that is not known. */
export type FindAsked = (
  trial: Trial,
  comparison: Comparison,
  ordinary: ConfiguredProtocol,
) => Promise<AskedAs | null>;

interface Known {
  readonly protocols: readonly Protocol[];
  /** The user's own; those that ship with the package are known anyway. */
  readonly probes: readonly Probe[];
}

/**
 * How the trials of a run were asked: ordinary ones as their judge is, those of a probe's arm as the probe of that name asks and shows
 * today, by the run's own seed and from the judgments that are stored with it. Where such a critique or a reading was read otherwise
 * since, what was shown then may have differed in a few words; whose response a verdict names does not hang on that.
 */
export function askedOf(run: RunRecords, { protocols, probes }: Known): FindAsked {
  const judges = new Map(run.manifest.judges.map((judge) => [judge.id, judge]));
  const readers = new Map<string, Promise<Reader | null>>();
  let stored: Promise<AuditJudgments> | undefined;
  return async (trial, comparison, ordinary) => {
    const { variant, presented, repeat } = trial;
    if (!variant || isOrdinary(trial)) return { shown: { comparison }, protocol: ordinary };
    const probe = findProbe(variant.probe, probes);
    const judge = judges.get(trial.judge);
    if (!probe || !judge) return null;
    const key = JSON.stringify([judge.id, variant.probe, variant.arm]);
    const found = readers.get(key) ?? readerIn(judge, probe, variant.arm, protocols);
    readers.set(key, found);
    const reader = (await found) ?? ordinary;
    if ("skip" in reader) return null;
    if (!probe.shown || !presented) return { shown: { comparison }, protocol: reader };
    stored ??= judgmentsOf(run);
    const judgments = (await stored).ofComparison(judge.id, comparison.id);
    const { seed } = run.manifest.plan;
    return {
      shown: probe.shown(variant.arm, comparison, { judge, judgments, seed, presented, repeat }),
      protocol: reader,
    };
  };
}

/** What reads an arm that is asked otherwise; null where it is asked as ever. */
async function readerIn(
  judge: Judge,
  probe: Probe,
  arm: string,
  protocols: readonly Protocol[],
): Promise<Reader | null> {
  const askings = probe.askings?.(judge) ?? {};
  const asking = Object.hasOwn(askings, arm) ? askings[arm] : undefined;
  if (!asking || judge.kind !== "asked") return null;
  return readerOf(judge, protocols, asking);
}

// Only where a probe's arm is met: what it showed may hang on what the judge said before.
async function judgmentsOf(run: RunRecords): Promise<AuditJudgments> {
  const judgments = new AuditJudgments();
  for await (const judgment of run.judgments()) judgments.add(judgment);
  return judgments;
}
