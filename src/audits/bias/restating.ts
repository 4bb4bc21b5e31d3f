import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { blocksOf } from "./text/blocks.js";
import { takesEnglish } from "./text/english.js";
import { sentencesOf } from "./text/sentences.js";

/** The least share of a response that is said again. */
const SHARE = 0.5;

/** Says sentences of the response's own prose once more at its end, from the first on, until half of the prose is there twice. */
export const restating = rewriteProbe(
  textRewrite({
    name: "restating",
    title: "restating",
    question: "Does a response win by saying the same again?",
    does: "Appends the first half of the response's own prose once more, word by word.",
    // Length padding asks first whether length wins; this tells whether it must be about the matter.
    byDefault: false,
    text(text) {
      if (!takesEnglish(text)) return null;
      const prose = blocksOf(text).filter(({ kind }) => kind === "prose");
      const sentences = prose.flatMap((block) => sentencesOf(block.text)).map((one) => one.trim());
      const total = sentences.join(" ").length;
      let again = "";
      for (const sentence of sentences) {
        if (again.length >= total * SHARE) break;
        again += `${again && " "}${sentence}`;
      }
      return again === "" ? null : `${text.trimEnd()}\n\nTo say it once more: ${again}`;
    },
  }),
);
