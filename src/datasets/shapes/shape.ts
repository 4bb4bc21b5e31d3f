import type { ReadRow, RowColumns } from "../row.js";
import type { DatasetRow } from "../source.js";

/** A way of writing rows that needs no column map. */
export interface Shape<Row = DatasetRow> {
  readonly name: string;
  /** What it is recognised by, for messages. */
  readonly columns: string;
  /** How to read a row with these columns; null where it is not of this shape. What is wrong within a row of this shape is said when it is read. */
  recognise(columns: RowColumns): ReadRow<Row> | null;
}
