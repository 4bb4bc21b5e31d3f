import { type Family, found, keeps, type Outcome, type Range } from "./instruction.js";
import { isIn } from "./language.js";
import { SPACE } from "./text.js";

/** Capital and small letters. */
export const letterCase = {
  /** In English, with capital letters and no small ones. */
  "change_case:english_capital": () => (response) =>
    /[\p{Lowercase}\p{Lt}]/u.test(response)
      ? found(false, "with small letters")
      : english(response, "capital"),

  /** In English, with small letters and no capital ones. */
  "change_case:english_lowercase": () => (response) =>
    /[\p{Uppercase}\p{Lt}]/u.test(response)
      ? found(false, "with capital letters")
      : english(response, "small"),

  /** How many words have capital letters only. */
  "change_case:capital_word_frequency": (given) => {
    const bound = given.bound("capital_frequency", "capital_relation");
    return (response) => keeps(capitalWords(response), bound, "words in capital letters");
  },
} satisfies Family;

async function english(response: string, letters: "capital" | "small"): Promise<Outcome> {
  const cased = letters === "capital" ? /\p{Uppercase}/u : /\p{Lowercase}/u;
  if (!cased.test(response)) return found(false, `without any ${letters} letter`);
  const { status, reason } = await isIn("en", response);
  return { status, reason: `all letters ${letters}; ${reason}` };
}

const UPPER = /\p{Uppercase}/gu;
const LOWER = /[\p{Lowercase}\p{Lt}]/u;
/** Runs of letters and digits, hyphens within: NLTK splits at every other mark or at none of them, but at "--" always. */
const RUN = /[\p{L}\p{N}\p{M}_]+(?:-[\p{L}\p{N}\p{M}_]+)*/gu;
/** Words that NLTK splits in two. */
const CONTRACTION = /^(?:cannot|gimme|gonna|gotta|lemme|wanna|tis|twas)$/i;

/**
 * How many words in capitals a text has at least and at most. IFEval counts them among the tokens of NLTK, which needs a trained model;
 * but what is a token is certain for a word without marks in it, and bounded for "U.S.A.", "AT&T" or "CAN'T".
 */
function capitalWords(response: string): Range {
  let low = 0;
  let high = 0;
  for (const [chunk] of response.matchAll(new RegExp(`[^${SPACE}]+`, "gu"))) {
    const letters = chunk.match(UPPER)?.length ?? 0;
    if (letters === 0) continue;
    const runs = chunk.match(RUN) ?? [];
    const split = runs.filter((run) => CONTRACTION.test(run)).length;
    if (!LOWER.test(chunk)) {
      low += 1;
      high += runs.filter((run) => run.search(UPPER) >= 0).length + split;
    } else if (split > 0 || /['’]/.test(chunk)) {
      // "CANnot" and "DOn't" are split inside a run; every word in capitals has a capital letter, so there are no more than those.
      high += letters;
    } else {
      high += runs.filter((run) => run.search(UPPER) >= 0 && !LOWER.test(run)).length;
    }
  }
  return { low, high };
}
