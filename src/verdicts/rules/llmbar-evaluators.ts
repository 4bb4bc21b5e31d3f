import { llmbar } from "./llmbar.js";
import { llmbarIsBetter } from "./llmbar-is-better.js";
import type { PublishedRule } from "./rule.js";

/**
 * Which of its two winner rules LLMBar's configuration gives an evaluator ("GPT-4/CoT"). `step` counts the comparisons of an item:
 * 0, and 1 for the second round of the Swap strategies, which is asked only where the two orders disagreed.
 *
 * Source: princeton-nlp/LLMBar, LLMEvaluator/evaluators/config; `Swap_CoT` of all judges and `CoT` of the chat models explain first.
 */
export function llmbarRule(judge: string, strategy: string, step: number): PublishedRule {
  if (strategy === "Swap_CoT") return llmbarIsBetter;
  if (strategy === "Swap") return step === 0 ? llmbarIsBetter : llmbar;
  if (strategy === "CoT") return judge.startsWith("PaLM") ? llmbar : llmbarIsBetter;
  return llmbar;
}
