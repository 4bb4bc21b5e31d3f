import { countedJudgments } from "../../combine/counted.js";
import type { JudgeRule } from "../../combine/rule.js";
import { slotOf, voteShares } from "../../combine/shares.js";
import { statedOn } from "../../combine/stated.js";
import type { Judgment } from "../../core/judgment.js";
import type { AuditDuel } from "../measure/duels.js";
import { votesOn } from "../measure/win-share.js";

/**
 * What a judge's confidence on a duel can be read from, the finest first: how far the probability it stated is from ½, by how much its
 * scores (or signed strengths) differ, how far its two orders agree, how far its samples of one order do.
 */
export const CONFIDENCES = ["probability", "margin", "order", "samples"] as const;
export type ConfidenceSource = (typeof CONFIDENCES)[number];

/** In words that fit "by …". */
export const CONFIDENCE_WORDS: Readonly<Record<ConfidenceSource, string>> = {
  probability: "stated probability",
  margin: "score margin",
  order: "agreement of its two orders",
  samples: "agreement of its samples",
};

/** How sure a judge is of a duel, by source: 0 is not at all, more is surer, each on a scale of its own; null where a source says nothing. */
export function confidenceOn(
  judgments: readonly Judgment[],
  { comparison, duel }: AuditDuel,
  judgeRule: JudgeRule,
): Readonly<Record<ConfidenceSource, number | null>> {
  const alone = { ...comparison, duels: [duel] };
  const [stated] = statedOn(countedJudgments(judgments, judgeRule), alone, judgeRule);
  // As they were given, before samples are joined: joined, they always agree.
  const each = { ...judgeRule, rule: { ...judgeRule.rule, samples: "each", orders: "mean" } } as const;
  const reading = votesOn(judgments, comparison, duel, each);
  const byOrder = [0, 1, 2, 3]
    .map((slot) => reading.votes.filter((vote) => slotOf(vote, duel[0]) === slot))
    .filter((votes) => votes.length > 0);
  const leads = byOrder.map((votes) => {
    const shares = voteShares({ ...reading, votes }, each.rule);
    return shares ? shares.first - shares.second : 0;
  });
  const isInBothOrders = byOrder.filter((votes) => votes[0]?.order === "shown").length === 2;
  const isSampled = byOrder.some((votes) => votes.length > 1);
  return {
    probability: stated?.p == null ? null : Math.abs(stated.p - 0.5),
    margin: stated?.margin == null ? null : Math.abs(stated.margin),
    order: isInBothOrders ? Math.abs(meanOf(leads)) : null,
    samples: isSampled ? meanOf(leads.map(Math.abs)) : null,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
