import { randomInteger } from "../../core/random.js";
import { withOpening } from "./added-words.js";
import { contrastRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { takesEnglish } from "./text/english.js";

/** Names that judges are sure to have met. */
const MODELS = ["GPT-4", "Claude 3 Opus", "Gemini 1.5 Pro", "Llama 3 70B"];

/**
 * A judge is never shown who wrote a response, so the name is put into the text: a line above the response that is meant names a
 * well-known model (the same one in all arms of a comparison), a line above the others says that their model is not named.
 */
export const compassionFade = rewriteProbe(
  contrastRewrite({
    name: "compassion-fade",
    title: "named against anonymous models",
    question: "Does a response win because it stands under the name of a well-known model?",
    does: "Heads one response with the name of a well-known model, and the others with a line that names none.",
    text(text, meant, random) {
      if (!takesEnglish(text)) return null;
      const model = meant ? MODELS[randomInteger(random, MODELS.length)] : "a model that is not named";
      return withOpening(text, `Written by ${model}:`);
    },
  }),
);
