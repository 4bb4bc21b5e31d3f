import { type Family, found, keeps, type Range } from "./instruction.js";
import { countMatches, isBlank, SPACE, strip, WORD } from "./text.js";

/** How long a response is, in words, sentences and paragraphs. */
export const length = {
  /** Runs of letters, digits and underscores. */
  "length_constraints:number_words": (given) => {
    const bound = given.bound("num_words", "relation");
    return (response) => keeps(countMatches(response, new RegExp(`[${WORD}]+`, "gu")), bound, "words");
  },

  "length_constraints:number_sentences": (given) => {
    const bound = given.bound("num_sentences", "relation");
    return (response) => keeps(sentences(response), bound, "sentences");
  },

  /** Paragraphs between markdown dividers "***"; an empty one fails, but for one before the first or after the last divider. */
  "length_constraints:number_paragraphs": (given) => {
    const wanted = given.number("num_paragraphs");
    return (response) => {
      const parts = response.split("***");
      if (parts.slice(1, -1).some(isBlank)) return found(false, "an empty paragraph between two dividers");
      const count = parts.filter((part) => !isBlank(part)).length;
      return found(count === wanted, `${count} paragraphs, ${wanted} asked for`);
    };
  },

  /** So many paragraphs between empty lines, and the n-th begins with this word. */
  "length_constraints:nth_paragraph_first_word": (given) => {
    const wanted = given.number("num_paragraphs", 1);
    const place = given.number("nth_paragraph", 1, wanted);
    const word = given.text("first_word").toLowerCase();
    return (response) => {
      const parts = response.split("\n\n");
      const count = parts.filter((part) => !isBlank(part)).length;
      // As IFEval does: blank parts do not count, yet the n-th is found among all of them.
      const first = place <= count ? firstWord(parts[place - 1] ?? "") : "";
      return found(
        count === wanted && first === word,
        `${count} paragraphs, ${wanted} asked for; paragraph ${place} begins with ${JSON.stringify(first.slice(0, 40))}`,
      );
    };
  },
} satisfies Family;

/**
 * How many sentences a text has at least and at most. IFEval counts them with NLTK's Punkt, a trained model that tells the periods of
 * abbreviations from those that end sentences. What holds whatever it learned: a sentence ends nowhere but at ".", "?" or "!", before a
 * space or another mark; and "?" or "!" before a space and a word always end one.
 */
function sentences(response: string): Range {
  const text = strip(response);
  const may = new RegExp(`[.?!](?=[)";}\\]*:@'({[!?]|[${SPACE}]+[^${SPACE}])`, "gu");
  const must = new RegExp(`[?!](?=[${SPACE}]+[\\p{L}\\p{N}])`, "gu");
  return { low: 1 + countMatches(text, must), high: 1 + countMatches(text, may) };
}

/** A paragraph's first word in lower case, up to its first mark and without quotes before it. */
function firstWord(paragraph: string): string {
  const [word = ""] = strip(paragraph).split(new RegExp(`[${SPACE}]`), 1);
  const bare = word.replace(/^'+/, "").replace(/^"+/, "");
  return (/^[^.,?!'"]*/.exec(bare)?.[0] ?? "").toLowerCase();
}
