import { firstContained, type PublishedRule } from "./rule.js";

/** RewardBench v1, the default modifier: "[[A]]" anywhere, else "[[B]]" anywhere. */
export const rewardBench: PublishedRule = {
  name: "reward-bench",
  summary: "“[[A]]” anywhere in the text, else “[[B]]” anywhere.",
  source: "allenai/reward-bench, rewardbench/generative.py (process_judgement)",
  flaw: "a text that mentions [[A]] and ends [[B]] counts for A",
  read: (text) =>
    firstContained(text, [
      ["[[A]]", "A"],
      ["[[B]]", "B"],
    ]),
};
