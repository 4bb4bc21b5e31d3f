import { clusterOf, duelsOf } from "../core/comparison.js";
import { sameDuel } from "../core/duel.js";
import { type Preference, TIE } from "../core/preference.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { MT_BENCH_TURNS } from "./mt-bench-rows.js";
import { judgeVote } from "./mt-bench-vote.js";
import { clusterTotals, officialFigure } from "./official.js";
import type { Outcome } from "./pair-outcomes.js";
import { publishedJudgments } from "./published-judgments.js";

/** The authors' two set-ups: all votes, and only those for one of the two. */
const SETUPS = [
  { name: "with-ties", counts: () => true },
  { name: "without-ties", counts: (winner: string) => winner !== TIE },
] as const;
type Setup = (typeof SETUPS)[number];

interface ExpertVote {
  readonly annotator: string;
  readonly winner: string;
}

/** Two answers of one question at one turn, with all that was said of them. */
interface VotedDuel {
  readonly turn: string;
  readonly cluster: string;
  readonly experts: readonly ExpertVote[];
  readonly judge: Outcome;
}

/** What a duel adds to a figure: how much agrees of how much. */
interface Share {
  readonly agree: number;
  readonly of: number;
}
const NOTHING: Share = { agree: 0, of: 0 };

/** The official counts of compute_agreement.py (FastChat, llm_judge), and beside them what they would be without what is fragile in them. */
export function mtBenchFigures(input: OfficialInput): readonly OfficialFigure[] {
  const duels = votedDuels(input);
  return MT_BENCH_TURNS.flatMap((turn) =>
    SETUPS.flatMap((setup) => {
      const own = duels.filter((duel) => duel.turn === `turn-${turn}`);
      return FIGURES.map(({ name, share, possible, reason }) =>
        shareFigure({
          ...{ name: `turn-${turn}-${setup.name}-${name}`, duels: own, reason, seed: input.seed },
          share: (duel) => share(duel, setup),
          possible: (duel) => possible(duel, setup),
        }),
      );
    }),
  );
}

interface FigureKind {
  readonly name: string;
  readonly share: (duel: VotedDuel, setup: Setup) => Share;
  /** How many units the duel would add if every vote in it counted. */
  readonly possible: (duel: VotedDuel, setup: Setup) => number;
  readonly reason: string;
}

const FIGURES: readonly FigureKind[] = [
  {
    name: "agreement",
    share: ({ experts, judge }, { counts }) =>
      judge == null || !counts(judge) ? NOTHING : agreeing(counted(experts, counts), judge),
    possible: ({ experts }) => experts.length,
    reason: "no vote of an expert meets a vote of the judge",
  },
  {
    name: "human-agreement",
    share: ({ experts }, { counts }) => pairsOf(counted(experts, counts), () => true),
    possible: ({ experts }) => (experts.length * (experts.length - 1)) / 2,
    reason: "no two votes of experts meet",
  },
  {
    name: "agreement-failures-wrong",
    share({ experts, judge }, { counts }) {
      const votes = counted(experts, counts);
      if (judge === undefined || (judge !== null && !counts(judge))) return NOTHING;
      return judge === null ? { agree: 0, of: votes.length } : agreeing(votes, judge);
    },
    possible: ({ experts }) => experts.length,
    reason: "the judge was asked of no duel that an expert voted on",
  },
  {
    name: "agreement-per-duel",
    share: (duel, setup) => shared(duel, setup)?.judge ?? NOTHING,
    possible: isShareable,
    reason: "no duel has a vote of the judge and those of two experts",
  },
  {
    name: "human-agreement-per-duel",
    share: (duel, setup) => shared(duel, setup)?.experts ?? NOTHING,
    possible: isShareable,
    reason: "no duel has a vote of the judge and those of two experts",
  },
];

/** One duel that counts once, for the judge against its experts and for pairs of different experts; null where one of them has nothing to say. */
function shared({ experts, judge }: VotedDuel, { counts }: Setup): { judge: Share; experts: Share } | null {
  const votes = counted(experts, counts);
  const among = pairsOf(votes, differ);
  if (judge == null || !counts(judge) || among.of === 0) return null;
  return { judge: once(agreeing(votes, judge)), experts: once(among) };
}

function isShareable({ experts }: VotedDuel, { counts }: Setup): number {
  return pairsOf(counted(experts, counts), differ).of > 0 ? 1 : 0;
}

function differ(left: ExpertVote, right: ExpertVote): boolean {
  return left.annotator !== right.annotator;
}

function once({ agree, of }: Share): Share {
  return { agree: agree / of, of: 1 };
}

function counted(votes: readonly ExpertVote[], counts: Setup["counts"]): readonly ExpertVote[] {
  return votes.filter(({ winner }) => counts(winner));
}

function agreeing(votes: readonly ExpertVote[], judge: string): Share {
  return { agree: votes.filter(({ winner }) => winner === judge).length, of: votes.length };
}

function pairsOf(
  votes: readonly ExpertVote[],
  isPair: (left: ExpertVote, right: ExpertVote) => boolean,
): Share {
  const pairs = votes.flatMap((left, i) =>
    votes
      .slice(i + 1)
      .filter((right) => isPair(left, right))
      .map((right) => left.winner === right.winner),
  );
  return { agree: pairs.filter(Boolean).length, of: pairs.length };
}

function votedDuels({ comparisons, preferences, judgments }: OfficialInput): readonly VotedDuel[] {
  const judged = publishedJudgments(judgments);
  const said = new Map<string, Preference[]>();
  for (const preference of preferences)
    said.set(preference.comparison, [...(said.get(preference.comparison) ?? []), preference]);
  return comparisons.flatMap((comparison) =>
    duelsOf(comparison).map((duel) => ({
      turn: comparison.subset ?? "",
      cluster: clusterOf(comparison),
      experts: (said.get(comparison.id) ?? []).flatMap((one) =>
        one.kind === "duel" && sameDuel(one.between, duel) && one.annotator?.startsWith("expert")
          ? [{ annotator: one.annotator, winner: one.winner }]
          : [],
      ),
      judge: judgeVote(judged.get(comparison.id) ?? [], duel),
    })),
  );
}

interface ShareInput {
  readonly name: string;
  readonly duels: readonly VotedDuel[];
  readonly share: (duel: VotedDuel) => Share;
  readonly possible: (duel: VotedDuel) => number;
  readonly reason: string;
  readonly seed: number;
}

/** Places of the totals. */
const [AGREE, OF] = [0, 1] as const;

function shareFigure({ name, duels, share, possible, reason, seed }: ShareInput): OfficialFigure {
  const sums = clusterTotals(2);
  let [n, all] = [0, 0];
  for (const duel of duels) {
    const { agree, of } = share(duel);
    all += possible(duel);
    if (of === 0) continue;
    n += of;
    sums.add(duel.cluster, AGREE, agree);
    sums.add(duel.cluster, OF, of);
  }
  return officialFigure({
    ...{ name, unit: "percent", sums, n, excluded: all - n, reason, seed },
    formula: (totals) => (totals[OF] ? (100 * (totals[AGREE] ?? 0)) / totals[OF] : null),
  });
}
