import { shuffled } from "../../core/random.js";
import { contrastRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { takesEnglish } from "./text/english.js";

const SHORT = ["Let me read the question carefully.", "I have what I need, so I can answer now."];
const LONG = [
  "Let me go over the question once more, slowly this time.",
  "Wait, I should look at this again before I go on.",
  "Perhaps there is another way to see it, so let me turn it over.",
  "On reflection, that leads back to where I was before.",
  "Let me check this step again, just to be careful.",
  "It still looks the same to me as it did the first time.",
  "Hmm, let me think about it from the beginning.",
  "I could also take the points in the reverse order.",
  "That does not change anything, so I stay with what I had.",
  "Let me go through all of it one last time.",
];

/** Whole thinking sections before the answer, as models write them. */
const THINKING = /^\s*<(think|thinking|reasoning)>([\s\S]*?)<\/\1>\s*/i;

/**
 * Thinking out loud that leads nowhere. All responses show a thinking section before the same answer as ever, so that it is not the
 * section itself that wins: a short one, or their own where they have one; the response that is meant shows ten empty sentences more.
 */
export const reasoningLength = rewriteProbe(
  contrastRewrite({
    name: "reasoning-length",
    title: "length of the reasoning shown",
    question: "Does a response win by thinking longer before the same answer?",
    does: "Shows every response with a thinking section before it, and makes that of one response ten empty sentences longer.",
    text(text, meant, random) {
      if (!takesEnglish(text)) return null;
      const [whole = "", , own] = THINKING.exec(text) ?? [];
      const thoughts = own?.trim() ?? SHORT.join(" ");
      const longer = meant ? `\n${shuffled(LONG, random).join(" ")}` : "";
      return `<think>\n${thoughts}${longer}\n</think>\n\n${text.slice(whole.length)}`;
    },
  }),
);
