import type { ReadRow, RowColumns } from "../row.js";

/** A way of writing rows that needs no column map. */
export interface Shape {
  readonly name: string;
  /** What it is recognised by, for messages. */
  readonly columns: string;
  /** How to read a row with these columns; null where it is not of this shape. What is wrong within a row of this shape is said when it is read. */
  recognise(columns: RowColumns): ReadRow | null;
}
