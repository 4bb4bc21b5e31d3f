import type { Span } from "./quoting.js";

/** A place where a text names one of two responses by its label. */
export interface Mention extends Span {
  /** The label alone: the B of "Response B", the "second" of "the second answer". */
  readonly says: "first" | "second";
}

/** What judges are taught to call a response: "Response A", "Assistant 2", "Output (b)". Not "option" or "answer": the prompt may have its own. */
const NOUN = "(?:[Rr]esponse|RESPONSE|[Aa]ssistant|[Oo]utput|[Cc]andidate|[Rr]eply|[Mm]odel|[Cc]ritique)s?";
const MARKS = "[ \\t]{0,2}(?:of |for )?[*_\"“'‘[]{0,3}";
/** A label behind its noun, and others that are joined to it: "Responses A and B", "Response A, unlike B," names its second by the first. */
const LABELLED = new RegExp(
  `\\b${NOUN}${MARKS}(?:(?<plain>[AB12])(?!\\w|\\.\\d)|\\((?<bracketed>[ABab12])\\))`,
  "dg",
);
const JOINED =
  /^[*_"”’'\]]{0,3}(?:[ \t]{1,2}(?:and|or|vs\.?|versus|than|over)|,|[ \t]?[&/])[ \t]{0,2}[*_"“]{0,3}([AB12])(?!\w)/d;
const IN_WORDS =
  /\b([Ff]irst|[Ss]econd)[ \t]{1,2}(?:response|assistant|answer|output|candidate|option|reply|model)\b/dg;

/**
 * Where a text names the one or the other of two responses, in order: by a letter or a number behind a noun ("Response A",
 * "Assistants 1 and 2", "Output (b)"), or in words ("the second answer"). Bare letters are no mentions: "A" may be an article and "B"
 * a vitamin (see `exchangedMentions`). Linear in the text.
 *
 * @example mentionsOf("Response A is right, unlike the second answer.").map(({ says }) => says) // ["first", "second"]
 */
export function mentionsOf(text: string): Mention[] {
  const labelled = Array.from(text.matchAll(LABELLED)).flatMap((match) => {
    const named = spanOf(match.indices?.groups?.plain ?? match.indices?.groups?.bracketed, 0);
    if (!named) return [];
    const end = match.index + match[0].length;
    const joined = spanOf(JOINED.exec(text.slice(end, end + LONGEST_JOINT))?.indices?.[1], end);
    return [named, ...(joined ? [joined] : [])].map(
      (span): Mention => ({ ...span, says: sideOf(text, span) }),
    );
  });
  const inWords = Array.from(text.matchAll(IN_WORDS)).flatMap((match) => {
    const span = spanOf(match.indices?.[1], 0);
    return span ? [{ ...span, says: sideOf(text, span) }] : [];
  });
  return [...labelled, ...inWords].sort((left, right) => left.start - right.start);
}

const LONGEST_JOINT = 24;

/**
 * The text with every mention of the one response made one of the other: what it said for A it says for B. null where it names neither,
 * or where a bare letter may name a response and cannot be told from a word: half an exchange would contradict itself.
 *
 * @example exchangedMentions("Response A is right. Response B errs.") // "Response B is right. Response A errs."
 * @example exchangedMentions("It is right.") // null
 */
export function exchangedMentions(text: string): string | null {
  const mentions = mentionsOf(text);
  if (mentions.length === 0) return null;
  let exchanged = "";
  let rest = "";
  let from = 0;
  for (const { start, end } of mentions) {
    exchanged += text.slice(from, start) + (OTHER[text.slice(start, end)] ?? text.slice(start, end));
    rest += `${text.slice(from, start)}·`;
    from = end;
  }
  rest += text.slice(from);
  return BARE.test(rest) ? null : exchanged + text.slice(from);
}

// A standing alone begins a noun phrase, unless what follows cannot.
const BARE =
  /(?<![\w’'·-])(?:B(?![\w’'+#-])|B['’]s\b|A(?:['’]s\b|[ \t]{1,2}(?:is|was|has|does|and|or|but|than|gives|while)\b)|A[ \t]{0,2}[:;,)])/u;

const OTHER: Readonly<Record<string, string>> = {
  ...{ A: "B", B: "A", a: "b", b: "a", "1": "2", "2": "1" },
  ...{ first: "second", second: "first", First: "Second", Second: "First" },
};

function sideOf(text: string, { start, end }: Span): "first" | "second" {
  return ["A", "a", "1", "first", "First"].includes(text.slice(start, end)) ? "first" : "second";
}

function spanOf(indices: readonly [number, number] | undefined, shift: number): Span | null {
  return indices ? { start: indices[0] + shift, end: indices[1] + shift } : null;
}
