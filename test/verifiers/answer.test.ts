import { describe, expect, it } from "vitest";
import type { AnswerCheck } from "../../src/core/check.js";
import { answerVerifier } from "../../src/verifiers/answer.js";

const check = (answer: string | readonly string[], more: Partial<AnswerCheck> = {}): AnswerCheck => ({
  kind: "answer",
  answer,
  ...more,
});
const verify = (response: string, of: AnswerCheck) => answerVerifier.verify(response, of);
const statusOf = async (response: string, of: AnswerCheck) => (await verify(response, of)).status;

describe("where a response says its final answer", () => {
  const places: readonly (readonly [string, string, string])[] = [
    ["the last box", "First \\boxed{3}, no: \\boxed{\\frac{1}{2}}.", "0.5"],
    ["a box before a later label", "\\boxed{7}\nAnswer: see above", "7"],
    ["what follows ####", "5 + 5 = 10\n#### 10", "10"],
    ["what follows A:", "6 * 300 = 1800\nA: 1,800", "1800"],
    ["what follows Answer:", "work\n**Final Answer:** 12 cm", "12"],
    ["a sentence", "So the answer is 3.5. Thank you.", "3.5"],
    ["the last of several labels", "A: 3\nI was wrong.\nA: 4", "4"],
    ["the last line", "two and two\n\n4\n", "4"],
    ["what follows a reasoning block", "<think>\\boxed{9}</think>\nThe answer is 4", "4"],
  ];
  for (const [name, response, answer] of places)
    it(`is ${name}`, async () => expect(await statusOf(response, check(answer))).toBe("passed"));

  it("is not in a reasoning block that never ends", async () => {
    expect(await statusOf("<think>it is \\boxed{4}", check("4"))).toBe("failed");
  });

  it("is not the right number somewhere in the text", async () => {
    expect(await statusOf("It could be 4.\nThe answer is 5", check("4"))).toBe("failed");
    expect(await statusOf("4 eggs and then\nshe has some left", check("4"))).toBe("undecided");
  });

  it("fails where the declared places hold none", async () => {
    expect(await verify("it goes on and on", check("4", { find: ["hashes", "label"] }))).toEqual({
      status: "failed",
      error: "no-answer",
      reason: "no final answer (looked for hashes, label)",
    });
    expect(await statusOf("", check("4"))).toBe("failed");
  });

  it("is what a declared pattern holds, and a pattern that takes too long is undecided", async () => {
    expect(
      await statusOf("RESULT=[12]\nRESULT=[13]", check("13", { find: [{ pattern: "RESULT=\\[(.*?)\\]" }] })),
    ).toBe("passed");
    const slow = await verify(`${"a".repeat(60)}!`, check("4", { find: [{ pattern: "(a+)+$" }] }));
    expect(slow).toEqual({ status: "undecided", reason: "the pattern took too long on this response" });
    await expect(verify("x", check("4", { find: [{ pattern: "(" }] }))).rejects.toThrow(
      /find.pattern to be a regular expression/,
    );
    // The thread that was ended is followed by another.
    expect(await statusOf("RESULT=[13]", check("13", { find: [{ pattern: "RESULT=\\[(.*?)\\]" }] }))).toBe(
      "passed",
    );
  });

  it("is any of several right answers", async () => {
    expect(await statusOf("A: 2", check(["1", "2"]))).toBe("passed");
    expect(await statusOf("A: 3", check(["1", "2"]))).toBe("failed");
    expect(await statusOf("A: 3", check(["1", "a prime"]))).toBe("undecided");
  });

  it("may be near where a tolerance says so", async () => {
    expect(await statusOf("A: 3.14", check("\\pi", { tolerance: { absolute: 0.01 } }))).toBe("passed");
    expect(await statusOf("A: 3.2", check("\\pi", { tolerance: { absolute: 0.01 } }))).toBe("failed");
    expect(await statusOf("A: 102", check("100", { tolerance: { relative: 0.02 } }))).toBe("passed");
    expect(await statusOf("A: 103", check("100", { tolerance: { relative: 0.02 } }))).toBe("failed");
  });
});

describe("a choice", () => {
  const choice = check("B", { as: "choice", options: ["Rome", "Paris", "Bonn"] });
  for (const response of [
    "B",
    "(B)",
    "B. Paris",
    "**B)**",
    "The answer is (B).",
    "I pick option B",
    "Answer: B",
    "\\boxed{\\text{(B)}}",
    "\\boxed{Paris}",
    "A is tempting.\nThe correct answer is **B**.",
  ])
    it(`is read in ${response}`, async () => expect(await statusOf(response, choice)).toBe("passed"));

  it("that is another letter has failed", async () => {
    expect(await statusOf("The answer is (C).", choice)).toBe("failed");
    expect(await statusOf("\\boxed{Rome}", choice)).toBe("failed");
  });

  it("is undecided where one line names two letters, or names none of the options", async () => {
    expect(await statusOf("The answer is A or the answer is B", choice)).toBe("undecided");
    expect(await statusOf("\\boxed{Berlin}", choice)).toBe("undecided");
  });

  it("has failed where no letter is named", async () => {
    expect(await statusOf("I do not know that city at all", choice)).toBe("failed");
    expect(await statusOf("The answer is a city", choice)).toBe("failed");
  });
});

describe("text and dates", () => {
  it("differ by what is not declared to be ignored", async () => {
    expect(await statusOf("A: the  Eiffel Tower", check("The Eiffel tower", { as: "text" }))).toBe("passed");
    expect(await statusOf("A: Eiffel Tower!", check("the Eiffel tower", { as: "text" }))).toBe("failed");
    const loose = check("the Eiffel tower", { as: "text", ignore: ["case", "articles", "punctuation"] });
    expect(await statusOf("A: Eiffel Tower!", loose)).toBe("passed");
    expect(await statusOf("A: Zoe", check("Zoë", { as: "text", ignore: ["accents"] }))).toBe("passed");
  });

  it("name the same day in any of the usual ways", async () => {
    const day = check("2024-03-05", { as: "date" });
    expect(await statusOf("A: 5 March 2024", day)).toBe("passed");
    expect(await statusOf("A: 4 March 2024", day)).toBe("failed");
    expect(await statusOf("A: early March", day)).toBe("undecided");
    expect(await statusOf("A: 30 February 2024", day)).toBe("undecided");
  });
});

describe("hostile answers", () => {
  const million = 1_000_000;
  const hostile: readonly (readonly [string, string])[] = [
    ["a tower of powers", "9^{9^{9^9}}"],
    ["a tower of powers with a function", "\\sin(9^{9^{9^9}})"],
    ["a power of a million digits", "10^{1000000}"],
    ["a power of a power", "((2^{1000})^{1000})^{1000}"],
    ["a root of a large number", `\\sqrt{${"7".repeat(300)}}`],
    ["a factorial", "(10^6)!"],
    ["a factorial in a function", "\\ln((10^7)!)"],
    ["an expansion", "(a+b+c+d+e_1+f)^{400}"],
    ["many roots", Array.from({ length: 150 }, (_, i) => `\\sqrt{${99_991 * 99_989 + i}}`).join("+")],
    ["large coefficients", `(${"9".repeat(700)}x+${"8".repeat(700)}y)^{300}`],
    ["an exponent of many digits", `2^{${"9".repeat(500)}}`],
    ["scientific notation", "1e999999"],
    ["a numeral of a million digits", "7".repeat(million)],
    ["nested brackets", `${"(".repeat(500)}1${")".repeat(500)}`],
    ["a megabyte of brackets", "(".repeat(million)],
    ["nested fractions", `${"\\frac{1}{1+".repeat(200)}1${"}".repeat(200)}`],
    ["a long set", `\\{${Array.from({ length: 190 }, (_, i) => `\\sin ${i}`).join(", ")}\\}`],
    ["a megabyte of dots", ".".repeat(million)],
    ["a megabyte of emphasis", "*".repeat(million)],
    ["a megabyte of spaces", `1${" ".repeat(million)}2`],
    ["control characters", "\u0000\u001b[2J4"],
    ["a call that is no function", "\\operatorname{process}(1)"],
  ];
  for (const [name, answer] of hostile) {
    it(`${name}: is not passed, within seconds`, { timeout: 60_000 }, async () => {
      const started = performance.now();
      for (const [response, expected] of [
        [`\\boxed{${answer}}`, "\\sqrt{2}"],
        [answer, "4"],
        [answer, "\\{1, \\ln 3\\}"],
      ] as const)
        expect((await verify(response, check(expected))).status).not.toBe("passed");
      expect(performance.now() - started).toBeLessThan(30_000);
    });
  }

  it("are found in megabytes of text in linear time", async () => {
    const text = `${"A: 3 \\boxed{ #### answer is ".repeat(100_000)}\n`.repeat(1);
    const started = performance.now();
    expect((await verify(`${text}\n#### 4`, check("4", { find: ["hashes"] }))).status).toBe("passed");
    await verify(text, check("4"));
    await verify(text, check("B", { as: "choice" }));
    await verify(`${"A:\n".repeat(500_000)}`, check("4"));
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("as what is expected do no harm either", async () => {
    expect(await statusOf("A: 4", check("9^{9^{9^9}}"))).toBe("undecided");
    expect(await statusOf("A: 9^{9^{9^9}}", check("9^{9^{9^9}}"))).toBe("passed");
  });

  it("leave the verifier as it was", async () => {
    expect(await statusOf("A: \\sin^2 1 + \\cos^2 1", check("1"))).toBe("passed");
  });
});
