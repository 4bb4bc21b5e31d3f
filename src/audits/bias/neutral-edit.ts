import { textRewrite } from "./rewrite.js";
import { NEUTRAL_EDIT, rewriteProbe } from "./rewrite-probe.js";

/** Ends the response with one line break more: other bytes, the same text. */
export const neutralEdit = rewriteProbe(
  textRewrite({
    name: NEUTRAL_EDIT,
    title: "neutral edit",
    question: "Does the verdict change when nothing but a line break at the end does?",
    does: "Appends one line break.",
    text: (text) => `${text}\n`,
  }),
);
