import type { PreferenceSource, TIE } from "../core/preference.js";
import type { Notes } from "./notes.js";
import type { DatasetRow } from "./source.js";

/** A row's columns as the file gives them. Read only through `valueAt`: a column may be called "constructor". */
export type RowColumns = Readonly<Record<string, unknown>>;

/** What reading one row needs besides its columns. */
export interface RowContext {
  /** For messages: "pairs.jsonl row 17". */
  readonly subject: string;
  /** The line in JSONL; from 1 in JSON and CSV (the header is not counted). */
  readonly number: number;
  readonly seed: number;
  readonly source: PreferenceSource;
  readonly winners: WinnerReader;
  readonly notes: Notes;
}

/** Reads one row. Throws an InputError that names the row and the column. */
export type ReadRow<Row = DatasetRow> = (row: RowContext) => Row | Promise<Row>;

/** Which response a winner value names (0 for the first), or a tie. */
export type Winner = number | typeof TIE;

/** Reads the winner values of one file. */
export interface WinnerReader {
  /** Throws an InputError that names the value where it names no response of k, or might name several. */
  read(value: unknown, name: string, k: number, row: RowContext): Winner;
  /** Adds what the values of the whole file make doubtful. */
  finish(notes: Notes): void;
}
