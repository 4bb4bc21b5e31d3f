import type { InputError } from "../core/errors.js";
import { fileSubject } from "./formats/raw-row.js";
import type { DatasetRow, DatasetSource } from "./source.js";
import { type Walk, walkDataset } from "./walk.js";

export { datasetHash } from "./dataset-hash.js";
export type { DatasetRow, DatasetSource } from "./source.js";

/**
 * The comparisons of a JSONL, JSON, CSV or Parquet file and what was said of them, row by row: the file is never whole in
 * memory (Parquet is read one row group at a time).
 *
 * Throws an InputError that names the file or the row. With `skipInvalid`, rows that cannot be read are left out and
 * counted in a note; it still throws where no row at all can be read, and where the file breaks off.
 */
export async function* readDataset(source: DatasetSource): AsyncGenerator<DatasetRow> {
  yield* readable(await walkDataset(source), source);
}

/** The rows of a walk that can be read. */
export async function* readable<Row>({ rows, notes }: Walk<Row>, source: DatasetSource): AsyncGenerator<Row> {
  let read = 0;
  let invalid = 0;
  let firstError: InputError | undefined;
  try {
    for await (const walked of rows) {
      if (walked.status === "read") {
        read++;
        yield walked.row;
        continue;
      }
      firstError ??= walked.error;
      if (!source.skipInvalid) throw walked.error;
      invalid++;
      source.onInvalid?.(walked.error);
    }
    if (read === 0 && firstError) throw firstError;
  } finally {
    if (invalid > 0 && firstError)
      notes.add(`rows were left out as invalid; the first: ${firstError.message}`, invalid);
    if (source.onNote) for (const note of notes.sentences(fileSubject(source.path))) source.onNote(note);
  }
}
