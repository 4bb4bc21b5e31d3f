import type { JudgeRule } from "../../combine/rule.js";
import type { Judge } from "../../core/judge.js";
import type { Judgment } from "../../core/judgment.js";
import type { AuditDuel } from "../measure/duels.js";
import type { AuditStudy } from "../study.js";

export const PROBE = "critique-place";
/** Where a critique stands, seen from the verdict. */
export const PLACES = ["before", "after", "none"] as const;
export type Place = (typeof PLACES)[number];
/** No critique, and votes that take as many output tokens as one. */
export const VOTES = "none-votes";
export type Arm = Place | typeof VOTES;

/** Where a judge puts its critique; null where that is no choice of its protocol. */
export function placeOf(judge: Judge): Place | null {
  if (judge.kind !== "asked") return null;
  return PLACES.find((place) => place === judge.options.critique) ?? null;
}

/** What was judged of a duel with the critique in a place: for the judge's own place the first asking of its ordinary trials. */
export function armJudgments(
  study: AuditStudy,
  { comparison: { id }, duel }: AuditDuel,
  arm: Arm,
): readonly Judgment[] {
  const isOwn = arm === placeOf(study.judge);
  const stored = isOwn ? study.baseOf(id) : study.armOf(PROBE, arm, id);
  return stored.filter(
    ({ trial: { presented, repeat } }) =>
      presented?.every((shown) => duel.includes(shown)) && (!isOwn || repeat < study.judgeRule.samples),
  );
}

/** How the judgments of an arm become a verdict: all votes of a question are samples of one. */
export function armRule({ judgeRule }: AuditStudy, arm: Arm, judgments: readonly Judgment[]): JudgeRule {
  if (arm !== VOTES) return judgeRule;
  const { rule } = judgeRule;
  const areScores = judgments.some(
    ({ reading }) => reading.status === "decided" && reading.verdict.kind === "scores",
  );
  const samples = rule.samples !== "each" ? rule.samples : areScores ? "mean" : "majority";
  return { rule: { ...rule, samples, firstSamples: null }, samples: votesIn(judgments) };
}

/** How often one question was asked, at least 1. */
export function votesIn(judgments: readonly Judgment[]): number {
  return judgments.reduce((most, { trial }) => Math.max(most, trial.repeat + 1), 1);
}
