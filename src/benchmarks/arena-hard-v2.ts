import { arenaHardFigures, type Leaderboard, wholePairs } from "./arena-hard-figures.js";
import { arenaHardJudgments } from "./arena-hard-judgments.js";
import { gatherArenaHard, readArenaHard } from "./arena-hard-rows.js";
import { VERSION_2 } from "./arena-hard-version.js";
import type { Benchmark } from "./benchmark.js";

// show_result.py, print_leaderboard
const LEADERBOARD: Leaderboard = {
  categories: ["hard_prompt", "creative_writing"],
  count: wholePairs,
  interval: { low: 0.05, high: 0.95, scale: "share" },
  drawn: "within",
  modelOf: (author) => author.split("/").at(-1) ?? author,
};

/** Answers of models against a baseline's on 750 open questions, judged with five labels in both orders. */
export const arenaHardV2: Benchmark = {
  name: VERSION_2.name,
  title: "Arena-Hard-Auto v2",
  about: {
    paper: "arXiv 2406.11939",
    home: "https://github.com/lmarena/arena-hard-auto",
    licence: "Apache-2.0",
    checked: "fixture only",
  },
  // Beside the questions it takes the answers of the models that are compared: no one place holds them.
  sources: [],
  rule: [
    "Each answer is judged against the baseline's of its category (o3-mini-2025-01-31, for creative writing gemini-2.0-flash-001) in two games, with the baseline first and with it second.",
    "A win of the model is 1, a tie 0.5, a loss 0; a “much better” makes three such rows, every other label one.",
    "A pair of which one game has no label, or was not played, is dropped with both games.",
    "Verdicts without a strength, rankings and scores are plain wins, losses and ties; scores given to each answer alone count in both games.",
    "The score is 100 times the mean of a model's rows, on a leaderboard of its own for each category; the two are never pooled.",
    "The authors' interval runs from the 5 % to the 95 % quantile of the means of 100 resamples of single rows.",
    "Style control adds the differences of length and markdown to a Bradley–Terry model; it needs the answers themselves.",
  ],
  traps: [
    "Rows of one pair, and the three of one “much better”, are drawn apart, so the authors' interval is too narrow, and it is one of 90 %; the interval beside the score draws whole questions and is one of 95 %.",
    "The authors print the mean of 100 unseeded resamples in place of the mean itself: their figures move a little from run to run.",
    "“Much better” counting three times rewards judges that use it often: score-unweighted counts each game once.",
    "Dropping pairs without a label favours whoever's answers the judge fails on.",
    "The judge decides much: deepseek-r1 scored 58.0 with Gemini 2.5 and 48.0 with GPT-4.1.",
    "The authors leave out the judge's own answers where its name is a model's; judgments do not tell it here, and they are counted.",
    "Several categories behind one -c of the authors' script are filtered one after another, so the second is refused; its -f length cuts off the columns of the models: both are left alone here.",
    "Models whose paths end alike are one row of the authors' table, and of these figures.",
  ],
  read: (row) => readArenaHard(row, VERSION_2),
  gather: (rows) => gatherArenaHard(rows, VERSION_2),
  asked: { protocol: "pairwise", options: { graded: true } },
  official: (input) => arenaHardFigures(input, LEADERBOARD),
  outputs: [arenaHardJudgments(VERSION_2)],
};
