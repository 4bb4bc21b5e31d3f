import type { AuditCurve, ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import { clusterMean } from "../../stats/intervals/cluster-mean.js";
import { baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, auditDuels, dispreferred } from "../measure/duels.js";
import { byCluster, described, given, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import { meanSpent, SPENT_UNITS, type Spent, type SpentUnit, spentOn, totalSpent } from "../measure/spent.js";
import { votesOn, winShare } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { CONFIDENCE_WORDS, CONFIDENCES, type ConfidenceSource, confidenceOn } from "./confidence.js";
import {
  areaGains,
  areaInfluence,
  chanceOf,
  type EscalationUnit,
  gainsAt,
  influenceAt,
  placed,
  thresholds,
} from "./escalated.js";

const NAME = "escalation";
const HALF = 0.5;
const MOST_POINTS = 100;
const GAIN = { metric: "escalation-gain", title: "agreement gained at half the escalations over chance" };

/**
 * Whether a judge knows when to ask a dearer one. The duels it is least sure of are passed on; the control passes on as many by chance, whose
 * expected agreement lies on the straight line between the two judges, so nothing is drawn. All from stored judgments of both.
 */
export const escalation: Probe = {
  name: NAME,
  family: "votes",
  title: "escalation",
  question: "Does the judge know which duels to pass on to a dearer judge?",
  use: { to: "as the first of two judges, that passes on what it is unsure of", within: [0, 0.5] },
  plan: (study) => (study.panel().length < 2 ? [] : baseTrials(study, decidedDuels(study))),
  measure(study) {
    if (study.panel().length < 2)
      return nothing(
        study,
        "the audit is of one judge alone: escalation takes another, dearer one beside it",
      );
    const duels = decidedDuels(study).map((duel) => wordOf(study, duel));
    const dearer = dearerJudges(study, duels);
    if (dearer.length === 0)
      return nothing(
        study,
        "no other judge of the audit is dearer, or agrees more where costs are not known",
      );
    const source = sourceOf(duels);
    if (source === null) return nothing(study, "nothing tells how sure the judge is of most duels");
    const [first, ...rest] = dearer.map((dear, i) =>
      pairFigures(study, { duels, dear, source, place: i + 1 }),
    );
    if (!first) return nothing(study, "no duel was judged by both");
    return {
      primary: first.gain,
      others: [...first.others, ...rest.flatMap(({ gain, others }) => [gain, ...others])],
      curves: [first, ...rest].flatMap(({ curves }) => curves),
      notes: dearer.map(
        ({ study: { judge }, why }, i) =>
          `${i === 0 ? NAME : `${NAME}-${i + 1}`}: to ${judge.name}, which ${why}, by ${CONFIDENCE_WORDS[source]}`,
      ),
    };
  },
};

function nothing(study: AuditStudy, reason: string): ProbeMeasure {
  return { primary: unmeasured(study, GAIN, reason), others: [] };
}

function decidedDuels(study: AuditStudy): readonly AuditDuel[] {
  return auditDuels(study).filter((one) => dispreferred(one) !== null);
}

/** What one judge makes of a duel. */
interface Word {
  readonly duel: AuditDuel;
  readonly isAsked: boolean;
  /** Right 1, tie ½, wrong 0, over its orders; null where nothing was decided. */
  readonly worth: number | null;
  readonly confidence: ReturnType<typeof confidenceOn>;
  readonly spent: Spent;
}

/** By its first asking alone: what more askings would say and cost is no part of one verdict. */
function wordOf(study: AuditStudy, duel: AuditDuel): Word {
  const { judgeRule } = study;
  const judgments = study
    .baseOf(duel.comparison.id)
    .filter(({ trial: { repeat } }) => repeat < judgeRule.samples);
  const about = judgments.filter(
    ({ trial: { presented } }) => presented === null || presented.some((id) => duel.duel.includes(id)),
  );
  const { votes, failures } = votesOn(judgments, duel.comparison, duel.duel, judgeRule);
  const share = winShare(judgments, duel.comparison, duel.duel, judgeRule);
  return {
    duel,
    isAsked: votes.length > 0 || failures.length > 0,
    worth: share === null ? null : duel.preferred === duel.duel[0] ? share : 1 - share,
    confidence: confidenceOn(judgments, duel, judgeRule),
    spent: totalSpent(about.map((judgment) => spentOn(study, judgment))),
  };
}

interface Dearer {
  readonly study: AuditStudy;
  readonly words: readonly Word[];
  readonly why: string;
}

/** The judges that cost more a duel (by money, else tokens); where that is not known of both, or is the same, those that agree more. Dearest first. */
function dearerJudges(study: AuditStudy, own: readonly Word[]): readonly Dearer[] {
  return study
    .panel()
    .filter(({ judge }) => judge.id !== study.judge.id)
    .flatMap((other) => {
      const words = own.map(({ duel }) => wordOf(other, duel));
      const lead = leadOver(own, words);
      return lead && lead.by > 0 ? [{ study: other, words, ...lead }] : [];
    })
    .sort((a, b) => b.by - a.by || (a.study.judge.id < b.study.judge.id ? -1 : 1));
}

function leadOver(own: readonly Word[], other: readonly Word[]): { by: number; why: string } | null {
  const both = own.flatMap((word, i) => {
    const there = other[i];
    return there && word.worth !== null && there.worth !== null ? [[word, there] as const] : [];
  });
  if (both.length === 0) return null;
  for (const unit of SPENT_UNITS) {
    if (unit === "seconds") continue;
    const [here, there] = [0, 1].map(
      (side) => meanSpent(both.flatMap((pair) => pair[side]?.spent ?? []))[unit],
    );
    if (here != null && there != null && here !== there)
      return { by: there - here, why: `takes more ${unit} a duel` };
  }
  const by =
    both.reduce((sum, [here, there]) => sum + (there.worth ?? 0) - (here.worth ?? 0), 0) / both.length;
  return { by, why: "agrees more (what the two cost is not known, or the same)" };
}

/** The finest source that speaks of most duels that were decided. */
function sourceOf(words: readonly Word[]): ConfidenceSource | null {
  return CONFIDENCES.find((source) => speaksOfMost(words, source)) ?? null;
}

function speaksOfMost(words: readonly Word[], source: ConfidenceSource): boolean {
  const decided = words.filter(({ worth }) => worth !== null);
  const known = decided.filter(({ confidence }) => confidence[source] !== null);
  return decided.length > 0 && known.length >= decided.length / 2;
}

interface Pair {
  readonly duels: readonly Word[];
  readonly dear: Dearer;
  readonly source: ConfidenceSource;
  /** 1 for the dearest judge: its figures carry no number. */
  readonly place: number;
}

function pairFigures(study: AuditStudy, pair: Pair) {
  const { duels, dear, source, place } = pair;
  const prefix = place === 1 ? NAME : `${NAME}-${place}`;
  const to = `to ${dear.study.judge.name}`;
  const gainBy = (by: ConfidenceSource, metric: string): ProbeFigure => {
    const { units, excluded } = unitsOf(pair, by);
    const ordered = placed(units);
    return testedGain(
      study,
      { metric, title: `${GAIN.title}, ${to}, by ${CONFIDENCE_WORDS[by]}` },
      { gains: gainsAt(ordered, HALF), influence: influenceAt(ordered, HALF), excluded },
    );
  };
  const { units, excluded } = unitsOf(pair, source);
  const ordered = placed(units);
  const agreement = (metric: string, title: string, share: number) =>
    described(
      study,
      { metric: `${prefix}-${metric}`, title: `${title}, ${to}` },
      [...mixed(ordered, share), ...excluded],
      { reason: "no duel was decided by both" },
    );
  const others = [
    testedGain(
      study,
      { metric: `${prefix}-area`, title: `agreement gained over chance, mean over all shares, ${to}` },
      { gains: areaGains(ordered), influence: areaInfluence(ordered), excluded },
    ),
    agreement("agreement-none", "agreement where nothing is passed on", 0),
    agreement("agreement-half", "agreement where half is passed on", HALF),
    agreement("agreement-all", "agreement where all is passed on", 1),
    ...CONFIDENCES.filter((by) => by !== source && speaksOfMost(duels, by)).map((by) =>
      gainBy(by, `${prefix}-gain-by-${by}`),
    ),
    ...costAtHalf(study, pair, `${prefix}-cost-at-half`),
  ];
  return { gain: gainBy(source, `${prefix}-gain`), others, curves: curvesOf(pair, ordered, prefix) };
}

interface Gain {
  /** What is as likely on either side of 0 where confidence tells nothing: for the test. */
  readonly gains: readonly UnitValue[];
  /** The same mean with the spread that the gain has: for the interval. */
  readonly influence: readonly UnitValue[];
  readonly excluded: readonly UnitValue[];
}

function testedGain(
  study: AuditStudy,
  name: { metric: string; title: string },
  { gains, influence, excluded }: Gain,
): ProbeFigure {
  const options = { range: [-0.5, 0.5], reason: "no duel was decided by both" } as const;
  const { interval } = described(study, name, [...influence, ...excluded], options);
  return { ...tested(study, name, [...gains, ...excluded], options), interval };
}

/** The duels that both decided; excluded are those that both were asked about and one did not decide, or is unsure of nobody knows how. */
function unitsOf({ duels, dear }: Pair, source: ConfidenceSource) {
  const units: EscalationUnit[] = [];
  const excluded: UnitValue[] = [];
  duels.forEach((cheap, i) => {
    const there = dear.words[i];
    if (!cheap.isAsked || !there?.isAsked) return;
    const { cluster } = cheap.duel;
    const confidence = cheap.confidence[source];
    if (cheap.worth === null || there.worth === null || confidence === null)
      excluded.push({ cluster, value: null });
    else units.push({ cluster, confidence, cheap: cheap.worth, dear: there.worth });
  });
  return { units, excluded };
}

function mixed(units: ReturnType<typeof placed>, share: number): UnitValue[] {
  return units.map((unit) => {
    const passed = chanceOf(unit, share);
    return { cluster: unit.cluster, value: (1 - passed) * unit.cheap + passed * unit.dear };
  });
}

/** Mean cost a duel of each judge in the first unit that is known of both; null where none is. */
function costsOf({ duels, dear }: Pair) {
  const [cheap, other] = [duels, dear.words].map((words) =>
    meanSpent(words.filter(({ worth }) => worth !== null).map(({ spent }) => spent)),
  );
  for (const unit of SPENT_UNITS) {
    const [here, there] = [cheap?.[unit] ?? null, other?.[unit] ?? null];
    if (here !== null && there !== null && there > 0) return { unit, cheap: here, dear: there };
  }
  return null;
}

function costAtHalf(study: AuditStudy, pair: Pair, metric: string): readonly ProbeFigure[] {
  const costs = costsOf(pair);
  if (!costs) return [];
  const { units, excluded } = unitsOf(pair, pair.source);
  const title = `${costs.unit} where half is passed on ÷ where the dear judge has all, to ${pair.dear.study.judge.name}`;
  const clusters = new Set(units.map(({ cluster }) => cluster)).size;
  const value = (costs.cheap + HALF * costs.dear) / costs.dear;
  return [
    given(
      study,
      { metric, title, unit: "score" },
      { value, interval: null, n: units.length, clusters, excluded: excluded.length },
    ),
  ];
}

function curvesOf(pair: Pair, units: ReturnType<typeof placed>, prefix: string): readonly AuditCurve[] {
  if (units.length === 0) return [];
  const to = `to ${pair.dear.study.judge.name}`;
  const pointAt = (share: number) => {
    const { sums, counts } = byCluster(mixed(units, share));
    const mean = clusterMean(sums, counts, [0, 1]);
    return mean ? [{ x: share, y: mean.value, interval: mean.interval, n: mean.n }] : [];
  };
  const points = thresholds(units, MOST_POINTS).flatMap(pointAt);
  const x = "share passed on";
  const y = "agreement";
  const costs = costsOf(pair);
  const costAt = (share: number, { cheap, dear }: { cheap: number; dear: number }) => cheap + share * dear;
  return [
    { name: `${prefix}-share`, title: `least sure first, ${to}`, x, y, points },
    { name: `${prefix}-chance`, title: `by chance, ${to}`, x, y, points: [0, 1].flatMap(pointAt) },
    ...(costs
      ? [
          {
            name: `${prefix}-by-${costs.unit satisfies SpentUnit}`,
            title: `agreement by ${costs.unit} a duel, ${to}`,
            x: `${costs.unit} a duel`,
            y,
            points: points.map((point) => ({ ...point, x: costAt(point.x, costs) })),
          },
        ]
      : []),
  ];
}
