import { describe, expect, it } from "vitest";
import { check, statuses } from "./follows.js";

const sentences = (response: string, num_sentences: number, relation = "at least") =>
  check("length_constraints:number_sentences", { num_sentences, relation }, response);

describe("length", () => {
  it("in words counts runs of letters, digits and underscores of any script", async () => {
    const reasons = ["it's a well-known snake_case", "Привет, мир 42", "— … !", "日本語 テスト"].map(
      async (response) =>
        (await check("length_constraints:number_words", { num_words: 5, relation: "less than" }, response))
          .reason,
    );
    expect((await Promise.all(reasons)).map((reason) => reason.split(" ")[0])).toEqual(["6", "3", "0", "2"]);
    expect(
      await statuses("length_constraints:number_words", { num_words: 1, relation: "less than" }, ["", "…"]),
    ).toEqual(["failed", "passed"]);
  });

  it("in sentences is decided where every reading of the periods agrees, else undecided", async () => {
    // "Dr." may or may not end a sentence: 1 or 2.
    expect(await sentences("Dr. Who came.", 1)).toMatchObject({ status: "passed" });
    expect(await sentences("Dr. Who came.", 2)).toEqual({
      name: "length_constraints:number_sentences",
      status: "undecided",
      reason: "1 to 2 sentences, at least 2 asked for",
    });
    expect(await sentences("Dr. Who came.", 3)).toMatchObject({ status: "failed" });
    expect(await sentences("Dr. Who came.", 3, "less than")).toMatchObject({ status: "passed" });
    expect(await sentences("Who? Me! Yes", 3)).toMatchObject({ status: "passed", reason: /^3 sentences/ });
    expect(await sentences("version 1.2.3 of a.b.c", 2)).toMatchObject({ status: "failed" });
    expect(await sentences("日本語。テスト。", 2)).toMatchObject({ status: "failed" });
  });

  it("in paragraphs counts what stands between dividers, and allows nothing empty between two", async () => {
    expect(
      await statuses("length_constraints:number_paragraphs", { num_paragraphs: 2 }, [
        "one\n***\ntwo",
        "***one***two***",
        "one\n\ntwo",
        "one *** *** two",
        "one\n***\n***\n***\ntwo",
        "***",
        "",
      ]),
    ).toEqual(["passed", "passed", "failed", "failed", "failed", "failed", "failed"]);
  });

  it("in paragraphs with a first word takes that word without quotes and marks, in either case", async () => {
    const given = { num_paragraphs: 2, nth_paragraph: 2, first_word: "Élan" };
    expect(
      await statuses("length_constraints:nth_paragraph_first_word", given, [
        "one\n\nélan, they said",
        'one\n\n\'"Élan!" it was',
        "one\n\nélans",
        "one\n\ntwo\n\nélan",
        "élan",
        "one\nélan",
        "",
      ]),
    ).toEqual(["passed", "passed", "failed", "failed", "failed", "failed", "failed"]);
    // A blank part counts for no paragraph, but takes a place: the second is blank.
    expect(
      await statuses("length_constraints:nth_paragraph_first_word", given, ["one\n\n \n\nélan"]),
    ).toEqual(["failed"]);
    await expect(
      check("length_constraints:nth_paragraph_first_word", { ...given, nth_paragraph: 3 }, "x"),
    ).rejects.toThrow("nth_paragraph: expected a whole number from 1 to 2 but found the number 3");
  });
});
