import { clusterOf } from "../core/comparison.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { kebab } from "./kebab.js";
import {
  LLMBAR_CELLS,
  type LlmBarAnswer,
  llmBarAverage,
  llmBarCell,
  llmBarStatistics,
} from "./llmbar-cells.js";
import { ADVERSARIAL_SETS, LLMBAR_SETS } from "./llmbar-sets.js";
import { meanOf } from "./mean-of.js";
import { type ClusterTotals, clusterTotals, officialFigure } from "./official.js";
import { isRated, pairOutcomes } from "./pair-outcomes.js";
import { publishedJudgments } from "./published-judgments.js";

/** The figures that each set has of its own; the others are given over all pairs only. */
const OF_SETS: readonly string[] = ["average", "both-correct", "positional-agreement"];

interface Group {
  readonly sums: ClusterTotals;
  pairs: number;
  judged: number;
}

/** The figures over all pairs, by set, and the adversarial mean (LLMEvaluator/evaluate.py; the mean is the paper's). */
export function llmBarFigures(input: OfficialInput): readonly OfficialFigure[] {
  const { seed } = input;
  const newGroup = (sets: number): Group => ({
    sums: clusterTotals(sets * LLMBAR_CELLS),
    pairs: 0,
    judged: 0,
  });
  const all = newGroup(1);
  const adversarial = newGroup(ADVERSARIAL_SETS.length);
  const sets = new Map(LLMBAR_SETS.map((name): [string, Group] => [name, newGroup(1)]));
  for (const { cluster, subset, cell } of judgedPairs(input)) {
    const own = subset === undefined ? undefined : (sets.get(subset) ?? newGroup(1));
    if (subset !== undefined && own) sets.set(subset, own);
    const place = ADVERSARIAL_SETS.indexOf(subset ?? "");
    add(all, cluster, cell, 0);
    if (own) add(own, cluster, cell, 0);
    if (place >= 0) add(adversarial, cluster, cell, place);
  }
  return [
    ...figuresOf(all, "", seed),
    adversarialMean(adversarial, seed),
    ...[...sets].flatMap(([name, group]) => figuresOf(group, `${kebab(name)}-`, seed)),
  ];
}

interface JudgedPair {
  readonly cluster: string;
  readonly subset: string | undefined;
  /** null where it was not asked in both orders. */
  readonly cell: number | null;
}

function* judgedPairs({ comparisons, preferences, judgments }: OfficialInput): Generator<JudgedPair> {
  const judged = publishedJudgments(judgments);
  const winners = new Map(
    preferences.flatMap((said) => (said.kind === "duel" ? [[said.comparison, said.winner]] : [])),
  );
  for (const comparison of comparisons) {
    const winner = winners.get(comparison.id);
    if (winner !== "a" && winner !== "b") continue;
    const answers = answersOf(judged.get(comparison.id) ?? []);
    const cell = answers && llmBarCell(winner, answers);
    yield { cluster: clusterOf(comparison), subset: comparison.subset, cell };
  }
}

/** What is written as the winner of each order. A tie that was said and not rated is none: the authors' readers know no tie. */
function answersOf(judgments: readonly JudgmentRow[]): readonly [LlmBarAnswer, LlmBarAnswer] | null {
  const { asGiven, swapped } = pairOutcomes(judgments, ["a", "b"]);
  if (asGiven === undefined || swapped === undefined) return null;
  const answer = (outcome: string | null, shownFirst: "a" | "b", shownSecond: "a" | "b"): LlmBarAnswer => {
    if (outcome === "a" || outcome === "b") return outcome;
    if (!judgments.some(isRated)) return null;
    return outcome === TIE ? shownSecond : shownFirst;
  };
  return [answer(asGiven, "a", "b"), answer(swapped, "b", "a")];
}

function add(group: Group, cluster: string, cell: number | null, place: number): void {
  group.pairs++;
  if (cell === null) return;
  group.judged++;
  group.sums.add(cluster, place * LLMBAR_CELLS + cell, 1);
}

function figuresOf({ sums, pairs, judged }: Group, prefix: string, seed: number): OfficialFigure[] {
  return llmBarStatistics
    .filter(({ name }) => prefix === "" || OF_SETS.includes(name))
    .map(({ name, unit, answers, units, of, undefinedWhere }) => {
      const n = units(sums.totals);
      return officialFigure({
        ...{ name: `${prefix}${name}`, unit, sums, n, excluded: pairs * answers - n, seed, formula: of },
        reason: reasonOf({ pairs, judged }, undefinedWhere),
      });
    });
}

function reasonOf({ pairs, judged }: Pick<Group, "pairs" | "judged">, undefinedWhere: string): string {
  if (pairs === 0) return "no pair of this set";
  return judged === 0 ? "no pair was asked in both orders" : undefinedWhere;
}

function adversarialMean({ sums, pairs, judged }: Group, seed: number): OfficialFigure {
  const setTotals = (totals: ArrayLike<number>, place: number) =>
    Float64Array.from({ length: LLMBAR_CELLS }, (_, cell) => totals[place * LLMBAR_CELLS + cell] ?? 0);
  const averages = (totals: ArrayLike<number>) =>
    ADVERSARIAL_SETS.map((_, place) => llmBarAverage(setTotals(totals, place)));
  const own = averages(sums.totals);
  const missing = ADVERSARIAL_SETS.filter((_, place) => own[place] === null);
  return officialFigure({
    ...{ name: "adversarial", unit: "percent", sums, n: judged, excluded: pairs - judged, seed },
    formula: (totals) => meanOf(averages(totals)),
    reason: `no pair of ${missing.join(", ")} was asked in both orders`,
  });
}
