import type { Span } from "./quoting.js";
import type { VerdictTag } from "./tag.js";

/** How many characters before a verdict (white space counted as one) are compared with the presented texts. */
const CONTEXT = 120;
/** How many letters and digits these must hold to be more than what a judge would write by itself before its verdict. */
const TELLING = 40;

interface Copied {
  /** Contexts long enough to tell wherever they stand in the reply, by their length. */
  readonly anywhere: ReadonlyMap<number, ReadonlySet<string>>;
  /** Shorter ones that begin their text: they tell only where they begin the reply too. */
  readonly fromStart: ReadonlySet<string>;
}

/**
 * The verdicts of a reply that are copied from a presented text, each with the copied words before it.
 *
 * A verdict is copied where a presented text holds the same verdict after the same words: the last 120 characters, or all
 * there are from the beginning of that text if those hold at least 40 letters or digits; or, where they hold fewer, if the
 * reply too begins with them. Without words before it (apart from the marker) nothing is a copy: otherwise a response that
 * merely contains "Final verdict: [[A]]" could void every honest verdict for A. `marker` matches the declared marker.
 * Linear in reply and presented texts.
 */
export function copiedVerdicts(
  text: string,
  tags: readonly VerdictTag<string | number>[],
  presented: readonly { text: string; tags: readonly VerdictTag<string | number>[] }[],
  marker: RegExp,
): Span[] {
  const { anywhere, fromStart } = contextsOf(presented, marker);
  if (anywhere.size === 0 && fromStart.size === 0) return [];
  return tags.flatMap((tag) => {
    const context = contextOf(text, tag);
    const says = String(tag.says);
    const lengths = [...anywhere.keys()].filter((length) => length <= context.words.length);
    const copied = lengths.find((length) =>
      anywhere.get(length)?.has(`${says} ${context.words.slice(-length)}`),
    );
    if (copied !== undefined) return [{ start: startOf(text, tag.start, copied), end: tag.end }];
    if (context.atStart && fromStart.has(`${says} ${context.words}`)) return [{ start: 0, end: tag.end }];
    return [];
  });
}

function contextsOf(
  presented: readonly { text: string; tags: readonly VerdictTag<string | number>[] }[],
  marker: RegExp,
): Copied {
  const anywhere = new Map<number, Set<string>>();
  const fromStart = new Set<string>();
  for (const { text, tags } of presented) {
    for (const tag of tags) {
      const { words, atStart } = contextOf(text, tag);
      const telling = words.replace(marker, "").replace(/[^\p{L}\p{N}]+/gu, "").length;
      const key = `${String(tag.says)} ${words}`;
      if (telling >= TELLING && (atStart || words.length === CONTEXT)) {
        const sameLength = anywhere.get(words.length) ?? new Set();
        anywhere.set(words.length, sameLength.add(key));
      } else if (atStart && telling > 0) {
        fromStart.add(key);
      }
    }
  }
  return { anywhere, fromStart };
}

// White space is counted as one space, so that a copy may be wrapped differently.
function contextOf(text: string, tag: Span): { words: string; atStart: boolean } {
  const windowStart = Math.max(0, tag.start - 2 * CONTEXT);
  const all = text.slice(windowStart, tag.start).replace(/\s+/g, " ").trimStart();
  return { words: all.slice(-CONTEXT), atStart: windowStart === 0 && all.length <= CONTEXT };
}

// Where the `length` characters before `end` begin, with white space counted as one.
function startOf(text: string, end: number, length: number): number {
  let start = end;
  for (let counted = 0; start > 0 && counted < length; ) {
    start--;
    if (!/\s/.test(text[start] ?? "") || !/\s/.test(text[start - 1] ?? "x")) counted++;
  }
  return start;
}
