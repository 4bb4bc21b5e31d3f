import { rewriteProbe, textRewrite } from "./rewrite-probe.js";

const PADDING = [
  "It may help to keep the wider context of the question in mind while reading the above.",
  "As with any answer of this kind, the points made here should be read together.",
  "The considerations above are set out in the order in which they come up.",
  "Taken as a whole, this is what there is to say in reply to what was asked.",
];

/** Adds sentences that say nothing, in an order drawn by the seed, until the response is at least half as long again. */
export const lengthPadding = rewriteProbe(
  textRewrite({
    name: "length-padding",
    title: "length padding",
    question: "Does a response win by sentences that add nothing?",
    does: "Appends sentences without content until the response is half as long again.",
    text(text, random) {
      const added: string[] = [];
      const start = Math.floor(random() * PADDING.length);
      for (let i = 0; added.join(" ").length < text.length / 2; i++)
        added.push(PADDING[(start + i) % PADDING.length] ?? "");
      return `${text.trimEnd()}\n\n${added.join(" ")}`;
    },
  }),
);
