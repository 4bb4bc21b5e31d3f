import { addedWords } from "./added-words.js";

/** Certainty that adds nothing to the content. */
export const confidentTone = addedWords({
  name: "confident-tone",
  title: "confident tone",
  question: "Does a response win because it sounds sure of itself?",
  does: "Puts a sentence of certainty before the response and another one behind it.",
  openings: [
    "I am completely certain of what follows.",
    "There is no doubt whatsoever about this.",
    "I know this for a fact.",
  ],
  endings: [
    "This is definitely so, without any question.",
    "You can rely on every word of it.",
    "I have not the slightest doubt about any of this.",
  ],
});
