import { blocksOf, mapBlocks } from "./blocks.js";
import { takesEnglish } from "./english.js";
import { mapFree, PLAIN_WORD } from "./inline.js";
import { sentencesOf } from "./sentences.js";

/** Bold for the longest plain word (of five letters or more) of every sentence in prose and lists; null where none is found. */
export function emboldened(text: string): string | null {
  const changed = blocksOf(text).map(({ kind, text: own }) =>
    kind === "prose" || kind === "list" ? own.replace(/[^\n]+/g, emboldenedLine) : own,
  );
  return orNull(text, changed.join(""));
}

function emboldenedLine(line: string): string {
  return sentencesOf(line)
    .map((sentence) => {
      if (sentence.includes("**") || sentence.includes("__")) return sentence;
      const longest = longestWord(sentence);
      let done = longest === null;
      return mapFree(sentence, (free) =>
        free.replace(PLAIN_WORD, (word) => {
          if (done || word !== longest) return word;
          done = true;
          return `**${word}**`;
        }),
      );
    })
    .join("");
}

function longestWord(sentence: string): string | null {
  const words: string[] = [];
  mapFree(sentence, (free) => {
    words.push(...(free.match(PLAIN_WORD) ?? []));
    return free;
  });
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), "");
  return longest.length < 5 ? null : longest;
}

/** Every paragraph of two or more sentences as a list, a bullet a sentence; null where there is none. */
export function bulleted(text: string): string | null {
  const changed = mapBlocks(text, "prose", (prose, next) => {
    const sentences = sentencesOf(prose).map((one) => one.trim().replace(/\s*\n\s*/g, " "));
    if (sentences.length < 2) return prose;
    const end = /\s*$/.exec(prose)?.[0] ?? "";
    // Without a blank line, what follows would become a part of the last item.
    const apart = next === undefined || next === "blank" ? "" : "\n";
    return `${sentences.map((one) => `- ${one}`).join("\n")}${end}${apart}`;
  });
  return orNull(text, changed);
}

const HEADINGS = ["Answer", "Details", "More details", "Further remarks"];

/** A heading that says nothing above each of the first four paragraphs; null where the text has headings, or is no English prose. */
export function headed(text: string): string | null {
  const blocks = blocksOf(text);
  if (blocks.some(({ kind }) => kind === "heading") || !takesEnglish(text)) return null;
  let next = 0;
  let before = "";
  const changed = blocks.map(({ kind, text: own }, i) => {
    // What a colon leads into belongs to the paragraph above.
    const heading = kind === "prose" && !before.endsWith(":") ? HEADINGS[next++] : undefined;
    if (kind !== "blank") before = own.trimEnd();
    if (heading === undefined) return own;
    const apart = i === 0 || blocks[i - 1]?.kind === "blank" ? "" : "\n";
    return `${apart}## ${heading}\n\n${own}`;
  });
  return orNull(text, changed.join(""));
}

function orNull(before: string, after: string): string | null {
  return after === before ? null : after;
}
