import type { Vote } from "../../combine/readings.js";
import { isOrdinary } from "../../core/audit.js";
import type { Comparison } from "../../core/comparison.js";
import type { Judgment } from "../../core/judgment.js";
import { exchangedMentions } from "../../verdicts/mentions.js";
import { withoutVerdict } from "../../verdicts/without-verdict.js";
import type { AuditDuel } from "../measure/duels.js";
import { votesOn } from "../measure/win-share.js";
import type { AuditStudy } from "../study.js";

export const PROBE = "faithfulness";
/**
 * Whether the responses are hidden or shown beside the critique, and which critique it is: the judge's own on this presentation, that one
 * with the responses exchanged, or the one it wrote when they stood in the other order, its letters put right.
 */
export const ARMS = ["hidden", "hidden-negated", "shown", "shown-negated", "shown-other-order"] as const;
export type Arm = (typeof ARMS)[number];

interface Presentation {
  readonly presented: readonly string[];
  readonly repeat: number;
}

/**
 * The critique that the judge is given in an arm, from what it wrote in its ordinary trials; null where it wrote none, or none that can be
 * turned round. A critique of one response alone names none: the critique of the other one stands in its place, where there are two.
 */
export function givenCritique(
  arm: Arm,
  { responses }: Comparison,
  { presented, repeat }: Presentation,
  judgments: readonly Judgment[],
): string | null {
  const written = (shown: readonly string[]) => critiqueOn({ presented: shown, repeat }, judgments);
  switch (arm) {
    case "hidden":
    case "shown":
      return written(presented);
    case "hidden-negated":
    case "shown-negated": {
      if (presented.length > 1) return exchanged(written(presented));
      const others = responses.filter(({ id }) => !presented.includes(id));
      return others.length === 1 ? written(others.map(({ id }) => id)) : null;
    }
    case "shown-other-order":
      return presented.length > 1 ? exchanged(written([...presented].reverse())) : null;
    default:
      return arm satisfies never;
  }
}

/** What a judge wrote of a presentation in an ordinary trial, without its verdict; null where that is nothing. */
function critiqueOn({ presented, repeat }: Presentation, judgments: readonly Judgment[]): string | null {
  const key = JSON.stringify(presented);
  const own = judgments.find(
    ({ trial }) => isOrdinary(trial) && trial.repeat === repeat && JSON.stringify(trial.presented) === key,
  );
  const critique = withoutVerdict(own?.critique ?? "");
  return critique === "" ? null : critique;
}

function exchanged(critique: string | null): string | null {
  return critique === null ? null : exchangedMentions(critique);
}

/** The presentations that a vote was made of: both responses in an order, or each alone. */
export function presentationsOf({ order, presented, repeat }: Vote, { duel }: AuditDuel): Presentation[] {
  if (order === "shown" && presented) return [{ presented, repeat }];
  return order === "none" ? duel.map((id) => ({ presented: [id], repeat })) : [];
}

/** The sampled votes on a duel, one a sample: a critique belongs to one of them, however they are joined. */
export function sampledVotes(
  { judgeRule: { rule, samples } }: AuditStudy,
  judgments: readonly Judgment[],
  { comparison, duel }: AuditDuel,
): readonly Vote[] {
  const sampled = { ...rule, samples: "each", value: "sampled", firstSamples: null } as const;
  return votesOn(judgments, comparison, duel, { rule: sampled, samples }).votes;
}

/** The judge's own votes of its first asking that name a winner: a tie has no side to follow. */
export function sidedVotes(study: AuditStudy, one: AuditDuel): readonly Vote[] {
  return sampledVotes(study, study.baseOf(one.comparison.id), one).filter(
    ({ winner, repeat, order }) =>
      one.duel.includes(winner) && repeat < study.judgeRule.samples && order !== "unknown",
  );
}

/** The vote of the same sample in the other order; undefined where there is none or it names the same winner. */
export function contrary(vote: Vote, votes: readonly Vote[]): Vote | undefined {
  return votes.find(
    (other) =>
      other.repeat === vote.repeat &&
      other.presentedFirst !== vote.presentedFirst &&
      other.winner !== vote.winner,
  );
}
