import { TIE } from "../../core/preference.js";
import { majorityOfSubsets } from "../../stats/voting/majority-of-subsets.js";
import { meanOfSubsets } from "../../stats/voting/mean-of-subsets.js";
import { type AuditDuel, dispreferred, oneDuelEach } from "../measure/duels.js";
import { meanSpent, type Spent, spentOn, totalSpent } from "../measure/spent.js";
import type { AuditStudy } from "../study.js";
import { type Sample, samplesOn } from "./samples.js";

/** How votes become one: the winner most of them name, the mean of their numbers, the mean of their expectations. */
export const WAYS = ["majority", "mean", "expectation"] as const;
export type Way = (typeof WAYS)[number];

/** A duel that was asked about several times in every presented order. */
export interface VotedDuel {
  readonly duel: AuditDuel;
  /** By way: entry k − 1 is the accuracy of k votes (0…1), averaged over the presented orders; null where no vote can be joined so. */
  readonly accuracies: Readonly<Record<Way, readonly number[] | null>>;
  /** What one vote in each presented order takes. */
  readonly spent: Spent;
}

export interface Voted {
  /** The most votes that are looked at: K. */
  readonly most: number;
  readonly duels: readonly VotedDuel[];
  /** Duels that were asked about less often. */
  readonly fewer: number;
}

type JudgmentsOf = (comparison: string) => ReturnType<AuditStudy["baseOf"]>;

/** Accuracies of 1…K votes of each duel with a preferred response; K is what at least half of those that were asked about have. */
export function votedDuels(study: AuditStudy, judgmentsOf: JudgmentsOf): Voted {
  const asked = oneDuelEach(study)
    .filter((one) => dispreferred(one) !== null)
    .map((one) => ({ one, questions: samplesOn(judgmentsOf(one.comparison.id), one) }))
    .filter(({ questions }) => questions.length > 0)
    .map((each) => ({ ...each, size: Math.min(...each.questions.map(({ length }) => length)) }));
  const sizes = asked.map(({ size }) => size).sort((a, b) => b - a);
  const most = sizes[Math.ceil(sizes.length / 2) - 1] ?? 0;
  const enough = asked.filter(({ size }) => size >= most);
  return {
    most,
    fewer: asked.length - enough.length,
    duels: enough.map(({ one, questions }) => ({
      duel: one,
      accuracies: {
        majority: overQuestions(questions, most, (samples) => byMajority(samples, one)),
        mean: overQuestions(questions, most, (samples) => byMean(samples, one, "lead")),
        expectation: overQuestions(questions, most, (samples) => byMean(samples, one, "expectedLead")),
      },
      spent: totalSpent(
        questions.map((samples) => meanSpent(samples.map((sample) => spentOf(study, sample)))),
      ),
    })),
  };
}

function spentOf(study: AuditStudy, { judgments }: Sample): Spent {
  return totalSpent(judgments.map((judgment) => spentOn(study, judgment)));
}

function overQuestions(
  questions: readonly (readonly Sample[])[],
  most: number,
  accuracies: (samples: readonly Sample[]) => readonly number[] | null,
): readonly number[] | null {
  const known = questions.map(accuracies).filter((one) => one !== null);
  if (known.length === 0) return null;
  return Array.from(
    { length: most },
    (_, i) => known.reduce((sum, one) => sum + (one[i] ?? 0), 0) / known.length,
  );
}

function byMajority(samples: readonly Sample[], { preferred }: AuditDuel): readonly number[] | null {
  const count = (is: (winner: string | null) => boolean) => samples.filter(({ winner }) => is(winner)).length;
  const right = count((winner) => winner === preferred);
  const tied = count((winner) => winner === TIE);
  const silent = count((winner) => winner === null);
  return majorityOfSubsets({ right, tied, silent, wrong: samples.length - right - tied - silent });
}

function byMean(
  samples: readonly Sample[],
  { duel, preferred }: AuditDuel,
  number: "lead" | "expectedLead",
): readonly number[] | null {
  const sign = preferred === duel[0] ? 1 : -1;
  // A judge that gives strengths says a tie without one; one that gives none at all has no numbers.
  const givesNumbers = samples.some(({ [number]: lead }) => lead !== null);
  const leads = samples.flatMap(({ winner, [number]: lead }) => {
    const known = lead ?? (winner === TIE && number === "lead" ? 0 : null);
    return known === null ? [] : [sign * known];
  });
  return givesNumbers ? meanOfSubsets(leads, samples.length - leads.length) : null;
}
