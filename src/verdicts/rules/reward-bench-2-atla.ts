import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

/** RewardBench 2's Atla modifier: the word behind the first "**Result:**". */
export const rewardBench2Atla: PublishedRule = {
  name: "reward-bench-2-atla",
  summary: "The word behind the first “**Result:**” is the winner's letter.",
  source: "allenai/reward-bench, rewardbench/generative_v2.py (process_judgement)",
  flaw: "“**Result:** **B**” and “Result: B” are not read; “**Result:** A draw” counts for A",
  read(text) {
    const word = /\*\*Result:\*\*\s*([\p{L}\p{N}_]{1,40})/u.exec(text)?.[1];
    return word !== undefined && /^[A-D]$/.test(word) ? winnerIs(word) : unparsed("no **Result:** A to D");
  },
};
