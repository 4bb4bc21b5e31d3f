/** A stretch of a text: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/**
 * The quotations of a reply, by how they are written:
 * - lines that begin with `>`;
 * - fenced code, where the fence is closed (one left open quotes nothing: the judge forgot to close it);
 * - `"…"` and `“…”` within one paragraph. A straight quote opens only before a word and not inside one (5" is no
 *   quotation), and only where one that can close follows.
 *
 * Not quotations: single quotes (apostrophes), `inline code`, bold and italics — judges dress their own verdict in these.
 * Spans come in order and do not overlap. Linear in the text.
 */
export function quotations(text: string): Span[] {
  const spans: Span[] = [];
  let paragraph: Span | null = null;
  const endParagraph = () => {
    if (paragraph) for (const span of quoteMarks(text, paragraph)) spans.push(span);
    paragraph = null;
  };
  const lines = linesOf(text);
  const fences = closedFences(text, lines);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Span;
    const fenceEnd = fences.get(i);
    const written = text.slice(line.start, line.end);
    if (fenceEnd !== undefined) {
      endParagraph();
      spans.push({ start: line.start, end: (lines[fenceEnd] as Span).end });
      i = fenceEnd;
    } else if (/^ {0,3}>/.test(written)) {
      endParagraph();
      spans.push(line);
    } else if (written.trim() === "") {
      endParagraph();
    } else {
      paragraph = { start: (paragraph as Span | null)?.start ?? line.start, end: line.end };
    }
  }
  endParagraph();
  return spans;
}

/** The reply without a code fence that encloses all of it: a judge that fences its whole answer quotes nothing. */
export function withoutOuterFence(text: string): string {
  const trimmed = text.trim();
  const lines = linesOf(trimmed);
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last || lines.length < 2) return text;
  if (closedFences(trimmed, lines).get(0) !== lines.length - 1) return text;
  return trimmed.slice(first.end, last.start).trim();
}

/** The last line that holds more than white space and is not the mere edge of a code fence; null in an empty text. */
export function lastLine(text: string): Span | null {
  const holds = (line: Span) => {
    const written = text.slice(line.start, line.end);
    return written.trim() !== "" && !/^ {0,3}(?:`{3,}|~{3,})[ \t\r]*$/.test(written);
  };
  return linesOf(text).findLast(holds) ?? null;
}

/** Whether a position lies in one of the spans, which are in order and do not overlap. */
export function liesIn(spans: readonly Span[], position: number): boolean {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).end <= position) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start <= position;
}

function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push({ start, end });
    start = end + 1;
  }
  return lines;
}

// Index of each opening line → index of the line that closes it (CommonMark: same sign, at least as long, nothing after it).
function closedFences(text: string, lines: readonly Span[]): Map<number, number> {
  const closed = new Map<number, number>();
  let open: { line: number; sign: string } | null = null;
  for (const [i, { start, end }] of lines.entries()) {
    const fence = FENCE.exec(text.slice(start, end));
    const [, sign, info] = fence ?? [];
    if (sign === undefined || info === undefined) continue;
    if (open === null) {
      if (!info.includes("`")) open = { line: i, sign };
    } else if (sign.startsWith(open.sign) && info.trim() === "") {
      closed.set(open.line, i);
      open = null;
    }
  }
  return closed;
}

function quoteMarks(text: string, { start, end }: Span): Span[] {
  const isWord = (i: number) => i >= start && i < end && /[\p{L}\p{N}]/u.test(text[i] ?? "");
  const isSpace = (i: number) => i < start || i >= end || /\s/.test(text[i] ?? "");
  const opens = (i: number) => text[i] === "“" || (text[i] === '"' && !isWord(i - 1) && !isSpace(i + 1));
  const closes = (i: number, opener: string) =>
    opener === "“" ? text[i] === "”" : text[i] === '"' && !isSpace(i - 1) && !isWord(i + 1);
  // Where the last mark of each kind stands that can close: an opener behind it opens nothing. Keeps the scan linear.
  const lastCloser = (opener: string) => {
    for (let i = end - 1; i > start; i--) if (closes(i, opener)) return i;
    return -1;
  };
  const last: Record<string, number> = { "“": lastCloser("“"), '"': lastCloser('"') };

  const spans: Span[] = [];
  let opened: { at: number; mark: string } | null = null;
  for (let i = start; i < end; i++) {
    const mark = text[i] as string;
    if (opened === null) {
      if (opens(i) && (last[mark] ?? -1) > i) opened = { at: i, mark };
    } else if (closes(i, opened.mark)) {
      spans.push({ start: opened.at, end: i + 1 });
      opened = null;
    }
  }
  return spans;
}
