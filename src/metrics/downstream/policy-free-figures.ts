import type { Estimate } from "../../core/analysis.js";
import { bootstrapFigure, collectSums } from "../cluster-sums.js";
import { clusterTally, meanEstimate, undefinedEstimate } from "../estimate.js";
import type { JudgeStudy } from "../judge-study.js";
import type { RewardedPrompt, ScoredPrompt, ScoredPrompts } from "./scored-prompts.js";

type Study = Pick<JudgeStudy, "id" | "data" | "resamples" | "random">;

/** What can be said of a judge as a reward without training or sampling with it. */
export function policyFreeFigures(study: Study, scored: ScoredPrompts): Estimate[] {
  const accuracy = (metric: string, includes: PairFilter, reason: string) =>
    pairAccuracy({ metric, judge: study.id }, scored, includes, reason);
  const authorless = "no pair of different gold whose authors are known to be";
  return [
    accuracy("accuracy", () => true, "no two responses of a prompt differ in gold"),
    tailAccuracy(study.id, scored),
    rewardVariance(study, scored),
    flatPrompts(study.id, scored),
    accuracy("accuracy-same-author", ofSameAuthor, `${authorless} the same`),
    accuracy("accuracy-different-authors", ofDifferentAuthors, `${authorless} different`),
    onPolicyDifference(study, scored),
  ];
}

/** Of a judge's scores, which share of the best is the tail: where best-of-n and training push to. */
const TAIL_SHARE = 1 / 4;

type PairFilter = (prompt: RewardedPrompt, i: number, j: number) => boolean;

const ofSameAuthor: PairFilter = ({ authors }, i, j) => authors[i] !== undefined && authors[i] === authors[j];
const ofDifferentAuthors: PairFilter = ({ authors }, i, j) =>
  authors[i] !== undefined && authors[j] !== undefined && authors[i] !== authors[j];

/** Over pairs of responses to one prompt that differ in gold: right 1, equal scores ½, wrong 0. */
function pairAccuracy(
  about: { readonly metric: string; readonly judge: string },
  { prompts, unscored }: ScoredPrompts,
  includes: PairFilter,
  noUnits: string,
): Estimate {
  const tally = clusterTally();
  for (const prompt of prompts) {
    const { right, pairs } = pairCredit(prompt, includes);
    if (pairs > 0) tally.add(prompt.cluster, right, pairs);
  }
  const excluded = pairsIn(unscored, includes);
  const reason = excluded === 0 ? noUnits : "the judge scored no prompt in full";
  return meanEstimate(about, tally, { excluded, reason });
}

/** How many of the pairs that differ in gold the judge has right, ties half. */
function pairCredit(prompt: ScoredPrompt, includes: PairFilter): { right: number; pairs: number } {
  const { gold, scores } = prompt;
  let [right, pairs] = [0, 0];
  forEachPair(prompt, includes, (i, j) => {
    const isHigher = (gold[i] ?? 0) > (gold[j] ?? 0);
    const lead = (scores[i] ?? 0) - (scores[j] ?? 0);
    pairs++;
    right += lead === 0 ? 0.5 : lead > 0 === isHigher ? 1 : 0;
  });
  return { right, pairs };
}

function pairsIn(prompts: readonly RewardedPrompt[], includes: PairFilter): number {
  let pairs = 0;
  for (const prompt of prompts) forEachPair(prompt, includes, () => pairs++);
  return pairs;
}

/** Each pair of responses that differ in gold: in place, since a prompt of 32 has 496. */
function forEachPair(
  prompt: RewardedPrompt,
  includes: PairFilter,
  use: (i: number, j: number) => void,
): void {
  const { gold } = prompt;
  for (let i = 0; i < gold.length; i++) {
    for (let j = i + 1; j < gold.length; j++) if (gold[i] !== gold[j] && includes(prompt, i, j)) use(i, j);
  }
}

/** Accuracy among the quarter of a prompt's responses that the judge scores highest: at least two, and all that equal the last of them. */
function tailAccuracy(judge: string, scored: ScoredPrompts): Estimate {
  const tally = clusterTally();
  for (const prompt of scored.prompts) {
    const { scores } = prompt;
    const size = Math.max(2, Math.ceil(scores.length * TAIL_SHARE));
    const least = [...scores].sort((a, b) => b - a)[size - 1] ?? -Infinity;
    const isTail = (i: number) => (scores[i] ?? -Infinity) >= least;
    const { right, pairs } = pairCredit(prompt, (_, i, j) => isTail(i) && isTail(j));
    if (pairs > 0) tally.add(prompt.cluster, right, pairs);
  }
  // Which responses the tail would have held is not known, so neither is what excluded pairs could have been worth.
  const excluded = pairsIn(scored.unscored, () => true);
  const reason = "no two responses of a judge's top quarter differ in gold";
  return meanEstimate({ metric: "tail-accuracy", judge }, tally, { excluded, reason, slack: null });
}

/**
 * The mean variance of the scores of one prompt's responses ÷ the variance of all scores. A reward of which a policy's own responses get nearly the
 * same is learned from slowly, however accurate it is (Razin et al. 2025, arXiv 2503.15477); dividing makes judges of different scales alike.
 */
function rewardVariance(study: Study, { prompts, unscored, hasScale }: ScoredPrompts): Estimate {
  const about = { metric: "reward-variance", judge: study.id, unit: "score" } as const;
  if (prompts.length === 0)
    return undefinedEstimate(about, "the judge scored no prompt in full", unscored.length);
  if (!hasScale)
    return undefinedEstimate(
      about,
      "the judge ranks responses: ranks have no variance of their own",
      unscored.length,
    );
  const all = prompts.flatMap(({ scores }) => scores);
  const mean = all.reduce((sum, score) => sum + score / all.length, 0);
  const collector = collectSums(5, study.data.clusters);
  for (const { cluster, scores } of prompts) {
    // About the mean of all, so that squares of scores far from 0 lose no digits.
    const centred = scores.map((score) => score - mean);
    const own = centred.reduce((sum, score) => sum + score / scores.length, 0);
    const within = centred.reduce((sum, score) => sum + (score - own) ** 2, 0) / (scores.length - 1);
    const total = centred.reduce((sum, score) => sum + score, 0);
    const squares = centred.reduce((sum, score) => sum + score ** 2, 0);
    [within, 1, total, squares, scores.length].forEach((value, i) => {
      collector.add(cluster, i, value);
    });
  }
  const sums = collector.finish();
  const figure = ([within = 0, count = 0, total = 0, squares = 0, n = 0]: ArrayLike<number> &
    Iterable<number>) => {
    const variance = (squares - total ** 2 / n) / (n - 1);
    return variance > 0 ? within / count / variance : null;
  };
  const counts = { n: prompts.length, clusters: sums.clusters, excluded: unscored.length };
  const value = figure(sums.totals);
  if (value === null) return { ...undefinedEstimate(about, "all its scores are equal"), ...counts };
  return {
    ...about,
    subset: null,
    value,
    ...counts,
    ...bootstrapFigure(sums, figure, study, "reward-variance"),
  };
}

/** Prompts whose responses all get one score: there the judge gives a policy nothing to learn, and choosing by it is chance. */
function flatPrompts(judge: string, { prompts, unscored }: ScoredPrompts): Estimate {
  const tally = clusterTally();
  for (const { cluster, scores } of prompts)
    tally.add(cluster, scores.every((score) => score === scores[0]) ? 1 : 0);
  const reason = "the judge scored no prompt in full";
  return meanEstimate({ metric: "flat-prompts", judge }, tally, { excluded: unscored.length, reason });
}

/** Accuracy on pairs of one author less that on pairs of two: below 0 where a judge tells models apart better than a model's own responses. */
function onPolicyDifference(study: Study, { prompts, unscored }: ScoredPrompts): Estimate {
  const about = { metric: "same-less-different-authors", judge: study.id, unit: "fraction" } as const;
  const collector = collectSums(4, study.data.clusters);
  let n = 0;
  for (const prompt of prompts) {
    const [same, different] = [pairCredit(prompt, ofSameAuthor), pairCredit(prompt, ofDifferentAuthors)];
    n += same.pairs + different.pairs;
    if (same.pairs + different.pairs === 0) continue;
    [same.right, same.pairs, different.right, different.pairs].forEach((value, i) => {
      collector.add(prompt.cluster, i, value);
    });
  }
  const known: PairFilter = (...pair) => ofSameAuthor(...pair) || ofDifferentAuthors(...pair);
  const excluded = pairsIn(unscored, known);
  const sums = collector.finish();
  const figure = ([a = 0, pairsA = 0, b = 0, pairsB = 0]: Float64Array) =>
    pairsA > 0 && pairsB > 0 ? a / pairsA - b / pairsB : null;
  const value = figure(sums.totals);
  if (value === null) {
    const reason = "needs pairs of different gold both of one author and of two";
    return { ...undefinedEstimate(about, reason, excluded), n, clusters: sums.clusters };
  }
  const interval = bootstrapFigure(sums, figure, study, "same-less-different-authors");
  return { ...about, subset: null, value, n, clusters: sums.clusters, excluded, ...interval };
}
