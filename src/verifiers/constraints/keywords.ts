import { type Family, found, keeps } from "./instruction.js";
import { countMatches, literally, strip } from "./text.js";

/**
 * Words that a response must or must not hold, in either case. A keyword is a text, not a pattern: IFEval searches it as a regular
 * expression, so that "C++" is an error there and "a.m." finds "a mm".
 */
export const keywords = {
  /** Each keyword stands somewhere, be it within a longer word. */
  "keywords:existence": (given) => {
    const words = given.texts("keywords");
    return (response) => {
      const missing = words.filter((word) => !literally(word, "anywhere").test(response));
      return found(
        missing.length === 0,
        missing.length ? `without ${quoted(missing)}` : "with every keyword",
      );
    };
  },

  /** How often one keyword stands, be it within longer words. */
  "keywords:frequency": (given) => {
    const word = strip(given.text("keyword"));
    const bound = given.bound("frequency", "relation");
    return (response) =>
      keeps(countMatches(response, literally(word, "anywhere")), bound, `times ${quoted([word])}`);
  },

  /** No forbidden word stands as a word of its own. */
  "keywords:forbidden_words": (given) => {
    const words = given.texts("forbidden_words");
    return (response) => {
      const used = words.filter((word) => literally(word, "whole").test(response));
      return found(used.length === 0, used.length ? `with ${quoted(used)}` : "without any forbidden word");
    };
  },

  /** How often one character stands, in either case. */
  "keywords:letter_frequency": (given) => {
    const letter = given.letter("letter").toLowerCase();
    const bound = given.bound("let_frequency", "let_relation");
    return (response) =>
      keeps(response.toLowerCase().split(letter).length - 1, bound, `times ${quoted([letter])}`);
  },
} satisfies Family;

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(", ");
}
