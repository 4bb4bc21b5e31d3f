import { shuffled } from "../../core/random.js";
import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { blocksOf } from "./text/blocks.js";
import { inlineParts, PLAIN_WORD } from "./text/inline.js";

/** One word in so many gets a slip of the pen. */
const EVERY = 15;
/** Words that such a slip may turn into others. */
const ANOTHER_WORD = new Set(
  "trial trail diary dairy casual causal united untied barely barley sliver silver marital martial sacred scared tired tried board broad filed field files flies unclear nuclear bared beard tribe cried".split(
    " ",
  ),
);

/**
 * Two neighbouring letters inside a word change places, in one of fifteen plain words of five small letters or more, at least in one. Code,
 * formulas, quotations, names and numbers stay as they are.
 */
export const typos = rewriteProbe(
  textRewrite({
    name: "typos",
    title: "typing errors",
    question: "Does a response lose by a few typing errors?",
    does: "Swaps two inner letters in one of fifteen longer words of the prose, at least in one.",
    text(text, random) {
      const parts = blocksOf(text).flatMap(({ kind, text: own }) =>
        kind === "kept" || kind === "blank" ? [{ kept: true, text: own }] : inlineParts(own),
      );
      const words = parts.flatMap((part, at) =>
        part.kept
          ? []
          : [...part.text.matchAll(PLAIN_WORD)].flatMap(({ 0: word, index }) =>
              swapsOf(word).length > 0 ? [{ at, word, index }] : [],
            ),
      );
      if (words.length === 0) return null;
      const chosen = shuffled(words, random).slice(0, Math.max(1, Math.round(words.length / EVERY)));
      const texts = parts.map((part) => part.text);
      for (const { at, word, index } of chosen) {
        const [place = 0] = shuffled(swapsOf(word), random);
        const swapped = `${word.slice(0, place)}${word[place + 1]}${word[place]}${word.slice(place + 2)}`;
        const own = texts[at] ?? "";
        texts[at] = `${own.slice(0, index)}${swapped}${own.slice(index + word.length)}`;
      }
      return texts.join("");
    },
  }),
);

/** Places of an inner letter that differs from the next inner one. */
function swapsOf(word: string): readonly number[] {
  if (!/^[a-z]{5,}$/.test(word) || ANOTHER_WORD.has(word)) return [];
  return Array.from({ length: word.length - 3 }, (_, i) => i + 1).filter((i) => word[i] !== word[i + 1]);
}
