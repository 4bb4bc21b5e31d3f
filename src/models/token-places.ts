/** What a token stands for in the text. */
export interface Piece {
  readonly token: string;
  readonly bytes: Buffer;
}

/** How a server writes part of a character that it split over several tokens. */
const REPLACEMENT = Buffer.from("\ufffd");

/** End marks of chat templates: they close a reply and are no part of it ("<|im_end|>", "</s>", "[/INST]"). */
const SPECIAL = /^\s*(?:<[^<>\s]{1,40}>|\[\/?[A-Z_]{2,20}\])\s*$/;

/** The end of a code fence, which llama.cpp's server takes off a JSON answer. */
const FENCE = /^\s*`{3}\s*$/;

/**
 * Where each token begins in the text, in characters (UTF-16 units); null for a token that is not of the text or whose place is not
 * certain. Null for all where nothing can be placed. A piece is null where the endpoint did not say what the token is.
 *
 * The tokens are laid over the text from its end, since what servers list beyond the text stands in front (reasoning, its marks) or is
 * an end mark or the end of a fence. A token that fits nowhere means that the list is not of this text, and nothing is placed; only an unclear token (part
 * of a split character) ends the laying without putting what was laid in doubt.
 */
export function alignTokens(
  pieces: readonly (Piece | null)[],
  text: string,
  { hasReasoning }: { readonly hasReasoning: boolean },
): (number | null)[] | null {
  const bytes = Buffer.from(text);
  const starts = layFromEnd(pieces, bytes);
  if (starts === null) return null;
  const firstLaid = starts.findIndex((start) => start !== null);
  // Reasoning would stand first: with none, the list begins where the text does.
  const free = bytes.subarray(0, starts[firstLaid] ?? bytes.length);
  const inFront = hasReasoning || free.length === 0 ? [] : layFromStart(pieces, free);
  const all = starts.map((start, i) => start ?? inFront[i] ?? null);
  const places = toCharacters(all, text, bytes);
  return places.some((place) => place !== null) ? places : null;
}

/** Byte offsets, laid from the last token on; null where a token contradicts the text. */
function layFromEnd(pieces: readonly (Piece | null)[], text: Buffer): (number | null)[] | null {
  const starts: (number | null)[] = pieces.map(() => null);
  let end = text.length;
  for (let i = pieces.length - 1; i >= 0 && end > 0; i--) {
    const piece = pieces[i];
    if (!piece) return starts;
    const { bytes } = piece;
    if (bytes.length === 0) continue;
    if (endsIn(text, end, bytes)) {
      end -= bytes.length;
      starts[i] = end;
      continue;
    }
    if (isUnclear(bytes)) return starts;
    const rest = withinText(bytes, text, end);
    if (rest !== null) {
      end -= rest;
      starts[i] = end;
    } else if (end < text.length || !isBeyondText(piece.token)) return null;
  }
  // A list that ends inside the text is of another text, or cut: its last tokens might fit by accident.
  return text.subarray(0, end).toString().trim() === "" ? starts : null;
}

/** Byte offsets of the tokens before the first unclear one; none where one of them contradicts the text. */
function layFromStart(pieces: readonly (Piece | null)[], text: Buffer): (number | null)[] {
  const starts: (number | null)[] = [];
  let start = 0;
  for (const piece of pieces) {
    if (!piece) return starts;
    const { bytes } = piece;
    if (text.subarray(start, start + bytes.length).equals(bytes)) {
      starts.push(bytes.length === 0 ? null : start);
      start += bytes.length;
    } else return isUnclear(bytes) ? starts : [];
  }
  return starts;
}

function endsIn(text: Buffer, end: number, bytes: Buffer): boolean {
  return bytes.length <= end && text.subarray(end - bytes.length, end).equals(bytes);
}

/**
 * How many bytes of a token lie in the text where a server trimmed the text: white space of its first token before the text began,
 * of its last one after it ended. Null where it does not fit so.
 */
function withinText(bytes: Buffer, text: Buffer, end: number): number | null {
  const token = bytes.toString();
  const head = token.trimStart();
  if (
    head !== token &&
    head !== "" &&
    Buffer.byteLength(head) === end &&
    endsIn(text, end, Buffer.from(head))
  ) {
    return end;
  }
  const tail = Buffer.from(token.trimEnd());
  const fits =
    end === text.length && tail.length > 0 && tail.length < bytes.length && endsIn(text, end, tail);
  return fits ? tail.length : null;
}

function isBeyondText(token: string): boolean {
  return token.trim() === "" || SPECIAL.test(token) || FENCE.test(token);
}

function isUnclear(bytes: Buffer): boolean {
  return bytes.includes(REPLACEMENT);
}

/** Byte offsets as offsets in characters; a token that begins inside a character has none. */
function toCharacters(starts: readonly (number | null)[], text: string, bytes: Buffer): (number | null)[] {
  if (bytes.length === text.length) return [...starts];
  const characterAt = new Map<number, number>();
  let [byte, unit] = [0, 0];
  for (const character of text) {
    characterAt.set(byte, unit);
    byte += Buffer.byteLength(character);
    unit += character.length;
  }
  return starts.map((start) => (start === null ? null : (characterAt.get(start) ?? null)));
}
