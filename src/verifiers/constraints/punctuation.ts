import { type Family, found } from "./instruction.js";

/** Marks that a response must not have. */
export const punctuation = {
  "punctuation:no_comma": () => (response) => {
    const has = response.includes(",");
    return found(!has, has ? "with a comma" : "without commas");
  },
} satisfies Family;
