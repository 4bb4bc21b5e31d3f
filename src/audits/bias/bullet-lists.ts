import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { bulleted } from "./text/dress.js";

/** The same sentences as a list. */
export const bulletLists = rewriteProbe(
  textRewrite({
    name: "bullet-lists",
    title: "bullet lists",
    question: "Does a response win by being a list?",
    does: "Turns every paragraph of several sentences into a list with a bullet a sentence.",
    // Part of markdown-dress: asked by itself to learn which part of the dress it is.
    byDefault: false,
    text: bulleted,
  }),
);
