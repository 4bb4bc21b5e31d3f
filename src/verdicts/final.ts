import { copiedVerdicts } from "./copies.js";
import { markerPattern, withBareVerdicts } from "./markers.js";
import { lastLine, liesIn, quotations, type Span, withoutOuterFence } from "./quoting.js";
import type { VerdictTag } from "./tag.js";

export interface FinalQuestion<Says extends string | number> {
  /** The reply without its reasoning blocks. */
  readonly body: string;
  /** All verdicts of the declared format in a text, in order. Must take time linear in the text. */
  readonly find: (text: string) => VerdictTag<Says>[];
  /** Nouns of the declared markers: "verdict" for "Final verdict:" (anywhere) and "Verdict:" (at the start of a line). */
  readonly markers: readonly [string, ...string[]];
  /** What a verdict looks like, for reasons: "[[A]], [[B]] or [[C]]". */
  readonly expected: string;
  /** Every text that was presented to the judge. */
  readonly presented: readonly string[];
  /** Where the judge was asked to put its verdict: after its critique ("last", the default) or before it ("first"). */
  readonly place?: "last" | "first";
}

export type FinalVerdict<Says> =
  | { readonly status: "decided"; readonly says: Says; readonly critique: string | null }
  | { readonly status: "unparsed" | "ambiguous"; readonly reason: string; readonly critique: string | null };

/**
 * The one rule for reading a final verdict (behind a marker the brackets may be missing: "Final score: 8"):
 * 1. With a marker in the text, what stands after the last marker decides: exactly one distinct verdict, several are
 *    `ambiguous`, none is `unparsed` (what follows the marker then says something else, and is not overruled).
 * 2. Else the last non-empty line decides, where it holds verdicts: again exactly one distinct.
 * 3. Else all verdicts of the text must agree, and no quoted one in the last line may speak against them.
 *
 * Verdicts and markers inside a quotation (see `quotations`) or copied from a presented text (see `copiedVerdicts`) do not
 * count anywhere, with one exception: quote marks or a fence directly after an unquoted marker dress the verdict up and
 * quote nothing (`Final verdict: "[[A]]"`).
 *
 * The critique is the text before the verdict or its marker; where nothing was decided, the whole text.
 *
 * A judge that was asked to give its verdict first is read from the other end: the line of the first marker, else the first line
 * that is not empty, else as 3; what follows is its critique, and may name any verdict.
 *
 * @example readFinal({ body: "Both cite [[A]].\nFinal verdict: [[B]]", find: findLetters, markers: ["verdict"], … }) // says "B"
 */
export function readFinal<Says extends string | number>(question: FinalQuestion<Says>): FinalVerdict<Says> {
  const { expected } = question;
  const text = withoutOuterFence(question.body);
  const { all, own, unquoted, quoted } = sortTags(text, question);

  if (question.place === "first") return readFirst(text, question, unquoted, own, quoted);
  const marker = lastMarker(text, question.markers, quoted);
  if (marker) {
    const after = unquoted.filter((tag) => tag.start >= marker.end);
    const deciding = after.length > 0 ? after : dressedUp(text, own, marker);
    if (deciding.length > 0) return decide(text, deciding, marker.start, "after the last marker");
    return unread(text, `no final ${expected} after the last ${JSON.stringify(labelOf(text, marker))}`);
  }

  const line = lastLine(text);
  const inLastLine = (tag: Span) => line !== null && tag.start >= line.start && tag.end <= line.end;
  const last = unquoted.filter(inLastLine);
  if (last.length > 0) return decide(text, last, last[0]?.start ?? 0, "in the last line");

  if (unquoted.length > 0) {
    const speaking = [...unquoted, ...own.filter(inLastLine)];
    return decide(text, speaking, unquoted[0]?.start ?? 0, "in the text and none decides");
  }
  const where = all.length > 0 ? ` outside a quotation, only ${listed(text, all)} inside one` : "";
  return unread(text, `no final ${expected}${where}`);
}

function readFirst<Says extends string | number>(
  text: string,
  { markers, expected }: FinalQuestion<Says>,
  unquoted: readonly VerdictTag<Says>[],
  own: readonly VerdictTag<Says>[],
  quoted: readonly Span[],
): FinalVerdict<Says> {
  const marker = firstMarker(text, markers, quoted);
  const line = lineAfter(text, marker?.end ?? 0);
  const inLine = (tag: Span) => tag.start >= (marker?.end ?? 0) && tag.end <= line.end;
  const plain = unquoted.filter(inLine);
  const deciding = plain.length > 0 || !marker ? plain : dressedUp(text, own, marker).filter(inLine);
  const critique = critiqueIn(text.slice(line.end));
  if (deciding.length > 0) {
    const decision = decide(text, deciding, 0, marker ? "after the first marker" : "in the first line");
    return decision.status === "decided" ? { ...decision, critique } : decision;
  }
  if (marker) return unread(text, `no ${expected} after the first ${JSON.stringify(labelOf(text, marker))}`);
  const decision =
    unquoted.length > 0
      ? decide(text, unquoted, 0, "in the text and none decides")
      : unread(text, `no ${expected}`);
  return decision.status === "decided" ? { ...decision, critique: critiqueIn(text) } : decision;
}

interface SortedTags<Says extends string | number> {
  readonly all: readonly VerdictTag<Says>[];
  /** Those not copied from a presented text. */
  readonly own: readonly VerdictTag<Says>[];
  /** Those neither copied nor quoted. */
  readonly unquoted: readonly VerdictTag<Says>[];
  /** Everything copied or quoted, in order and without overlaps. */
  readonly quoted: readonly Span[];
}

function sortTags<Says extends string | number>(
  text: string,
  { find: findBracketed, markers, presented }: FinalQuestion<Says>,
): SortedTags<Says> {
  const find = withBareVerdicts(findBracketed, markers);
  const all = find(text);
  const shown = presented.map((material) => ({ text: material, tags: find(material) }));
  const copied = copiedVerdicts(text, all, shown, markerPattern(markers));
  const copiedEnds = new Set(copied.map((span) => span.end));
  const own = all.filter((tag) => !copiedEnds.has(tag.end));
  const quoted = withoutOverlaps([...quotations(text), ...copied]);
  return { all, own, unquoted: own.filter((tag) => !liesIn(quoted, tag.start)), quoted };
}

function decide<Says extends string | number>(
  text: string,
  tags: readonly VerdictTag<Says>[],
  critiqueEnd: number,
  where: string,
): FinalVerdict<Says> {
  const says = new Set(tags.map((tag) => tag.says));
  const [only] = says;
  if (only === undefined || says.size > 1) {
    const reason = `several verdicts ${where}: ${listed(text, tags)}`;
    return { status: "ambiguous", reason, critique: critiqueIn(text) };
  }
  return { status: "decided", says: only, critique: critiqueBefore(text, critiqueEnd) };
}

function unread(
  text: string,
  reason: string,
): { status: "unparsed"; reason: string; critique: string | null } {
  return { status: "unparsed", reason, critique: critiqueIn(text) };
}

function lastMarker(text: string, nouns: readonly string[], quoted: readonly Span[]): Span | null {
  let last: Span | null = null;
  for (const marker of unquotedMarkers(text, nouns, quoted)) last = marker;
  return last;
}

function firstMarker(text: string, nouns: readonly string[], quoted: readonly Span[]): Span | null {
  for (const marker of unquotedMarkers(text, nouns, quoted)) return marker;
  return null;
}

function* unquotedMarkers(text: string, nouns: readonly string[], quoted: readonly Span[]): Generator<Span> {
  for (const match of text.matchAll(markerPattern(nouns))) {
    // Its end counts: a copied passage may begin in the middle of a line that ends with a marker.
    const end = match.index + match[0].length;
    if (!liesIn(quoted, end - 1)) yield { start: match.index, end };
  }
}

/** The rest of the line at or below a position in which something stands. */
function lineAfter(text: string, position: number): Span {
  let start = position;
  while (start < text.length && /\s/.test(text[start] ?? "")) start++;
  const newline = text.indexOf("\n", start);
  return { start, end: newline < 0 ? text.length : newline };
}

function labelOf(text: string, marker: Span): string {
  return text.slice(marker.start, marker.end).replace(/[*_#]/g, "").trim();
}

// Only the first verdict after the marker, and only where nothing but dressing stands between: what follows may quote.
function dressedUp<Says extends string | number>(
  text: string,
  tags: readonly VerdictTag<Says>[],
  marker: Span,
): VerdictTag<Says>[] {
  const first = tags.find((tag) => tag.start >= marker.end);
  return first && /^[\s"“`~*_>]*$/.test(text.slice(marker.end, first.start)) ? [first] : [];
}

export function withoutOverlaps(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.start - right.start)) {
    const previous = merged.at(-1);
    if (previous && span.start < previous.end) {
      merged[merged.length - 1] = { start: previous.start, end: Math.max(previous.end, span.end) };
    } else {
      merged.push(span);
    }
  }
  return merged;
}

/** The distinct verdicts as they were written, at most five: "[[A]] and [[B]]". */
function listed<Says extends string | number>(text: string, tags: readonly VerdictTag<Says>[]): string {
  const bySays = new Map<Says, string>();
  for (const tag of tags) if (!bySays.has(tag.says)) bySays.set(tag.says, text.slice(tag.start, tag.end));
  const written = [...bySays.values()];
  if (written.length > 5) return `${written.slice(0, 5).join(", ")} and ${written.length - 5} more`;
  return [written.slice(0, -1).join(", "), written.at(-1) ?? ""].filter((part) => part !== "").join(" and ");
}

export function critiqueIn(text: string): string | null {
  const critique = text.trim();
  return critique === "" ? null : critique;
}

// Marks that lead up to the verdict on its own line ("- **[[A]]**") are not part of the critique.
export function critiqueBefore(text: string, end: number): string | null {
  let cut = end;
  while (cut > 0 && ' \t*_#>"“`-'.includes(text[cut - 1] ?? "\n")) cut--;
  return critiqueIn(text.slice(0, cut));
}
