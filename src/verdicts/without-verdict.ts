import { markerPattern } from "./markers.js";

const NOUNS = ["verdict", "score", "rating", "ranking", "decision", "choice", "winner", "preference"];

/**
 * A critique without the verdict it may still hold: of each line what stands behind a declared marker ("Final verdict: …", "Score: …"), and
 * every sentence with something in double brackets. What remains is only what was said of the responses; "" where nothing does. Applied
 * twice it changes no more. Linear in the text.
 *
 * @example withoutVerdict("Response B errs. So [[A]] wins.\nFinal verdict: [[A]]") // "Response B errs."
 */
export function withoutVerdict(critique: string): string {
  return critique
    .split("\n")
    .map((line) => {
      const [marker] = line.matchAll(markerPattern(NOUNS));
      const said = marker ? line.slice(0, marker.index).replace(/[\s*_#>"“`-]+$/u, "") : line;
      if (!said.includes("[[")) return said;
      return said
        .split(/(?<=[.!?])[ \t]+/)
        .filter((sentence) => !/\[\[[^[\]]{0,40}\]\]/.test(sentence))
        .join(" ");
    })
    .join("\n")
    .trim();
}
