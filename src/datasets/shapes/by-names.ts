import { type Parts, rowFromParts } from "../mapped-row.js";
import type { RowColumns } from "../row.js";
import type { Shape } from "./shape.js";

/**
 * Recognition by the names of the columns alone. The names seldom change from row to row, so what they come to is found
 * once for each change: searching by synonyms took a third of the time of reading.
 */
export function recognisedByNames(partsOf: (columns: RowColumns) => Parts | null): Shape["recognise"] {
  let names: readonly string[] | undefined;
  let parts: Parts | null = null;
  return (columns) => {
    const present = Object.keys(columns);
    if (!names || !sameNames(names, present)) {
      names = present;
      parts = partsOf(columns);
    }
    const found = parts;
    return found ? (row) => rowFromParts(found, columns, row) : null;
  };
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, i) => name === right[i]);
}
