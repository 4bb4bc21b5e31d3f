import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

/** LLMBar's evaluators that explain first: "Output (a) is better" and one more character of the line, tested before (b). */
export const llmbarIsBetter: PublishedRule = {
  name: "llmbar-is-better",
  summary: "“Output (a) is better.” anywhere, else “Output (b) is better.”",
  source: "princeton-nlp/LLMBar, LLMEvaluator/evaluate.py and evaluators/config",
  flaw: "“Output (a) is better in style, but …” counts for (a); without a full stop at the end of the text nothing is read",
  read(text) {
    const whole = text.trim();
    if (/Output \(a\) is better[^\n]/.test(whole)) return winnerIs("A");
    if (/Output \(b\) is better[^\n]/.test(whole)) return winnerIs("B");
    return unparsed("neither output is said to be better");
  },
};
