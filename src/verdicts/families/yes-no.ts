import { type Family, groupTag } from "./family.js";
import { outerLines } from "./parts.js";

const LABELLED =
  /(?:\(yes\/no\)[ \t]{0,4}[?:]?|^[ \t#>*_.)\d-]{0,16}(?:(?:final|my)[ \t]{1,4})?(?:verdict|answer|judge?ment|decision|correct)[ \t*_]{0,8}:|\[\[)[ \t*_"'`]{0,8}\b(yes|no)\b/dgim;
const ALONE = /^["'`*_]{0,4}(yes|no)["'`*_.!]{0,4}$/i;

/** GenRM's one word, "Yes" (1) or "No" (0): alone on the first or the last line or after a label; only on the scale 0 to 1. */
export const yesNo: Family = {
  name: "yes-no",
  looksLike: "Yes, No, Verdict: Yes, Is the answer correct (Yes/No)? No",
  gives: "score",
  find(text, { scale }) {
    if (scale?.low !== 0 || scale.high !== 1) return [];
    const says = (word: string) =>
      ({ kind: "score", value: word.toLowerCase() === "yes" ? 1 : 0, outOf: 1 }) as const;
    const labelled = Array.from(text.matchAll(LABELLED), (match) => groupTag(match, 1, says(match[1] ?? "")));
    const alone = outerLines(text).flatMap((line) => {
      const word = line.end - line.start > 16 ? undefined : ALONE.exec(text.slice(line.start, line.end))?.[1];
      return word === undefined ? [] : [{ ...line, from: line.start, says: says(word) }];
    });
    return [...labelled, ...alone].sort((left, right) => left.start - right.start);
  },
};
