import { ownScore } from "../../core/duel.js";
import type { Judgment } from "../../core/judgment.js";
import type { AuditStudy } from "../study.js";
import type { AuditDuel } from "./duels.js";
import { votesOn } from "./win-share.js";

/** The judge's own judgments of a duel from its first asking (repeat 0), whatever number of samples that takes. */
export function firstAsking(study: AuditStudy, one: AuditDuel): readonly Judgment[] {
  return asking(study, one, 0);
}

/** Those of the second asking, its samples as if they were the first's, so that they meet their like. */
export function secondAsking(study: AuditStudy, one: AuditDuel): readonly Judgment[] {
  const { samples } = study.judgeRule;
  return asking(study, one, 1).map((judgment) => ({
    ...judgment,
    trial: { ...judgment.trial, repeat: judgment.trial.repeat % samples },
  }));
}

/** How often the winner changes when the same is asked a second time: the noise of asking; null where it was not, or nothing was decided. */
export function flippedAgain(study: AuditStudy, one: AuditDuel): number | null {
  return flipped(study, one, firstAsking(study, one), secondAsking(study, one));
}

/** The share of presented orders (0…1) with opposite winners before and after; null where none was decided in both. */
export function flipped(
  study: AuditStudy,
  { comparison, duel }: AuditDuel,
  before: readonly Judgment[],
  after: readonly Judgment[],
): number | null {
  const votes = [before, after].map(
    (judgments) => votesOn(judgments, comparison, duel, study.judgeRule).votes,
  );
  const firsts = [...duel, null];
  return meanOf(
    firsts.map((first) => {
      const winners = votes.map((own) => own.find(({ presentedFirst }) => presentedFirst === first)?.winner);
      const [was, is] = winners;
      if (was === undefined || is === undefined) return null;
      return was !== is && duel.includes(was) && duel.includes(is) ? 1 : 0;
    }),
  );
}

/** The mean score of a response; null where it has none. */
export function scoreOf(judgments: readonly Judgment[], id: string): number | null {
  return meanOf(
    judgments.map(({ reading }) =>
      reading.status === "decided" && reading.verdict.kind === "scores"
        ? ownScore(reading.verdict.byId, id)
        : null,
    ),
  );
}

/** The mean of what is known; null where nothing is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function asking(study: AuditStudy, { comparison }: AuditDuel, nth: number): readonly Judgment[] {
  const { samples } = study.judgeRule;
  return study.baseOf(comparison.id).filter(({ trial }) => Math.floor(trial.repeat / samples) === nth);
}
