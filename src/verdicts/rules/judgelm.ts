import { verdictAs } from "../written.js";
import { type PublishedRule, unparsed } from "./rule.js";

/** The first line of Vicuna's, JudgeLM's and AlpacaEval's score pairs: two numbers, a comma or a space between them. */
export const judgelm: PublishedRule = {
  name: "judgelm",
  summary: "The first line is two numbers with one comma or one space between them; equal numbers are a tie.",
  source:
    "lm-sys/FastChat, eval_gpt_review.py; ScalerLab/JudgeBench, utils/judges.py (JudgeLM); tatsu-lab/alpaca_eval, completion_parsers.py (lmsys_parser)",
  flaw: "“8, 7” is not read, for its comma becomes a second space; nor is a line with a word in it; a text that cannot be read counts as a tie in JudgeBench",
  read(text, expected) {
    const line = text.slice(0, text.indexOf("\n") < 0 ? undefined : text.indexOf("\n"));
    const parts = line.length > 80 ? [] : line.replaceAll(",", " ").split(" ");
    const values = parts.map((part) =>
      /^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/.test(part) ? Number(part) : Number.NaN,
    );
    if (values.length !== 2 || values.some(Number.isNaN))
      return unparsed("the first line is not two numbers");
    const verdict = verdictAs(expected.kind, { kind: "scores", values }, 2);
    return verdict ? { status: "decided", verdict } : unparsed("two numbers are no single score");
  },
};
