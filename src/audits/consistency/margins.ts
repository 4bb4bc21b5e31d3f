import { probabilityOfFirst } from "../../combine/counted.js";
import { numberOf } from "../../combine/joined.js";
import { leadOfFirst } from "../../combine/lead.js";
import { preferenceOf } from "../../combine/preference.js";
import { steadyMean } from "../../combine/readings.js";
import type { Duel } from "../../core/comparison.js";
import { duelOutcome, ownScore, sameDuel } from "../../core/duel.js";
import type { JudgmentRow } from "../../core/judgment.js";
import type { Preference } from "../../core/preference.js";
import type { Verdict } from "../../core/reading.js";
import type { AuditDuel } from "../measure/duels.js";
import type { AuditStudy } from "../study.js";

/** How clear a duel is to people, and in what that is measured. */
export interface PreferenceMargin {
  readonly kind: "strength" | "difference of ratings" | "lead in votes";
  /** ≥ 0. */
  readonly margin: number;
}

/**
 * How clear a duel is to those who stated preferences: the size of the mean stated strength (or 2p − 1), else of the mean difference of their
 * ratings, else their lead in votes (0…1) where there are several; null where they say nothing of it but a winner.
 */
export function preferenceMargin(
  study: AuditStudy,
  { comparison, duel }: AuditDuel,
): PreferenceMargin | null {
  const said = study.preferencesOf(comparison.id);
  const strengths = said.flatMap((one) => strengthOf(one, duel) ?? []);
  if (strengths.length > 0) return { kind: "strength", margin: Math.abs(steadyMean(strengths)) };
  const differences = said.flatMap((one) => ratingDifference(one, duel) ?? []);
  if (differences.length > 0)
    return { kind: "difference of ratings", margin: Math.abs(steadyMean(differences)) };
  const [votes] = preferenceOf(said, { ...comparison, duels: [duel] });
  if (!votes || votes.annotators < 2) return null;
  const { first, second } = votes.counts;
  return { kind: "lead in votes", margin: Math.abs(first - second) / votes.annotators };
}

function strengthOf(said: Preference, duel: Duel): number | null {
  if (said.kind !== "duel" || (said.strength === undefined && said.p === undefined)) return null;
  const { between, winner, strength, p } = said;
  const verdict: DuelVerdict = {
    ...{ kind: "duel", between, winner },
    ...(strength === undefined ? {} : { strength }),
    ...(p === undefined ? {} : { pWin: p }),
  };
  return leadOfFirst(verdict, duel);
}

function ratingDifference(said: Preference, [a, b]: Duel): number | null {
  if (said.kind !== "ratings") return null;
  const [first, second] = [ownScore(said.scores, a), ownScore(said.scores, b)];
  return first === null || second === null ? null : first - second;
}

type DuelVerdict = Extract<Verdict, { kind: "duel" }>;

/**
 * How clear a duel was to the judge: the mean size of its leads over all that it decided, each presentation by itself (a difference of scores,
 * a stated strength, 2p − 1), so that a verdict which turns with the order is not taken for a close one. A tie is 0. null where it decided
 * nothing.
 */
export function judgeMargin(judgments: readonly JudgmentRow[], duel: Duel): number | null {
  const sizes = judgments.flatMap(({ reading }) => {
    const lead = reading.status === "decided" ? leadOf(reading.verdict, duel) : null;
    return lead === null ? [] : [Math.abs(lead)];
  });
  return sizes.length === 0 ? null : steadyMean(sizes);
}

/** Whether a verdict says how clear it is, beyond naming a winner. */
export function statesMargin({ reading }: JudgmentRow): boolean {
  if (reading.status !== "decided") return false;
  const { verdict } = reading;
  switch (verdict.kind) {
    case "duel":
      return verdict.strength !== undefined || probabilityOfFirst(verdict) !== null;
    case "scores":
      return true;
    case "ranking":
      return verdict.tiers.length > 2;
    default:
      return verdict satisfies never;
  }
}

function leadOf(verdict: Verdict, duel: Duel): number | null {
  if (duelOutcome(verdict, duel) === null) return null;
  if (verdict.kind === "duel") return sameDuel(verdict.between, duel) ? leadOfFirst(verdict, duel) : null;
  const [first, second] = duel.map((id) => numberOf(verdict, id, verdict.kind));
  return first == null || second == null ? null : first - second;
}
