import { brotliDecompressSync, unzipSync } from "node:zlib";
import type { Compressors, RowGroup, SchemaTree } from "hyparquet";
import { InputError } from "../../core/errors.js";
import { foreignName, isParquet } from "./bytes.js";
import { type ColumnChunk, pageChecker } from "./parquet-pages.js";
import { fileSubject, type RawRow, type RawRows, rowSubject } from "./raw-row.js";

/**
 * The rows of a Parquet file as JSON values, one row group in memory at a time; rows are numbered from 1.
 *
 * 64-bit integers are numbers where a number holds them exactly, else their digits as text; dates and times are ISO 8601 (to
 * the millisecond); NaN, with which pandas marks a missing number, is null; infinities are the text "Infinity" and "-Infinity".
 * Throws an InputError where the file is not Parquet, is broken, or has a column of bytes, two of one name or one called
 * "__proto__".
 *
 * @param start the first bytes of the file
 */
export async function* parquetRows(path: string, start: Buffer): RawRows {
  const subject = fileSubject(path);
  if (!isParquet(start)) {
    const found = start.length === 0 ? "an empty file" : (foreignName(start) ?? "something else");
    throw new InputError(subject, 'a Parquet file (it starts with "PAR1")', found);
  }
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import(
    "hyparquet"
  );
  const compressors = { ...(await import("hyparquet-compressors")).compressors, ...NATIVE_COMPRESSORS };
  const checkPages = await pageChecker();
  const file = await asyncBufferFromFile(path);
  const { metadata, columns } = await unbroken(subject, async () => {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    return { metadata, columns: parquetSchema(metadata).children };
  });
  checkColumns(columns, subject);

  let before = 0;
  for (const group of metadata.row_groups) {
    const rowStart = before;
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await unbroken(`${subject} rows ${rowStart + 1} to ${rowEnd}`, async () => {
      for (const { start, end, ...chunk } of chunksOf(group, parquetSchema(metadata), file.byteLength))
        checkPages(await file.slice(start, end), { ...chunk, compressors });
      return parquetReadObjects({
        file,
        metadata,
        rowStart,
        rowEnd,
        compressors,
        parsers: PARSERS,
        geoparquet: false,
      });
    });
    for (let i = 0; i < rows.length; i += BATCH_ROWS) {
      const batch = rows.slice(i, i + BATCH_ROWS);
      yield batch.map((row, j) => rowOf(row, rowStart + i + j + 1, path));
    }
    before = rowEnd;
  }
}

/** The column chunks of a row group, and where they lie in the file. Throws where that is beyond it. */
function chunksOf(
  { columns, num_rows }: RowGroup,
  schema: SchemaTree,
  fileBytes: number,
): (Omit<ColumnChunk, "compressors"> & { readonly start: number; readonly end: number })[] {
  return columns.flatMap(({ meta_data: meta }) => {
    // The reader says what is missing.
    if (!meta) return [];
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const end = start + Number(meta.total_compressed_size);
    if (!(start >= 0 && start <= end && end <= fileBytes))
      throw new Error(`column bytes ${start} to ${end} of ${fileBytes}`);
    const path = [schema];
    for (const step of meta.path_in_schema) {
      const child = path.at(-1)?.children.find(({ element }) => element.name === step);
      if (!child) throw new Error(`a column ${meta.path_in_schema.join(".")} outside the schema`);
      path.push(child);
    }
    return [{ meta, path, rows: Number(num_rows), start, end }];
  });
}

function rowOf(row: Readonly<Record<string, unknown>>, number: number, path: string): RawRow {
  try {
    const cells = Object.entries(row).map(([name, value]) => [name, jsonValue(value, name)]);
    return { number, columns: Object.fromEntries(cells) };
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    const expected = `${JSON.stringify(error.column)} to hold text, numbers, booleans or lists and objects of them`;
    return { number, error: new InputError(rowSubject(path, number), expected, error.found) };
  }
}

/** A value that JSON cannot write. */
class NoJson extends Error {
  readonly column: string;
  readonly found: string;
  constructor(column: string, found: string) {
    super(`${column}: ${found}`);
    this.column = column;
    this.found = found;
  }
}

function jsonValue(value: unknown, column: string): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : Number.isNaN(value) ? null : String(value);
    case "bigint": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case "undefined":
      return null;
    case "object":
      return value === null ? null : jsonOf(value, column);
    default:
      throw new NoJson(column, `a ${typeof value}`);
  }
}

function jsonOf(value: object, column: string): unknown {
  if (Array.isArray(value)) return value.map((one) => jsonValue(one, column));
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime()))
      throw new NoJson(column, "a date beyond the years that can be written");
    return value.toISOString();
  }
  if (value instanceof Uint8Array) throw new NoJson(column, `${value.length} bytes`);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, jsonValue(one, `${column}.${name}`)]),
  );
}

// Said of the file, before any row: an image in every row would otherwise be the same error a thousand times.
function checkColumns(columns: readonly SchemaTree[], subject: string): void {
  const seen = new Set<string>();
  for (const { element, path, children } of columns) {
    const name = JSON.stringify(path.join("."));
    // The reader would take the first for both, and lose a value under the other name.
    if (seen.has(element.name)) throw new InputError(subject, "each column name once", `${name} twice`);
    if (element.name === "__proto__") throw new InputError(subject, "other column names", name);
    seen.add(element.name);
    if (element.logical_type?.type === "VARIANT") continue;
    if (children.length > 0) checkColumns(children, subject);
    else if (isBytes(element)) {
      const expected = `the column ${name} to hold text, numbers or booleans`;
      throw new InputError(subject, expected, "bytes (leave it out when you write the file)");
    }
  }
}

function isBytes({ type, converted_type, logical_type }: SchemaTree["element"]): boolean {
  const meaning = converted_type ?? logical_type?.type;
  if (type === "BYTE_ARRAY") return !TEXT_TYPES.has(meaning ?? "");
  return type === "FIXED_LEN_BYTE_ARRAY" && !FIXED_TYPES.has(meaning ?? "");
}

async function unbroken<T>(subject: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      subject,
      "readable Parquet",
      `a file that is broken or of an unknown kind (${reason})`,
    );
  }
}

const TEXT_TYPES: ReadonlySet<string> = new Set(["UTF8", "STRING", "ENUM", "JSON", "DECIMAL"]);
const FIXED_TYPES: ReadonlySet<string> = new Set(["DECIMAL", "UUID", "FLOAT16"]);
const BATCH_ROWS = 256;

// Native, faster, and they end on whatever bytes. A page of nulls alone has none: that is no archive, but no values either.
const NATIVE_COMPRESSORS: Compressors = {
  GZIP: (bytes, length) => (bytes.length === 0 ? bytes : unzipSync(bytes, atMost(length))),
  BROTLI: (bytes, length) => (bytes.length === 0 ? bytes : brotliDecompressSync(bytes, atMost(length))),
};

function atMost(length: number): { readonly maxOutputLength: number } {
  return { maxOutputLength: Math.max(1, length) };
}

// The reader's own decoder drops a mark at the start of a text and hides bytes that are not UTF-8.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const textOf = (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes);
const PARSERS = {
  stringFromBytes: textOf,
  jsonFromBytes(bytes: Uint8Array | undefined): unknown {
    const text = textOf(bytes);
    return text === undefined ? undefined : JSON.parse(text);
  },
};
