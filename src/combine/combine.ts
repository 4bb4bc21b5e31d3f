import type { ComparisonRow } from "../core/comparison.js";
import { type AbstainReason, DEFAULT_RULE, type Decision, type Rule } from "../core/decision.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { FailureStatus } from "../core/reading.js";
import { type DuelReading, duelReadings, isScoredAlone, scoresAlone, steadyMean } from "./readings.js";
import { duelVerdict } from "./shares.js";

/**
 * One verdict out of one judge's judgments of one comparison.
 *
 * - Two responses: a duel, by the rule.
 * - More: a ranking by wins ÷ duels decided (win 1, tie ½); equal shares stand in one tier, and a response with no decided duel in none.
 * - Responses that were scored one at a time: with one response or more than two, each one's mean score.
 * - Nothing decided: abstained, with the judgments counted by status and, as `not-asked`, the duels nobody was asked about.
 */
export function combine(
  judgments: readonly JudgmentRow[],
  comparison: ComparisonRow,
  rule: Rule = DEFAULT_RULE,
): Decision {
  return combineReadings(judgments, comparison, duelReadings(judgments, comparison), rule);
}

/** `combine` where the votes on the duels are at hand already. */
export function combineReadings(
  judgments: readonly JudgmentRow[],
  comparison: ComparisonRow,
  readings: readonly DuelReading[],
  rule: Rule,
): Decision {
  const k = comparison.responses.length;
  const decision =
    k === 2 ? duelDecision(readings, rule) : (meanScores(judgments, k) ?? byWins(readings, rule));
  return decision ?? { status: "abstained", reasons: abstainReasons(judgments, readings) };
}

function duelDecision(readings: readonly DuelReading[], rule: Rule): Decision | null {
  const [reading] = readings;
  const winner = reading ? duelVerdict(reading, rule) : null;
  if (!reading || winner === null) return null;
  return { status: "decided", verdict: { kind: "duel", between: reading.duel, winner } };
}

function meanScores(judgments: readonly JudgmentRow[], k: number): Decision | null {
  const scores = scoresAlone(judgments.filter(isScoredAlone));
  if (scores.size === 0 || (k > 1 && scores.size < 2)) return null;
  // fromEntries defines own properties, also for an id such as "__proto__".
  const byId = Object.fromEntries(
    [...scores].map(([id, repeats]) => [id, steadyMean([...repeats.values()])]),
  );
  return { status: "decided", verdict: { kind: "scores", byId } };
}

function byWins(readings: readonly DuelReading[], rule: Rule): Decision | null {
  const record = new Map<string, { wins: number; duels: number }>();
  const add = (id: string, credit: number) => {
    const { wins, duels } = record.get(id) ?? { wins: 0, duels: 0 };
    record.set(id, { wins: wins + credit, duels: duels + 1 });
  };
  for (const reading of readings) {
    const winner = duelVerdict(reading, rule);
    if (winner === null) continue;
    for (const id of reading.duel) add(id, winner === TIE ? 0.5 : winner === id ? 1 : 0);
  }
  if (record.size === 0) return null;
  const tiers = new Map<number, string[]>();
  for (const [id, { wins, duels }] of record) {
    tiers.set(wins / duels, [...(tiers.get(wins / duels) ?? []), id]);
  }
  const bestFirst = [...tiers].sort(([a], [b]) => b - a).map(([, ids]) => ids);
  return { status: "decided", verdict: { kind: "ranking", tiers: bestFirst } };
}

function abstainReasons(
  judgments: readonly JudgmentRow[],
  readings: readonly DuelReading[],
): readonly AbstainReason[] {
  const counts = new Map<FailureStatus, number>();
  for (const { reading } of judgments) {
    // A verdict that says nothing of what was asked has decided nothing.
    const status = reading.status === "decided" ? "undecided" : reading.status;
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const reasons: AbstainReason[] = [...counts].map(([status, count]) => ({ status, count }));
  const silent = readings.filter(({ votes, failures }) => votes.length === 0 && failures.length === 0).length;
  const notAsked = readings.length === 0 && judgments.length === 0 ? 1 : silent;
  return notAsked > 0 ? [...reasons, { status: "not-asked", count: notAsked }] : reasons;
}
