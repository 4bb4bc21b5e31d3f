import { duelReadings } from "../combine/readings.js";
import { type ComparisonRow, clusterOf, duelsOf } from "../core/comparison.js";
import { duelOutcome } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import { type Preference, TIE } from "../core/preference.js";
import { seededRandom } from "../core/random.js";
import { kendallTauB } from "../stats/association/kendall.js";
import { rowWisePearson } from "../stats/association/row-wise-pearson.js";
import { spearman } from "../stats/association/spearman.js";
import { agreementWithConfidence } from "../stats/rankings/agreement-with-confidence.js";
import {
  type BootstrapBradleyTerry,
  bootstrapBradleyTerry,
} from "../stats/rankings/bootstrap-bradley-terry.js";
import { rankBrier } from "../stats/rankings/rank-brier.js";
import { separability } from "../stats/rankings/separability.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { duelShare } from "./duel-share.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { publishedJudgments } from "./published-judgments.js";
import { replicateInterval } from "./replicate-interval.js";
import { responseScores } from "./response-scores.js";

/** A vote of a person on two models' responses, with the judge's. */
interface Vote {
  readonly id: string;
  readonly cluster: string;
  readonly models: readonly [string, string];
  /** What the first response got, 0…1: 1 for a win, ½ for a tie. */
  readonly people: number;
  readonly judge: number;
}

/** What all figures stand on. */
interface Votes {
  /** By id: figures must not depend on the order of rows. */
  readonly votes: readonly Vote[];
  /** Those without a verdict. */
  readonly excluded: number;
  readonly seed: number;
}

/** Accuracy on decided votes, and how the judge's ranking of the models compares with people's. */
export function ppePreferenceFigures(input: OfficialInput): readonly OfficialFigure[] {
  const { comparisons, preferences, judgments, seed } = input;
  const judged = publishedJudgments(judgments);
  const said = new Map(preferences.map((preference) => [preference.comparison, preference]));
  const all = comparisons.flatMap((comparison) => {
    const people = said.get(comparison.id);
    const vote = people && voteOf(comparison, people, judged.get(comparison.id) ?? []);
    return vote ? [vote] : [];
  });
  const votes = all
    .filter((vote): vote is Vote => vote.judge !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const undecided = all.filter(({ judge, people }) => judge === null && people !== 0.5).length;
  const excluded = all.length - votes.length;
  return [
    accuracy({ votes: votes.filter(({ people }) => people !== 0.5), excluded: undecided, seed }),
    ...rankFigures({ votes, excluded, seed }),
  ];
}

function voteOf(
  comparison: ComparisonRow,
  said: Preference,
  judgments: readonly JudgmentRow[],
): (Omit<Vote, "judge"> & { readonly judge: number | null }) | null {
  const [duel] = duelsOf(comparison);
  const models = comparison.responses.map(({ author }) => author);
  const [first, second] = models;
  const winner = duel && duelOutcome(said, duel);
  if (!winner || first === undefined || second === undefined || first === second) return null;
  const scores = responseScores(judgments);
  const [reading] = scores ? [] : duelReadings(judgments, comparison);
  return {
    ...{ id: comparison.id, cluster: clusterOf(comparison), models: [first, second] },
    people: winner === TIE ? 0.5 : winner === duel[0] ? 1 : 0,
    judge: duelShare(duel, scores, reading),
  };
}

function accuracy({ votes, excluded, seed }: Votes): OfficialFigure {
  const sums = clusterTotals(2);
  for (const { cluster, people, judge } of votes) {
    sums.add(cluster, 0, 1);
    sums.add(cluster, 1, people === 1 ? judge : 1 - judge);
  }
  return officialFigure({
    ...{ name: "accuracy", unit: "fraction", sums, n: votes.length, excluded, seed },
    formula: (totals) => (totals[1] ?? 0) / (totals[0] ?? 0),
    reason: "no decided vote has a verdict",
  });
}

const RANK_FIGURES = ["spearman", "kendall", "separability", "confidence-agreement", "rank-brier"] as const;

function rankFigures(given: Votes): readonly OfficialFigure[] {
  const { votes, excluded } = given;
  const models = [...new Set(votes.flatMap((vote) => vote.models))].sort();
  const counts = { n: votes.length, excluded };
  const [people, judge] = [ranking(given, models, "people"), ranking(given, models, "judge")];
  const compared = people && judge && comparedRankings(people, judge);
  return [
    winRateFigure(given, models),
    ...RANK_FIGURES.map((name): OfficialFigure => {
      const about = { name, unit: name === "separability" ? "fraction" : "score" } as const;
      const { value, interval = null } = compared?.[name] ?? {};
      if (value !== undefined && value !== null) return { ...about, ...counts, value, interval };
      const reason = compared
        ? "one of the two rankings is level"
        : "too few models met, or prompts to draw from";
      return notComputable(about, reason, counts);
    }),
  ];
}

/** Strengths of the models by whose votes. Both are drawn by the same stream, so replicate r of one is of the same votes as r of the other. */
function ranking(
  { votes, seed }: Votes,
  models: readonly string[],
  by: "people" | "judge",
): BootstrapBradleyTerry | null {
  const placeOf = new Map(models.map((model, place) => [model, place]));
  const clusters = new Map(
    [...new Set(votes.map(({ cluster }) => cluster))].sort().map((name, i) => [name, i]),
  );
  return bootstrapBradleyTerry(
    {
      models: models.length,
      first: votes.map((vote) => placeOf.get(vote.models[0]) ?? -1),
      second: votes.map((vote) => placeOf.get(vote.models[1]) ?? -1),
      scores: votes.map((vote) => vote[by]),
    },
    {
      clusters: votes.map(({ cluster }) => clusters.get(cluster) ?? -1),
      random: seededRandom(["official", seed, "strengths"]),
    },
  );
}

type Compared = Readonly<
  Record<(typeof RANK_FIGURES)[number], { value: number | null; interval?: readonly [number, number] | null }>
>;

function comparedRankings(people: BootstrapBradleyTerry, judge: BootstrapBradleyTerry): Compared {
  const strengths = [people, judge].map(({ models }) => models.map(({ strength }) => strength));
  const intervals = [people, judge].map(({ models }) => models.map(({ interval }) => interval));
  const [byPeople = [], byJudge = []] = strengths;
  const [ofPeople = [], ofJudge = []] = intervals;
  const correlated = (correlation: (x: ArrayLike<number>, y: ArrayLike<number>) => number | null) => {
    // Where a resample had no strengths of one side, replicates of the two are no longer of the same votes.
    const isPaired = people.replicates.length === judge.replicates.length;
    const drawn = Float64Array.from(
      isPaired ? judge.replicates : [],
      (own, r) => correlation(people.replicates[r] ?? [], own) ?? Number.NaN,
    );
    return { value: correlation(byPeople, byJudge), interval: replicateInterval(drawn) };
  };
  return {
    spearman: correlated(spearman),
    kendall: correlated(kendallTauB),
    separability: { value: separability(ofJudge) },
    "confidence-agreement": { value: agreementWithConfidence(ofJudge, ofPeople)?.agreement ?? null },
    "rank-brier": { value: rankBrier(judge.replicates, byPeople, { probability: "normal" }) },
  };
}

/**
 * Without an interval: two models met some eighty times, and drawing those votes again adds as much noise to their win rates as is in them
 * already. The correlation of every resample is then below that of the data.
 */
function winRateFigure({ votes, excluded }: Votes, models: readonly string[]): OfficialFigure {
  const about = { name: "row-wise-pearson", unit: "score" } as const;
  const counts = { n: votes.length, excluded };
  const value = rowWisePearson(winRates(votes, models, "people"), winRates(votes, models, "judge"));
  if (value === null)
    return notComputable(about, "no model met two others with win rates that differ", counts);
  return { ...about, value, interval: null, ...counts };
}

/** Row against column, a tie as half a win; null where the two never met. */
function winRates(votes: readonly Vote[], models: readonly string[], by: "people" | "judge") {
  const placeOf = new Map(models.map((model, place) => [model, place]));
  const cells = models.map(() => models.map(() => ({ met: 0, won: 0 })));
  for (const vote of votes) {
    const [a = -1, b = -1] = vote.models.map((model) => placeOf.get(model));
    const [there, back] = [cells[a]?.[b], cells[b]?.[a]];
    if (!there || !back) continue;
    there.met++;
    back.met++;
    there.won += vote[by];
    back.won += 1 - vote[by];
  }
  return cells.map((row) => row.map(({ met, won }) => (met === 0 ? null : won / met)));
}
