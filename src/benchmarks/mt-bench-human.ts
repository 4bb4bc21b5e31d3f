import type { Benchmark } from "./benchmark.js";
import { mtBenchFigures } from "./mt-bench-figures.js";
import { mtBenchPair, mtBenchSingle, mtBenchVotes } from "./mt-bench-outputs.js";
import { gatherMtBench, readMtBench } from "./mt-bench-rows.js";

/** What experts preferred among six models' answers to 80 questions of two turns, ties included. */
export const mtBenchHuman: Benchmark = {
  name: "mt-bench-human",
  title: "MT-Bench human judgments",
  about: {
    paper: "arXiv 2306.05685",
    home: "https://huggingface.co/datasets/lmsys/mt_bench_human_judgments",
    licence: "CC-BY-4.0 (dataset card)",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "hub",
      dataset: "lmsys/mt_bench_human_judgments",
      files: ["data/human-00000-of-00001-25f4910818759289.parquet"],
    },
  ],
  rule: [
    "A judge has one vote on a question, a turn and two models: what both orders say; a tie where they contradict each other.",
    "Scores given to each answer alone, or to both together, are a vote for the higher one, and a tie where they differ by 0.1 or less; a ranking is a vote for the higher place.",
    "Agreement is the share of pairs of votes that are the same: the judge's with each expert's, and for human agreement each expert's with each other's on the same duel.",
    "Both are taken for each turn, with ties (any tie agrees with any tie) and without (pairs in which either vote is a tie are left out).",
    "Only experts are people here, as in the authors' script; the votes of the authors themselves are in the data and in all other figures.",
    "A judge of which an order, or one of the two scores, has no verdict has no vote: its pairs are left out and counted, as are those on duels that it was not asked.",
    "Touchstone's comparison is a turn of a question with all models' answers, and asks those duels that a person voted on; in the second turn a response holds both answers of its model.",
  ],
  traps: [
    "A duel with m votes counts m times for the judge and m(m − 1)/2 times among people, so the two figures are taken on different duels in different weights: the figures per duel let each duel count once, on the same duels and votes of different experts.",
    "Pairs of votes that share a vote are not independent; the authors give no interval. Here whole questions are drawn again.",
    "Leaving failures out favours whoever fails on hard duels: agreement-failures-wrong counts them as disagreement with every expert.",
    "Without ties a judge that ties whenever it is unsure is scored on what is easy; its n says how much is left.",
    "The scores of a reward model may all lie within 0.1 of each other: then nearly every vote is a tie.",
    "The models and answers of FastChat's later files of judgments are not all those that people voted on: such rows are passed over, and rows of the same model name are taken to be of the same answer.",
  ],
  read: (row) => readMtBench(row),
  gather: gatherMtBench,
  official: mtBenchFigures,
  outputs: [mtBenchVotes, mtBenchPair, mtBenchSingle],
};
