import { letterAt } from "../../core/view.js";
import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

/** RewardBench's Prometheus modifier: with "[RESULT]" anywhere, the last character of the text. */
export const rewardBenchPrometheus: PublishedRule = {
  name: "reward-bench-prometheus",
  summary: "With “[RESULT]” anywhere in the text, its last character is the winner's letter.",
  source: "allenai/reward-bench, rewardbench/generative.py and generative_v2.py (process_judgement)",
  flaw: "“[RESULT] A.” and a line break behind the letter are not read",
  read(text, { responses }) {
    const last = text.slice(-1);
    const letters = Array.from({ length: responses }, (_, position) => letterAt(position));
    return text.includes("[RESULT]") && letters.includes(last)
      ? winnerIs(last)
      : unparsed("no [RESULT] with a letter as the last character");
  },
};
