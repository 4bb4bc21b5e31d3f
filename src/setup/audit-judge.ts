import type { ArmTrial, Asking, Probe } from "../audits/probe.js";
import type { ArmName, AuditPrices, AuditStudy } from "../audits/study.js";
import type { JudgeRule } from "../combine/rule.js";
import { OTHER_ORDER } from "../core/audit.js";
import type { Comparison } from "../core/comparison.js";
import { InputError, UsageError } from "../core/errors.js";
import type { Judge } from "../core/judge.js";
import { seededRandom } from "../core/random.js";
import { type Trial, trial } from "../core/trial.js";
import { protocolOn } from "../protocols/protocol.js";
import type { BoundJudge, PlannedTrial } from "../run/plan.js";
import type { AuditData, AuditJudgments } from "./audit-data.js";

/** A judge that is audited. */
export interface AuditedJudge {
  readonly judge: Judge;
  readonly judgeRule: JudgeRule;
  /** null where it cannot be asked anything more: an import, a stored run. */
  readonly bound: BoundJudge | null;
  /** How it is asked in the arms that change the asking, or why it cannot be; by `armKey`. */
  readonly arms: ReadonlyMap<string, BoundJudge | { readonly whyNot: string }>;
}

/** Binds a judge anew, asked otherwise. Throws where it cannot be asked so. */
export type BindArm = (judge: Judge, asking: Asking) => Promise<BoundJudge>;

export function armKey({ probe, arm }: ArmName): string {
  return JSON.stringify([probe, arm]);
}

/** All arms of these probes that change how the judge is asked, bound or with the reason why not. */
export async function bindArms(
  judge: Judge,
  probes: readonly Probe[],
  bind: BindArm | null,
): Promise<AuditedJudge["arms"]> {
  const arms = new Map<string, BoundJudge | { readonly whyNot: string }>();
  for (const probe of probes) {
    for (const [arm, asking] of Object.entries(probe.askings?.(judge) ?? {}))
      arms.set(armKey({ probe: probe.name, arm }), await boundOrWhy(judge, asking, bind));
  }
  return arms;
}

async function boundOrWhy(judge: Judge, asking: Asking, bind: BindArm | null) {
  if (!bind) return { whyNot: "it cannot be asked anew: its judgments are stored ones" };
  try {
    return await bind(judge, asking);
  } catch (error) {
    if (!(error instanceof InputError || error instanceof UsageError)) throw error;
    return { whyNot: error.message };
  }
}

interface Known {
  readonly data: AuditData;
  readonly judgments: AuditJudgments;
  readonly seed: number;
  readonly resamples: number;
  readonly prices: AuditPrices;
}

/** What probes are given: a study of each judge, that knows the others. */
export function auditStudies(judges: readonly AuditedJudge[], known: Known): readonly AuditStudy[] {
  const studies: readonly AuditStudy[] = judges.map((audited) => auditStudy(audited, known, () => studies));
  return studies;
}

function auditStudy(
  audited: AuditedJudge,
  { data, judgments, seed, resamples, prices }: Known,
  panel: AuditStudy["panel"],
): AuditStudy {
  const { judge, judgeRule } = audited;
  return {
    panel,
    ...{ judge, judgeRule, seed, resamples, prices, comparisons: data.comparisons },
    preferencesOf: data.preferencesOf,
    baseOf: (comparison) => judgments.at(judge.id, comparison),
    armOf: (probe, arm, comparison) => judgments.at(judge.id, comparison, { probe, arm }),
    armsOf: (probe) => judgments.armsOf(judge.id, probe),
    layoutsOf: (comparison, arm) => inBothOrders(layoutsOf(boundIn(audited, arm), comparison, seed)),
    whyNot(arm) {
      const bound = audited.arms.get(armKey(arm));
      if (bound && "whyNot" in bound) return bound.whyNot;
      return audited.bound ? null : "it cannot be asked anew: its judgments are stored ones";
    },
    random: (purpose) => seededRandom(["audit", seed, judge.id, purpose]),
  };
}

/** The judge as it is asked in an arm; null where it cannot be. */
function boundIn({ bound, arms }: AuditedJudge, arm: ArmName | undefined): BoundJudge | null {
  const own = arm && arms.get(armKey(arm));
  if (!own) return bound;
  return "whyNot" in own ? null : own;
}

function layoutsOf(
  bound: BoundJudge | null,
  comparison: Comparison,
  seed: number,
  repeat = 0,
): readonly (readonly string[])[] {
  if (!bound) return [];
  try {
    if (bound.kind === "computed") return bound.baseline.layouts(comparison);
    const random = seededRandom(["orders", seed, comparison.id, repeat]);
    return protocolOn(bound.protocol, comparison).layouts(comparison, { repeat, random });
  } catch (error) {
    // A comparison that cannot be asked so (too many responses, no reference) is no part of the audit.
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Each presentation of several responses and its reverse, each once. */
function inBothOrders(layouts: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const all = layouts.flatMap((shown) => (shown.length < 2 ? [shown] : [shown, [...shown].reverse()]));
  return [...new Map(all.map((shown) => [JSON.stringify(shown), shown])).values()];
}

/**
 * The trial that a probe wants, with all it takes to carry it out; null where the judge cannot be asked so, or where its key `isKnown`: what
 * the judge would be shown is not made again then.
 */
export function plannedTrial(
  probe: Probe,
  wanted: ArmTrial,
  audited: AuditedJudge,
  { data, judgments, seed }: Known,
  isKnown: (key: string) => boolean,
): PlannedTrial | null {
  const { judge } = audited;
  const { arm, presented, repeat } = wanted;
  const comparison = data.comparisonOf(wanted.comparison);
  const bound = boundIn(audited, arm === null ? undefined : { probe: probe.name, arm });
  if (!comparison || !bound) return null;
  const about = { comparison: comparison.id, judge: judge.id, presented, repeat };
  if (arm === null) {
    const variant = isOwnOrder(audited, comparison, presented, repeat, seed) ? {} : { variant: OTHER_ORDER };
    const ordinary: Trial = trial({ ...about, ...variant });
    return isKnown(ordinary.key) ? null : { trial: ordinary, comparison, judge: bound };
  }
  const armed: Trial = trial({ ...about, variant: { probe: probe.name, arm } });
  if (isKnown(armed.key)) return null;
  const shown = probe.shown?.(arm, comparison, {
    ...{ judge, judgments: judgments.ofComparison(judge.id, comparison.id), seed, presented, repeat },
  }) ?? { comparison };
  return {
    trial: armed,
    comparison: shown.comparison,
    judge: bound,
    ...(shown.critique === undefined ? {} : { critique: shown.critique }),
  };
}

/** Whether a run of this judge would make this presentation itself. */
function isOwnOrder(
  { bound }: AuditedJudge,
  comparison: Comparison,
  presented: readonly string[],
  repeat: number,
  seed: number,
): boolean {
  if (presented.length < 2) return true;
  const shown = JSON.stringify(presented);
  return layoutsOf(bound, comparison, seed, repeat).some((own) => JSON.stringify(own) === shown);
}
