import type { Analysis } from "../core/analysis.js";

/** A cell's text is untrusted: each writer cleans it for its own medium. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** One per row, 0…1 or null: a writer that can draw may show it as a bar beside the cell. */
  readonly bars?: readonly (number | null)[];
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | {
      readonly kind: "table";
      readonly caption?: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
      /** Rows (by index) that are yardsticks rather than judges: shown apart. */
      readonly muted?: readonly number[];
    };

/** One part of a report: figures of an Analysis laid out, none computed. [] where it has nothing to say. */
export interface Section {
  readonly name: string;
  render(analysis: Analysis): readonly Block[];
}
