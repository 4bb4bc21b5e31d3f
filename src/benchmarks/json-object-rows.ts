import { basename } from "node:path";
import { describe, InputError } from "../core/errors.js";
import { readText } from "../datasets/formats/bytes.js";
import { rowSubject } from "../datasets/formats/raw-row.js";
import type { BenchmarkFile, BenchmarkRow } from "./benchmark.js";
import { ownField } from "./own-field.js";

/**
 * The rows of a JSON object, in the three ways in which authors write tables as one: an object whose lists are columns; one whose values say in
 * "id" the name they stand under; and lists of rows, each with its name behind the file's ("biasbench.json#length"). Such files are small:
 * all of it is one value.
 */
export async function* rowsOfObject(file: BenchmarkFile): AsyncGenerator<BenchmarkRow> {
  const value = parsed(file.path, await readText(file.path));
  const length = columnsLength(value);
  if (length !== null) yield* rowsOfColumns(value, length, file);
  else if (isKeyed(value)) yield* rowsByKey(value, file);
  else yield* rowsOfLists(value, file);
}

function* rowsOfLists(
  value: Record<string, unknown>,
  { path, name, found }: BenchmarkFile,
): Generator<BenchmarkRow> {
  // Figures, settings and the like lie beside rows in the folders of published outputs.
  if (found && !Object.values(value).every(Array.isArray)) return;
  for (const [key, list] of Object.entries(value)) {
    if (!Array.isArray(list))
      throw new InputError(`${basename(path)} ${JSON.stringify(key)}`, "a list of rows", describe(list));
    for (const [i, row] of list.entries()) {
      const subject = `${basename(path)} ${JSON.stringify(key)} row ${i + 1}`;
      if (typeof row !== "object" || row === null || Array.isArray(row))
        throw new InputError(subject, "an object", describe(row));
      yield { columns: row as Record<string, unknown>, number: i + 1, file: `${name}#${key}`, subject };
    }
  }
}

function isKeyed(value: Record<string, unknown>): boolean {
  const rows = Object.entries(value);
  return rows.length > 0 && rows.every(([id, row]) => ownField(row, "id") === id);
}

function* rowsByKey(value: Record<string, unknown>, { path, name }: BenchmarkFile): Generator<BenchmarkRow> {
  for (const [i, [id, columns]] of Object.entries(value).entries()) {
    const subject = `${basename(path)} ${JSON.stringify(id)}`;
    yield { columns: columns as Record<string, unknown>, number: i + 1, file: name, subject };
  }
}

/**
 * How many rows an object has whose lists are columns (a table as Hugging Face's `to_dict` gives it); null where they are not: one list must be
 * the ids, and all must be as long. What is no list is the same for every row.
 */
function columnsLength(value: Record<string, unknown>): number | null {
  const ids = ownField(value, "id");
  if (!Array.isArray(ids) || ids.some((id) => typeof id === "object" && id !== null)) return null;
  const lists = Object.values(value).filter(Array.isArray);
  return lists.every((list) => list.length === ids.length) ? ids.length : null;
}

function* rowsOfColumns(
  value: Record<string, unknown>,
  length: number,
  { path, name }: Pick<BenchmarkFile, "path" | "name">,
): Generator<BenchmarkRow> {
  const columns = Object.entries(value);
  for (let i = 0; i < length; i++) {
    yield {
      columns: Object.fromEntries(columns.map(([key, own]) => [key, Array.isArray(own) ? own[i] : own])),
      ...{ number: i + 1, file: name, subject: rowSubject(path, i + 1) },
    };
  }
}

function parsed(path: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new InputError(basename(path), "JSON", error instanceof Error ? error.message : String(error));
  }
}
