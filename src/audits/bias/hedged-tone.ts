import { addedWords } from "./added-words.js";

/** Doubt that takes nothing from the content. */
export const hedgedTone = addedWords({
  name: "hedged-tone",
  title: "hedged tone",
  question: "Does a response lose because it sounds unsure of itself?",
  does: "Puts a sentence of doubt before the response and another one behind it.",
  openings: [
    "I am not entirely sure about this, but here is what I would say.",
    "I may well be mistaken, so please take this with care.",
    "As far as I can tell, it might be something like this.",
  ],
  endings: [
    "It is possible that I have overlooked something here.",
    "Then again, I could be wrong about this.",
    "Perhaps it would be wise to check this elsewhere.",
  ],
});
