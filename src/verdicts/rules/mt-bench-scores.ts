import { TIE, type WrittenVerdict } from "../written.js";
import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

/** Two scores this close are a tie. */
const TIE_DELTA = 0.1;

/** MT-Bench's judge of two scores: the first [[a,b]], else the first [a,b]; within 0.1 a tie where a winner is expected. */
export const mtBenchScores: PublishedRule = {
  name: "mt-bench-scores",
  summary:
    "The first pair of numbers in double brackets, else in single ones; a tie where they differ by 0.1 or less.",
  source: "lm-sys/FastChat, fastchat/llm_judge/common.py (run_judge_pair)",
  flaw: "the first pair of numbers in brackets decides, whatever it is; two spaces between them are too many",
  read(text, { kind }) {
    const pair =
      /\[\[(\d+(?:\.\d*)?),\s?(\d+(?:\.\d*)?)\]\]/.exec(text) ??
      /\[(\d+(?:\.\d*)?),\s?(\d+(?:\.\d*)?)\]/.exec(text);
    if (!pair) return unparsed("no pair of numbers in brackets");
    const [first, second] = [Number(pair[1]), Number(pair[2])];
    const scores: WrittenVerdict = { kind: "scores", values: [first, second] };
    if (kind === "scores") return { status: "decided", verdict: scores };
    if (Math.abs(first - second) <= TIE_DELTA) return winnerIs(TIE);
    return winnerIs(first > second ? "A" : "B");
  },
};
