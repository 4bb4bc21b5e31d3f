import type { Estimate, EstimateUnit } from "../../core/analysis.js";
import type { LeaderboardDisagreement, LeaderboardPrediction } from "../../core/downstream.js";
import { kendallTauB } from "../../stats/association/kendall.js";
import { spearman } from "../../stats/association/spearman.js";
import { bestOfN } from "../../stats/rankings/best-of-n.js";
import { creditTiesHalf } from "../agreement.js";
import { bootstrapFigure, type ClusterSums, collectSums } from "../cluster-sums.js";
import { clusterTally, meanEstimate, undefinedEstimate } from "../estimate.js";
import type { JudgeStudy } from "../judge-study.js";
import { agreementWith } from "../wording.js";
import type { ScoredPrompts } from "./scored-prompts.js";

export interface RankedJudge {
  readonly study: JudgeStudy;
  readonly scored: ScoredPrompts;
}

interface PredictionInput {
  readonly judges: readonly RankedJudge[];
  readonly n: number;
  readonly isShare: boolean;
  readonly resamples: number;
  readonly random: JudgeStudy["random"];
}

/** Of each judge three totals by cluster: gold of its picks, credit on duels, and how many duels. The last of all: prompts. */
const PER_JUDGE = 3;

/** Whether the judges' order by agreement on pairs is their order by what they choose out of n, on the prompts that all of them scored. */
export function leaderboardPrediction(input: PredictionInput): LeaderboardPrediction {
  const ranked = input.judges.filter(({ scored }) => scored.prompts.length > 0);
  const leftOut = input.judges.filter((judge) => !ranked.includes(judge)).map(({ study }) => study.name);
  const shared = sharedPrompts(ranked, input.n);
  const judges = ranked.map((judge, j) => ownFigures(judge, j, shared, input.isShare));
  const sums = leagueSums(shared, ranked);
  return {
    agreementWith: agreementWith(ranked[0]?.study.data.sources ?? {}),
    prompts: shared.prompts.length,
    excluded: shared.excluded,
    judges,
    leftOut,
    spearman: correlation("spearman", spearman, { sums, input, count: ranked.length, shared }),
    kendall: correlation("kendall", kendallTauB, { sums, input, count: ranked.length, shared }),
    disagreements: disagreements(judges, { sums, input, count: ranked.length, shared }),
  };
}

interface SharedPrompts {
  /** In the order of the data. */
  readonly prompts: readonly {
    readonly cluster: number;
    /** By judge: gold of its pick among n; credit on the duels that all judges decided. */
    readonly gold: readonly number[];
    readonly credits: readonly number[];
    readonly duels: number;
  }[];
  readonly excluded: number;
}

/** The prompts that every judge scored in full, with each one's credit on the duels that every judge decided: like is held against like. */
function sharedPrompts(judges: readonly RankedJudge[], n: number): SharedPrompts {
  const [first] = judges;
  if (!first) return { prompts: [], excluded: 0 };
  const byComparison = judges.map(
    ({ scored }) => new Map(scored.prompts.map((prompt) => [prompt.comparison, prompt])),
  );
  const prompts = first.scored.prompts.flatMap(({ comparison, cluster }) => {
    const own = byComparison.flatMap((prompts) => prompts.get(comparison) ?? []);
    if (own.length < judges.length) return [];
    const gold = own.map((prompt) => bestOfN(prompt.scores, prompt.gold)?.[n - 1] ?? 0);
    return [{ cluster, gold, ...sharedCredit(judges, comparison) }];
  });
  const all = first.scored.prompts.length + first.scored.unscored.length;
  return { prompts, excluded: all - prompts.length };
}

function sharedCredit(judges: readonly RankedJudge[], comparison: number) {
  const credits = judges.map(() => 0);
  let duels = 0;
  const data = judges[0]?.study.data;
  for (let d = data?.duelStart[comparison] ?? 0; d < (data?.duelStart[comparison + 1] ?? 0); d++) {
    const duel = data?.duels[d];
    const own = judges.map(({ study }) => duel && creditTiesHalf(study.shares[d] ?? null, duel));
    const decided = own.filter((credit) => credit !== null && credit !== undefined);
    if (decided.length < judges.length) continue;
    duels++;
    decided.forEach((credit, j) => {
      credits[j] = (credits[j] ?? 0) + credit;
    });
  }
  return { credits, duels };
}

function ownFigures(
  { study }: RankedJudge,
  j: number,
  { prompts, excluded }: SharedPrompts,
  isShare: boolean,
) {
  const [agreement, bestOf] = [clusterTally(), clusterTally()];
  for (const { cluster, gold, credits, duels } of prompts) {
    if (duels > 0) agreement.add(cluster, credits[j] ?? 0, duels);
    bestOf.add(cluster, gold[j] ?? 0);
  }
  const about = { judge: study.id, unit: isShare ? "fraction" : "score" } as const;
  const reason =
    prompts.length === 0 ? "no prompt was scored by all judges" : "no duel was decided by all judges";
  return {
    id: study.id,
    agreement: meanEstimate({ ...about, unit: "fraction", metric: "agreement" }, agreement, {
      ...{ excluded: 0, reason },
    }),
    bestOfN: meanEstimate({ ...about, metric: "best-of-n" }, bestOf, {
      ...{ excluded, reason, slack: null },
      range: isShare ? [0, 1] : [-Infinity, Infinity],
    }),
  };
}

function leagueSums({ prompts }: SharedPrompts, judges: readonly RankedJudge[]): ClusterSums {
  const collector = collectSums(judges.length * PER_JUDGE + 1, judges[0]?.study.data.clusters ?? 0);
  for (const { cluster, gold, credits, duels } of prompts) {
    judges.forEach((_, j) => {
      collector.add(cluster, j * PER_JUDGE, gold[j] ?? 0);
      collector.add(cluster, j * PER_JUDGE + 1, credits[j] ?? 0);
      collector.add(cluster, j * PER_JUDGE + 2, duels);
    });
    collector.add(cluster, judges.length * PER_JUDGE, 1);
  }
  return collector.finish();
}

interface League {
  readonly sums: ClusterSums;
  readonly input: PredictionInput;
  readonly count: number;
  readonly shared: SharedPrompts;
}

const goldIn = (totals: ArrayLike<number>, j: number, count: number) =>
  (totals[j * PER_JUDGE] ?? 0) / (totals[count * PER_JUDGE] ?? 0);
const agreementIn = (totals: ArrayLike<number>, j: number) =>
  (totals[j * PER_JUDGE + 1] ?? 0) / (totals[j * PER_JUDGE + 2] ?? 0);

function correlation(
  name: "spearman" | "kendall",
  correlate: (x: readonly number[], y: readonly number[]) => number | null,
  { sums, input, count, shared }: League,
): Estimate {
  const about = { metric: `prediction-${name}`, judge: null, unit: "correlation" } as const;
  if (count < 3) return undefinedEstimate(about, `a rank correlation needs three judges, not ${count}`);
  const places = Array.from({ length: count }, (_, j) => j);
  const figure = (totals: ArrayLike<number>) =>
    correlate(
      places.map((j) => agreementIn(totals, j)),
      places.map((j) => goldIn(totals, j, count)),
    );
  const value = figure(sums.totals);
  const counts = { n: count, clusters: sums.clusters, excluded: shared.excluded };
  if (value === null) {
    const reason =
      shared.prompts.length === 0
        ? "no prompt was scored by all judges"
        : "all judges agree, or choose, alike";
    return { ...undefinedEstimate(about, reason), ...counts };
  }
  return { ...about, subset: null, value, ...counts, ...bootstrapFigure(sums, figure, input, about.metric) };
}

/** Every two judges of which one agrees more and the other chooses better, those that can be told apart first. */
function disagreements(
  judges: readonly LeaderboardPrediction["judges"][number][],
  league: League,
): LeaderboardDisagreement[] {
  const found = judges.flatMap((one, i) =>
    judges.flatMap((other, j): LeaderboardDisagreement[] => {
      const [more, less] = [one.agreement.value, other.agreement.value];
      const [worse, better] = [one.bestOfN.value, other.bestOfN.value];
      if (more === null || less === null || worse === null || better === null) return [];
      return more > less && worse < better ? [disagreement([one.id, i], [other.id, j], league)] : [];
    }),
  );
  return found.sort(
    (a, b) =>
      Number(b.distinguishable) - Number(a.distinguishable) ||
      (b.bestOfN.value ?? 0) - (a.bestOfN.value ?? 0) ||
      (a.agreesMore < b.agreesMore ? -1 : 1),
  );
}

function disagreement(
  [agreesMore, a]: readonly [string, number],
  [choosesBetter, b]: readonly [string, number],
  { sums, input, count, shared }: League,
): LeaderboardDisagreement {
  const difference = (
    about: { readonly metric: string; readonly unit: EstimateUnit; readonly n: number },
    figure: (totals: ArrayLike<number>) => number,
  ): Estimate => ({
    ...about,
    ...{
      judge: null,
      subset: null,
      value: figure(sums.totals),
      clusters: sums.clusters,
      excluded: shared.excluded,
    },
    // NaN where a resample holds no duel: it has no value there.
    ...bootstrapFigure(
      sums,
      (totals) => orNull(figure(totals)),
      input,
      `${about.metric} ${agreesMore} ${choosesBetter}`,
    ),
  });
  const duels = shared.prompts.reduce((sum, prompt) => sum + prompt.duels, 0);
  const agreement = difference(
    { metric: "agreement-difference", unit: "fraction", n: duels },
    (totals) => agreementIn(totals, a) - agreementIn(totals, b),
  );
  const bestOf = difference(
    { metric: "best-of-n-difference", unit: input.isShare ? "fraction" : "score", n: shared.prompts.length },
    (totals) => goldIn(totals, b, count) - goldIn(totals, a, count),
  );
  const isAboveZero = ({ interval }: Estimate) => interval !== null && interval[0] > 0;
  return {
    ...{ agreesMore, choosesBetter, agreement, bestOfN: bestOf },
    distinguishable: isAboveZero(agreement) && isAboveZero(bestOf),
  };
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
