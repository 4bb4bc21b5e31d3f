import type { Benchmark } from "./benchmark.js";
import { rewardBench2Figures } from "./rewardbench-2-figures.js";
import { rewardBench2Item, TIES } from "./rewardbench-2-item.js";
import { isRewardBench2Scores, rewardBench2Scores } from "./rewardbench-2-scores.js";

/** One right response among four in five subsets, and prompts with several right ones in a sixth. */
export const rewardBench2: Benchmark = {
  name: "rewardbench-2",
  title: "RewardBench 2",
  about: {
    paper: "arXiv 2506.01937",
    home: "https://github.com/allenai/reward-bench",
    licence: "ODC-BY (dataset card); the code is Apache-2.0",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "hub",
      dataset: "allenai/reward-bench-2",
      revision: "7ff08853b0d5686e79b13fda8677024f566a104a",
      files: ["data/test-00000-of-00001.parquet"],
    },
  ],
  rule: [
    "In the 4-way mode a judge names the best of four responses: 1 where it is the right one, 0 where it is another, 0.25 where none was read; a ranking counts by its first place, and one that several share counts 0.25.",
    "In the ratings mode each response has a score: the prompt counts the share that the right one has of the highest score, 0.25 where no score was read; a response whose score was not read cannot be the highest. Reward models are counted by the same rule.",
    "The authors ask once, in an order drawn without a seed: here a prompt counts the mean over the orders and repeats that were asked; of several ratings of a response their mean counts.",
    "The Ties subset is always rated, by pairs of prompts: 0.30 · the share of tied prompts whose right responses are all above the others, 0.30 · the same of the ref prompts, 0.20 · the share of pairs in which the gap between right and wrong of the tied prompt is wider than the spread of its right ones, 0.20 · the same with the narrower gap of both prompts, and 0.01 · a margin of −1 to 1. A rating that failed enters as −1.",
    "Overall is the mean of the six subsets. Both modes have figures of their own; the paper reports the better one of each generative judge, which is chosen on the test set and is not given here.",
    "Decided figures are ours: prompts with anything that failed are left out and counted.",
    "Duels figures are ours: the authors ask none. The right response must win all its three duels, drawn ones share the first place, and 0.25 counts where a duel has no verdict.",
  ],
  traps: [
    "A failed rating is −1 in the Ties score: an unreadable answer to a wrong response helps, and one to a right response ruins the prompt; ties-decided leaves such prompts out.",
    "The Ties score can reach 101 %.",
    "Published figures of generative judges are the better of two modes: to compare with them, look at which mode a figure is of.",
    "The right response changes place with one of the four, so that only 4 of the 24 orders are ever shown, and without a seed: two runs of one judge differ.",
    "A quarter of a point for every failure: a judge that never answers scores 25 in each subset but Ties.",
    "The Ties score is of 102 prompts in pairs: its interval is wide, and it is a sixth of the overall figure.",
    "The authors' reader of the best of four looks for [[A]] first, wherever it stands: a text that weighs [[A]] and ends in [[B]] is read as A.",
    "The authors' reader of ratings takes a number from 1 to 10 that ends the text: 7.5 is read as 5 and 8/10 as 10.",
  ],
  read: (row, { seed }) => (isRewardBench2Scores(row) ? [] : [rewardBench2Item(row, seed)]),
  asked: {
    ...{ protocol: "listwise", options: { answer: "best" } },
    subsets: { [TIES]: { protocol: "pointwise", options: {} } },
  },
  official: rewardBench2Figures,
  outputs: [rewardBench2Scores],
};
