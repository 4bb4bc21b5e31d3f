import { type Family, found, keeps } from "./instruction.js";
import { SPACE, strip } from "./text.js";

/** What a response must have in it. */
export const content = {
  /** Texts in square brackets, each on one line. */
  "detectable_content:number_placeholders": (given) => {
    const number = given.number("num_placeholders");
    return (response) => keeps(placeholders(response), { relation: "at least", number }, "placeholders");
  },

  /** A postscript's mark, in either case; "P.S." and "P.P.S" also with a space after their first periods. */
  "detectable_content:postscript": (given) => {
    const marker = strip(given.text("postscript_marker"));
    return (response) => {
      const text = response.toLowerCase();
      const pattern = POSTSCRIPTS.get(marker);
      const has = pattern ? pattern.test(text) : text.includes(marker.toLowerCase());
      return found(has, `${has ? "with" : "without"} a postscript marked ${JSON.stringify(marker)}`);
    };
  },
} satisfies Family;

const POSTSCRIPTS: ReadonlyMap<string, RegExp> = new Map([
  ["P.S.", new RegExp(`p\\.[${SPACE}]?s\\.`)],
  ["P.P.S", new RegExp(`p\\.[${SPACE}]?p\\.[${SPACE}]?s`)],
]);

/** An opening bracket with the next closing one of its line; written out, since a pattern takes quadratic time on "[[[[…". */
function placeholders(response: string): number {
  let count = 0;
  for (const line of response.split("\n")) {
    for (let from = 0; ; count++) {
      const open = line.indexOf("[", from);
      const close = open < 0 ? -1 : line.indexOf("]", open);
      if (close < 0) break;
      from = close + 1;
    }
  }
  return count;
}
