import type { Reply } from "../core/judgment.js";
import type { FailureStatus } from "../core/reading.js";
import { copiedVerdicts } from "./copies.js";
import type { Family, FamilyTag } from "./families/family.js";
import { families } from "./families/find.js";
import { narrowed } from "./families/parts.js";
import { critiqueBefore, critiqueIn, withoutOverlaps } from "./final.js";
import { markerPattern } from "./markers.js";
import { lastLine, liesIn, quotations, type Span, withoutOuterFence } from "./quoting.js";
import { splitReasoning } from "./reasoning.js";
import { replyProblem } from "./reply-problem.js";
import { type Expected, verdictAs, verdictKey, type WrittenKind, type WrittenVerdict } from "./written.js";

interface AutoParts {
  /** The text before the verdict, or all of it where there is none; null where there is no text. */
  readonly critique: string | null;
  /** What the judge thought before it spoke: its reasoning blocks and what the endpoint returned apart; null where nothing. */
  readonly reasoning: string | null;
}

export type AutoReading = AutoParts &
  (
    | {
        readonly status: "decided";
        readonly verdict: WrittenVerdict;
        /** The name of the family whose verdict decided. */
        readonly family: string;
      }
    | { readonly status: FailureStatus; readonly reason: string }
  );

/** Nouns of the markers after which a verdict of a kind is looked for. */
const MARKERS: Readonly<Record<WrittenKind, readonly string[]>> = {
  winner: ["verdict", "decision", "judge?ment", "winner"],
  score: ["verdict", "scores?", "ratings?"],
  scores: ["verdict", "scores?", "ratings?"],
  ranking: ["verdict", "ranking"],
};

/** A verdict of the expected kind as it stands in the text. `says` is its key; a verdict that cannot be read says its own words. */
interface Found extends Span {
  readonly from: number;
  readonly says: string;
  readonly verdict: WrittenVerdict | null;
  readonly family: string;
  readonly inPassing: boolean;
}

/**
 * Reads a reply whose format nobody declared: imported text of any judge. All families of `families/` are looked for; the one rule of
 * `readFinal` says which of their verdicts is the final one, with two additions that many formats in one text need:
 * - what is only said in passing ("Response A is better", "8/10") decides where nothing declared stands in the same place, and a
 *   declared verdict elsewhere in the text that contradicts it makes the reply `ambiguous`;
 * - a fence that holds nothing but the JSON answer at the end of the reply quotes nothing.
 *
 * A verdict that is off the declared scale (or beyond its own denominator) is `out-of-range`; one that was given and cannot be read
 * (`[[D]]` of two responses, "7-8") is `unparsed` and no other is sought. `presented` are all texts that the judge was shown: a
 * verdict copied from one of them decides nothing. Takes time linear in the texts. Never throws.
 *
 * @example readAuto({ text: "A cites [[A]].\n**Result:** B", finishReason: "stop" }, { kind: "winner", responses: 2 }) // letter "B"
 */
export function readAuto(reply: Reply, expected: Expected, presented: readonly string[] = []): AutoReading {
  const { body, reasoning: thought } = splitReasoning(reply.text);
  const thoughts = [reply.reasoning ?? "", thought ?? ""]
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const reasoning = thoughts.length > 0 ? thoughts.join("\n\n") : null;
  const problem = replyProblem(reply);
  if (problem) return { ...problem, critique: critiqueIn(body), reasoning };
  return { ...readBody(withoutOuterFence(body), expected, presented), reasoning };
}

function readBody(written: string, expected: Expected, presented: readonly string[]) {
  const text = withoutAnswerFence(narrowed(written));
  const found = findAll(text, expected);
  const shown = presented.map((material) => {
    const plain = narrowed(material);
    return { text: plain, tags: findAll(plain, expected) };
  });
  const markers = MARKERS[expected.kind];
  const copied = copiedVerdicts(text, found, shown, markerPattern(markers));
  const copiedEnds = new Set(copied.map((span) => span.end));
  const own = found.filter((tag) => !copiedEnds.has(tag.end));
  const quoted = withoutOverlaps([...quotations(text), ...copied]);
  // Quote marks that the verdict itself wears (“Output (b)” alone on its line) quote nothing.
  const within = (tag: Span) =>
    liesIn(quoted, /["“]/.test(text[tag.start] ?? "") ? tag.start - 1 : tag.start);
  const unquoted = own.filter((tag) => !within(tag));
  // A key or a string of a JSON answer is no marker.
  const answers = unquoted.filter(({ family }) => family.startsWith("field-"));
  const passedOver = withoutOverlaps([...quoted, ...answers]);
  const marker = Array.from(text.matchAll(markerPattern(markers)), spanOf).findLast(
    (span) => !liesIn(passedOver, span.end - 1),
  );
  const deciding = finalTags(text, unquoted, own, marker);
  return decide(written, deciding, marker, expected);
}

/** The tags among which the verdict must be unanimous; none where nothing decides. */
function finalTags(
  text: string,
  unquoted: readonly Found[],
  own: readonly Found[],
  marker: Span | undefined,
): Found[] {
  if (marker) {
    const after = unquoted.filter((tag) => tag.start >= marker.end);
    if (after.length > 0) return declaredFirst(after);
    const dressed = own.find((tag) => tag.start >= marker.end);
    return dressed && /^[\s"“`~*_>]*$/.test(text.slice(marker.end, dressed.start)) ? [dressed] : [];
  }
  const line = lastLine(text);
  const inLastLine = (tag: Span) => line !== null && tag.end > line.start;
  const last = declaredFirst(unquoted.filter(inLastLine));
  if (last.length > 0) {
    const onlyInPassing = last.every((tag) => tag.inPassing);
    return onlyInPassing ? [...last, ...unquoted.filter((tag) => !tag.inPassing)] : last;
  }
  return unquoted.length > 0 ? declaredFirst([...unquoted, ...own.filter(inLastLine)]) : [];
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

function declaredFirst(tags: readonly Found[]): Found[] {
  const declared = tags.filter((tag) => !tag.inPassing);
  return declared.length > 0 ? declared : [...tags];
}

function decide(text: string, tags: readonly Found[], marker: Span | undefined, expected: Expected) {
  const whole = critiqueIn(text);
  if (tags.length === 0) {
    const after = marker
      ? ` after the last ${JSON.stringify(inFewWords(text, marker.start, marker.end))}`
      : "";
    return {
      status: "unparsed",
      reason: `no final ${NOUNS[expected.kind]}${after}`,
      critique: whole,
    } as const;
  }
  const fullest = tags.find((tag) => tags.every((other) => agrees(tag, other)));
  if (!fullest) {
    const reason = `several final verdicts: ${listed(text, tags)}`;
    return { status: "ambiguous", reason, critique: whole } as const;
  }
  const { verdict, family } = fullest;
  const as = inFewWords(text, fullest.start, fullest.end);
  if (!verdict) {
    const reason = `${as} is not a ${NOUNS[expected.kind]}${ofWhat(expected)}`;
    return { status: "unparsed", reason, critique: whole } as const;
  }
  const off = offScale(verdict, expected);
  if (off !== null) return { status: "out-of-range", reason: off, critique: whole } as const;
  const end = marker
    ? marker.start
    : tags.reduce((earliest, tag) => Math.min(earliest, tag.from), text.length);
  return { status: "decided", verdict, family, critique: critiqueBefore(text, end) } as const;
}

/** Whether all that another verdict says is said by this one too: "B is better" agrees with [[B>>A]], which adds how much. */
function agrees({ says, verdict }: Found, other: Found): boolean {
  if (says === other.says) return true;
  if (verdict?.kind !== "winner" || other.verdict?.kind !== "winner") return false;
  return verdict.letter === other.verdict.letter && other.verdict.strength === undefined;
}

const NOUNS: Readonly<Record<WrittenKind, string>> = {
  winner: "winner",
  score: "score",
  scores: "score for each response",
  ranking: "ranking",
};

function ofWhat({ kind, responses, scale }: Expected): string {
  if (kind === "winner" || kind === "ranking") return ` of the ${responses} responses`;
  return scale ? ` on the scale ${scale.low} to ${scale.high}` : "";
}

function offScale(verdict: WrittenVerdict, { scale }: Expected): string | null {
  const values = verdict.kind === "score" ? [verdict.value] : verdict.kind === "scores" ? verdict.values : [];
  const outOf = verdict.kind === "score" ? verdict.outOf : undefined;
  const range = scale ?? (outOf === undefined ? null : { low: 0, high: outOf });
  const off = range && values.find((value) => value < range.low || value > range.high);
  return off == null ? null : `the score ${off} is off the scale ${range?.low} to ${range?.high}`;
}

function findAll(text: string, expected: Expected): Found[] {
  const tags = families.flatMap((family) => {
    if (!isAsked(family, expected)) return [];
    return family.find(text, expected).map((tag) => foundBy(family, tag, text, expected));
  });
  // Where two families see the same words, the longer reading is the right one; of equals, the kind that was asked for.
  const natural = new Map(families.map(({ name, gives }) => [name, gives === expected.kind ? 0 : 1]));
  const rank = (tag: Found) => natural.get(tag.family) ?? 1;
  tags.sort((left, right) => left.start - right.start || right.end - left.end || rank(left) - rank(right));
  const kept: Found[] = [];
  for (const tag of tags) if (tag.start >= (kept.at(-1)?.end ?? 0)) kept.push(tag);
  return kept;
}

/** Which families are asked: those of the expected kind, and those whose verdicts can be turned into it. */
function isAsked({ gives }: Family, { kind, responses }: Expected): boolean {
  if (gives === kind) return true;
  if (kind === "winner") return gives === "scores" || gives === "ranking";
  return kind === "ranking" && (gives === "scores" || (gives === "winner" && responses === 2));
}

function foundBy({ name }: Family, tag: FamilyTag, text: string, expected: Expected): Found {
  const { start, end, from, inPassing = false } = tag;
  const verdict = tag.says && verdictAs(expected.kind, tag.says, expected.responses);
  const says = verdict ? verdictKey(verdict) : text.slice(start, end);
  return { start, end, from, says, verdict, family: name, inPassing };
}

/** Blanks the two lines of a code fence that ends the text and holds nothing but an answer as data; all places stay as they are. */
function withoutAnswerFence(text: string): string {
  const end = text.trimEnd().length;
  const closing = text.lastIndexOf("\n", end - 1) + 1;
  if (!/^ {0,3}(?:`{3,8}|~{3,8})$/.test(text.slice(closing, Math.min(end, closing + 12)))) return text;
  const sign = text.slice(closing, end).trim();
  const inside = text.slice(0, Math.max(0, closing - 1));
  const opening = inside.lastIndexOf(`\n${sign}`) + 1;
  const openingEnd = text.indexOf("\n", opening);
  if (!text.startsWith(sign, opening) || openingEnd < 0 || openingEnd >= closing) return text;
  const content = text.slice(openingEnd, closing).trim();
  if (!/^[[{]/.test(content) || !/[\]}]$/.test(content)) return text;
  const blank = (from: number, to: number) => " ".repeat(to - from);
  return `${text.slice(0, opening)}${blank(opening, openingEnd)}${text.slice(openingEnd, closing)}${blank(closing, end)}`;
}

/** The distinct verdicts as they were written, at most five. */
function listed(text: string, tags: readonly Found[]): string {
  const bySays = new Map<string, string>();
  for (const tag of tags)
    if (!bySays.has(tag.says)) bySays.set(tag.says, inFewWords(text, tag.start, tag.end));
  const written = [...bySays.values()];
  const more = written.length > 5 ? ` and ${written.length - 5} more` : "";
  return `${written.slice(0, 5).join(", ")}${more}`;
}

function inFewWords(text: string, start: number, end: number): string {
  const words = text
    .slice(start, Math.min(end, start + 200))
    .replace(/[\s\p{C}]+/gu, " ")
    .trim();
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}
