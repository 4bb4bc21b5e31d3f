import { describe, expect, it } from "vitest";
import { exchangedMentions, mentionsOf } from "../../src/verdicts/mentions.js";

const says = (text: string) => mentionsOf(text).map((mention) => mention.says);

describe("mentions of one of two responses", () => {
  it.each([
    ["Response A is right and response B errs.", ["first", "second"]],
    ["**Response B**'s proof fails; Response A's holds.", ["second", "first"]],
    ["Both Responses A and B are short.", ["first", "second"]],
    ["Responses A & B, as Assistant 2 says", ["first", "second", "second"]],
    ["Output (b) is better than Output (a).", ["second", "first"]],
    ["The first response is right, the Second answer is not.", ["first", "second"]],
    ["Critique A: sound.\nCritique of B: not.", ["first", "second"]],
  ])("are found in %j", (text, expected) => {
    expect(says(text)).toEqual(expected);
  });

  it("are not letters of other words, articles, figures or choices of the prompt", () => {
    for (const text of [
      "A good reply to the question.",
      "Vitamin B12 is in response Alpha.",
      "Model 1.5 was asked first.",
      "The right choice is option B, answer (A).",
    ])
      expect(says(text)).toEqual([]);
  });

  it("take linear time", () => {
    const start = performance.now();
    mentionsOf("Response A and ".repeat(60_000));
    mentionsOf(`Response ${" *".repeat(200_000)}`);
    exchangedMentions("response ".repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("an exchange", () => {
  it("says of each what was said of the other, and twice is what it was", () => {
    const text =
      "Critique: Response A is right. Responses A and B are short, but the second response errs: Response B's sum is 5.";
    const exchanged =
      "Critique: Response B is right. Responses B and A are short, but the first response errs: Response A's sum is 5.";
    expect(exchangedMentions(text)).toBe(exchanged);
    expect(exchangedMentions(exchanged)).toBe(text);
  });

  it("is none where nothing names a response, or a bare letter may", () => {
    for (const text of [
      "Both are fine.",
      "Response A is right, B is wrong.",
      "Response A is right. A is also shorter than it seems.",
      "A: right.\nResponse B: wrong.",
      "",
    ])
      expect(exchangedMentions(text)).toBeNull();
  });

  it("leaves articles and longer words alone", () => {
    expect(exchangedMentions("Response A gives a sum. A reader of BBC or B2B papers would see it.")).toBe(
      "Response B gives a sum. A reader of BBC or B2B papers would see it.",
    );
  });
});
