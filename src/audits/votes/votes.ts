import { joinOf } from "../../combine/joined.js";
import type { AuditCurve, ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import type { Judge } from "../../core/judge.js";
import { clusterBootstrap } from "../../stats/intervals/cluster-bootstrap.js";
import { armTrials, baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, dispreferred, oneDuelEach } from "../measure/duels.js";
import { byCluster, described, given, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import { meanSpent, SPENT_UNITS } from "../measure/spent.js";
import { winShare } from "../measure/win-share.js";
import type { Asking, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { type Voted, votedDuels, WAYS, type Way } from "./vote-curves.js";

const NAME = "votes";
const SAMPLED = "sampled";
/** How often is asked where the judge itself does not say how many samples make its verdict. */
const VOTES = 8;
/** At 0 all votes are one; this is where self-consistency was first shown to help (Wang et al. 2023). */
const TEMPERATURE = 0.7;
/** Fewer votes are enough where they lose less than this against all. */
const MARGIN = 0.02;
const GAIN = { metric: "votes-gain", title: "agreement of all votes − of one" } as const;

/**
 * What more votes buy. K samples of each question are stored once; the accuracy of k of them is averaged over all subsets of that size, by
 * counting. A judge at temperature 0 is asked in an arm of its own at another one, since its votes would all be the same.
 */
export const votes: Probe = {
  name: NAME,
  family: "votes",
  title: "more votes",
  question: "Is the majority of several votes right more often than one?",
  byDefault: false,
  use: { to: "by one vote a question, where several would be no better", within: [-1, MARGIN] },
  plan(study) {
    const { judge, judgeRule } = study;
    // A scalar reward model gives the same score whenever it is asked.
    if (judge.kind === "scored") return [];
    const duels = oneDuelEach(study).filter((one) => dispreferred(one) !== null);
    const repeats = judgeRule.samples > 1 ? 1 : VOTES;
    if (!(SAMPLED in askings(judge))) return baseTrials(study, duels, repeats);
    const sampled = duels.flatMap(({ comparison }) =>
      armTrials(study, { comparison, arm: SAMPLED, probe: NAME, repeats }),
    );
    return [...baseTrials(study, duels), ...sampled];
  },
  askings,
  measure(study) {
    const arm = votedDuels(study, (id) => study.armOf(NAME, SAMPLED, id));
    const isSampled = arm.most > 0;
    const voted = isSampled ? arm : votedDuels(study, study.baseOf);
    if (voted.most < 2) return without(study, voted);
    return figuresOf(study, voted, isSampled);
  },
};

function askings(judge: Judge): Readonly<Record<string, Asking>> {
  return judge.kind === "asked" && judge.sampling.temperature === 0
    ? { [SAMPLED]: { temperature: TEMPERATURE } }
    : {};
}

function without(study: AuditStudy, { most, duels, fewer }: Voted): ProbeMeasure {
  const { judge } = study;
  const whyNot = SAMPLED in askings(judge) ? study.whyNot({ probe: NAME, arm: SAMPLED }) : null;
  const reason =
    judge.kind === "scored"
      ? "not applicable: a reward model gives one score, however often it is asked"
      : most === 0
        ? "no duel with a preferred response was judged"
        : `no question was asked more than once${whyNot === null ? "" : `: ${whyNot}`}`;
  return { primary: unmeasured(study, GAIN, reason, duels.length + fewer), others: [] };
}

function figuresOf(study: AuditStudy, voted: Voted, isSampled: boolean): ProbeMeasure {
  const { most, duels, fewer } = voted;
  const ways = WAYS.filter((way) => duels.some(({ accuracies }) => accuracies[way] !== null));
  const own = ownWay(study, ways);
  const notes = [
    `up to ${most} votes in each presented order, joined by ${own}${isSampled ? `; sampled at temperature ${TEMPERATURE}, since the judge's own is 0` : ""}`,
    ...(fewer > 0 ? [`${fewer} duels are left out: they were asked about fewer than ${most} times`] : []),
  ];
  const accuracy = (k: number, way: Way) => unitsOf(voted, way, (accuracies) => accuracies[k - 1] ?? null);
  const gain = (name: { metric: string; title: string }, way: Way) =>
    tested(study, name, difference(voted, way, most, 1), { reason: "no duel has a verdict" });
  return {
    primary: gain(GAIN, own),
    others: [
      ...[1, most].map((k) =>
        described(
          study,
          {
            metric: `votes-agreement-${k === 1 ? "one" : "all"}`,
            title: `agreement of ${k === 1 ? "one vote" : `${k} votes`}`,
          },
          accuracy(k, own),
          { reason: "no duel has a verdict" },
        ),
      ),
      ...ways
        .filter((way) => way !== own)
        .map((way) => gain({ metric: `votes-gain-by-${way}`, title: `${GAIN.title}, by ${way}` }, way)),
      enough(study, voted, own),
      ...spentPerVote(study, voted),
      ...(isSampled ? [againstOwn(study, voted, own)] : []),
    ],
    curves: [...ways.map((way) => curveOf(study, voted, way)), ...costCurves(study, voted, own)],
    notes,
  };
}

/** As the judge's own rule joins samples, where it says. */
function ownWay({ judgeRule: { rule } }: AuditStudy, ways: readonly Way[]): Way {
  const wanted = rule.value === "expected" ? "expectation" : joinOf(rule) === null ? "majority" : "mean";
  return ways.includes(wanted) ? wanted : "majority";
}

function unitsOf(
  { duels }: Voted,
  way: Way,
  value: (accuracies: readonly number[], one: AuditDuel) => number | null,
): UnitValue[] {
  return duels.map(({ duel, accuracies }) => {
    const own = accuracies[way];
    return { cluster: duel.cluster, value: own && value(own, duel) };
  });
}

/** Accuracy of `k` votes − of `other`, paired by duel. */
function difference(voted: Voted, way: Way, k: number, other: number): UnitValue[] {
  return unitsOf(voted, way, (accuracies) => {
    const by = (accuracies[k - 1] ?? 0) - (accuracies[other - 1] ?? 0);
    // Means over different numbers of subsets differ in their last bit.
    return Math.abs(by) < 1e-12 ? 0 : by;
  });
}

/** The fewest votes that are shown to lose less than the margin against all; all where none fewer are. */
function enough(study: AuditStudy, voted: Voted, way: Way): ProbeFigure {
  const { most } = voted;
  const name = {
    metric: "votes-enough",
    title: `fewest votes shown to be within ${MARGIN} of ${most}`,
    unit: "count" as const,
  };
  const reason = "no duel has a verdict";
  const against = (k: number) =>
    described(study, name, difference(voted, way, k, most), { range: [-1, 1], reason });
  const all = against(most);
  if (all.value === null) return all;
  const isWithin = (k: number) => {
    const [low, high] = against(k).interval ?? [-1, 1];
    return low > -MARGIN && high < MARGIN;
  };
  const fewest = votesAsked(most).find((k) => k === most || isWithin(k)) ?? most;
  const { n, clusters, excluded } = all;
  const method = `the least k whose 95 % interval of the paired difference from ${most} votes lies within ±${MARGIN}; ${most} where none does`;
  return given(study, name, { value: fewest, interval: null, n, clusters, excluded, method });
}

function againstOwn(study: AuditStudy, voted: Voted, way: Way): ProbeFigure {
  const units = unitsOf(voted, way, (accuracies, { comparison, duel, preferred }) => {
    const share = winShare(study.baseOf(comparison.id), comparison, duel, study.judgeRule);
    const ownAccuracy = share === null ? null : preferred === duel[0] ? share : 1 - share;
    return ownAccuracy === null ? null : (accuracies.at(-1) ?? 0) - ownAccuracy;
  });
  return tested(
    study,
    {
      metric: "votes-gain-over-own",
      title: "agreement of all sampled votes − of its own verdict at temperature 0",
    },
    units,
    { reason: "no duel has both" },
  );
}

function spentPerVote(study: AuditStudy, { duels }: Voted): readonly ProbeFigure[] {
  return SPENT_UNITS.flatMap((unit) => {
    const units = duels.map(({ duel: { cluster }, spent }) => ({ cluster, value: spent[unit] }));
    if (study.judge.kind === "computed" || units.every(({ value }) => value === null)) return [];
    const name = { metric: `votes-${unit}-per-vote`, title: `${unit} for one vote in each order`, unit };
    return [described(study, name, units, { range: [0, Number.POSITIVE_INFINITY], reason: "not known" })];
  });
}

/** 1…K, or 1, 2, 4 … K where there are many. */
function votesAsked(most: number): readonly number[] {
  if (most <= 32) return Array.from({ length: most }, (_, i) => i + 1);
  return [...Array.from({ length: Math.ceil(Math.log2(most)) }, (_, i) => 2 ** i), most];
}

function curveOf(study: AuditStudy, voted: Voted, way: Way): AuditCurve {
  const points = votesAsked(voted.most).flatMap((k) => {
    const units = unitsOf(voted, way, (accuracies) => accuracies[k - 1] ?? null);
    const { sums, counts } = byCluster(units);
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    const n = total(counts);
    if (n === 0) return [];
    const interval = clusterBootstrap({
      groups: sums.length,
      resamples: study.resamples,
      // The same draws for every k, so that the points of a curve move together.
      random: study.random(`votes-${way}`),
      statistic(drawn) {
        let [sum, count] = [0, 0];
        for (let g = 0; g < drawn.length; g++) {
          sum += (drawn[g] ?? 0) * (sums[g] ?? 0);
          count += (drawn[g] ?? 0) * (counts[g] ?? 0);
        }
        return count === 0 ? null : sum / count;
      },
    });
    return [{ x: k, y: total(sums) / n, interval, n }];
  });
  const title = `agreement by number of votes (${way})`;
  return { name: `votes-${way}`, title, x: "votes in each presented order", y: "agreement", points };
}

/** The judge's own curve over what the votes take. */
function costCurves(study: AuditStudy, voted: Voted, way: Way): readonly AuditCurve[] {
  if (study.judge.kind === "computed") return [];
  const perVote = meanSpent(voted.duels.map(({ spent }) => spent));
  const { points } = curveOf(study, voted, way);
  return SPENT_UNITS.flatMap((unit) => {
    const each = perVote[unit];
    if (each === null) return [];
    return [
      {
        name: `votes-by-${unit}`,
        title: `agreement by ${unit} (${way})`,
        x: `${unit} a duel`,
        y: "agreement",
        points: points.map((point) => ({ ...point, x: point.x * each })),
      },
    ];
  });
}
