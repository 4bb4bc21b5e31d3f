import type { JsonObject } from "../core/json.js";
import type { FilterName, Filters } from "./filters.js";
import type { LabelledComparison, LabelSource } from "./labelled.js";

/** Whose reader the lines are shaped for. */
export const TRAINERS = ["trl", "openrlhf", "verl"] as const;
export type Trainer = (typeof TRAINERS)[number];

/** What became of one thing that could have been a line. */
export type Outcome =
  | { readonly status: "kept"; readonly line: JsonObject }
  /** `reason`: in few words, the same for all that were dropped for it. */
  | { readonly status: "dropped"; readonly reason: string };

/** A stored text as it holds a chain of thought. */
export interface SplitText {
  /** null where it holds none. */
  readonly reasoning: string | null;
  /** A chain of thought was opened and never closed. */
  readonly unclosed: boolean;
}

export interface ExportContext {
  readonly trainer: Trainer;
  readonly label: LabelSource;
  readonly filters: Filters;
  /** How a chain of thought within a text is told from the rest of it. */
  readonly split: (text: string) => SplitText;
}

/** The contract of a format of training data. Pure: a comparison with its label in, lines out. */
export interface ExportFormat {
  readonly name: string;
  /** One line, for the command line's help and the card. */
  readonly summary: string;
  /** What is kept or dropped one at a time, in the plural. */
  readonly unit: string;
  /** The fields that each trainer reads. A trainer is absent where no shape of this kind is known to be read by it. */
  readonly fields: Partial<Readonly<Record<Trainer, readonly string[]>>>;
  /** Fields beside those, which no trainer reads by itself: for whoever trains on them, and where a line comes from. */
  readonly ownFields: readonly string[];
  /** The filters that mean something here. */
  readonly filters: readonly FilterName[];
  /** Whether judgments are needed with their critiques. */
  readonly readsCritiques: boolean;
  lines(labelled: LabelledComparison, context: ExportContext): Iterable<Outcome>;
}
