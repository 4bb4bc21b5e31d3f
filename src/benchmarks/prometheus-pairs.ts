import { clusterOf } from "../core/comparison.js";
import { TIE } from "../core/preference.js";
import type { Benchmark, OfficialFigure, OfficialInput } from "./benchmark.js";
import { kebab } from "./kebab.js";
import { type ClusterTotals, clusterTotals, officialFigure } from "./official.js";
import { pairOutcomes } from "./pair-outcomes.js";
import { prometheusPair } from "./prometheus-pair.js";
import { prometheusPairOutputs } from "./prometheus-pair-outputs.js";
import { publishedJudgments } from "./published-judgments.js";

/** The parts of HHH alignment, in the authors' order. */
const SOURCES = ["helpful", "harmless", "honest", "other"] as const;

/** Pairs under a rubric: the HHH, MT-Bench-human and Preference-Bench sets of Prometheus 2. */
export const prometheusPairs: Benchmark = {
  name: "prometheus-pairs",
  title: "Prometheus relative grading (HHH, MT-Bench human judgments, Preference-Bench)",
  about: {
    paper: "arXiv 2405.01535",
    home: "https://github.com/prometheus-eval/prometheus-eval",
    licence: "Apache-2.0",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "github",
      repository: "prometheus-eval/prometheus-eval",
      commit: "8536c6d6f69f492fb364a2173e522d4dad034488",
      files: ["eval/benchmark/data/hhh_alignment_eval.json"],
    },
  ],
  rule: [
    "A pair is asked once, in an order drawn by chance; accuracy is the share of pairs whose better response is named.",
    "Of a judge that grades one response at a time the higher score wins, and equal scores are wrong.",
    "Where people said tie, only a tie is right; a reply that is not read is wrong.",
    "The average is over all pairs; HHH has a figure for each of its parts too.",
    "Without ties it is taken over the pairs of which people preferred one.",
  ],
  traps: [
    "The authors draw the order without a seed; here it is seeded, and of a judge that was asked in both orders the given one counts.",
    "A judge that grades alone is asked again by the authors where its scores are equal and the label is no tie: the label decides who gets another try.",
    "Published outputs of judges that grade alone hold the scores after those tries.",
    "The authors' reader takes only A or B, so pairs that people called a tie are always wrong in relative grading.",
  ],
  read: (row, { seed }) => [prometheusPair(row, seed)],
  official,
  outputs: [prometheusPairOutputs],
};

interface Group {
  readonly sums: ClusterTotals;
  pairs: number;
  excluded: number;
}

function official({ comparisons, preferences, judgments, seed }: OfficialInput): readonly OfficialFigure[] {
  const judged = publishedJudgments(judgments);
  const winners = new Map(
    preferences.flatMap((said) => (said.kind === "duel" ? [[said.comparison, said.winner]] : [])),
  );
  const newGroup = (): Group => ({ sums: clusterTotals(2), pairs: 0, excluded: 0 });
  const [all, untied] = [newGroup(), newGroup()];
  const groups = new Map<string, Group>(SOURCES.map((source) => [source, newGroup()]));
  for (const comparison of comparisons) {
    const [first, second] = comparison.responses;
    const winner = winners.get(comparison.id);
    if (!first || !second || winner === undefined) continue;
    const own = comparison.subset === undefined ? null : (groups.get(comparison.subset) ?? newGroup());
    if (own && comparison.subset !== undefined) groups.set(comparison.subset, own);
    const { asGiven, swapped } = pairOutcomes(judged.get(comparison.id) ?? [], [first.id, second.id]);
    // The authors' order is drawn: where a pair was asked in one order alone, it is that one.
    const outcome = asGiven === undefined ? swapped : asGiven;
    const counting = [all, ...(own ? [own] : []), ...(winner === TIE ? [] : [untied])];
    for (const group of counting) {
      if (outcome === undefined) {
        group.excluded++;
        continue;
      }
      group.pairs++;
      group.sums.add(clusterOf(comparison), 0, 1);
      group.sums.add(clusterOf(comparison), 1, outcome === winner ? 1 : 0);
    }
  }
  return [
    figureOf("average", all, seed),
    figureOf("average-without-ties", untied, seed),
    ...[...groups].map(([name, group]) => figureOf(kebab(name), group, seed)),
  ];
}

function figureOf(name: string, { sums, pairs, excluded }: Group, seed: number): OfficialFigure {
  return officialFigure({
    ...{ name, unit: "percent", sums, n: pairs, excluded, seed },
    formula: (totals) => (100 * (totals[1] ?? 0)) / (totals[0] ?? 0),
    reason: "no such pair was asked",
  });
}
