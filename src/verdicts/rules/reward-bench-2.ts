import { firstContained, type PublishedRule } from "./rule.js";

/** RewardBench 2's choice of four: "[[A]]" anywhere, else "[[B]]", "[[C]]", "[[D]]". */
export const rewardBench2: PublishedRule = {
  name: "reward-bench-2",
  summary: "“[[A]]” anywhere in the text, else “[[B]]”, “[[C]]”, “[[D]]”, in this order.",
  source: "allenai/reward-bench, rewardbench/generative_v2.py (process_judgement)",
  flaw: "of several letters that a text names the earliest of the alphabet wins",
  read: (text) =>
    firstContained(
      text,
      ["A", "B", "C", "D"].map((letter) => [`[[${letter}]]`, letter]),
    ),
};
