import type { Scale } from "./scores.js";
import type { VerdictTag } from "./tag.js";

/**
 * All lists of scores in double brackets in a text, in order: `[[8, 5]]`, in the order of the letters, or labelled in any order,
 * `[[B: 5, A: 8]]`. A tag says the numbers joined by commas in the order of the letters ("8,5"), or, where they are not one number
 * for each letter, the text as written: a verdict that was given and is not guessed at (see `scoreList`). With one letter a lone
 * number is a list. Numbers may lie off the scale; `8/10` is 8 where 10 is the scale's high end. Linear time.
 *
 * @example findScoreLists("Final scores: [[A: 8, B: 5]]", ["A", "B"], { low: 1, high: 10 })[0]?.says // "8,5"
 */
export function findScoreLists(text: string, letters: readonly string[], scale: Scale): VerdictTag<string>[] {
  return Array.from(text.matchAll(/\[\[([^[\]\n]{1,1000})\]\]/g)).flatMap((match) => {
    const written = (match[1] ?? "").trim();
    if (!/^(?:[A-Z]{1,2}\s*[:=]\s*)?[+-]?\.?\d/i.test(written)) return [];
    const scores = scoreList(written, letters, scale);
    return [
      { start: match.index, end: match.index + match[0].length, says: scores ? scores.join(",") : written },
    ];
  });
}

/** One score for each letter, in their order; null where the list does not give each of them exactly one number. */
export function scoreList(written: string, letters: readonly string[], scale: Scale): number[] | null {
  const parts = written.split(/[,;]/).map((part) => entryOf(part.trim(), scale));
  if (parts.length !== letters.length) return null;
  const scores: number[] = [];
  for (const [i, letter] of letters.entries()) {
    const labelled = parts.filter((part) => part?.letter === letter);
    const part = labelled.length > 0 ? labelled[0] : parts[i];
    if (labelled.length > 1 || !part || (part.letter !== null && part.letter !== letter)) return null;
    scores.push(part.score);
  }
  // Labels on some and not on others: which number is whose is a guess.
  const labels = parts.filter((part) => part?.letter !== null).length;
  return labels === 0 || labels === parts.length ? scores : null;
}

function entryOf(part: string, scale: Scale): { letter: string | null; score: number } | null {
  const entry =
    /^(?:([A-Z]{1,2})\s{0,4}[:=]\s{0,4})?([+-]?\d{1,9}(?:\.\d{1,9})?)(?:\s{0,4}\/\s{0,4}(\d{1,9}))?$/i.exec(
      part,
    );
  if (!entry) return null;
  if (entry[3] !== undefined && Number(entry[3]) !== scale.high) return null;
  return { letter: entry[1]?.toUpperCase() ?? null, score: Number(entry[2]) };
}
