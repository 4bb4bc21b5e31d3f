import { InputError } from "../core/errors.js";
import { columnsFound, type Expression, namesIn, valueAt } from "./columns.js";
import type { ReadRow, RowColumns } from "./row.js";
import type { Shape } from "./shapes/shape.js";
import type { DatasetRow } from "./source.js";

/** Finds out how the rows of a file are to be read. */
export interface Recogniser<Row = DatasetRow> {
  /** Throws an InputError where nothing is known that has these columns. */
  recognise(columns: RowColumns, subject: string): { readonly shape: string; readonly readRow: ReadRow<Row> };
  /** An optional column of the map that no row had so far, and the columns that the first row has. */
  unseenColumn(): { readonly name: string; readonly columns: string } | undefined;
}

/**
 * By the first shape that fits. Each row on its own: files that were joined from several sources are common, and the first shape that fits
 * is cheap to find. `exampleMap` is shown where none does.
 */
export function shapeRecogniser<Row>(shapes: readonly Shape<Row>[], exampleMap: string): Recogniser<Row> {
  let listed = false;
  return {
    recognise(columns, subject) {
      for (const shape of shapes) {
        const readRow = shape.recognise(columns);
        if (readRow) return { shape: shape.name, readRow };
      }
      const help = listed ? "" : knownShapes(shapes, exampleMap);
      listed = true; // Once: in a file of unknown shape every row would say it all again.
      throw new InputError(subject, "the columns of a known shape", `${columnsFound(columns)}${help}`);
    },
    unseenColumn: () => undefined,
  };
}

function knownShapes<Row>(shapes: readonly Shape<Row>[], exampleMap: string): string {
  const listed = shapes.map(({ name, columns }) => `  ${name}: ${columns}`).join("\n");
  return `. The shapes are:\n${listed}\nOr map the columns, for example: ${exampleMap}`;
}

/** By a column map. `optional` are the columns that may be missing from some rows; one that is missing from all is misspelt. */
export function mapRecogniser<Row>(
  optional: readonly Expression[],
  read: (columns: RowColumns) => ReadRow<Row>,
): Recogniser<Row> {
  let unseen: ReadonlySet<string> | undefined;
  let firstColumns = "";
  return {
    recognise(columns) {
      if (!unseen || unseen.size > 0) {
        const names = unseen ?? optional.flatMap((from) => namesIn(columns, from));
        const missing = [...names].filter((name) => valueAt(columns, name) === undefined);
        if (!unseen) firstColumns = columnsFound(columns);
        unseen = new Set(missing);
      }
      return { shape: "map", readRow: read(columns) };
    },
    unseenColumn() {
      const [name] = unseen ?? [];
      return name === undefined ? undefined : { name, columns: firstColumns };
    },
  };
}
