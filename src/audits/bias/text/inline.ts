/** A part of a line of prose; `kept` where a rewrite must not touch it. The texts of all parts, joined, are the prose. */
export interface Part {
  readonly kept: boolean;
  readonly text: string;
}

/**
 * What is kept, the first that fits: code, mathematics, commands of LaTeX, links and images, brackets, tags, emphasis, quoted words,
 * addresses. Every repetition has a bound, so the search is linear in the text.
 */
const KEPT = new RegExp(
  [
    "(`{1,3})(?!`)[^`]{1,500}\\1(?!`)",
    "\\$\\$?[^$\\n]{1,300}\\$\\$?",
    "\\\\\\((?:[^\\\\\\n]|\\\\(?!\\))){1,500}\\\\\\)",
    "\\\\\\[(?:[^\\\\\\n]|\\\\(?!\\])){1,500}\\\\\\]",
    "\\\\[a-zA-Z]{1,40}(?:\\{[^{}\\n]{0,200}\\}){0,3}",
    "!?\\[[^\\]\\n]{0,300}\\]\\([^)\\n]{0,500}\\)",
    "\\[{1,2}[^[\\]\\n]{0,200}\\]{1,2}",
    "<[^<>\\n]{1,200}>",
    "(?:https?|ftp)://[^\\s<>]{1,2000}",
    "(?<!\\w)\\*\\*[^*\\n]{1,300}\\*\\*",
    "(?<!\\w)__[^_\\n]{1,300}__",
    "(?<![\\w*])\\*[^*\\s][^*\\n]{0,300}\\*",
    '"[^"\\n]{1,300}"',
    "“[^”\\n]{1,300}”",
    // A word with a figure or a sign inside: numbers, units, names of files and of variables, mail addresses, domains.
    '(?<![^\\s()"“”,;:!?])[^\\s()"“”,;:!?]{0,80}(?:[\\d_@#/\\\\=<>{}|^~+*`$%&]|(?<=[\\p{L}])\\.(?=[\\p{L}])|(?<=\\p{Ll})\\p{Lu})[^\\s()"“”,;!?]{0,80}',
  ].join("|"),
  "gu",
);

/**
 * Prose in parts that may be changed and parts that must not.
 *
 * @example inlineParts("Run `ls` on main.py now").filter(({ kept }) => kept).map(({ text }) => text) // ["`ls`", "main.py"]
 */
export function inlineParts(prose: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  const free = (to: number) => {
    if (to > end) parts.push({ kept: false, text: prose.slice(end, to) });
  };
  for (const match of prose.matchAll(KEPT)) {
    free(match.index);
    end = match.index + match[0].length;
    parts.push({ kept: true, text: match[0] });
  }
  free(prose.length);
  return parts;
}

/** The prose with its free parts changed. */
export function mapFree(prose: string, change: (text: string) => string): string {
  return inlineParts(prose)
    .map(({ kept, text }) => (kept ? text : change(text)))
    .join("");
}

/** A word of plain letters, with nothing but spaces and the signs of a sentence around it. */
export const PLAIN_WORD = /(?<![^\s(])[A-Za-z]+(?=[\s.,;:!?)]|$)/g;
