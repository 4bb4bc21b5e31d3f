import { adjusted, type Measured } from "../audits/adjusted.js";
import type { Probe } from "../audits/probe.js";
import type { AuditPrices, AuditStudy } from "../audits/study.js";
import { ruleOf } from "../combine/rule.js";
import type { ProbeReport } from "../core/audit.js";
import type { Comparison } from "../core/comparison.js";
import type { Rule } from "../core/decision.js";
import type { Judge } from "../core/judge.js";
import type { Judgment } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import type { BoundJudge, PlannedTrial } from "../run/plan.js";
import { type AuditData, AuditJudgments, auditData } from "./audit-data.js";
import { type AuditedJudge, auditStudies, type BindArm, bindArms, plannedTrial } from "./audit-judge.js";

const RESAMPLES = 2000;
/** A probe whose plan never ends must not empty an account. */
const MOST_ROUNDS = 10;

export interface AuditInput {
  readonly probes: readonly Probe[];
  readonly judges: readonly (
    | { readonly bound: BoundJudge }
    /** Of a stored run: nothing more is asked of it. */
    | { readonly stored: Judge }
  )[];
  readonly rows: readonly { readonly comparison: Comparison; readonly preferences: readonly Preference[] }[];
  /** What is stored already. */
  readonly judgments: Iterable<Judgment>;
  readonly seed: number;
  readonly resamples?: number;
  /** What tokens cost, for probes that weigh a gain against its price. */
  readonly prices?: AuditPrices;
  /** What the reader names of the rule. */
  readonly rule?: Partial<Rule>;
  /** Binds a judge that is asked otherwise; without it such arms are not asked. */
  readonly bind?: BindArm;
}

/** An audit under way: what remains to be asked, round by round, and what the answers say. */
export interface Auditing {
  /** The trials that are wanted and have no judgment, each once; [] when the audit has all it asks for. */
  remaining(): readonly PlannedTrial[];
  /** How many trials were wanted so far, and how many of them have their judgment. */
  counts(): { readonly wanted: number; readonly satisfied: number };
  add(judgment: Judgment): void;
  report(): readonly ProbeReport[];
}

/** Lays out an audit. Sends nothing. */
export async function auditing(input: AuditInput): Promise<Auditing> {
  const { probes, seed, resamples = RESAMPLES, prices = {} } = input;
  const judgments = new AuditJudgments();
  const answered = new Set<string>();
  const add = (judgment: Judgment) => {
    judgments.add(judgment);
    if (!isFailedCall(judgment)) answered.add(judgment.trial.key);
  };
  for (const judgment of input.judgments) add(judgment);
  const judges: AuditedJudge[] = [];
  for (const one of input.judges) {
    const judge = "bound" in one ? one.bound.judge : one.stored;
    const bound = "bound" in one ? one.bound : null;
    const bind = bound && input.bind ? input.bind : null;
    const arms = await bindArms(judge, probes, bind);
    judges.push({ judge, judgeRule: ruleOf(judge, input.rule ?? {}), bound, arms });
  }
  const known = { data: auditData(input.rows), judgments, seed, resamples, prices };
  const wanted = new Set<string>();
  let rounds = 0;
  return {
    add,
    counts: () => ({
      wanted: wanted.size,
      satisfied: [...wanted].filter((key) => answered.has(key)).length,
    }),
    remaining() {
      if (rounds++ >= MOST_ROUNDS) return [];
      const studies = auditStudies(judges, known);
      return judges.flatMap((audited, i) => {
        const study = studies[i];
        if (!audited.bound || !study) return [];
        const trials = newTrials(probes, audited, study, known, (key) => wanted.has(key));
        for (const { trial } of trials) wanted.add(trial.key);
        return trials.filter(({ trial: { key } }) => !answered.has(key));
      });
    },
    report: () =>
      adjusted(
        auditStudies(judges, known).flatMap((study) =>
          probes.map((probe): Measured => ({ probe, judge: study.judge.id, measure: probe.measure(study) })),
        ),
      ),
  };
}

/** Each trial that was not wanted before, once: probes share what they have in common. */
function newTrials(
  probes: readonly Probe[],
  audited: AuditedJudge,
  study: AuditStudy,
  known: {
    data: AuditData;
    judgments: AuditJudgments;
    seed: number;
    resamples: number;
    prices: AuditPrices;
  },
  isKnown: (key: string) => boolean,
): readonly PlannedTrial[] {
  const trials = new Map<string, PlannedTrial>();
  for (const probe of probes) {
    for (const wanted of probe.plan(study)) {
      const planned = plannedTrial(probe, wanted, audited, known, (key) => trials.has(key) || isKnown(key));
      if (planned) trials.set(planned.trial.key, planned);
    }
  }
  return [...trials.values()];
}

function isFailedCall({ calls }: Judgment): boolean {
  return calls.some(({ status }) => status === "failed");
}
