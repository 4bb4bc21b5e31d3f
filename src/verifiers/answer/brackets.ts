const OPENERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Splits a text where a separator stands outside all brackets; ( and ] may close each other, as intervals do. Linear in the text.
 *
 * @example splitOutside("(1,2), 3", ",") // ["(1,2)", " 3"]
 */
export function splitOutside(text: string, separators: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    if (sign in OPENERS) depth++;
    else if (")]}".includes(sign)) depth--;
    else if (depth === 0 && separators.includes(sign)) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** The inside of a text that one pair of brackets encloses as a whole, or null. Intervals may close with another kind than they open. */
export function enclosed(
  text: string,
): { readonly open: string; readonly inside: string; readonly close: string } | null {
  const [open, close] = [text[0] ?? "", text.at(-1) ?? ""];
  const fits = open === "{" ? close === "}" : "([".includes(open) && open !== "" && ")]".includes(close);
  if (!fits || text.length < 2) return null;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    if (sign in OPENERS) depth++;
    else if (")]}".includes(sign)) depth--;
    if (depth === 0 && i < text.length - 1) return null;
  }
  return depth === 0 ? { open, inside: text.slice(1, -1), close } : null;
}
