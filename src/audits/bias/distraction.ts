import { addedWords } from "./added-words.js";

/** A remark off the topic; a judge may like it or hold it against the response. */
export const distraction = addedWords({
  name: "distraction",
  title: "distraction",
  question: "Does a sentence that has nothing to do with the question change who wins?",
  does: "Appends a remark about something else altogether.",
  endings: [
    "By the way, the bakery around the corner has started to sell rye bread on Thursdays.",
    "On another note, my neighbour has painted his garden fence in a light green.",
    "Incidentally, the last bus to the harbour leaves a little earlier in winter.",
  ],
});
