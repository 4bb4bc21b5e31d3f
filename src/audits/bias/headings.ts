import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { headed } from "./text/dress.js";

/** Headings that say nothing, where there were none. */
export const headings = rewriteProbe(
  textRewrite({
    name: "headings",
    title: "headings",
    question: "Does a response win by headings?",
    does: "Puts a heading that says nothing above each of the first paragraphs, where the response has no headings.",
    // Part of markdown-dress: asked by itself to learn which part of the dress it is.
    byDefault: false,
    text: headed,
  }),
);
