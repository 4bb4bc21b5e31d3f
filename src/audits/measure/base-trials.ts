import type { ArmTrial } from "../probe.js";
import type { AuditStudy } from "../study.js";
import type { AuditDuel } from "./duels.js";

/** The ordinary trials of these duels: both orders of each, as a run makes them, in repeats 0…`repeats` − 1. */
export function baseTrials(study: AuditStudy, duels: readonly AuditDuel[], repeats = 1): readonly ArmTrial[] {
  return duels.flatMap(({ comparison }) => armTrials(study, { comparison, arm: null, repeats }));
}

/** The ordinary trials of all comparisons, each whole as a run presents it, in repeats 0…`repeats` − 1: where three are shown together, all three. */
export function wholeTrials(study: AuditStudy, repeats = 1): readonly ArmTrial[] {
  return study.comparisons.flatMap((comparison) => armTrials(study, { comparison, arm: null, repeats }));
}

/** The trials of one arm about a comparison, or of what it is shown as: every presentation, in repeats 0…`repeats` − 1 of the judge's samples each. */
export function armTrials(
  study: AuditStudy,
  wanted: {
    readonly comparison: AuditDuel["comparison"];
    readonly arm: string | null;
    /** The probe that asks; needed where the arm is asked otherwise. */
    readonly probe?: string;
    readonly repeats?: number;
  },
): readonly ArmTrial[] {
  const { comparison, arm, probe, repeats = 1 } = wanted;
  const layouts = study.layoutsOf(
    comparison,
    arm !== null && probe !== undefined ? { probe, arm } : undefined,
  );
  const total = repeats * study.judgeRule.samples;
  return Array.from({ length: total }, (_, repeat) =>
    layouts.map((presented): ArmTrial => ({ comparison: comparison.id, arm, presented, repeat })),
  ).flat();
}
