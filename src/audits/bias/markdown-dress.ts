import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { bulleted, emboldened, headed } from "./text/dress.js";

const PIECES = [headed, bulleted, emboldened];

/** Headings, bullets and bold words at once: at least two of the three must apply. */
export const markdownDress = rewriteProbe(
  textRewrite({
    name: "markdown-dress",
    title: "Markdown dress",
    question: "Does a response win by how it is laid out?",
    does: "Adds headings, turns paragraphs into bullet lists and puts words in bold, as far as each applies.",
    text(text) {
      let [dressed, applied] = [text, 0];
      for (const piece of PIECES) {
        const more = piece(dressed);
        if (more === null) continue;
        dressed = more;
        applied++;
      }
      return applied < 2 ? null : dressed;
    },
  }),
);
