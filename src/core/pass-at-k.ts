import type { Estimate } from "./analysis.js";

/** pass@k over a data set: how many of its prompts pass where k responses may be tried. Plain data. */
export interface PassAtK {
  /** Of a prompt's responses, whoever wrote them. */
  readonly all: PassAtKCurve;
  /** Of each author's own responses, highest pass@1 first; [] where no author is named, or one is and wrote them all. */
  readonly authors: readonly (PassAtKCurve & { readonly author: string })[];
  /** Responses that name no author: they stand in `all` alone. */
  readonly unnamed: number;
}

export interface PassAtKCurve {
  /** Prompts that have a check and such a response. */
  readonly prompts: number;
  /** How many decided responses a prompt has at most: pass@k of no greater k has a value. */
  readonly mostDecided: number;
  /** By ascending k. */
  readonly curve: readonly {
    readonly k: number;
    /** Mean over the prompts with k decided responses or more, 0…1; the others are excluded. */
    readonly estimate: Estimate;
  }[];
}
