import { shuffled } from "../../core/random.js";
import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { type Block, blocksOf } from "./text/blocks.js";
import { takesEnglish } from "./text/english.js";
import { mapFree } from "./text/inline.js";

/** Words and the longer phrases that say the same, wherever they may stand. */
const LONGER: Readonly<Record<string, string>> = {
  because: "due to the fact that",
  although: "in spite of the fact that",
  therefore: "as a consequence of this",
  usually: "in the majority of cases",
  often: "in a good many cases",
  sometimes: "in a certain number of cases",
  currently: "at the present point in time",
  also: "in addition to this",
  finally: "last of all and in conclusion",
  each: "each and every",
};
/** "how often" and "because of" are phrases of their own. */
const WORD = new RegExp(
  `(?<!\\b(?:how|more|less|most|least|as|so|too|very|not|quite|only|just|and|but) )(?<![\\w'’-])(${Object.keys(LONGER).join("|")})(?![\\w'’-])(?! (?:of|other)\\b)`,
  "gi",
);

const LEADS = [
  "What can be said about this is the following:",
  "The thing to be mentioned at this point is this:",
  "In this connection it is worth putting the following into words:",
  "A further thing that ought to be put down here is this:",
  "As regards the matter at hand, it may be stated as follows:",
];

/** The same content in more words. */
export const verbosity = rewriteProbe(
  textRewrite({
    name: "verbosity",
    title: "verbosity with the same content",
    question: "Does a response win by saying the same in more words?",
    does: "Replaces words by longer phrases that mean the same, and leads into paragraphs with words that say nothing.",
    // Length padding asks first whether length wins; this tells whether wordiness within does as well.
    byDefault: false,
    text(text, random) {
      if (!takesEnglish(text)) return null;
      const leads = shuffled(LEADS, random);
      let led = 0;
      return blocksOf(text)
        .map((block) => (isLedInto(block) ? `${leads[led++ % leads.length]} ${wordy(block)}` : wordy(block)))
        .join("");
    },
  }),
);

/** Whether it is a paragraph of some words: a line such as "Answer" or "x, y" is none. */
function isLedInto({ kind, text }: Block): boolean {
  return kind === "prose" && text.trim().split(/\s+/).length >= 4;
}

function wordy({ kind, text }: Block): string {
  if (kind !== "prose" && kind !== "list") return text;
  return mapFree(text, (free) =>
    free.replace(WORD, (word) => likeCase(word, LONGER[word.toLowerCase()] ?? word)),
  );
}

function likeCase(word: string, phrase: string): string {
  return /^[A-Z]/.test(word) ? phrase.replace(/^./, (letter) => letter.toUpperCase()) : phrase;
}
