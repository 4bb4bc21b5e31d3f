import { critiqueBefore, critiqueIn } from "../verdicts/final.js";

/** The critique of a text that ends in a label in double brackets: what stands before the last of them; without one what a text holds in general. */
export function bracketCritique(text: string): string | null {
  const at = text.lastIndexOf("[[");
  return at < 0 ? critiqueIn(text) : critiqueBefore(text, at);
}
