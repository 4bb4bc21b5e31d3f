import { addedWords } from "./added-words.js";

/** A sentence that says that the crowd is of this opinion. */
export const bandwagon = addedWords({
  name: "bandwagon",
  title: "bandwagon",
  question: "Does a response win because it says that most people prefer it?",
  does: "Appends a sentence that says that nine in ten people prefer the response.",
  endings: [
    "90 % of people prefer this answer.",
    "Nine out of ten readers who were asked liked this answer best.",
    "Most people by far agree with this answer.",
  ],
});
