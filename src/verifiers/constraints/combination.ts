import { type Family, found } from "./instruction.js";
import { isBlank, strip } from "./text.js";

/** Instructions about a response as a whole. */
export const combination = {
  /** Two different answers with six asterisks between them. */
  "combination:two_responses": () => (response) => {
    const parts = response.split("******");
    if (parts.slice(1, -1).some(isBlank)) return found(false, "an empty answer between two dividers");
    const answers = parts.filter((part) => !isBlank(part)).map(strip);
    if (answers.length !== 2) return found(false, `${answers.length} answers, 2 asked for`);
    return found(
      answers[0] !== answers[1],
      answers[0] === answers[1] ? "twice the same answer" : "2 answers",
    );
  },

  /** The request comes first, word for word but for its case. */
  "combination:repeat_prompt": (given) => {
    const prompt = strip(given.text("prompt_to_repeat")).toLowerCase();
    return (response) => {
      const repeats = strip(response).toLowerCase().startsWith(prompt);
      return found(repeats, repeats ? "begins with the request" : "does not begin with the request");
    };
  },
} satisfies Family;
