import { letterAt } from "../../core/view.js";
import type { Span } from "../quoting.js";
import { type Expected, TIE, type WrittenVerdict } from "../written.js";

/** Marks that dress a verdict up and say nothing: bold, code, quotes, brackets. At most eight of them are looked at. */
export const DRESS = "[ \\t\"'“”‘’`*_(\\[{]{0,8}";

/** How a response is named: "A", "(a)", "2", "Response A", "Assistant 2", "Output (b)", "Model C". Group: its letter or number. */
export const NAME =
  "(?:(?:response|assistant|output|answer|model|option|candidate|completion)s?[ \\t_]{0,4}[#\"'`*_(\\[]{0,4})?([a-z]|[1-9]\\d?)";
/** The same, only with the noun before it. */
export const NOUN_AND_NAME =
  "(?:response|assistant|output|answer|model|option|candidate|completion)[ \\t_]{0,4}[#\"'`*_(\\[]{0,4}([a-z]|[1-9]\\d?)[\"'`*_)\\]]{0,4}";
export const TIE_WORD =
  "(?:it[ \\t]is[ \\t])?(?:a[ \\t]{1,4})?(tie|tied|draw|equal|both[ \\t]equal(?:ly[ \\t]good)?)";

/** The winner that a letter ("A", "b") or a number counted from 1 names; null where no response has it. */
export function winnerNamed(name: string, { responses }: Expected): WrittenVerdict | null {
  const position = positionNamed(name, responses);
  return position === null ? null : { kind: "winner", letter: letterAt(position) };
}

/** The position of the response that a letter or a number counted from 1 names; null where no response has it. */
export function positionNamed(name: string, responses: number): number | null {
  const position = /^\d/.test(name) ? Number(name) - 1 : name.toUpperCase().charCodeAt(0) - 65;
  return position >= 0 && position < responses ? position : null;
}

export const A_TIE: WrittenVerdict = { kind: "winner", letter: TIE };

/** The spans of the first and the last line that hold more than white space, without the space around; one where they are the same. */
export function outerLines(text: string): Span[] {
  const start = text.search(/\S/);
  if (start < 0) return [];
  const end = text.trimEnd().length;
  const firstBreak = text.indexOf("\n", start);
  if (firstBreak < 0 || firstBreak >= end) return [{ start, end }];
  const lastBreak = text.lastIndexOf("\n", end - 1);
  return [trimmed(text, { start, end: firstBreak }), trimmed(text, { start: lastBreak + 1, end })];
}

function trimmed(text: string, { start, end }: Span): Span {
  const written = text.slice(start, end);
  return {
    start: start + written.length - written.trimStart().length,
    end: start + written.trimEnd().length,
  };
}

/** A number as a score is written, with what a denominator may follow it. Groups: the number, the denominator. */
export const SCORE =
  "([+-]?(?:\\d{1,9}(?:\\.\\d{1,9})?|\\.\\d{1,9}))(?:(?:[ \\t]{0,4}/[ \\t]{0,4}|[ \\t]{1,4}out[ \\t]{1,4}of[ \\t]{1,4})(\\d{1,9}))?";
/** What must not follow a score: more of a number, a range, a choice, a unit that is no point. */
export const NO_MORE =
  "(?![\\p{L}\\p{N}%]|[.,:]\\d|[ \\t]{0,4}(?:[-–—~/][ \\t]{0,4}[\\p{N}/]|%)|[ \\t]{1,4}(?:to|or)[ \\t]{1,4}\\d)";

/** A score, where its denominator is the scale's high end; null where it is a fraction of something else. */
export function scoreSaid(
  number: string,
  denominator: string | undefined,
  { scale }: Expected,
): WrittenVerdict | null {
  const value = Number(number);
  if (denominator === undefined) return { kind: "score", value };
  const outOf = Number(denominator);
  if (outOf === 0 || (scale && outOf !== scale.high)) return null;
  return { kind: "score", value, outOf };
}

/** A text with full-width digits, letters and signs (［［８］］, Ａ, ：) as their plain forms, each at the same place. */
export function narrowed(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
