import { describe, expect, it } from "vitest";
import { withoutVerdict } from "../../src/verdicts/without-verdict.js";

describe("a critique without its verdict", () => {
  it.each([
    ["Response A is right.\nFinal verdict: [[A]]", "Response A is right."],
    ["Response A is right. **Final verdict:** A, since it is right.", "Response A is right."],
    ["It is right. Therefore [[B]] is the winner. It is short.", "It is right. It is short."],
    ["Score: 7\nIt is right.", "It is right."],
    ["- Rating: [[7]]\n- Sound.", "- Sound."],
    ["Verdict: [[A]]", ""],
    ["[[A>>B]]", ""],
    ["", ""],
  ])("%j is %j", (text, expected) => {
    expect(withoutVerdict(text)).toBe(expected);
    expect(withoutVerdict(expected)).toBe(expected);
  });

  it("keeps what only looks like one: a list of lists, a score that is spoken of", () => {
    for (const text of ["The score of the game is wrong.", "It returns a[0][1], and gets 3: a slip."])
      expect(withoutVerdict(text)).toBe(text);
  });
});
