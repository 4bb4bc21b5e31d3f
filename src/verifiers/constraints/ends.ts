import { type Family, found } from "./instruction.js";
import { strip, stripWhere } from "./text.js";

/** How a response begins and ends. */
export const ends = {
  /** The last words, in either case; quotes after them do not matter. */
  "startend:end_checker": (given) => {
    const phrase = strip(given.text("end_phrase")).toLowerCase();
    return (response) => {
      const text = stripWhere(strip(response), (character) => character === '"').toLowerCase();
      const has = text.endsWith(phrase);
      return found(has, has ? "ends with the phrase" : "does not end with the phrase");
    };
  },

  /** All of it between double quotation marks. */
  "startend:quotation": () => (response) => {
    const text = strip(response);
    const wrapped = text.length > 1 && text.startsWith('"') && text.endsWith('"');
    return found(wrapped, wrapped ? "between quotation marks" : "not between quotation marks");
  },
} satisfies Family;
