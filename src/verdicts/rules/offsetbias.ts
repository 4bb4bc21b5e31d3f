import { firstContained, type PublishedRule } from "./rule.js";

/** RewardBench's OffsetBias modifier: "Output (a)" anywhere, else "Output (b)", and (c), (d) where four were shown. */
export const offsetbias: PublishedRule = {
  name: "offsetbias",
  summary: "“Output (a)” anywhere in the text, else “Output (b)”, “Output (c)”, “Output (d)”.",
  source: "allenai/reward-bench, rewardbench/generative.py and generative_v2.py (process_judgement)",
  flaw: "any text that mentions Output (a) counts for (a)",
  read: (text, { responses }) =>
    firstContained(
      text,
      ["a", "b", "c", "d"].slice(0, responses).map((letter) => [`Output (${letter})`, letter.toUpperCase()]),
    ),
};
