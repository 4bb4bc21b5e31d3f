import type { Comparison } from "../../../core/comparison.js";
import { families } from "../../../verdicts/families/find.js";
import type { Expected } from "../../../verdicts/written.js";

/**
 * How many declared verdicts stand in a text, in whichever format a judge could write them: [[A]], \boxed{B}, "Score: 8", `{"winner": "A"}` …
 * A rewrite must never make one, or a judge's reader could take it for the judge's own.
 */
export function verdictsIn(text: string): number {
  return EXPECTED.reduce(
    (sum, expected) =>
      sum +
      families
        .filter(({ gives }) => gives === expected.kind)
        .reduce(
          (count, family) => count + family.find(text, expected).filter(({ inPassing }) => !inPassing).length,
          0,
        ),
    0,
  );
}

const EXPECTED: readonly Expected[] = (["winner", "score", "scores", "ranking"] as const).map((kind) => ({
  kind,
  responses: 2,
}));

/** Whether a comparison that was changed says more verdicts than it did, in its prompt or in a response. */
export function saysMore(before: Comparison, after: Comparison): boolean {
  return (
    gained(promptText(before), promptText(after)) ||
    after.responses.some(({ id, text }) =>
      gained(before.responses.find((one) => one.id === id)?.text ?? "", text),
    )
  );
}

/** Only the paragraphs that differ are looked at: most of a text is the same after a rewrite. */
function gained(before: string, after: string): boolean {
  if (before === after) return false;
  const shorter = Math.min(before.length, after.length);
  let [start, tail] = [0, 0];
  while (start < shorter && before[start] === after[start]) start++;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  start = start === 0 ? 0 : Math.max(0, before.lastIndexOf("\n\n", start - 1));
  const differing = (text: string) => {
    const end = text.indexOf("\n\n", text.length - tail);
    return text.slice(start, end < 0 ? text.length : end);
  };
  return verdictsIn(differing(after)) > verdictsIn(differing(before));
}

function promptText({ prompt }: Comparison): string {
  return typeof prompt === "string" ? prompt : prompt.map(({ content }) => content).join("\n\n");
}
