import type { JudgeRule } from "../../combine/rule.js";
import { winnersByOrder } from "../../combine/shares.js";
import { statedOn } from "../../combine/stated.js";
import type { ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import type { Judgment } from "../../core/judgment.js";
import { expectedCalibrationError } from "../../stats/calibration/expected-calibration-error.js";
import { clusterBootstrap } from "../../stats/intervals/cluster-bootstrap.js";
import { type AuditDuel, dispreferred } from "../measure/duels.js";
import { described, type FigureName, given, tested, type UnitValue } from "../measure/figures.js";
import { balancedWinShare, votesOn, winShare } from "../measure/win-share.js";
import type { AuditStudy } from "../study.js";
import { type Arm, armJudgments, armRule, PLACES, PROBE, VOTES, votesIn } from "./critique-place-arms.js";
import { outputTokens, secondsOf, summed, tokensOf } from "./usage.js";

const ARMS: readonly Arm[] = [...PLACES, VOTES];
const WORDS: Readonly<Record<Arm, string>> = {
  before: "critique first",
  after: "critique after",
  none: "no critique",
  "none-votes": "no critique, votes of as many tokens",
};
const ANY = [0, Number.POSITIVE_INFINITY] as const;

/** What an arm says of a duel, in one number; null where it does not. */
type Measured = (asked: Asked) => number | null;

/** One duel in one arm. */
interface Asked {
  readonly one: AuditDuel;
  readonly judgments: readonly Judgment[];
  readonly rule: JudgeRule;
}

/** All figures of a judge that was asked with its critique first and without one. */
export function critiquePlaceFigures(study: AuditStudy, duels: readonly AuditDuel[]): ProbeMeasure {
  const asked = new Map(ARMS.map((arm) => [arm, askedIn(study, duels, arm)]));
  const preferred = new Set(duels.filter((one) => dispreferred(one) !== null));
  const units = (arm: Arm, measured: Measured, among?: ReadonlySet<AuditDuel>): Unit[] =>
    (asked.get(arm) ?? []).flatMap((own) =>
      among && !among.has(own.one) ? [] : [{ one: own.one, value: measured(own) }],
    );
  const difference = (
    name: string,
    title: string,
    [left, right]: readonly [Arm, Arm],
    measured: Measured,
    among?: ReadonlySet<AuditDuel>,
  ) =>
    paired(study, { metric: `${PROBE}-${name}`, title: `${title}, ${WORDS[left]} − ${WORDS[right]}` }, [
      units(left, measured, among),
      units(right, measured, among),
    ]);
  const levels = (name: string, title: string, measured: Measured, options: Level = {}) =>
    ARMS.flatMap((arm) => {
      const values = units(arm, measured, options.preferred ? preferred : undefined).map(toValue);
      if (!values.some(({ value }) => value !== null)) return [];
      const { unit = "fraction" } = options;
      const about: FigureName = { metric: `${PROBE}-${name}-${arm}`, title: `${title}, ${WORDS[arm]}`, unit };
      return [
        described(study, about, values, { range: options.range ?? [0, 1], reason: "nothing is known" }),
      ];
    });
  const gain = difference("gain", "agreement", ["before", "none"], agreement, preferred);
  return {
    primary: gain,
    others: [
      ...[
        difference("gain-after", "agreement", ["after", "none"], agreement, preferred),
        difference("gain-over-after", "agreement", ["before", "after"], agreement, preferred),
        difference("gain-at-equal-tokens", "agreement", ["before", VOTES], agreement, preferred),
        difference("flip-change", "order flips", ["before", "none"], flipped),
        difference("flip-change-after", "order flips", ["after", "none"], flipped),
        difference("brier-change", "Brier score", ["before", "none"], squaredError, preferred),
        difference("brier-change-after", "Brier score", ["after", "none"], squaredError, preferred),
      ].filter(({ n, excluded }) => n + excluded > 0),
      ...levels("agreement", "agreement", agreement, { preferred: true }),
      ...levels("flips", "order flips", flipped),
      ...levels("brier", "Brier score", squaredError, { preferred: true, unit: "score" }),
      ...ARMS.flatMap((arm) => calibrationError(study, arm, units(arm, probability, preferred))),
      ...levels("no-verdict", "judgments without a verdict", withoutVerdict),
      ...levels("output-tokens", "output tokens a verdict", tokens("outputTokens"), {
        unit: "tokens",
        range: ANY,
      }),
      ...levels("input-tokens", "input tokens a verdict", tokens("inputTokens"), {
        unit: "tokens",
        range: ANY,
      }),
      ...levels("seconds", "seconds a verdict", perQuestion(secondsOf), { unit: "seconds", range: ANY }),
    ],
    notes: notesOn(asked),
  };
}

interface Level {
  /** Only of duels with a preferred side. */
  readonly preferred?: true;
  readonly unit?: "score" | "tokens" | "seconds";
  readonly range?: readonly [number, number];
}

interface Unit {
  readonly one: AuditDuel;
  readonly value: number | null;
}

function toValue({ one: { cluster }, value }: Unit): UnitValue {
  return { cluster, value };
}

function askedIn(study: AuditStudy, duels: readonly AuditDuel[], arm: Arm): readonly Asked[] {
  const asked = duels.flatMap((one) => {
    const judgments = armJudgments(study, one, arm);
    return judgments.length === 0 ? [] : [{ one, judgments }];
  });
  const rule = armRule(
    study,
    arm,
    asked.flatMap(({ judgments }) => judgments),
  );
  return asked.map((own) => ({ ...own, rule }));
}

/** The mean difference on the duels that both arms were asked about. */
function paired(
  study: AuditStudy,
  about: { readonly metric: string; readonly title: string },
  [left, right]: readonly [readonly Unit[], readonly Unit[]],
): ProbeFigure {
  const others = new Map(right.map(({ one, value }) => [one, value]));
  const units = left.flatMap(({ one, value }) => {
    const other = others.get(one);
    if (other === undefined) return [];
    return [{ cluster: one.cluster, value: value === null || other === null ? null : value - other }];
  });
  return tested(study, about, units, { reason: "no duel has what it takes in both" });
}

/** How far the verdict is that of the preference: right 1, tie ½, wrong 0, both orders counted alike. */
const agreement: Measured = ({ one, judgments, rule }) =>
  forPreferred(one, balancedWinShare(judgments, one.comparison, one.duel, rule));

const flipped: Measured = ({ one: { comparison, duel }, judgments, rule }) => {
  const inOrders = { ...rule, rule: { ...rule.rule, orders: "mean" } } as const;
  const [first, second] = winnersByOrder(votesOn(judgments, comparison, duel, inOrders), inOrders.rule);
  if (first === undefined || second === undefined) return null;
  return first !== second && duel.includes(first) && duel.includes(second) ? 1 : 0;
};

/** The probability of the preferred side: as the judge's tokens give it, else the share of several samples. */
const probability: Measured = ({ one, judgments, rule }) => {
  const [stated] = statedOn(judgments, { ...one.comparison, duels: [one.duel] }, rule);
  if (stated && stated.p !== null) return forPreferred(one, stated.p);
  if (rule.samples < 2) return null;
  const eachVotes = { ...rule, rule: { ...rule.rule, samples: "each" } } as const;
  return forPreferred(one, winShare(judgments, one.comparison, one.duel, eachVotes));
};

const squaredError: Measured = (asked) => {
  const p = probability(asked);
  return p === null ? null : (1 - p) ** 2;
};

// What no endpoint answered says nothing of the judge.
const withoutVerdict: Measured = ({ judgments }) => {
  const answered = judgments.filter(({ reading }) => reading.status !== "failed");
  if (answered.length === 0) return null;
  return answered.filter(({ reading }) => reading.status !== "decided").length / answered.length;
};

function tokens(kind: "inputTokens" | "outputTokens"): Measured {
  return perQuestion((judgment) => tokensOf(judgment, kind));
}

/** All samples of a question added up, the questions of a duel averaged. */
function perQuestion(cost: (judgment: Judgment) => number | null): Measured {
  return ({ judgments }) => {
    const questions = new Map<string, (number | null)[]>();
    for (const judgment of judgments) {
      const key = JSON.stringify(judgment.trial.presented);
      questions.set(key, [...(questions.get(key) ?? []), cost(judgment)]);
    }
    const all = summed([...questions.values()].map(summed));
    return all === null ? null : all / questions.size;
  };
}

function forPreferred({ duel, preferred }: AuditDuel, first: number | null): number | null {
  return first === null ? null : preferred === duel[0] ? first : 1 - first;
}

function calibrationError(study: AuditStudy, arm: Arm, units: readonly Unit[]): readonly ProbeFigure[] {
  const known = units.flatMap(({ one: { cluster }, value }) => (value === null ? [] : [{ cluster, value }]));
  if (known.length === 0) return [];
  const clusters = [...new Set(known.map(({ cluster }) => cluster))];
  const place = new Map(clusters.map((cluster, i) => [cluster, i]));
  // Each duel in both orientations: which response is called first must not matter.
  const probabilities = known.flatMap(({ value }) => [value, 1 - value]);
  const outcomes = known.flatMap(() => [1, 0]);
  const error = (drawn: Int32Array) =>
    expectedCalibrationError(probabilities, outcomes, {
      weights: known.flatMap(({ cluster }) => {
        const weight = drawn[place.get(cluster) ?? 0] ?? 0;
        return [weight, weight];
      }),
    });
  const metric = `${PROBE}-ece-${arm}`;
  return [
    given(
      study,
      { metric, title: `calibration error, ${WORDS[arm]}`, unit: "score" },
      {
        value: error(new Int32Array(clusters.length).fill(1)),
        interval: clusterBootstrap({
          ...{ groups: clusters.length, statistic: error, resamples: study.resamples },
          random: study.random(metric),
        }),
        ...{ n: known.length, clusters: clusters.length, excluded: units.length - known.length },
        method: "10 bins of equal width, both orientations; percentile interval, clusters drawn",
      },
    ),
  ];
}

function notesOn(asked: ReadonlyMap<Arm, readonly Asked[]>): readonly string[] {
  const judgmentsIn = (arm: Arm) => (asked.get(arm) ?? []).flatMap(({ judgments }) => judgments);
  const [before, none] = [outputTokens(judgmentsIn("before")), outputTokens(judgmentsIn("none"))];
  if (before === null || none === null || none === 0)
    return ["votes at equal output tokens could not be asked for: the endpoint reported no token counts"];
  const votes = judgmentsIn(VOTES);
  const ratio = `a judgment took ${before.toFixed(1)} output tokens with its critique first and ${none.toFixed(1)} without`;
  if (votes.length === 0) return [`${ratio}: no further votes without a critique were asked for`];
  return [
    `${ratio}: ${votesIn(votes)} votes without one stand against it (equal in output tokens, not in input tokens)`,
  ];
}
