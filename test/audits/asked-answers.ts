import type { Question } from "./simulated.js";

// What simulated models read out of a question and write in answer to it, whichever way they are asked.

/** The two responses as they are shown, whatever the tags and the language are. */
export const responsesIn = ({ text }: Question) =>
  Array.from(text.matchAll(/^The sum is .*$/gm), ([line]) => line);

/** What the question calls them. */
export const labelsIn = ({ text }: Question) =>
  /\[\[1\]\]/.test(text) ? "12" : /\[\[X\]\]/.test(text) ? "XY" : "AB";

export const finalVerdict = (letter: string) => `Final verdict: [[${letter}]]`;

export type Place = "before" | "after" | "none";

/** Where the question wants the critique. */
export const placeIn = ({ text }: Question): Place =>
  text.includes("Answer with this one line")
    ? "none"
    : text.includes("the first line first")
      ? "after"
      : "before";

/** A verdict with a critique in its place. */
export function withCritique(place: Place, critique: string, letter: string): string {
  const verdict = finalVerdict(letter);
  return { before: `${critique}\n${verdict}`, after: `${verdict}\n${critique}`, none: verdict }[place];
}

/** A critique that says who is right, and so can be turned round. */
export const critiqueFor = (letter: string) =>
  `Response ${letter} is right. Response ${letter === "A" ? "B" : "A"} is wrong.`;

/** Whom such a critique calls right; "C" where none. */
export const calledRight = (critique: string) => /Response ([AB]) is right/.exec(critique)?.[1] ?? "C";

/** The critique that a question gives; null where the judge is to write one. */
export const critiqueIn = ({ text }: Question) =>
  /<critique_[0-9a-f]{10}>\n([\s\S]*?)\n<\/critique_/.exec(text)?.[1] ?? null;
