/** White space within a line and word characters, as Python's `re` has them for text. */
const BLANK =
  "[\\t\\u000b-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const WORD = /[\p{L}\p{N}_]/u;

/** How an item begins: at the start of a line a bullet, asterisk or dash; a number with a full stop or bracket; a letter with one and a space. */
const ITEM = new RegExp(`(?:^|\\n)${BLANK}*(?:[*•-]|\\p{Nd}+[.)]|[a-zA-Z][.)](?:${BLANK}|\\n))`, "u");

/**
 * Whether the authors' code finds a list in a text (utils.contains_list of alpaca_eval 0.6.6; before it was wider): the beginning of an item,
 * and a word anywhere behind it.
 *
 * @example hasList("Two ways:\n1) walk\n2) run") // true
 */
export function hasList(text: string): boolean {
  // Of several beginnings the first has the most behind it.
  const item = ITEM.exec(text);
  return item !== null && WORD.test(text.slice(item.index + item[0].length));
}
