import { steadyMean } from "../../combine/readings.js";
import type { ProbeFigure } from "../../core/audit.js";
import { clusterOf } from "../../core/comparison.js";
import type { Judge } from "../../core/judge.js";
import type { Judgment } from "../../core/judgment.js";
import { clusterMean } from "../../stats/intervals/cluster-mean.js";
import { type Asking, askingsOn, type Outcome, pairsOf, shareIn } from "../measure/askings.js";
import { armTrials, wholeTrials } from "../measure/base-trials.js";
import { type AuditDuel, auditDuels } from "../measure/duels.js";
import { described, type FigureName, given, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import type { Asking as HowAsked, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { scoresAgain } from "./scores-again.js";

const NAME = "repeats";
const AT_ZERO = "temperature-0";
const NOT_TWICE = "no duel was asked twice";

/**
 * The same question again, in the same order: at the judge's own temperature, and at 0 where that is another one. What changes then is noise,
 * below which no difference of two scores means anything. Nothing is tested by the primary figure: no judge needs to be free of noise.
 */
export const repeats: Probe = {
  name: NAME,
  family: "consistency",
  title: "repeats",
  question: "Does the verdict change when the same question is asked again?",
  use: { to: "with each question asked once only", within: [0, 0.1] },
  plan(study) {
    const arm = AT_ZERO in askings(study.judge) ? AT_ZERO : null;
    const atZero = study.comparisons.flatMap((comparison) =>
      arm === null ? [] : armTrials(study, { comparison, arm, probe: NAME, repeats: 2 }),
    );
    return [...wholeTrials(study, 2), ...atZero];
  },
  askings,
  measure(study) {
    const own = duelsAgain(study, (id) => study.baseOf(id));
    const zero = duelsAgain(study, (id) => study.armOf(NAME, AT_ZERO, id));
    const [primary, ...others] = noiseFigures(study, own, "", (id) => study.baseOf(id));
    return {
      primary,
      others: [
        ...others,
        ...(zero.length > 0
          ? noiseFigures(study, zero, "-at-0", (id) => study.armOf(NAME, AT_ZERO, id))
          : []),
        ...(zero.length > 0 ? [lessAtZero(study, own, zero)] : []),
      ],
      notes: notesOn(study, zero.length > 0),
    };
  },
};

function askings(judge: Judge): Readonly<Record<string, HowAsked>> {
  return judge.kind === "asked" && judge.sampling.temperature !== 0 ? { [AT_ZERO]: { temperature: 0 } } : {};
}

/** A duel that was asked twice or more in some order. */
interface DuelAgain extends AuditDuel {
  readonly askings: readonly Asking[];
}

type JudgmentsOf = (comparison: string) => readonly Judgment[];

function duelsAgain(study: AuditStudy, judgmentsOf: JudgmentsOf): readonly DuelAgain[] {
  return auditDuels(study)
    .map((one) => ({
      ...one,
      askings: askingsOn(judgmentsOf(one.comparison.id), one, study.judgeRule),
    }))
    .filter((one) => outcomePairs(one).length > 0);
}

/** The outcomes of each presentation in each two askings. */
function outcomePairs({ askings: all }: Pick<DuelAgain, "askings">) {
  return pairsOf(all).flatMap(([before, after]) =>
    [...before.outcomes].flatMap(([place, was]) => {
      const is = after.outcomes.get(place);
      return is === undefined ? [] : [{ was, is }];
    }),
  );
}

function noiseFigures(
  study: AuditStudy,
  duels: readonly DuelAgain[],
  suffix: string,
  judgmentsOf: JudgmentsOf,
): readonly [ProbeFigure, ...ProbeFigure[]] {
  const at = suffix === "" ? "" : " at temperature 0";
  const named = (metric: string, title: string): FigureName => ({
    metric: `${NAME}-${metric}${suffix}`,
    title: `${title}${at}`,
  });
  const rate = (metric: string, title: string, of: (was: Outcome, is: Outcome) => number) =>
    described(study, named(metric, title), unitsOf(duels, of), { reason: NOT_TWICE });
  const scores = scoreVariances(study, judgmentsOf);
  return [
    rate("flip-rate", "opposite winner when asked again", opposite),
    rate("half-flip-rate", "a winner once, a tie once", half),
    deviation(
      study,
      named("share-sd", "standard deviation of a duel's win share by asking again alone"),
      duels.map((one) => ({ cluster: one.cluster, value: shareVariance(one) })),
    ),
    agreementDeviation(
      study,
      named("agreement-sd", "standard deviation of the agreement on these data by asking again alone"),
      duels,
    ),
    ...(scores.length === 0
      ? []
      : [
          deviation(
            study,
            { ...named("score-sd", "standard deviation of a score by asking again alone"), unit: "score" },
            scores,
          ),
        ]),
  ];
}

function opposite(was: Outcome, is: Outcome): number {
  return was.first * is.second + was.second * is.first;
}

function half(was: Outcome, is: Outcome): number {
  return (1 - was.tie) * is.tie + was.tie * (1 - is.tie);
}

/** Duel by duel the mean over its presentations and each two askings that were decided in both. */
function unitsOf(duels: readonly DuelAgain[], of: (was: Outcome, is: Outcome) => number): UnitValue[] {
  return duels.map((one) => {
    const values = outcomePairs(one).flatMap(({ was, is }) => (was && is ? [of(was, is)] : []));
    return { cluster: one.cluster, value: values.length === 0 ? null : steadyMean(values) };
  });
}

/** The variance between askings of one duel's share: half the mean squared difference of two. */
function shareVariance({ askings: all }: DuelAgain): number | null {
  const shares = all.map(shareIn).filter((share) => share !== null);
  return variance(shares);
}

function variance(values: readonly number[]): number | null {
  const squares = pairsOf(values).map(([a, b]) => (a - b) ** 2 / 2);
  return squares.length === 0 ? null : steadyMean(squares);
}

function scoreVariances(study: AuditStudy, judgmentsOf: JudgmentsOf): UnitValue[] {
  return study.comparisons.flatMap((comparison) =>
    scoresAgain(judgmentsOf(comparison.id), study.judgeRule)
      .filter(({ scores }) => scores.size > 1)
      .map(({ scores }) => ({
        cluster: clusterOf(comparison),
        value: variance([...scores.values()].filter((score) => score !== null)),
      })),
  );
}

const UNBOUNDED = [0, Number.POSITIVE_INFINITY] as const;

/** The root of a mean variance, with the roots of its interval's ends. */
function deviation(study: AuditStudy, name: FigureName, variances: readonly UnitValue[]): ProbeFigure {
  const figure = described(study, name, variances, { range: UNBOUNDED, reason: NOT_TWICE });
  return rooted(figure, 1);
}

/**
 * What asking again does to the mean over all duels. Askings are independent, so the variance of that mean is the sum of the variances of each
 * cluster's sum, over n²; duels of one cluster may move together (several that were read out of one ranking do). Agreement is the share of the
 * preferred response, whose variance is that of either response's.
 */
function agreementDeviation(study: AuditStudy, name: FigureName, duels: readonly DuelAgain[]): ProbeFigure {
  const known = duels.filter((one) => shareVariance(one) !== null);
  const excluded = duels.length - known.length;
  const clusters = new Map<string, DuelAgain[]>();
  for (const one of known) clusters.set(one.cluster, [...(clusters.get(one.cluster) ?? []), one]);
  const variances = [...clusters.values()].map(clusterVariance);
  const mean = clusterMean(
    variances,
    variances.map(() => 1),
    UNBOUNDED,
  );
  if (!mean) return unmeasured(study, name, NOT_TWICE, excluded);
  const figure = given(study, name, { ...mean, n: known.length, excluded });
  return rooted(figure, Math.sqrt(clusters.size) / known.length);
}

/** The variance between askings of a sum over duels, from each two askings in which all that count were decided. */
function clusterVariance(duels: readonly DuelAgain[]): number {
  const repeatsAsked = [...new Set(duels.flatMap(({ askings: all }) => all.map(({ repeat }) => repeat)))];
  const squares = pairsOf(repeatsAsked).flatMap(([before, after]) => {
    const differences = duels.flatMap((one) => {
      const [was, is] = [before, after].map((repeat) => {
        const asking = one.askings.find((each) => each.repeat === repeat);
        return asking ? shareIn(asking) : null;
      });
      if (was == null || is == null) return [];
      return [one.preferred === one.duel[1] ? was - is : is - was];
    });
    // Scaled to all duels of the cluster where some were not decided in these two.
    const scale = differences.length === 0 ? 0 : duels.length / differences.length;
    const sum = differences.reduce((total, one) => total + one, 0);
    return differences.length === 0 ? [] : [(scale * sum ** 2) / 2];
  });
  return steadyMean(squares);
}

function rooted(figure: ProbeFigure, factor: number): ProbeFigure {
  if (figure.value === null) return figure;
  const root = (variance: number) => Math.sqrt(Math.max(0, variance)) * factor;
  const { interval } = figure;
  return {
    ...figure,
    value: root(figure.value),
    interval: interval && [root(interval[0]), root(interval[1])],
    method: `square root of a mean variance: ${figure.method}`,
  };
}

/** Whether there is less noise at 0: paired by duel. */
function lessAtZero(study: AuditStudy, own: readonly DuelAgain[], zero: readonly DuelAgain[]): ProbeFigure {
  const keyOf = ({ comparison, duel }: AuditDuel) => JSON.stringify([comparison.id, duel]);
  const atZero = new Map(unitsOf(zero, opposite).map((unit, i) => [zero[i] && keyOf(zero[i]), unit.value]));
  const units = unitsOf(own, opposite).flatMap(({ cluster, value }, i): UnitValue[] => {
    const other = own[i] && atZero.get(keyOf(own[i]));
    if (other === undefined) return [];
    return [{ cluster, value: value === null || other === null ? null : value - other }];
  });
  return tested(
    study,
    { metric: `${NAME}-flip-rate-less-at-0`, title: "flips at its own temperature − at 0" },
    units,
    { reason: "no duel was asked twice at both temperatures" },
  );
}

function notesOn(study: AuditStudy, hasZero: boolean): string[] {
  const { judge } = study;
  if (judge.kind !== "asked" || hasZero) return [];
  if (judge.sampling.temperature === 0) return ["the judge's own temperature is 0"];
  const why = study.whyNot({ probe: NAME, arm: AT_ZERO });
  return why === null ? [] : [`not asked at temperature 0: ${why}`];
}
