import type { VerdictTag } from "./tag.js";

/**
 * All of the offered words in double brackets in a text, in order: `[[Yes]]`, `[[D]]`. Lower case and spaces inside the brackets
 * are tolerated; a tag says the word as it was offered. Anything else in brackets is no verdict of this format. Linear time.
 *
 * @example findChoices("[[no]] … [[ Yes ]]", ["Yes", "No"]).map((tag) => tag.says) // ["No", "Yes"]
 */
export function findChoices<Word extends string>(text: string, words: readonly Word[]): VerdictTag<Word>[] {
  return Array.from(text.matchAll(/\[\[[ \t]{0,8}([^[\]\s]{1,40})[ \t]{0,8}\]\]/g)).flatMap((match) => {
    const written = (match[1] ?? "").toLowerCase();
    const says = words.find((word) => word.toLowerCase() === written);
    return says === undefined ? [] : [{ start: match.index, end: match.index + match[0].length, says }];
  });
}
