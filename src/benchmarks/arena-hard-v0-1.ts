import { arenaHardFigures, type Leaderboard, singleGames } from "./arena-hard-figures.js";
import { arenaHardJudgments } from "./arena-hard-judgments.js";
import { gatherArenaHard, readArenaHard } from "./arena-hard-rows.js";
import { VERSION_0_1 } from "./arena-hard-version.js";
import type { Benchmark } from "./benchmark.js";

/**
 * show_result.py and utils_math.py of v0.1 rate all models by Bradley–Terry and print the probability to beat the baseline. Every row is
 * against the baseline, so the likelihood of each model is its own, and the probability of greatest likelihood is its share of wins.
 */
const LEADERBOARD: Leaderboard = {
  categories: null,
  count: singleGames,
  interval: { low: 0.025, high: 0.975, scale: "rating" },
  drawn: "together",
  modelOf: (author) => author,
};

/** Answers of models against GPT-4's on 500 hard questions, judged with five labels in both orders. */
export const arenaHardV01: Benchmark = {
  name: VERSION_0_1.name,
  title: "Arena-Hard-Auto v0.1",
  about: {
    paper: "arXiv 2406.11939",
    home: "https://github.com/lmarena/arena-hard-auto",
    licence: "Apache-2.0",
    checked: "fixture only",
  },
  // Beside the questions it takes the answers of the models that are compared: no one place holds them.
  sources: [],
  rule: [
    "Each answer is judged against that of gpt-4-0314 in two games, with the baseline first and with it second.",
    "A game is a battle with the baseline, a “much better” three; a game without one of the five labels is dropped, and the other of its pair stays.",
    "Verdicts without a strength, rankings and scores are plain wins, losses and ties; scores given to each answer alone count in both games.",
    "Bradley–Terry ratings are fitted to all battles, a tie as half a win to each; the score is 100 times the probability to beat the baseline.",
    "The authors' interval runs from the 2.5 % to the 97.5 % quantile of the ratings of 100 resamples of single battles of all models.",
    "Style control adds the differences of length and markdown to that model; it needs the answers themselves.",
  ],
  traps: [
    "Battles of one pair, and the three of one “much better”, are drawn apart, so the authors' interval is too narrow; the interval beside the score draws whole questions.",
    "“Much better” counting three times rewards judges that use it often: score-unweighted counts each game once.",
    "A critique that writes two different labels is not read, and that game is dropped; n and excluded count games here.",
    "A model that wins every battle has no finite rating: the authors' fit stops somewhere, the score here is 100.",
    "The authors' present script scores v0.1 by the rule of v2: a pair without a label is dropped whole, and its interval is one of 90 %.",
  ],
  read: (row) => readArenaHard(row, VERSION_0_1),
  gather: (rows) => gatherArenaHard(rows, VERSION_0_1),
  asked: { protocol: "pairwise", options: { graded: true } },
  official: (input) => arenaHardFigures(input, LEADERBOARD),
  outputs: [arenaHardJudgments(VERSION_0_1)],
};
