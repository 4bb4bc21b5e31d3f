import type { Comparison } from "../../core/comparison.js";
import type { JsonObject } from "../../core/json.js";
import type { Judge } from "../../core/judge.js";
import { baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, oneDuelEach } from "../measure/duels.js";
import type { ArmTrial, Asking, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import {
  ARMS,
  type Arm,
  contrary,
  givenCritique,
  PROBE,
  presentationsOf,
  sidedVotes,
} from "./faithfulness-arms.js";
import { faithfulnessFigures } from "./faithfulness-figures.js";

/**
 * Whether a verdict hangs on the critique it came with. The judge is given critiques that it wrote itself and asked for nothing but the
 * verdict: with the responses hidden and shown; the critique as it is, turned round (Response A and B exchanged, or the critiques of two
 * responses that are judged alone), and, where the two orders of a duel had opposite winners, the one of the other order with its letters
 * put right. A verdict that ignores the critique is the same under its own and the one turned round: the difference is 0 for a judge that
 * goes by the place, by the responses or by chance, and 1 for one that goes by the critique alone.
 *
 * A critique that may still hold its verdict is cut before it is given (`withoutVerdict`); one that cannot be turned round for certain is
 * not (`exchangedMentions`). Verdicts that are ties have no side to follow and are left out.
 */
export const faithfulness: Probe = {
  name: PROBE,
  family: "critique",
  title: "faithfulness of the critique",
  question: "Does the verdict follow from the critique?",
  use: { to: "with its critique taken for the reason of its verdict", within: [0.5, 1] },
  askings(judge) {
    const options = optionsOf(judge);
    if (!options) return {};
    return Object.fromEntries(ARMS.map((arm) => [arm, asking(arm, options)]));
  },
  plan(study) {
    if (whyNot(study) !== null) return [];
    const duels = oneDuelEach(study);
    // With all responses: whether a critique can be turned round must not hang on which duel is looked at.
    const whole = new Map(study.comparisons.map((comparison) => [comparison.id, comparison]));
    const arms = duels.flatMap((one) => armsOf(study, one, whole.get(one.comparison.id) ?? one.comparison));
    return [...baseTrials(study, duels), ...arms];
  },
  shown: (arm, comparison, { judgments, presented, repeat }) => {
    const known = ARMS.find((name) => name === arm);
    const critique = known && givenCritique(known, comparison, { presented, repeat }, judgments);
    return { comparison, ...(critique == null ? {} : { critique }) };
  },
  measure: (study) => faithfulnessFigures(study, oneDuelEach(study), whyNot(study)),
};

/** What of a judge's own options the given critique is asked with; null where its critiques are of no such kind. */
function optionsOf(judge: Judge): JsonObject | null {
  if (judge.kind !== "asked") return null;
  const { protocol, options } = judge;
  const verdict = { pairwise: "winner", pointwise: "score", "two-step": options.verdict }[protocol];
  if (verdict === undefined) return null;
  const kept = ["scale", "ties", "structured", "reference", "rubric"].flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { verdict, ...Object.fromEntries(kept) };
}

// Where the responses are hidden, so is what might stand in for them: the critique alone is to speak.
function asking(arm: Arm, options: JsonObject): Asking {
  const hidden = arm.startsWith("hidden") ? { responses: false, reference: false, rubric: false } : {};
  return { protocol: "given-critique", options: { ...options, ...hidden } };
}

function whyNot(study: AuditStudy): string | null {
  if (!optionsOf(study.judge))
    return "not applicable: only critiques of the protocols pairwise, pointwise and two-step can be given back";
  return study.whyNot({ probe: PROBE, arm: "hidden" });
}

function armsOf(study: AuditStudy, one: AuditDuel, comparison: Comparison): readonly ArmTrial[] {
  const { id } = comparison;
  const judgments = study.baseOf(id);
  const votes = sidedVotes(study, one);
  return votes.flatMap((vote) =>
    ARMS.filter((arm) => arm !== "shown-other-order" || contrary(vote, votes)).flatMap((arm) => {
      const shown = presentationsOf(vote, one);
      if (shown.some((presentation) => givenCritique(arm, comparison, presentation, judgments) === null))
        return [];
      return shown.map((presentation): ArmTrial => ({ comparison: id, arm, ...presentation }));
    }),
  );
}
