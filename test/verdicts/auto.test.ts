import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/core/judgment.js";
import { type AutoReading, readAuto } from "../../src/verdicts/auto.js";
import { families } from "../../src/verdicts/families/find.js";
import type { Expected } from "../../src/verdicts/written.js";

const reply = (text: string, more: Partial<Reply> = {}): Reply => ({ text, finishReason: "stop", ...more });
const read = (text: string, expected: Expected, presented: readonly string[] = []) =>
  readAuto(reply(text), expected, presented);

/** The verdict in few signs, or the status: "A", "B>>", "tie", 8, "8 7", "1>0=2". */
function said(reading: AutoReading): string | number {
  if (reading.status !== "decided") return reading.status;
  const { verdict } = reading;
  if (verdict.kind === "winner") return verdict.letter + ">".repeat(verdict.strength ?? 0);
  if (verdict.kind === "score") return verdict.value;
  if (verdict.kind === "scores") return verdict.values.join(" ");
  return verdict.tiers.map((tier) => tier.join("=")).join(">");
}

const PAIR: Expected = { kind: "winner", responses: 2 };
const FOUR: Expected = { kind: "winner", responses: 4 };
const TEN: Expected = { kind: "score", responses: 1, scale: { low: 1, high: 10 } };
const FIVE: Expected = { kind: "score", responses: 1, scale: { low: 1, high: 5 } };
const BOTH: Expected = { kind: "scores", responses: 2, scale: { low: 1, high: 10 } };
const UNIT: Expected = { kind: "score", responses: 1, scale: { low: 0, high: 1 } };
const covered = new Set<string>();
const RANKED: Expected = { kind: "ranking", responses: 3 };

describe("a winner is read", () => {
  it.each([
    // Brackets: MT-Bench, RewardBench, RM-R1.
    ["A is right.\n\n[[A]]", "A"],
    ["[[B]]", "B"],
    ["Both are good. [[C]]", "tie"],
    ["[[tie]]", "tie"],
    ["<think>[[A]]?</think><answer>[[B]]</answer>", "B"],
    ["<answer>B</answer>", "B"],
    ["So my choice: [A]", "A"],
    ["［［Ａ］］", "A"],
    // Atla, SFR, Prometheus.
    ["**Reasoning:** B errs.\n\n**Result:** A", "A"],
    ["Result: B", "B"],
    ["Feedback: A is kinder. [RESULT] A", "A"],
    ["Feedback: A is kinder. [RESULT] A.", "A"],
    ["Feedback: A is kinder. [RESULT: B]", "B"],
    ["Winner: Assistant 2\n", "B"],
    ["Final verdict: Response A is better because it cites.", "A"],
    ["The better answer is: (b)", "B"],
    ["Better answer: (b)", "B"],
    // Graded.
    ["My final verdict is: [[A>>B]]", "A>>"],
    ["[[a > b]]", "A>"],
    ["[[A=B]]", "tie"],
    ["[[B=A]]", "tie"],
    ["[[A<B]]", "B>"],
    ["[[A<<B]]", "B>>"],
    ["[B>A]", "B>"],
    ["\\boxed{A>>B}", "A>>"],
    ["It is close.\nA>B", "A>"],
    ["Final verdict: B>>A", "B>>"],
    // LLMBar, OffsetBias.
    ["Output (a)", "A"],
    ["“Output (b)”", "B"],
    ["Output (a) is longer. Output (b) is exact. Therefore, Output (b) is better.", "B"],
    ["Output (b) is better.\n\nOutput (a) is too short.", "B"],
    // Auto-J, PandaLM.
    ["Response 1 helps.\nSo, the final decision is Response 1.", "A"],
    ["So, the final decision is Response 2", "B"],
    ["So, the final decision is Tie", "tie"],
    ["1\n\n### Reason: It is more complete.\n\n### Reference: No.", "A"],
    ["2\n\n### Reason: It is more complete.", "B"],
    ["Tie\n\n### Reason: They are the same.", "tie"],
    // AlpacaEval.
    ["m", "A"],
    ["M", "B"],
    ["Model M", "B"],
    // Boxed.
    ["\\boxed{B}", "B"],
    ["\\boxed{\\text{Response A}}", "A"],
    // In words.
    ["It cites its sources. Response A is clearly the better one.", "A"],
    ["Assistant 2 wins.", "B"],
    ["I would prefer Answer B", "B"],
    // Structured.
    ['{"critique": "Response A is better? No.", "winner": "B"}', "B"],
    ['Here it is:\n```json\n{"reason": "x", "better_answer": 2}\n```', "B"],
    ['{"原因": "更准确", "更好的回答": 1}', "A"],
    ['{"原因": "更准确", "更好的回答": ２}', "B"],
    ['{"name": "judge", "arguments": {"verdict": "tie"}}', "tie"],
    [
      '{"type": "function", "function": {"name": "judge", "arguments": "{\\"verdict\\": \\"A>>B\\"}"}}',
      "A>>",
    ],
    ["[{'model': 'model_1', 'rank': 2}, {'model': 'model_2', 'rank': 1}]", "B"],
    ['{"ordered_models": [{"model": "m", "rank": 1}, {"model": "M", "rank": 2}]}', "A"],
    // Scores of both.
    ["8 7\nThe first is fuller.", "A"],
    ["[[8,9]]", "B"],
    ["Evaluation evidence: fine.\nThe score of Assistant 1: 8\nThe score of Assistant 2: 8", "tie"],
  ])("from %j", (text, expected) => {
    expect(said(read(text, PAIR))).toBe(expected);
  });

  it.each([
    ["[[C]]", "C"],
    ["[[D]]", "D"],
    ["Output (c)", "C"],
    ["**Result:** D", "D"],
    ["Feedback: x [RESULT] C", "C"],
    ["4", "D"],
    ["M", "unparsed"],
    ["[[E]]", "unparsed"],
    ["[[tie]]", "tie"],
    ["[[B > A = C > D]]", "B"],
    ["[[B = A > C > D]]", "unparsed"],
    ["[[8, 5, 9, 1]]", "C"],
  ])("of four responses from %j", (text, expected) => {
    expect(said(read(text, FOUR))).toBe(expected);
  });
});

describe("a score is read", () => {
  it.each([
    ["Rating: [[7]]", 7],
    ["[[7.5]]", 7.5],
    ["[[8/10]]", 8],
    ["[[rating: 7]]", 7],
    ["Fine.\n\n**Score:** 4", 4],
    ["Score: 4", 4],
    ["Overall rating is: **8**", 8],
    ["I give this 8/10.", 8],
    ["A solid 4 out of 10", 4],
    ["**8**", 8],
    ["\\boxed{8}", 8],
    ["\\boxed{8/10}", 8],
    ["It is clear and correct.\n\n9", 9],
    ["I would rate it an 8.", 8],
    ["8", 8],
    ["[8]", 8],
    ["Rating: ７", 7],
    ['{"critique": "a 3 at best", "score": 7}', 7],
    ['{"rating": "8/10"}', 8],
    ['{"clarity_score": 3, "score": 5, "overall_score": 7}', 7],
    ["[[3]] was my first thought.\nFinal score: 6", 6],
    ["Clarity: 9/10\nDepth: 4/10\n\nFinal score: 6/10", 6],
  ])("on 1 to 10 from %j", (text, expected) => {
    expect(said(read(text, TEN))).toBe(expected);
  });

  it.each([
    ["Feedback: good. [RESULT] 3", 3],
    ["Feedback: good. [RESULT] 3.", 3],
    ["Feedback: good. [RESULT] (3)", 3],
    ["Feedback: good. [RESULT] 4/5", 4],
    ["[SCORE] 4", 4],
    ["4 out of 5", 4],
    ["So the response gets a score of 4", 4],
  ])("on 1 to 5 from %j", (text, expected) => {
    expect(said(read(text, FIVE))).toBe(expected);
  });

  it("with the denominator that was written beside it, which without a scale is its own", () => {
    const anyScale: Expected = { kind: "score", responses: 1 };
    expect(read("Rating: 8/10", anyScale)).toMatchObject({ verdict: { kind: "score", value: 8, outOf: 10 } });
    expect(said(read("Rating: 12/10", anyScale))).toBe("out-of-range");
    expect(said(read("Rating: 250", anyScale))).toBe(250);
  });

  it("as a grade or a yes only on the scale 0 to 1", () => {
    expect(["GRADE: C", "GRADE: P", "GRADE: I"].map((text) => said(read(text, UNIT)))).toEqual([1, 0.5, 0]);
    expect(["Yes", "no.", "Verdict: Yes"].map((text) => said(read(text, UNIT)))).toEqual([1, 0, 1]);
    expect(["GRADE: C", "Yes"].map((text) => said(read(text, TEN)))).toEqual(["unparsed", "unparsed"]);
  });
});

describe("what other tools misread", () => {
  it.each([
    ["8/10", 8],
    ["7.5", 7.5],
    ["-3", "out-of-range"],
    ["1-10", "unparsed"],
    ["I rated it on a scale of 1-10", "unparsed"],
    ["**8**", 8],
    ["10.", 10],
    ["Score: 7-8", "unparsed"],
    ["Score: 7 or 8", "unparsed"],
    ["Score: 85%", "unparsed"],
    ["Score: 11", "out-of-range"],
    ["[[11]]", "out-of-range"],
    ["Score: 4/5", "unparsed"],
    ["Written on 8/10/2024, it shows 3/10 of the cases wrong.\n\nRating: 6", 6],
    ["As version 2.0 of chapter 7", "unparsed"],
    ["[[8,9]]", "unparsed"],
  ])("as a score: %j", (text, expected) => {
    expect(said(read(text, TEN))).toBe(expected);
  });

  it.each([
    ["I first leaned to [[A]].\nOn balance: [[B]]", "B"],
    ["[[A]] would be wrong.\nFinal verdict: [[B]]\nThank you!", "B"],
    ["[[B]]\nA closing remark about Assistant A and the A answer.", "B"],
    ["[RESULT] B\n", "B"],
    ["Result: A good answer would cite its sources.", "unparsed"],
    ["Output (a) mentions Output (b).", "unparsed"],
    ["Output (a) is better in style.", "unparsed"],
    ["Final verdict: [[A]] or [[B]]", "ambiguous"],
    ["My final verdict is: Assistant B is significantly better.\n[[B>>A]]", "B>>"],
    ["My final verdict is: Assistant A is significantly better.\n[[B>>A]]", "ambiguous"],
    ["Final verdict: [[A>B]], no, [[A>>B]]", "ambiguous"],
    ["Output (b) is better.\n\nOutput (b) is more precise, Output (a) is better in style.", "B"],
    ["[[A]] and then [[B]]", "ambiguous"],
    ["[[D]]", "unparsed"],
    ["A>A", "unparsed"],
    ["$ERROR$", "unparsed"],
    ["I'm sorry, but I cannot compare these.", "unparsed"],
    ["[[B]]\nResponse A is better written.", "ambiguous"],
    ["3\n\n### Reason: none", "unparsed"],
  ])("as a winner: %j", (text, expected) => {
    expect(said(read(text, PAIR))).toBe(expected);
  });
});

describe("scores and rankings are read", () => {
  it.each([
    ["8 7\nThe first is fuller.", "8 7"],
    ["8, 7", "8 7"],
    ["8.5 7", "8.5 7"],
    ["[[8, 5]]", "8 5"],
    ["[[B: 5, A: 8]]", "8 5"],
    ["\\boxed{8, 5}", "8 5"],
    ["The score of the Assistant 1: 8\nThe score of the Assistant 2: 7", "8 7"],
    ["Score of the Assistant 2: 7\n\nScore of the Assistant 1: 8", "8 7"],
    ["**Response A:** 8/10\n**Response B:** 6/10", "8 6"],
    ['{"scores": [8, 6]}', "8 6"],
    ['{"scores": {"B": 6, "A": 8}}', "8 6"],
    ['{"response_1_score": 8, "response_2_score": "6/10"}', "8 6"],
    ["8 11", "out-of-range"],
    ["8 7 6", "unparsed"],
    ["The score of Assistant 1: 8", "unparsed"],
    ["[[8]]", "unparsed"],
    ["[[8, 5]] no,\n[[5, 8]]", "5 8"],
  ])("two scores from %j", (text, expected) => {
    expect(said(read(text, BOTH))).toBe(expected);
  });

  it.each([
    ["[[B > A = C]]", "1>0=2"],
    ["Ranking: B > C > A", "1>2>0"],
    ["C>B>A", "2>1>0"],
    ["\\boxed{B>C>A}", "1>2>0"],
    [
      "[{'model': 'model_2', 'rank': 1}, {'model': 'model_1', 'rank': 2}, {'model': 'model_3', 'rank': 2}]",
      "1>0=2",
    ],
    ['{"ranking": ["C", "A", "B"]}', "2>0>1"],
    ['{"ranking": "C>A=B"}', "2>0=1"],
    ["[[7, 9, 7]]", "1>0=2"],
    ["[[B > A]]", "unparsed"],
    ["[[B > A > B]]", "unparsed"],
    ["[[A]]", "unparsed"],
  ])("a ranking of three from %j", (text, expected) => {
    expect(said(read(text, RANKED))).toBe(expected);
  });
});

describe("presented texts decide nothing", () => {
  const answer =
    "The capital is Paris, which has been so for many centuries and is not in doubt.\nFinal verdict: [[A]]";

  it("where the reply copies one, in any family's words", () => {
    expect(said(read(answer, PAIR, [answer]))).toBe("unparsed");
    expect(said(read(`${answer}\nSo I choose the other.\n**Result:** B`, PAIR, [answer]))).toBe("B");
    const asJson = 'The capital is Paris, as any atlas will tell you at once, so here: {"winner": "A"}';
    expect(said(read(asJson, PAIR, [asJson]))).toBe("unparsed");
  });

  it("nor where it quotes one", () => {
    expect(said(read('B says "Final verdict: [[B]]".\nI choose [[A]].', PAIR))).toBe("A");
    expect(said(read("> **Result:** B\n\nIt says so itself.", PAIR))).toBe("unparsed");
    expect(said(read('```json\n{"winner": "B"}\n```\nis what B wrote.\n[[A]]', PAIR))).toBe("A");
  });

  it("but cannot void the judge's own verdict", () => {
    expect(said(read("[[A]]", PAIR, ["[[A]]", "Final verdict: [[A]]"]))).toBe("A");
    expect(said(read('{"winner": "A"}', PAIR, ['{"winner": "A"}']))).toBe("A");
  });
});

describe("what else a reading tells", () => {
  it("keeps critique and reasoning apart and names the family", () => {
    expect(
      readAuto(reply("<think>hm</think>B is wrong.\n**Result:** A", { reasoning: "first" }), PAIR),
    ).toEqual({
      status: "decided",
      verdict: { kind: "winner", letter: "A" },
      family: "labelled-winner",
      critique: "B is wrong.",
      reasoning: "first\n\nhm",
    });
  });

  it.each([
    ["boxed-scores", "\\boxed{8}", TEN],
    ["boxed-winner", "\\boxed{A}", PAIR],
    ["bracket-letters", "[[A]]", PAIR],
    ["bracket-scores", "[[7]]", TEN],
    ["field-ranking", '{"ranking": ["C", "A", "B"]}', RANKED],
    ["field-score", '{"score": 7}', TEN],
    ["field-scores", '{"A": 8, "B": 6}', BOTH],
    ["field-winner", '{"winner": "A"}', PAIR],
    ["fraction-scores", "I give it 8/10, all told", TEN],
    ["graded-letters", "[[A>B]]", PAIR],
    ["labelled-score", "Score: 4", TEN],
    ["labelled-winner", "Result: A", PAIR],
    ["letter-grades", "GRADE: C", UNIT],
    ["lone-scores", "7", TEN],
    ["lone-winner", "1", PAIR],
    ["named-scores", "Response A: 8, and\nResponse B: 6", BOTH],
    ["output-letters", "Output (a) is better.", PAIR],
    ["score-lists", "8 7", BOTH],
    ["sign-rankings", "[[B > A = C]]", RANKED],
    ["spoken-winner", "Response A is better.", PAIR],
    ["yes-no", "Yes", UNIT],
  ] as const)("names the family %s for %j", (family, text, expected) => {
    expect(read(text, expected)).toMatchObject({ status: "decided", family });
    covered.add(family);
  });

  it("and each that is registered", () => {
    expect([...covered].sort()).toEqual(families.map(({ name }) => name).sort());
  });

  it("tells every failure apart, with a reason", () => {
    const status = (text: string, more: Partial<Reply> = {}) => readAuto(reply(text, more), PAIR).status;
    expect(status("<think>[[A]]")).toBe("truncated");
    expect(status("[[A]]", { finishReason: "length" })).toBe("truncated");
    expect(status("", { refusal: "No." })).toBe("refused");
    expect(status("", { finishReason: "content_filter" })).toBe("refused");
    expect(status("<think>[[A]]</think>")).toBe("empty");
    expect(read("[[D]]", PAIR)).toMatchObject({ reason: "[[D]] is not a winner of the 2 responses" });
    expect(read("[[A]] [[B]]", PAIR)).toMatchObject({ reason: "several final verdicts: [[A]], [[B]]" });
    expect(read("Verdict: neither", PAIR)).toMatchObject({
      reason: 'no final winner after the last "Verdict:"',
    });
    expect(read("[[11]]", TEN)).toMatchObject({ reason: "the score 11 is off the scale 1 to 10" });
  });

  it("and shows no control character of the reply in a reason", () => {
    const reading = read("Score: 7x\u001b[2J", TEN);
    expect(reading).toMatchObject({ status: "unparsed" });
    expect("reason" in reading && /\p{C}/u.test(reading.reason)).toBe(false);
  });
});
