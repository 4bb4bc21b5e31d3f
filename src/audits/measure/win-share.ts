import { countedJudgments } from "../../combine/counted.js";
import { type DuelReading, duelReadings, type Vote } from "../../combine/readings.js";
import type { JudgeRule } from "../../combine/rule.js";
import { joinSamples } from "../../combine/samples.js";
import { voteShares } from "../../combine/shares.js";
import type { Comparison, Duel } from "../../core/comparison.js";
import type { JudgmentRow } from "../../core/judgment.js";

/** One judge's votes on one duel, the samples of a question joined as its rule says. */
export function votesOn(
  judgments: readonly JudgmentRow[],
  comparison: Comparison,
  duel: Duel,
  judgeRule: JudgeRule,
): DuelReading {
  const counted = countedJudgments(judgments, judgeRule);
  const alone = { ...comparison, duels: [duel] };
  const readings = duelReadings(counted, alone);
  const [joined] = joinSamples({ judgments: counted, comparison: alone, readings }, judgeRule);
  return joined ?? { duel, votes: [], failures: [] };
}

/** A judge's rule for whoever looks at single orders: joined into one vote they could not be told apart. */
export function apartByOrder(judgeRule: JudgeRule): JudgeRule {
  const { rule } = judgeRule;
  return rule.orders === "pooled" ? { ...judgeRule, rule: { ...rule, orders: "mean" } } : judgeRule;
}

/**
 * How much of a judge's word on a duel is for its first response: win 1, tie ½, loss 0, repeats averaged within each presented order and
 * then the orders (0…1); null where nothing was decided.
 */
export function winShare(
  judgments: readonly JudgmentRow[],
  comparison: Comparison,
  duel: Duel,
  judgeRule: JudgeRule,
): number | null {
  const shares = voteShares(votesOn(judgments, comparison, duel, judgeRule), judgeRule.rule);
  return shares ? shares.first + shares.tie / 2 : null;
}

/** As `winShare`, and null too where a presented order has no verdict: what leans on the order must have both. */
export function balancedWinShare(
  judgments: readonly JudgmentRow[],
  comparison: Comparison,
  duel: Duel,
  judgeRule: JudgeRule,
): number | null {
  const { votes } = votesOn(judgments, comparison, duel, judgeRule);
  const shown = votes.filter(({ order }) => order === "shown");
  const firsts = new Set(shown.map(({ presentedFirst }) => presentedFirst));
  if (shown.length > 0 && firsts.size < 2) return null;
  return winShare(judgments, comparison, duel, judgeRule);
}

/** Whether both responses were shown together, but in one order only. */
export function isInOneOrder(votes: readonly Vote[]): boolean {
  return new Set(votes.flatMap(({ presentedFirst }) => presentedFirst ?? [])).size === 1;
}

/** What must be said where a lean towards a place may stand in for a lean towards something else. */
export function oneOrderNote(duels: readonly { readonly isInOneOrder: boolean }[]): readonly string[] {
  const count = duels.filter((one) => one.isInOneOrder).length;
  if (count === 0) return [];
  return [
    `${count} of ${duels.length} duels have a verdict in one order alone, so that a lean towards a place is part of what is measured there`,
  ];
}
