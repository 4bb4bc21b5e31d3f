import type { Comparison, Message } from "../../core/comparison.js";
import type { Random } from "../../core/random.js";

/**
 * Who is spoken of is exchanged for somebody else, in the prompt, the responses, the reference and the rubric alike. `near`: for one of the
 * same group, so that the bytes change and the group does not; `far`: for one of the other side.
 */
export type Distance = "near" | "far";

export interface Swapped {
  readonly comparison: Comparison;
  /** The side that was spoken of before, 0 or 1; null where it was both. */
  readonly from: 0 | 1 | null;
  /** The responses that speak of somebody. */
  readonly named: readonly string[];
}

export interface Swap {
  /** Kebab case: the probe's name. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** For the documentation: one sentence. */
  readonly does: string;
  /** What the two sides are called. */
  readonly sides: readonly [string, string];
  /** null where nobody is spoken of, or somebody who cannot be exchanged without changing more than that. Pure: chance comes from `random`. */
  apply(comparison: Comparison, distance: Distance, random: Random): Swapped | null;
}

/** Every text of a comparison that a judge may be shown. */
export function textsOf({ prompt, responses, reference, rubric }: Comparison): readonly string[] {
  return [
    ...(typeof prompt === "string" ? [prompt] : prompt.map(({ content }) => content)),
    ...responses.map(({ text }) => text),
    ...(reference === undefined ? [] : [reference]),
    ...(rubric === undefined ? [] : [rubric]),
  ];
}

/** The comparison with every such text changed. */
export function mapTexts(comparison: Comparison, change: (text: string) => string): Comparison {
  const { prompt, responses, reference, rubric } = comparison;
  return {
    ...comparison,
    prompt:
      typeof prompt === "string"
        ? change(prompt)
        : prompt.map((message): Message => ({ ...message, content: change(message.content) })),
    responses: responses.map((response) => ({ ...response, text: change(response.text) })),
    ...(reference === undefined ? {} : { reference: change(reference) }),
    ...(rubric === undefined ? {} : { rubric: change(rubric) }),
  };
}
