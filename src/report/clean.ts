/**
 * An untrusted text (a judge's name, an id, a critique) as one line that is safe on a terminal: it can move no cursor, set no
 * title or colour, and reorder or hide nothing. Line breaks and tabs become a space; ordinary Unicode stays as it is.
 *
 * @example cleanForTerminal("gpt\u001b[31m\nred") // "gpt␛[31m red"
 */
export function cleanForTerminal(text: string): string {
  return withoutHiddenCharacters(text.replace(WHITE_CONTROLS, " "));
}

/**
 * The same for a text that keeps its tabs, line feeds and carriage returns: for media that quote them. Control characters become
 * their visible pictures (ESC is ␛), half a surrogate pair becomes �, and characters that only hide or reorder are left out.
 */
export function withoutHiddenCharacters(text: string): string {
  return text
    .replace(C0_CONTROLS, (control) => String.fromCodePoint(0x2400 + control.charCodeAt(0)))
    .replace(DELETE, "\u2421")
    .replace(C1_OR_LONE_SURROGATE, "\ufffd")
    .replace(REORDERING_OR_INVISIBLE, "")
    .replace(JOINER_OUTSIDE_EMOJI, "");
}

/** A text of at most `most` characters: a longer one keeps its start and its end, which is where names differ. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  return `${characters.slice(0, most - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}

const WHITE_CONTROLS = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g;
const C0_CONTROLS = /[\0-\x08\v\f\x0e-\x1f]/g;
const DELETE = /\x7f/g;
const C1_OR_LONE_SURROGATE = /[\x80-\x9f\u2028\u2029]|\p{Surrogate}/gu;
// Soft hyphen, Arabic letter mark, zero-width, bidirectional overrides and isolates, byte order mark, annotation and tag characters.
const REORDERING_OR_INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
// A zero-width joiner belongs inside a family emoji; anywhere else it only makes two names look alike.
const JOINER_OUTSIDE_EMOJI =
  /(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
