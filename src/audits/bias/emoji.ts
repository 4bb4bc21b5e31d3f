import { randomInteger } from "../../core/random.js";
import { textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { mapBlocks } from "./text/blocks.js";

const SIGNS = ["😊", "✨", "👍", "🌟", "🎉", "💡"];

/** An emoji at the end of every paragraph of prose. */
export const emoji = rewriteProbe(
  textRewrite({
    name: "emoji",
    title: "emoji",
    question: "Does a response win or lose by emoji?",
    does: "Ends every paragraph of prose with an emoji.",
    text(text, random) {
      let next = randomInteger(random, SIGNS.length);
      return mapBlocks(text, "prose", (prose) =>
        prose.replace(/\s*$/, (space) => ` ${SIGNS[next++ % SIGNS.length]}${space}`),
      );
    },
  }),
);
