import type { AnswerCheck, AnswerPlace } from "../../core/check.js";
import { namedChoice } from "./choice.js";
import { lastMatch } from "./pattern.js";

/** What a response says its final answer is; "unclear": it cannot be told (the pattern took too long, several letters are named). */
export type FoundAnswer =
  | { readonly status: "found"; readonly answer: string; readonly place: string }
  | { readonly status: "none" }
  | { readonly status: "unclear"; readonly reason: string };

export const PLACES_BY_DEFAULT: readonly AnswerPlace[] = ["boxed", "hashes", "label", "last-line"];
const CHOICE_PLACES: readonly AnswerPlace[] = ["boxed", "hashes", "choice"];

/** Lines are read no further back from their ends than this: whoever writes more in a line has not written a final answer there. */
const LONGEST_LINE = 4_000;
const NONE: FoundAnswer = { status: "none" };

/** The final answer of a response, at the first of the check's places that the response has. Time linear in the response. */
export async function findAnswer(response: string, check: AnswerCheck): Promise<FoundAnswer> {
  const said = afterReasoning(response);
  if (said === null) return NONE;
  for (const place of placesOf(check)) {
    const found = await answerAt(place, said, check);
    if (found.status !== "none") return found;
  }
  return NONE;
}

/** Where a check looks, in this order. */
export function placesOf(check: AnswerCheck): readonly AnswerPlace[] {
  return check.find ?? (check.as === "choice" ? CHOICE_PLACES : PLACES_BY_DEFAULT);
}

// What stands in a reasoning block is thought, not answered; one that never ends leaves no answer.
function afterReasoning(response: string): string | null {
  const end = response.lastIndexOf("</think>");
  const rest = end < 0 ? response : response.slice(end + "</think>".length);
  return rest.trimStart().startsWith("<think>") ? null : rest;
}

async function answerAt(place: AnswerPlace, text: string, check: AnswerCheck): Promise<FoundAnswer> {
  if (typeof place === "object") return patternAnswer(text, place.pattern);
  if (place === "choice") {
    const named = namedChoice(text, check.options?.length);
    return named.status === "found" ? { ...named, place } : named;
  }
  const answer = FINDERS[place](text);
  return answer === null ? NONE : { status: "found", answer, place };
}

const FINDERS = { boxed, hashes, label, "last-line": lastLine, "last-number": lastNumber } as const;

/** What the last \boxed{…} or \fbox{…} holds; null where none is, or the last one never closes. */
function boxed(text: string): string | null {
  const start = Math.max(text.lastIndexOf("\\boxed"), text.lastIndexOf("\\fbox"));
  if (start < 0) return null;
  const rest = text.slice(start, start + LONGEST_LINE).replace(/^\\[bf]o?x?(?:ed)?\s*/, "");
  if (!rest.startsWith("{")) return rest.match(/^\S+/)?.[0] ?? null;
  let depth = 0;
  for (let i = 0; i < rest.length; i++) {
    if (rest[i] === "{" && rest[i - 1] !== "\\") depth++;
    if (rest[i] === "}" && rest[i - 1] !== "\\" && --depth === 0) return rest.slice(1, i).trim();
  }
  return null;
}

function hashes(text: string): string | null {
  const start = text.lastIndexOf("####");
  return start < 0 ? null : firstLine(text.slice(start + "####".length));
}

const LABEL = /^[\s>*_#-]*(?:(?:the )?(?:final |correct )?answer|A|ans)[*_]*\s*(?:[:=]|is:?)[*_]*\s*(.+)$/i;
const SENTENCE = /(?:the )?(?:final |correct )?answer is:?[*_]*\s+(?=\S)/gi;

/** What follows "A:", "Answer:" or "the answer is" on the last line that says so. */
function label(text: string): string | null {
  const lines = text.split("\n");
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = (lines[i] ?? "").slice(0, LONGEST_LINE).trim();
    const labelled = LABEL.exec(line)?.[1];
    if (labelled !== undefined && !/^a\s+is/i.test(line)) return labelled.trim();
    const sentence = [...line.matchAll(SENTENCE)].at(-1);
    if (sentence) return firstSentence(line.slice(sentence.index + sentence[0].length));
  }
  return null;
}

// A full stop before a space ends the sentence; the one in 3.5 does not.
function firstSentence(text: string): string {
  return text.split(/[.!](?:\s|$)/, 1)[0]?.trim() ?? "";
}

function lastLine(text: string): string | null {
  const kept = text.trimEnd();
  const line = kept.slice(kept.lastIndexOf("\n") + 1).trim();
  return line === "" ? null : line;
}

function lastNumber(text: string): string | null {
  const end = text.slice(-LONGEST_LINE);
  return [...end.matchAll(/-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\/\d+)?%?/g)].at(-1)?.[0] ?? null;
}

function firstLine(text: string): string | null {
  const line = text.slice(0, LONGEST_LINE).trimStart().split("\n", 1)[0]?.trim();
  return line === undefined || line === "" ? null : line;
}

async function patternAnswer(text: string, pattern: string): Promise<FoundAnswer> {
  const match = await lastMatch(pattern, text);
  if (match === "too slow")
    return { status: "unclear", reason: "the pattern took too long on this response" };
  return match === null ? NONE : { status: "found", answer: match, place: "pattern" };
}
