import { describe, expect, it } from "vitest";
import { findLetters } from "../../src/verdicts/letters.js";
import { findScores } from "../../src/verdicts/scores.js";

const letters = (text: string) => findLetters(text).map((tag) => tag.says);
const scores = (text: string, low = 1, high = 10) => findScores(text, { low, high }).map((tag) => tag.says);

describe("letters", () => {
  it("reads double brackets in either case with spaces inside, and [[tie]] as C", () => {
    expect(letters("[[A]] [[b]] [[ C ]] [[Tie]] [[\ta]]")).toEqual(["A", "B", "C", "C", "A"]);
  });

  it("takes nothing else for a letter", () => {
    expect(
      letters("[A] A (A) [[AB]] [[D]] [[A>B]] [[A\n]] [ [A] ] 【【A】】 ［［A］］ [[Ａ]] [[А]]"),
    ).toEqual([]);
  });

  it("says where it stands", () => {
    const text = "so [[ a ]].";
    expect(findLetters(text).map(({ start, end }) => text.slice(start, end))).toEqual(["[[ a ]]"]);
  });
});

describe("scores", () => {
  it("reads numbers, decimals, signs and fractions of the scale's own high end", () => {
    expect(scores("[[7]] [[ 7.5 ]] Rating: [[8/10]] [[8 / 10]] [[-3]] [[+4]] [[11]]")).toEqual([
      7, 7.5, 8, 8, -3, 4, 11,
    ]);
  });

  it("keeps what begins like a number and is none as the text it is", () => {
    expect(scores("[[8/5]] [[7-8]] [[7,5]] [[1e3]] [[8/10/10]] [[7 points]]")).toEqual([
      "8/5",
      "7-8",
      "7,5",
      "1e3",
      "8/10/10",
      "7 points",
    ]);
  });

  it("takes nothing else for a score", () => {
    expect(scores("[[N]] [[]] [[ ]] [7] 8/10 7 [[A]] [[score: 7]] [[seven]] [[７]]")).toEqual([]);
  });
});
