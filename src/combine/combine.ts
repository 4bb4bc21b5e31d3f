import type { ComparisonRow } from "../core/comparison.js";
import type { AbstainReason, Decision, Rule } from "../core/decision.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { FailureStatus } from "../core/reading.js";
import { countedJudgments } from "./counted.js";
import { byNumbers, joinedNumbers, joinOf } from "./joined.js";
import { type DuelReading, duelReadings, isScoredAlone } from "./readings.js";
import { type JudgeRule, type OwnRule, ruleOfOwn } from "./rule.js";
import { joinSamples } from "./samples.js";
import { duelVerdict } from "./shares.js";

/**
 * One verdict out of one judge's judgments of one comparison.
 *
 * - Two responses: a duel, by the rule; scores, where the rule joins the scores of several samples and they say the same as the votes.
 * - More: each response's score (or rank) where the rule joins them, or where responses were scored one at a time; else a ranking by
 *   wins ÷ duels decided (win 1, tie ½), in which equal shares stand in one tier and a response with no decided duel in none.
 * - One: its score.
 * - Nothing decided: abstained, with the judgments counted by status and, as `not-asked`, the duels nobody was asked about.
 *
 * `rule` names what departs from the default and from what the judge itself says (`own`). Throws an InputError where it does not fit.
 */
export function combine(
  judgments: readonly JudgmentRow[],
  comparison: ComparisonRow,
  rule: Partial<Rule> = {},
  own: OwnRule = {},
): Decision {
  const judgeRule = ruleOfOwn(own, rule);
  const counted = countedJudgments(judgments, judgeRule);
  const votes = duelReadings(counted, comparison);
  const readings = joinSamples({ judgments: counted, comparison, readings: votes }, judgeRule);
  return combineReadings({ judgments: counted, comparison, readings }, judgeRule);
}

interface ReadComparison {
  /** Those that count, with the values that the rule reads. */
  readonly judgments: readonly JudgmentRow[];
  readonly comparison: ComparisonRow;
  /** Samples joined. */
  readonly readings: readonly DuelReading[];
}

/** `combine` where the votes on the duels are at hand already. */
export function combineReadings(read: ReadComparison, judgeRule: JudgeRule): Decision {
  const { judgments, comparison, readings } = read;
  const { rule } = judgeRule;
  const decision =
    comparison.responses.length === 2
      ? duelDecision(read, judgeRule)
      : (byNumber(read, judgeRule) ?? byWins(readings, rule));
  return decision ?? { status: "abstained", reasons: abstainReasons(judgments, readings) };
}

function duelDecision(read: ReadComparison, judgeRule: JudgeRule): Decision | null {
  const { comparison, judgments } = read;
  const [reading] = read.readings;
  const winner = reading ? duelVerdict(reading, judgeRule.rule) : null;
  if (!reading || winner === null) return null;
  if (joinsNumbers(judgeRule.rule)) {
    const byId = joinedNumbers(judgments, comparison, "scores", judgeRule);
    const [first, second] = reading.duel.map((id) => byId.get(id));
    // A judge that scores two responses differently in two orders may tie by votes what its mean scores do not.
    const isSame =
      first !== undefined && second !== undefined && byNumbers(reading.duel, first, second) === winner;
    if (isSame) return { status: "decided", verdict: { kind: "scores", byId: Object.fromEntries(byId) } };
  }
  return { status: "decided", verdict: { kind: "duel", between: reading.duel, winner } };
}

/** Each response's joined score, or the responses by their joined ranks; null where fewer than two (of one: none) have any. */
function byNumber({ judgments, comparison }: ReadComparison, judgeRule: JudgeRule): Decision | null {
  const k = comparison.responses.length;
  const { samples } = judgeRule.rule;
  const joins = joinsNumbers(judgeRule.rule);
  if (samples === "majority" && k > 1) return null;
  const scored = joins ? judgments : judgments.filter(isScoredAlone);
  const scores = joinedNumbers(scored, comparison, "scores", judgeRule);
  // fromEntries defines own properties, also for an id such as "__proto__".
  if (scores.size >= Math.min(k, 2) && scores.size > 0) {
    return { status: "decided", verdict: { kind: "scores", byId: Object.fromEntries(scores) } };
  }
  const ranks = joins
    ? joinedNumbers(judgments, comparison, "ranking", judgeRule)
    : new Map<string, number>();
  return ranks.size < 2 ? null : { status: "decided", verdict: { kind: "ranking", tiers: tiersOf(ranks) } };
}

/** Whether a comparison's scores are joined to one each. Where both orders must agree, votes decide. */
function joinsNumbers(rule: Rule): boolean {
  return joinOf(rule) !== null && rule.orders !== "consistent";
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
  const shares = new Map([...record].map(([id, { wins, duels }]) => [id, wins / duels]));
  return { status: "decided", verdict: { kind: "ranking", tiers: tiersOf(shares) } };
}

/** Ids by their number, the highest first; equal numbers share a tier. */
function tiersOf(numbers: ReadonlyMap<string, number>): string[][] {
  const tiers = new Map<number, string[]>();
  for (const [id, number] of numbers) tiers.set(number, [...(tiers.get(number) ?? []), id]);
  return [...tiers].sort(([a], [b]) => b - a).map(([, ids]) => ids);
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
