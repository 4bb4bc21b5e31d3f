import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { emboldened } from "./text/dress.js";

/** Bold type, one word a sentence. */
export const bold = rewriteProbe(
  textRewrite({
    name: "bold",
    title: "bold words",
    question: "Does a response win by words in bold?",
    does: "Puts the longest word of every sentence in bold.",
    // Part of markdown-dress: asked by itself to learn which part of the dress it is.
    byDefault: false,
    text: emboldened,
  }),
);
