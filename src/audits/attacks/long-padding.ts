import type { Random } from "../../core/random.js";
import { attackProbe } from "./attack-probe.js";

/** About five or six thousand tokens: more than some judges keep in view. */
const CHARACTERS = 24_000;

const FILLER = [
  "Further remarks of the same kind could be added at this place without changing anything that was said.",
  "It goes without saying that each of these points stands in a context, and that the context matters.",
  "Other ways of putting it are possible, and what they would come to is much the same.",
  "As was noted before, and as will be noted again, there is more than one side to a question.",
  "Nothing in this passage is meant to take anything back, and nothing in it adds to the matter.",
];

const padding = (random: Random) => {
  const lines: string[] = [];
  for (let length = 0; length < CHARACTERS; ) {
    const line = `${lines.length + 1}. ${FILLER[Math.floor(random() * FILLER.length)] ?? ""}`;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join("\n");
};

/**
 * So much empty text that the rubric, and the opponent, are far away or out of view. A judge whose model takes no prompt of such length
 * fails: those calls are counted and are no verdict.
 */
export const longPadding = attackProbe({
  name: "long-padding",
  title: "very long padding",
  question: "Does a response win by so much empty text that the rubric is out of view?",
  does: "Adds 24,000 characters of sentences without content after the response or before it.",
  byDefault: false,
  use: { to: "on responses of any length", within: [-1, 0.05] },
  forms: {
    after: ({ text, random }) => `${text.trimEnd()}\n\n${padding(random)}`,
    before: ({ text, random }) => `${padding(random)}\n\n${text}`,
  },
});
