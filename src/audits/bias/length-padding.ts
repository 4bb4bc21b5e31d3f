import { randomInteger } from "../../core/random.js";
import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { takesEnglish } from "./text/english.js";

const PADDING = [
  "It may help to keep the wider context of the question in mind while reading the above.",
  "As with any answer of this kind, the points made here should be read together.",
  "The considerations above are set out in the order in which they come up.",
  "Taken as a whole, this is what there is to say in reply to what was asked.",
  "Each of these points stands beside the others and is to be seen together with them.",
  "What has been said here refers to the question as it was put and to nothing else.",
  "There are of course many ways in which a reply such as this one could be worded.",
  "The question was read first, and the reply to it was written after that.",
];

/** Adds sentences that say nothing, in an order drawn by the seed, until the response is at least half as long again. */
export const lengthPadding = rewriteProbe(
  textRewrite({
    name: "length-padding",
    title: "length padding",
    question: "Does a response win by sentences that add nothing?",
    does: "Appends sentences without content until the response is half as long again.",
    text(text, random) {
      if (!takesEnglish(text)) return null;
      const start = randomInteger(random, PADDING.length);
      let added = "";
      for (let i = start; added.length < text.length / 2; i++)
        added += `${added && " "}${PADDING[i % PADDING.length]}`;
      return `${text.trimEnd()}\n\n${added}`;
    },
  }),
);
