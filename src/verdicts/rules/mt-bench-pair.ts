import { TIE } from "../written.js";
import { firstContained, type PublishedRule } from "./rule.js";

/** MT-Bench's pairwise judge: "[[A]]" anywhere, else "[[B]]", else "[[C]]", a tie. */
export const mtBenchPair: PublishedRule = {
  name: "mt-bench-pair",
  summary: "“[[A]]” anywhere in the text, else “[[B]]”, else “[[C]]”, a tie.",
  source: "lm-sys/FastChat, fastchat/llm_judge/common.py (run_judge_pair)",
  flaw: "a text that mentions [[A]] and ends [[B]] counts for A",
  read: (text) =>
    firstContained(text, [
      ["[[A]]", "A"],
      ["[[B]]", "B"],
      ["[[C]]", TIE],
    ]),
};
