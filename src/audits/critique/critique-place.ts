import type { Judge } from "../../core/judge.js";
import { armTrials } from "../measure/base-trials.js";
import { type AuditDuel, oneDuelEach } from "../measure/duels.js";
import { unmeasured } from "../measure/figures.js";
import type { ArmTrial, Asking, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { type Arm, armJudgments, PLACES, type Place, PROBE, placeOf, VOTES } from "./critique-place-arms.js";
import { critiquePlaceFigures } from "./critique-place-figures.js";
import { outputTokens } from "./usage.js";

/** More votes than these on one question are not bought, whatever a critique costs. */
const MOST_VOTES = 32;
/** At temperature 0 all votes would be one: this is how they are drawn then. */
const VOTING_TEMPERATURE = 0.7;
/** A judge without critiques may allow its replies a few tokens: no room for one. */
const ROOM_FOR_CRITIQUE = 1024;

/**
 * The same judge with its critique before the verdict, after it and without one, on the same duels in both orders; and, since a critique
 * is also more thinking, without one but with as many votes as take the output tokens of a critique. How many these are is known after the
 * first round: the mean output tokens of a judgment with the critique first, divided by those of one without, rounded. Votes are joined by
 * the judge's own rule for samples, or else by majority (scores by their mean). The two are then alike in output tokens; the prompt is
 * read once for each vote, which the input tokens show.
 */
export const critiquePlace: Probe = {
  name: PROBE,
  family: "critique",
  title: "place of the critique",
  question: "Are verdicts better when a critique is written first?",
  use: { to: "without its critique, to save tokens", within: [-1, 0.02] },
  byDefault: false,
  askings,
  plan(study) {
    if (whyNot(study) !== null) return [];
    const duels = oneDuelEach(study);
    const first = duels.flatMap((one) => PLACES.flatMap((place) => trialsOf(study, one, place)));
    const votes = isAnswered(study, first) ? votesAtEqualTokens(study, duels) : null;
    return [...first, ...duels.flatMap((one) => (votes ? trialsOf(study, one, VOTES, votes) : []))];
  },
  measure(study) {
    const duels = oneDuelEach(study);
    const isAsked = (arm: Arm) => duels.some((one) => armJudgments(study, one, arm).length > 0);
    if (isAsked("before") && isAsked("none")) return critiquePlaceFigures(study, duels);
    const reason = whyNot(study) ?? "it was not asked with a critique and without one";
    const about = { metric: `${PROBE}-gain`, title: "agreement, critique first − no critique" };
    return { primary: unmeasured(study, about, reason), others: [] };
  },
};

function askings(judge: Judge): Readonly<Record<string, Asking>> {
  const own = placeOf(judge);
  if (own === null || judge.kind !== "asked") return {};
  const { temperature, maxTokens = ROOM_FOR_CRITIQUE } = judge.sampling;
  const room = own === "none" ? { maxTokens: Math.max(maxTokens, ROOM_FOR_CRITIQUE) } : {};
  const places = PLACES.filter((place) => place !== own).map((place): [Place, Asking] => [
    place,
    { options: { critique: place }, ...(place === "none" ? {} : room) },
  ]);
  const drawn = temperature === 0 ? { temperature: VOTING_TEMPERATURE } : {};
  return { ...Object.fromEntries(places), [VOTES]: { options: { critique: "none" }, ...drawn } };
}

/** Why it cannot be asked about its critique's place; null where it can. */
function whyNot(study: AuditStudy): string | null {
  const own = placeOf(study.judge);
  if (own === null) return "not applicable: a judge whose critique has no place that could be changed";
  const other = own === "none" ? "before" : "none";
  return study.whyNot({ probe: PROBE, arm: other });
}

function trialsOf(study: AuditStudy, { comparison }: AuditDuel, arm: Arm, repeats = 1): readonly ArmTrial[] {
  if (arm === placeOf(study.judge)) return armTrials(study, { comparison, arm: null, repeats });
  return armTrials(study, { comparison, arm, probe: PROBE, repeats });
}

/** Whether all of these have been carried out, with or without success: what they cost does not change any more. */
function isAnswered(study: AuditStudy, trials: readonly ArmTrial[]): boolean {
  return trials.every(({ comparison, arm, presented, repeat }) => {
    const stored = arm === null ? study.baseOf(comparison) : study.armOf(PROBE, arm, comparison);
    return stored.some(
      ({ trial }) => trial.repeat === repeat && JSON.stringify(trial.presented) === JSON.stringify(presented),
    );
  });
}

/** How many judgments without a critique take the output tokens of one with it; null where that is one or not known. */
function votesAtEqualTokens(study: AuditStudy, duels: readonly AuditDuel[]): number | null {
  const [before, none] = (["before", "none"] as const).map((place) =>
    outputTokens(duels.flatMap((one) => armJudgments(study, one, place))),
  );
  if (!before || !none) return null;
  const votes = Math.min(MOST_VOTES, Math.round(before / none));
  return votes > 1 ? votes : null;
}
