import { pipeline } from "node:stream/promises";
import { InputError } from "../../core/errors.js";
import { utf8Chunks } from "./bytes.js";
import { fileSubject, MAX_ROW_BYTES, type RawRow, type RawRows, rowSubject } from "./raw-row.js";

/**
 * A table with a header row; rows are numbered from 1 after it. A row of another width is a row error. After a quote that
 * does not pair nobody can say where the next row starts, so that is thrown.
 */
export async function* csvRows(path: string, delimiter: "," | "\t"): RawRows {
  const { parse, CsvError } = await import("csv-parse");
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
  });
  // A failure destroys the parser and so is met in the loop below.
  pipeline(utf8Chunks(path), parser).catch(() => {});

  let header: readonly string[] | undefined;
  let batch: RawRow[] = [];
  let number = 0;
  try {
    for await (const record of parser) {
      const cells: readonly string[] = record;
      if (!header) {
        header = checkedHeader(cells, path);
        continue;
      }
      batch.push(rowOf(cells, header, ++number, path));
      if (batch.length === BATCH_ROWS) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // `records` counts the header, so it is the number of the row that broke.
    const row = typeof error.records === "number" ? error.records : number + 1;
    throw new InputError(
      rowSubject(path, row),
      "CSV with paired quotes (a quote within a quoted field is written twice)",
      `something else (${error.message})`,
    );
  }
  if (batch.length > 0) yield batch;
}

function checkedHeader(names: readonly string[], path: string): readonly string[] {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError(
      `${fileSubject(path)} header`,
      "each column name once",
      `${JSON.stringify(twice)} twice`,
    );
  }
  return names;
}

function rowOf(cells: readonly string[], header: readonly string[], number: number, path: string): RawRow {
  if (cells.length !== header.length) {
    const expected = `${header.length} fields, as in the header`;
    return { number, error: new InputError(rowSubject(path, number), expected, String(cells.length)) };
  }
  return { number, columns: Object.fromEntries(header.map((name, i) => [name, cells[i]])) };
}

const BATCH_ROWS = 256;
