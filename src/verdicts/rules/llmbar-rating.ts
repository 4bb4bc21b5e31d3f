import { type PublishedRule, type RuleReading, scoreIs, unparsed } from "./rule.js";

/** LLMBar's Rating evaluators: the whole completion is one integer. Two of them are compared by `llmbarRatingWinner`. */
export const llmbarRating: PublishedRule = {
  name: "llmbar-rating",
  summary: "The whole completion is one integer.",
  source: "princeton-nlp/LLMBar, LLMEvaluator/evaluate.py (Rating)",
  flaw: "a completion with any other word is no score, and the pair then counts as one win for each output",
  read(text) {
    const whole = text.trim();
    return /^[+-]?\d{1,15}$/.test(whole) ? scoreIs(Number(whole)) : unparsed("not one integer");
  },
};

/**
 * The winner that LLMBar stores for a pair of ratings, in the frame of the data: equal ratings and ratings that cannot be read are
 * written as a win for either side, one in each order, so that they count as half.
 */
export function llmbarRatingWinner(first: RuleReading, second: RuleReading, swapped: boolean): "1" | "2" {
  const [one, two] = [first, second].map((reading) =>
    reading.status === "decided" && reading.verdict.kind === "score" ? reading.verdict.value : null,
  );
  if (one == null || two == null) return swapped ? "2" : "1";
  if (one === two) return swapped ? "1" : "2";
  return one > two ? "1" : "2";
}
