import { fieldRanking } from "../families/field-ranking.js";
import { verdictAs } from "../written.js";
import { type PublishedRule, unparsed } from "./rule.js";

/**
 * AlpacaEval's ranking parser: a list of {model, rank} (a Python literal, or `ordered_models` of its tool call); the rank of the first
 * model ("model_1" or "m") decides: 1 prefers the first, 2 the second, anything else nothing.
 */
export const alpacaEvalRanking: PublishedRule = {
  name: "alpaca-eval-ranking",
  summary: "The rank of the first model in a list of models and ranks: 1 the first, 2 the second.",
  source: "tatsu-lab/alpaca_eval, src/alpaca_eval/completion_parsers.py (ranking_parser, json_parser)",
  flaw: "equal ranks are a win for one side: only the first model's rank is looked at",
  read(text, expected) {
    const pair = { ...expected, responses: 2 };
    const says = fieldRanking.find(text, pair)[0]?.says;
    if (says?.kind !== "ranking") return unparsed("no list of two models and their ranks");
    const first = says.tiers[0]?.includes(0) ? ([[0], [1]] as const) : ([[1], [0]] as const);
    const verdict = verdictAs(expected.kind, { kind: "ranking", tiers: first }, 2);
    return verdict ? { status: "decided", verdict } : unparsed("a ranking is no score");
  },
};
