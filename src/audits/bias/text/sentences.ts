import { inlineParts } from "./inline.js";

/** Short forms after which a full stop ends no sentence. */
const SHORT = new Set(
  "mr mrs ms dr prof sr jr st vs etc cf fig figs no nos vol eq eqs approx dept est ca al op e.g i.e p pp".split(
    " ",
  ),
);
const END = /[.!?…]+["”’')\]]*(?:\s+|$)/g;

/**
 * The sentences of a paragraph with the space behind each: joined, they are the paragraph. A full stop within code, a formula, a link, a
 * quotation or a number ends none, nor one after a short form, after a single capital or before a small letter. Where it is in doubt,
 * sentences stay together.
 *
 * @example sentencesOf("It is 2.5, i.e. half. Good.") // ["It is 2.5, i.e. half. ", "Good."]
 */
export function sentencesOf(paragraph: string): readonly string[] {
  const sentences: string[] = [];
  const inside = keptInside(paragraph);
  let start = 0;
  for (const match of paragraph.matchAll(END)) {
    const end = match.index + match[0].length;
    if (inside(match.index) || !endsSentence(paragraph, start, match.index, end)) continue;
    sentences.push(paragraph.slice(start, end));
    start = end;
  }
  if (start < paragraph.length) sentences.push(paragraph.slice(start));
  return sentences;
}

/** Whether a place lies inside a kept part; its last signs may end a sentence ("It is 4."). */
function keptInside(paragraph: string): (place: number) => boolean {
  const within = new Uint8Array(paragraph.length);
  let place = 0;
  for (const { kept, text } of inlineParts(paragraph)) {
    const core = kept ? text.replace(/[.!?…]+$/, "").length : 0;
    within.fill(1, place, place + core);
    place += text.length;
  }
  return (at) => within[at] === 1;
}

function endsSentence(paragraph: string, start: number, stop: number, end: number): boolean {
  if (end < paragraph.length && !/^["“‘'(*_`$\\[]*[\p{Lu}\p{Lo}\p{N}]/u.test(paragraph.slice(end, end + 8)))
    return false;
  if (paragraph[stop] !== ".") return true;
  const before = paragraph.slice(Math.max(start, stop - 12), stop);
  const word = /[^\s(]*$/.exec(before)?.[0] ?? "";
  if (SHORT.has(word.toLowerCase()) || /^\p{Lu}$/u.test(word)) return false;
  // "1." at the start numbers what follows.
  return !/^\s*\d{1,3}$/.test(paragraph.slice(start, stop));
}
