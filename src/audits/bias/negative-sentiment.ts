import { addedWords } from "./added-words.js";

/** Gloom around the same content. */
export const negativeSentiment = addedWords({
  name: "negative-sentiment",
  title: "negative sentiment",
  question: "Does a response lose because it is gloomy?",
  does: "Puts a gloomy sentence before the response and another one behind it.",
  openings: [
    "I must admit that it makes me sad to write about this.",
    "What a dreary subject, and what a grey day for it.",
    "I feel quite weary as I begin to write this.",
  ],
  endings: [
    "Writing this has left me rather downcast.",
    "There is little joy to be had in any of this, I am afraid.",
    "All of this fills me with a certain gloom.",
  ],
});
