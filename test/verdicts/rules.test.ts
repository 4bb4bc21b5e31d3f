import { describe, expect, it } from "vitest";
import { findRule, publishedRules } from "../../src/verdicts/rules/find.js";
import { llmbarRating, llmbarRatingWinner } from "../../src/verdicts/rules/llmbar-rating.js";
import { type Expected, verdictKey } from "../../src/verdicts/written.js";

const PAIR: Expected = { kind: "winner", responses: 2 };
const FOUR: Expected = { kind: "winner", responses: 4 };
const SCORE: Expected = { kind: "score", responses: 1, scale: { low: 1, high: 10 } };
const SCORES: Expected = { kind: "scores", responses: 2, scale: { low: 1, high: 10 } };
const RANKING: Expected = { kind: "ranking", responses: 3 };

function said(rule: string, text: string, expected: Expected): string {
  const reading = findRule(rule).read(text, expected);
  return reading.status === "decided" ? verdictKey(reading.verdict) : reading.status;
}

describe("published rules", () => {
  it.each([
    ["first-pattern", "[[A]] at first.\n[[B]]", PAIR, "A"],
    ["first-pattern", "[[7]] at first, [[8]]", SCORE, "7"],
    ["first-pattern", "[[8, 7]] at first, [[7, 8]]", SCORES, "8,7"],
    ["first-pattern", "[[A>C=B]]", RANKING, "0>1=2"],
    ["first-pattern", "[A] A>B [[x]]", PAIR, "unparsed"],
    ["last-label", "[[A]] at first.\n[[B]]\nAs [[A>>B]] would not", PAIR, "A>>"],
    ["exactly-one-label", "[[A]] and [[a]]", PAIR, "A"],
    ["exactly-one-label", "[[A]] or [[B]]", PAIR, "ambiguous"],
    ["arena-hard", "My verdict: [[A>>B]]", PAIR, "A>>"],
    ["arena-hard", "[[B<A]]", PAIR, "A>"],
    ["arena-hard", "[[A>B]] no, [[A>>B]]", PAIR, "ambiguous"],
    ["arena-hard", "[[A]]", PAIR, "unparsed"],
    ["arena-hard", "[[a>b]]", PAIR, "unparsed"],
    ["arena-hard-v2", "[[a>b]] no, [[B>>A]]", PAIR, "B>>"],
    ["arena-hard-v2", "[A=B]", PAIR, "tie"],
    ["arena-hard-v2", "[A] said so, A>B", PAIR, "unparsed"],
    ["judgebench-arena-hard", "[[A>>B]]", PAIR, "A"],
    ["judgebench-arena-hard", "[[A=B]]", PAIR, "tie"],
    ["judgebench-arena-hard", "[[A>B]] [[A>>B]]", PAIR, "ambiguous"],
    ["judgebench-arena-hard", "[[A<B]]", PAIR, "unparsed"],
    ["llmbar", "Output (b)", PAIR, "B"],
    ["llmbar", "Output (b) is better.\nOutput (a) errs.", PAIR, "A"],
    ["llmbar", "I say Output (b)", PAIR, "unparsed"],
    ["llmbar-is-better", "Output (a) errs. Therefore, Output (b) is better.", PAIR, "B"],
    ["llmbar-is-better", "Output (a) is better in style, but Output (b) is better.", PAIR, "A"],
    ["llmbar-is-better", "Output (b) is better", PAIR, "unparsed"],
    ["llmbar-rating", " 8\n", SCORE, "8"],
    ["llmbar-rating", "8/10", SCORE, "unparsed"],
    ["reward-bench", "[[A]] was close, but [[B]]", PAIR, "A"],
    ["reward-bench", "[[C]]", PAIR, "unparsed"],
    ["reward-bench-2", "[[D]], not [[C]]", FOUR, "C"],
    ["reward-bench-2-atla", "**Result:** B", PAIR, "B"],
    ["reward-bench-2-atla", "**Result:** **B**", PAIR, "unparsed"],
    ["reward-bench-2-ratings", "so\n\n9", SCORE, "9"],
    ["reward-bench-2-ratings", "8/10", SCORE, "10"],
    ["reward-bench-2-ratings", "7.5", SCORE, "5"],
    ["reward-bench-2-ratings", "-3", SCORE, "3"],
    ["reward-bench-2-ratings", "1-10", SCORE, "10"],
    ["reward-bench-2-ratings", "**8**", SCORE, "unparsed"],
    ["reward-bench-2-ratings", "10.", SCORE, "unparsed"],
    ["reward-bench-2-ratings", "2024", SCORE, "unparsed"],
    ["reward-bench-prometheus", "[RESULT] A", PAIR, "A"],
    ["reward-bench-prometheus", "[RESULT] A.", PAIR, "unparsed"],
    ["reward-bench-prometheus", "[RESULT] A\n", PAIR, "unparsed"],
    ["reward-bench-prometheus", "[RESULT] D", FOUR, "D"],
    ["offsetbias", "Output (b), for Output (a) errs", PAIR, "A"],
    ["offsetbias", "Output (c)", PAIR, "unparsed"],
    ["offsetbias", "Output (c)", FOUR, "C"],
    ["skywork-critic", "[[B]]", PAIR, "B"],
    ["skywork-critic", "[[B]], Assistant", PAIR, "A"],
    ["mt-bench-pair", "[[C]]", PAIR, "tie"],
    ["mt-bench-pair", "[[B]] and not [[A]]", PAIR, "A"],
    ["mt-bench-single", "[1] says so. Rating: [[7.5]]", SCORE, "7.5"],
    ["mt-bench-single", "[1] says so. [[8/10]]", SCORE, "1"],
    ["mt-bench-scores", "[[8,7.95]]", PAIR, "tie"],
    ["mt-bench-scores", "[8, 9]", PAIR, "B"],
    ["mt-bench-scores", "[8, 9]", SCORES, "8,9"],
    ["mt-bench-scores", "[8,  9]", PAIR, "unparsed"],
    ["prometheus-absolute", "Feedback: good [RESULT] 3", SCORE, "3"],
    ["prometheus-absolute", "[RESULT] (4)", SCORE, "4"],
    ["prometheus-absolute", "Score: 4/5", SCORE, "4"],
    ["prometheus-absolute", "a score of 2 out of 5", SCORE, "2"],
    ["prometheus-absolute", "[RESULT] 3.", SCORE, "unparsed"],
    ["prometheus-absolute", "[RESULT] 7", SCORE, "unparsed"],
    ["prometheus-relative", "Feedback: good [RESULT] B", PAIR, "B"],
    ["prometheus-relative", "[RESULT: a]", PAIR, "A"],
    ["prometheus-relative", "[Response B] is long. [RESULT] A", PAIR, "B"],
    ["prometheus-relative", "[RESULT] A.", PAIR, "unparsed"],
    ["auto-j", "the final decision is Response 1? No, the final decision is Tie.", PAIR, "tie"],
    ["auto-j", "the final decision is **Response 1**", PAIR, "unparsed"],
    ["auto-j-rating", "Rating: [[3]] no, Rating: [[4.5]]", SCORE, "4.5"],
    ["auto-j-rating", "Rating: [[4/10]]", SCORE, "unparsed"],
    ["pandalm", "2\n\n### Reason: x", PAIR, "B"],
    ["pandalm", "Response 2 is better", PAIR, "tie"],
    ["judgelm", "8 7\nbecause", PAIR, "A"],
    ["judgelm", "8,7", SCORES, "8,7"],
    ["judgelm", "7 7", PAIR, "tie"],
    ["judgelm", "8, 7", PAIR, "unparsed"],
    ["alpaca-eval-ranking", "[{'model': 'model_1', 'rank': 2}, {'model': 'model_2', 'rank': 1}]", PAIR, "B"],
    [
      "alpaca-eval-ranking",
      '{"ordered_models": [{"model": "m", "rank": 1}, {"model": "M", "rank": 1}]}',
      PAIR,
      "A",
    ],
    ["alpaca-eval-ranking", "[]", PAIR, "unparsed"],
  ] as const)("%s reads %j for a %o as published", (rule, text, expected, outcome) => {
    expect(said(rule, text, expected)).toBe(outcome);
  });

  it("are told by name, and an unknown name lists them", () => {
    expect(() => findRule("guess")).toThrow(
      /reading rule: expected one of .*first-pattern.* but found "guess"/,
    );
    expect(new Set(publishedRules.map((rule) => rule.name)).size).toBe(publishedRules.length);
  });

  it.each(publishedRules.map((rule) => [rule.name, rule] as const))(
    "%s says whose it is and decides nothing of nothing",
    (_, rule) => {
      expect([rule.summary, rule.source, rule.flaw].every((line) => line.length > 10)).toBe(true);
      const reading = rule.read("", PAIR);
      // PandaLM's counts all that it cannot read as a tie: that is its flaw, and its figure.
      if (rule.name === "pandalm") expect(reading).toMatchObject({ verdict: { letter: "tie" } });
      else expect(reading).toMatchObject({ status: "unparsed" });
    },
  );

  it("write equal and unread ratings of LLMBar as one win for each side", () => {
    const winners = (first: string, second: string) =>
      [false, true].map((swapped) =>
        llmbarRatingWinner(llmbarRating.read(first, SCORE), llmbarRating.read(second, SCORE), swapped),
      );
    expect(winners("8", "5")).toEqual(["1", "1"]);
    expect(winners("5", "8")).toEqual(["2", "2"]);
    expect(winners("5", "5")).toEqual(["2", "1"]);
    expect(winners("", "5")).toEqual(["1", "2"]);
  });
});
