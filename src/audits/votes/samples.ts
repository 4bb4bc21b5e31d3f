import { countedJudgments } from "../../combine/counted.js";
import { placeOnDuel } from "../../combine/place.js";
import { duelReadings } from "../../combine/readings.js";
import { completeRule, type JudgeRule } from "../../combine/rule.js";
import { slotOf } from "../../combine/shares.js";
import { statedOn } from "../../combine/stated.js";
import type { Judgment } from "../../core/judgment.js";
import type { AuditDuel } from "../measure/duels.js";

/** One answer to a question about a duel. */
export interface Sample {
  /** A response id of the duel, or "tie"; null where nothing was decided. */
  readonly winner: string | null;
  /** By how much `duel[0]` is ahead: 2p − 1, a signed strength or the difference of two scores; null where the judge gives no number. */
  readonly lead: number | null;
  /** The same by the expectation over token probabilities. */
  readonly expectedLead: number | null;
  /** What it was read from: one judgment, or those of both responses scored alone. */
  readonly judgments: readonly Judgment[];
}

/** Every sample for itself. */
const EACH: JudgeRule = { rule: completeRule(), samples: 1 };
const EXPECTED: JudgeRule = { rule: completeRule({ value: "expected" }), samples: 1 };

/** The answers to each question about a duel, question by question: one for each presented order; one for all where responses are scored alone. */
export function samplesOn(judgments: readonly Judgment[], one: AuditDuel): readonly (readonly Sample[])[] {
  const questions = new Map<number, Map<string, Judgment[]>>();
  for (const judgment of judgments) {
    const place = placeOnDuel(judgment, one.duel);
    if (!place) continue;
    const slot = slotOf(place, one.duel[0]);
    const asked = questions.get(slot) ?? new Map<string, Judgment[]>();
    questions.set(slot, asked);
    const key = JSON.stringify([place.repeat, place.presented]);
    asked.set(key, [...(asked.get(key) ?? []), judgment]);
  }
  return [...questions]
    .sort(([a], [b]) => a - b)
    .map(([, asked]) => [...asked.values()].flatMap((own) => sampleOf(own, one)))
    .filter((samples) => samples.length > 0);
}

/** Empty where the judgments are not about this duel: a verdict on two others, a score of one response alone. */
function sampleOf(judgments: readonly Judgment[], { comparison, duel }: AuditDuel): Sample[] {
  const alone = { ...comparison, duels: [duel] };
  const [reading] = duelReadings(judgments, alone);
  const winner = reading?.votes[0]?.winner ?? null;
  if (winner === null && !reading?.failures.length) return [];
  const leadUnder = (judgeRule: JudgeRule) => {
    const [stated] = statedOn(countedJudgments(judgments, judgeRule), alone, judgeRule);
    return stated?.p != null ? 2 * stated.p - 1 : (stated?.margin ?? null);
  };
  const lead = winner === null ? null : leadUnder(EACH);
  return [{ winner, lead, expectedLead: leadUnder(EXPECTED), judgments }];
}
