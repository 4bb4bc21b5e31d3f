import type { ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import { type RobustLogistic, robustLogistic } from "../../stats/fitting/logistic-robust.js";
import { baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, auditDuels, dispreferred } from "../measure/duels.js";
import { described, given, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import { isInOneOrder, oneOrderNote, votesOn, winShare } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";

const COEFFICIENT = {
  metric: "length-controlled-coefficient",
  title: "log odds by length, from equal to much longer",
  unit: "score",
} as const;
/** Keeps the fit finite where length or the preference tells every verdict; beside dozens of duels it weighs little. */
const RIDGE = 0.1;
const FEWEST = 10;

/**
 * Length and the judge's verdicts, among what people preferred: nothing is changed and nothing asked but ordinary trials. logit P(the judge
 * picks the preferred response) = a + c·tanh(z), z the difference of lengths (preferred − other) over its root mean square, as the
 * length-controlled rates of AlpacaEval 2 have it (Dubois et al. 2024). With a for the preference and nothing else, the model reads the same
 * whichever response is called first.
 */
export const lengthControlled: Probe = {
  name: "length-controlled",
  family: "bias",
  title: "length, observed",
  question: "Does the judge lean towards longer responses beyond what people prefer?",
  use: { to: "to rank systems that write at different length", within: [-0.5, 0.5] },
  plan: (study) => baseTrials(study, decidedDuels(study)),
  measure(study) {
    const asked = decidedDuels(study)
      .map((one) => measuredDuel(study, one))
      .filter((one) => one.isAsked);
    const judged = asked.filter((one) => one.share !== null);
    const excluded = asked.length - judged.length;
    const scale = Math.sqrt(judged.reduce((sum, { longer }) => sum + longer ** 2, 0) / judged.length);
    const reason = whyNone(asked, judged, scale);
    if (reason !== null) return { primary: unmeasured(study, COEFFICIENT, reason, excluded), others: [] };
    return figuresOf(study, asked, scale);
  },
};

function decidedDuels(study: AuditStudy): readonly AuditDuel[] {
  return auditDuels(study).filter((one) => dispreferred(one) !== null);
}

interface Measured {
  readonly cluster: string;
  readonly isAsked: boolean;
  /** How much of the judge's word is for the preferred response, 0…1; null where it has none. */
  readonly share: number | null;
  readonly isInOneOrder: boolean;
  /** Characters of the preferred response − of the other. */
  readonly longer: number;
}

function measuredDuel(study: AuditStudy, { comparison, duel, cluster, preferred }: AuditDuel): Measured {
  const judgments = study.baseOf(comparison.id);
  const { votes, failures } = votesOn(judgments, comparison, duel, study.judgeRule);
  const share = winShare(judgments, comparison, duel, study.judgeRule);
  const lengthOf = (id: string) => comparison.responses.find((one) => one.id === id)?.text.length ?? 0;
  const [first, second] = duel.map(lengthOf);
  const sign = preferred === duel[0] ? 1 : -1;
  return {
    cluster,
    isAsked: votes.length > 0 || failures.length > 0,
    share: share === null ? null : sign === 1 ? share : 1 - share,
    isInOneOrder: isInOneOrder(votes),
    longer: sign * ((first ?? 0) - (second ?? 0)),
  };
}

function whyNone(asked: readonly Measured[], judged: readonly Measured[], scale: number): string | null {
  if (asked.length === 0) return "no duel with a preferred response was judged";
  if (judged.length < FEWEST) return `fewer than ${FEWEST} duels were decided: two coefficients take more`;
  if (scale === 0) return "all responses are of one length";
  if (new Set(judged.map(({ cluster }) => cluster)).size < 2) return "all duels lie in one cluster";
  return null;
}

function figuresOf(study: AuditStudy, asked: readonly Measured[], scale: number): ProbeMeasure {
  const judged = asked.flatMap((one) => (one.share === null ? [] : [{ ...one, share: one.share }]));
  const excluded = asked.length - judged.length;
  const shares = judged.map(({ share }) => share);
  const lengths = judged.map(({ longer }) => Math.tanh(longer / scale));
  const clusters = numbered(judged.map(({ cluster }) => cluster));
  const fit = robustLogistic({
    ...{ features: lengths.map((length) => [1, length]), targets: shares, clusters },
    ridge: RIDGE,
  });
  if (!fit)
    return { primary: unmeasured(study, COEFFICIENT, "the model cannot be fitted", excluded), others: [] };
  const about = { n: judged.length, clusters: fit.clusters, excluded };
  return {
    primary: given(study, COEFFICIENT, {
      ...{ value: fit.weights[1] ?? 0, interval: fit.intervals[1] ?? null, ...about },
      ...lengthTest(study, judged, lengths),
    }),
    others: [
      atEqualLength(study, fit, about),
      described(
        study,
        { metric: "length-controlled-agreement-raw", title: "agreement on the same duels as they are" },
        asked.map(({ cluster, share }) => ({ cluster, value: share })),
        { reason: "no duel was decided" },
      ),
      ...longerRates(study, asked),
    ],
    notes: [
      `lengths differ by ${Math.round(scale)} characters (root mean square); much longer is several times that`,
      ...oneOrderNote(judged),
    ],
  };
}

/**
 * Whether length tells anything: under "it does not" the score of c is Σ (x − x̄)(y − ȳ), and its parts by cluster are as likely to have the
 * other sign (Hemerik, Goeman and Finos 2020, sign-flipped score contributions). It holds where the fit itself is at its end, as with a judge
 * that always picks the longer response.
 */
function lengthTest(
  study: AuditStudy,
  judged: readonly { cluster: string; share: number }[],
  lengths: readonly number[],
) {
  const meanShare = meanOf(judged.map(({ share }) => share));
  const meanLength = meanOf(lengths);
  const parts = judged.map(({ cluster, share }, i) => ({
    cluster,
    value: ((lengths[i] ?? 0) - meanLength) * (share - meanShare),
  }));
  const { p } = tested(study, COEFFICIENT, parts, { reason: "no duel was decided" });
  return {
    p,
    method: "cluster-robust t interval of a logistic fit; p by sign flips of its score by cluster",
  };
}

function atEqualLength(
  study: AuditStudy,
  { weights, intervals }: RobustLogistic,
  about: { n: number; clusters: number; excluded: number },
): ProbeFigure {
  const chance = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  const [low, high] = intervals[0] ?? [0, 0];
  return given(
    study,
    { metric: "length-controlled-agreement", title: "agreement between responses of equal length" },
    {
      ...{ value: chance(weights[0] ?? 0), interval: [chance(low), chance(high)], ...about },
      method: "logistic fit, cluster-robust t interval of its log odds",
    },
  );
}

/**
 * How often the longer of two is preferred, by the judge and by people on the same duels. The difference tests nothing: where people seldom
 * prefer the longer, a judge that merely errs does so more often.
 */
function longerRates(study: AuditStudy, asked: readonly Measured[]): readonly ProbeFigure[] {
  const unequal = asked.filter(({ longer }) => longer !== 0);
  const people = ({ longer }: Measured) => (longer > 0 ? 1 : 0);
  const judge = ({ share, longer }: Measured) => (share === null ? null : longer > 0 ? share : 1 - share);
  const units = (value: (one: Measured) => number | null): UnitValue[] =>
    unequal.map((one) => ({ cluster: one.cluster, value: one.share === null ? null : value(one) }));
  const reason = "no duel of unequal length was decided";
  return [
    described(study, named("longer-judge", "the judge prefers the longer"), units(judge), { reason }),
    described(study, named("longer-people", "people prefer the longer, on the same duels"), units(people), {
      reason,
    }),
    described(
      study,
      named("longer-excess", "the judge prefers the longer − people do"),
      units((one) => (judge(one) ?? 0) - people(one)),
      { range: [-1, 1], reason },
    ),
  ];
}

function named(metric: string, title: string) {
  return { metric: `length-controlled-${metric}`, title };
}

function numbered(names: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return names.map((name) => numbers.get(name) ?? 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
