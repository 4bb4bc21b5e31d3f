import type { Comparison } from "./comparison.js";
import { InputError } from "./errors.js";
import { hashJson } from "./hash.js";
import type { View } from "./trial.js";

/** What a judge may see of a comparison when its responses are presented in this order. */
export function viewOf(
  comparison: Comparison,
  presented: readonly string[],
  { critique }: Pick<View, "critique"> = {},
): View {
  const responses = presented.map((id, position) => {
    const response = comparison.responses.find((candidate) => candidate.id === id);
    if (!response) {
      throw new InputError(`comparison ${comparison.id}`, `a response with id ${JSON.stringify(id)}`, "none");
    }
    return { id, letter: letterAt(position), text: response.text };
  });
  const { prompt, reference, rubric } = comparison;
  const texts = responses.map((response) => response.text);
  return {
    prompt,
    responses,
    ...(reference === undefined ? {} : { reference }),
    ...(rubric === undefined ? {} : { rubric }),
    ...(critique === undefined ? {} : { critique }),
    nonce: unusedNonce([
      typeof prompt === "string"
        ? prompt
        : prompt.map(({ role, content }) => `${role} ${content}`).join("\n"),
      reference ?? "",
      rubric ?? "",
      // Only where there is one: the nonce of every other question stays as it was.
      ...(critique === undefined ? [] : [critique]),
      ...texts,
    ]),
  };
}

/** "A" … "Z", then "AA", "AB" … */
export function letterAt(position: number): string {
  const letter = String.fromCharCode(65 + (position % 26));
  return position < 26 ? letter : letterAt(Math.floor(position / 26) - 1) + letter;
}

/**
 * Ten hexadecimal digits that none of the texts contains, the same for the same texts. A text that contains the hash of itself cannot
 * be written on purpose, but ten digits could be met by chance: then the next hash is taken.
 */
export function unusedNonce(texts: readonly string[]): string {
  for (let round = 0; ; round++) {
    const nonce = hashJson([...texts, round]).slice(0, 10);
    if (!texts.some((text) => text.includes(nonce))) return nonce;
  }
}
