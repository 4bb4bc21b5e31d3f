import type { Prompt } from "./comparison.js";
import { hashJson } from "./hash.js";

/** One planned question: this judge, on these responses, presented in this order, for the nth time. */
export interface Trial {
  readonly key: string;
  readonly comparison: string;
  readonly judge: string;
  /** Response ids in the order in which the judge meets them; null where an import did not record it. */
  readonly presented: readonly string[] | null;
  /** Which responses the judge met, where an import did not record their order and they are not all of the comparison. */
  readonly among?: readonly string[];
  /** 0 for the first asking, 1 for the second … */
  readonly repeat: number;
  /** Set where a probe changed what is presented. */
  readonly variant?: { readonly probe: string; readonly arm: string };
}

/** A trial with its key: the hash of all that tells it from every other trial of a run. */
export function trial(planned: Omit<Trial, "key">): Trial {
  const { comparison, judge, presented, repeat, variant, among } = planned;
  const identity = [
    ...[comparison, judge, presented, repeat, variant ? [variant.probe, variant.arm] : null],
    // In no order, for it tells none; only where it is set, so that all other keys stay what they were.
    ...(among ? [[...among].sort()] : []),
  ];
  return { key: hashJson(identity).slice(0, 32), ...planned };
}

/** A response as a judge meets it: a letter and a text. The id is for the protocol's verdict and never for the prompt. */
export interface PresentedResponse {
  readonly id: string;
  /** "A", "B" … in the presented order. */
  readonly letter: string;
  readonly text: string;
}

/** All that a protocol is given of a comparison. It has no label, no author and no check, so none can leak into a prompt. */
export interface View {
  readonly prompt: Prompt;
  readonly responses: readonly PresentedResponse[];
  readonly reference?: string;
  readonly rubric?: string;
  /** A critique that the judge is given instead of writing one. */
  readonly critique?: string;
  /** Makes delimiters unforgeable: derived from a hash of all presented texts, so no text can contain it, and a rerun sends the same bytes. */
  readonly nonce: string;
}
