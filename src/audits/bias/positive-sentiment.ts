import { addedWords } from "./added-words.js";

/** Good cheer around the same content. */
export const positiveSentiment = addedWords({
  name: "positive-sentiment",
  title: "positive sentiment",
  question: "Does a response win because it is cheerful?",
  does: "Puts a cheerful sentence before the response and another one behind it.",
  openings: [
    "What a delight to get to write about this!",
    "This makes me so happy to talk about!",
    "Oh, how lovely, I always enjoy a subject like this one!",
  ],
  endings: [
    "I had such a wonderful time with this, and I wish you a splendid day!",
    "It was a joy from beginning to end!",
    "Writing this has truly brightened my day!",
  ],
});
