import { describe, expect, it } from "vitest";
import { check, statuses } from "./follows.js";

const BOUND = { frequency: 2, relation: "at least" };

describe("keywords", () => {
  it("exist in either case and within longer words, all of them", async () => {
    const given = { keywords: ["cat", "Straße"] };
    expect(
      await statuses("keywords:existence", given, ["CONCATENATE the straße", "cat", "", "  \n "]),
    ).toEqual(["passed", "failed", "failed", "failed"]);
    expect((await check("keywords:existence", given, "cat")).reason).toBe('without "Straße"');
  });

  it("are texts, not patterns", async () => {
    expect(await statuses("keywords:existence", { keywords: ["a.m."] }, ["at 9 A.M.", "a mm"])).toEqual([
      "passed",
      "failed",
    ]);
    // As a pattern the first is no regular expression, and the second takes exponential time.
    for (const keyword of ["C++", "(a+)+$", "[", "\\", "$^", "a{2}", "|", "日本/語"])
      expect(
        await statuses("keywords:existence", { keywords: [keyword] }, [`x${keyword}y`, "a".repeat(50_000)]),
        keyword,
      ).toEqual(["passed", "failed"]);
  });

  it("are counted without overlap", async () => {
    const of = (response: string, relation = "at least") =>
      check("keywords:frequency", { ...BOUND, relation, keyword: " aba " }, response);
    expect((await of("ababa")).status).toBe("failed");
    expect((await of("abaABA")).status).toBe("passed");
    expect(await of("abaABA", "less than")).toEqual({
      name: "keywords:frequency",
      status: "failed",
      reason: '2 times "aba", less than 2 asked for',
    });
  });

  it("are forbidden as words of their own only", async () => {
    expect(
      await statuses("keywords:forbidden_words", { forbidden_words: ["rock", "naïve"] }, [
        "Rockets and bedrock, rock_star, rock2",
        "We ROCK.",
        "Das Fröhrock ist neu",
        "élrock",
        "so NAÏVE!",
      ]),
    ).toEqual(["passed", "failed", "passed", "passed", "failed"]);
    // "C++" ends with no character of a word: what follows it does not matter, what goes before does.
    expect(
      await statuses("keywords:forbidden_words", { forbidden_words: ["C++"] }, [
        "in C++20",
        "ABC++",
        "in C+",
      ]),
    ).toEqual(["failed", "passed", "passed"]);
  });

  it("may be single letters and marks, in either case", async () => {
    const given = { let_frequency: 3, let_relation: "at least" };
    const letter = (of: string, ...responses: string[]) =>
      statuses("keywords:letter_frequency", { ...given, letter: of }, responses);
    expect(await letter("Q", "qQq", "qQ")).toEqual(["passed", "failed"]);
    expect(await letter("#", "###", "##")).toEqual(["passed", "failed"]);
    expect(await letter(".", "...", "abc")).toEqual(["passed", "failed"]);
    expect(await letter("👍", "👍👍👍", "👍👍")).toEqual(["passed", "failed"]);
    expect(await letter("é", "ÉÉé", "eee")).toEqual(["passed", "failed"]);
  });

  it("of the check must be usable", async () => {
    const refused = [
      [
        "keywords:existence",
        { keywords: [] },
        "keywords: expected a list of texts, none of them blank but found a list of 0",
      ],
      ["keywords:existence", { keywords: "cat" }, "found the text"],
      ["keywords:existence", { keywords: ["cat", " "] }, "none of them blank"],
      [
        "keywords:frequency",
        { ...BOUND, keyword: null },
        "keyword: expected a text that is not blank but found null",
      ],
      ["keywords:frequency", { ...BOUND, keyword: "x", relation: "more than" }, '"at least" or "less than"'],
      ["keywords:frequency", { ...BOUND, keyword: "x", frequency: -1 }, "a whole number from 0"],
      [
        "keywords:letter_frequency",
        { let_frequency: 1, let_relation: "at least", letter: "ab" },
        "one character",
      ],
    ] as const;
    for (const [id, given, message] of refused)
      await expect(check(id, given, "text")).rejects.toThrow(message);
  });
});
