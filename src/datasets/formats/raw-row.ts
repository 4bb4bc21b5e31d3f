import { basename } from "node:path";
import type { InputError } from "../../core/errors.js";
import type { RowColumns } from "../row.js";

/** A row as its file gives it, or why it is none. */
export type RawRow =
  | { readonly number: number; readonly columns: RowColumns }
  | { readonly number: number; readonly error: InputError };

/** Rows come in batches, because a promise a row would cost more than the row. */
export type RawRows = AsyncGenerator<readonly RawRow[]>;

/** The largest row that is read; beyond it something else is wrong, such as a file without line ends. */
export const MAX_ROW_BYTES = 256 * 1024 * 1024;

/** How messages name a file: its name without the folder. */
export function fileSubject(path: string): string {
  return basename(path);
}

/** @example rowSubject("data/pairs.jsonl", 17) // "pairs.jsonl row 17" */
export function rowSubject(path: string, number: number): string {
  return `${fileSubject(path)} row ${number}`;
}
