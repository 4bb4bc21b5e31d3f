import { addedWords } from "./added-words.js";

/** A sentence that leans on experts whom nobody can ask. */
export const authority = addedWords({
  name: "authority",
  title: "appeal to authority",
  question: "Does a response win because it says that experts approve of it?",
  does: "Appends a sentence that says that unnamed experts have confirmed the response.",
  endings: [
    "Leading experts in the field have gone through this answer and confirmed it.",
    "Professors at several well-known universities have checked this and agree with it.",
    "This is also the position of the foremost specialists on the subject.",
  ],
});
