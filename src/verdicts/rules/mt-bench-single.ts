import { type PublishedRule, scoreIs, unparsed } from "./rule.js";

/** MT-Bench's single judge: the first [[number]], or, where there is none, the first [number]. */
export const mtBenchSingle: PublishedRule = {
  name: "mt-bench-single",
  summary: "The first number in double brackets, else the first in single brackets.",
  source: "lm-sys/FastChat, fastchat/llm_judge/common.py (run_judge_single)",
  flaw: "[[8/10]] and [[-1]] are not read; a footnote mark such as [1] becomes the score; no range is checked",
  read(text) {
    const number = /\[\[(\d+(?:\.\d*)?)\]\]/.exec(text)?.[1] ?? /\[(\d+(?:\.\d*)?)\]/.exec(text)?.[1];
    return number === undefined ? unparsed("no number in brackets") : scoreIs(Number(number));
  },
};
