import { InputError } from "../../core/errors.js";
import type { DatasetFormat } from "../source.js";
import { extensionOf, isParquet, readStart, textStart } from "./bytes.js";
import { csvRows } from "./csv.js";
import { jsonRows, notAnArray } from "./json.js";
import { jsonlRows } from "./jsonl.js";
import { parquetRows } from "./parquet.js";
import { fileSubject, type RawRows } from "./raw-row.js";

/**
 * The rows of a file in its format: the one given, else Parquet where it starts as Parquet does, else the one its extension
 * says, else what its first byte suggests; text may be packed by gzip. Throws an InputError where the file is missing, empty, neither UTF-8 text nor
 * Parquet, or holds no list of rows.
 */
export async function openRows(
  path: string,
  given?: DatasetFormat,
): Promise<{ format: DatasetFormat; rows: RawRows }> {
  const bytes = await readStart(path);
  const extension = BY_EXTENSION.get(extensionOf(path));
  const known = given ?? (isParquet(bytes) ? "parquet" : extension);
  if (known === "parquet") return { format: known, rows: parquetRows(path, bytes) };

  const start = textStart(path, bytes).toString("utf8").trimStart();
  if (start === "") throw new InputError(fileSubject(path), "at least one row", "an empty file");
  const format = known ?? formatOfStart(start);
  switch (format) {
    case "jsonl":
      return { format, rows: jsonlRows(path) };
    case "json":
      if (start.startsWith("{")) throw notAnArray(path, start);
      return { format, rows: jsonRows(path) };
    case "csv":
      return { format, rows: csvRows(path, delimiterOf(path, start)) };
    default:
      return format satisfies never;
  }
}

function formatOfStart(start: string): "jsonl" | "json" | "csv" {
  if (start.startsWith("{")) return "jsonl";
  return start.startsWith("[") ? "json" : "csv";
}

function delimiterOf(path: string, start: string): "," | "\t" {
  const extension = extensionOf(path);
  if (extension === ".tsv") return "\t";
  if (extension === ".csv") return ",";
  return start.split("\n", 1)[0]?.includes("\t") ? "\t" : ",";
}

const BY_EXTENSION: ReadonlyMap<string, DatasetFormat> = new Map([
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
  [".json", "json"],
  [".csv", "csv"],
  [".tsv", "csv"],
  [".parquet", "parquet"],
]);
