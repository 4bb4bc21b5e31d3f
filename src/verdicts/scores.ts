import type { VerdictTag } from "./tag.js";

/** The scale a judge was asked to score on: both ends belong to it. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

/**
 * All scores in double brackets in a text, in order: `[[7]]`, `[[7.5]]`, `[[-1]]`, and `[[8/10]]` where the
 * denominator is the scale's high end (8 of 10). Each tag says the number, which may lie off the scale, or the text in
 * the brackets where that begins like a number and cannot be read as one (`[[8/5]]` on 1–10, `[[7-8]]`, `[[7,5]]`): it is
 * a verdict that was given and is not guessed at. Brackets around anything else (`[[N]]`) are no score. Linear time.
 *
 * @example findScores("Rating: [[8/10]]", { low: 1, high: 10 })[0]?.says // 8
 * @example findScores("Rating: [[8/10]]", { low: 1, high: 5 })[0]?.says // "8/10"
 */
export function findScores(text: string, scale: Scale): VerdictTag<number | string>[] {
  return Array.from(text.matchAll(/\[\[([^[\]\n]{1,40})\]\]/g)).flatMap((match) => {
    const written = (match[1] ?? "").trim();
    if (!/^[+-]?\.?\d/.test(written)) return [];
    return [
      { start: match.index, end: match.index + match[0].length, says: scoreOf(written, scale) ?? written },
    ];
  });
}

function scoreOf(written: string, scale: Scale): number | null {
  const parts = /^([+-]?\d{1,9}(?:\.\d{1,9})?)(?:[ \t]*\/[ \t]*(\d{1,9}))?$/.exec(written);
  if (!parts) return null;
  if (parts[2] !== undefined && Number(parts[2]) !== scale.high) return null;
  return Number(parts[1]);
}
