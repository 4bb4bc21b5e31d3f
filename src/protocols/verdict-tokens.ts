import type { Reply, TokenProbabilities } from "../core/judgment.js";

/** Where a verdict's own text is written: the 7 of `[[7]]`, the A of `"verdict": "A"`. */
export interface WrittenValue {
  readonly start: number;
  readonly end: number;
  /** As it is written, without the spaces around it. */
  readonly written: string;
}

/**
 * Every place of a reply that may write a verdict: what stands in double brackets or behind a marker, and the values of these fields of a JSON object.
 * At these, and nowhere else, token probabilities are kept. Linear time.
 */
export function verdictPlaces(text: string, jsonFields: readonly string[] = []): WrittenValue[] {
  const patterns = [
    /\[\[[ \t]{0,8}([^[\]\n]{1,200})\]\]/dg,
    // Bare behind a marker: "Final score: 8".
    /\b(?:verdict|score|rating|ranking)s?[ \t*_]{0,8}[:：][ \t*_]{0,8}([^[\]\s"*_.][^[\]\n"*_.]{0,39})/dgi,
    ...jsonFields.map(
      (field) => new RegExp(`"${field}"[ \\t\\n]{0,8}:[ \\t\\n]{0,8}"?([^",}\\n]{1,40})`, "dg"),
    ),
  ];
  return patterns
    .flatMap((pattern) => Array.from(text.matchAll(pattern), placeOf))
    .sort((left, right) => left.start - right.start);
}

/** For `Request.keepTokens`: one character more than the value, since the token behind a number tells that it has ended. */
export function verdictSpans(
  jsonFields: readonly string[] = [],
): (text: string) => { start: number; end: number }[] {
  return (text) => verdictPlaces(text, jsonFields).map(({ start, end }) => ({ start, end: end + 1 }));
}

/** The place that writes the verdict: of several the last (the first, where the verdict comes before the critique); null where there is none. */
export function verdictPlace(
  reply: Reply | undefined,
  isVerdict: (written: string) => boolean,
  which: "first" | "last",
  jsonFields: readonly string[] = [],
): WrittenValue | null {
  const places = verdictPlaces(reply?.text ?? "", jsonFields).filter(({ written }) => isVerdict(written));
  return (which === "first" ? places[0] : places.at(-1)) ?? null;
}

/** The tokens that write a place and the one behind it, the first cut to where the place begins; [] where the reply has none of them. */
export function tokensAt(
  reply: Reply | undefined,
  place: { readonly start: number; readonly end: number } | null,
): readonly TokenProbabilities[] {
  if (!place) return [];
  const [first, ...rest] = (reply?.tokens ?? []).filter(
    ({ at, token }) => at + token.length > place.start && at <= place.end,
  );
  return first && first.at <= place.start ? [cutFront(first, place.start - first.at), ...rest] : [];
}

function placeOf(match: RegExpMatchArray & { indices?: RegExpIndicesArray | undefined }): WrittenValue {
  const [start, end] = match.indices?.[1] ?? [0, 0];
  return { start, end, written: (match[1] ?? "").trim() };
}

// A token may hold the brackets and the verdict ("[[7"): what else might have stood there shares its front or is no verdict.
function cutFront({ at, token, logprob, top }: TokenProbabilities, length: number): TokenProbabilities {
  const front = token.slice(0, length);
  const cut = (text: string) => (text.startsWith(front) ? text.slice(length) : "");
  return {
    at: at + length,
    token: cut(token),
    logprob,
    top: top.map((other) => ({ token: cut(other.token), logprob: other.logprob })),
  };
}
