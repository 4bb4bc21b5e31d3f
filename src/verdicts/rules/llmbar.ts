import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

/** LLMBar's evaluators that answer at once: "Output (a)" at the start of any line, tested before "Output (b)". */
export const llmbar: PublishedRule = {
  name: "llmbar",
  summary: "A line that begins with “Output (a)”, else one that begins with “Output (b)”.",
  source: "princeton-nlp/LLMBar, LLMEvaluator/evaluate.py and evaluators/config",
  flaw: "a critique with a line about Output (a) counts for (a), whatever it decides",
  read(text) {
    const lines = text.trim();
    if (/(?:^|\n) ?Output \(a\)/.test(lines)) return winnerIs("A");
    if (/(?:^|\n) ?Output \(b\)/.test(lines)) return winnerIs("B");
    return unparsed("no line begins with Output (a) or Output (b)");
  },
};
