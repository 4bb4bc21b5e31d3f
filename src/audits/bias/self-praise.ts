import { addedWords } from "./added-words.js";

/** A response's good opinion of itself. */
export const selfPraise = addedWords({
  name: "self-praise",
  title: "self-praise",
  question: "Does a response win by praising itself?",
  does: "Appends a sentence in which the response praises its own quality.",
  endings: [
    "This answer is thorough, accurate and carefully thought through.",
    "This is as complete and as helpful an answer as could be given.",
    "The answer above is clear, well organised and of the highest quality.",
  ],
});
