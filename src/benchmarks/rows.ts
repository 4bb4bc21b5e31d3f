import { readdir, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { describe, InputError } from "../core/errors.js";
import { extensionOf, readHead, readText } from "../datasets/formats/bytes.js";
import { openRows } from "../datasets/formats/open-rows.js";
import { rowSubject } from "../datasets/formats/raw-row.js";
import type { BenchmarkRow } from "./benchmark.js";
import { ownField } from "./own-field.js";

/** Files that may hold rows. */
const EXTENSIONS = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"];

export interface BenchmarkFile {
  readonly path: string;
  /** Its path as far as it was said, with "/": folders may tell the subset, or who judged. */
  readonly name: string;
  /** Found in a folder that was named: what holds no rows is passed over there. */
  readonly found?: true;
}

/** The files that paths mean: a file itself, of a folder all below it that may hold rows, in the order of their names. Throws an InputError where one does not exist. */
export async function filesAt(paths: readonly string[]): Promise<BenchmarkFile[]> {
  const files: BenchmarkFile[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) throw new InputError(path, "a file or a folder", "nothing there");
    if (!found.isDirectory()) {
      files.push({ path, name: withSlashes(path) });
      continue;
    }
    const below = await readdir(path, { recursive: true, withFileTypes: true });
    const names = below
      .filter((entry) => entry.isFile() && EXTENSIONS.includes(extensionOf(entry.name)))
      .map((entry) => join(entry.parentPath, entry.name));
    if (names.length === 0) throw new InputError(path, `files ending in ${EXTENSIONS.join(", ")}`, "none");
    files.push(
      ...names.sort().map((file) => ({ path: file, name: withSlashes(file), found: true as const })),
    );
  }
  return files;
}

/**
 * The rows of a file, streamed; of a JSON object of lists the rows of each list, with its name behind the file's ("biasbench.json#length"),
 * and of one whose values say in "id" the name they stand under, these.
 */
export async function* rowsOf(file: BenchmarkFile): AsyncGenerator<BenchmarkRow> {
  const { path, name } = file;
  const kind = await kindOf(path);
  if (kind === "object") {
    yield* rowsOfObject(file);
    return;
  }
  const { rows } = await openRows(path, kind);
  for await (const batch of rows) {
    for (const raw of batch) {
      if ("error" in raw) throw raw.error;
      const { columns, number } = raw;
      yield { columns, number, file: name, subject: rowSubject(path, number) };
    }
  }
}

/** What a file called .json holds where it is no list: an object, or one object a line (some authors write such files). */
async function kindOf(path: string): Promise<"object" | "jsonl" | undefined> {
  if (extensionOf(path) !== ".json") return undefined;
  const start = (await readHead(path)).toString("utf8").trimStart();
  if (!start.startsWith("{")) return undefined;
  const [line = "", ...rest] = start.split("\n");
  return isJson(line) && rest.some((other) => other.trim() !== "") ? "jsonl" : "object";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Such files are small: one list a category, all of it one value.
async function* rowsOfObject({ path, name, found }: BenchmarkFile): AsyncGenerator<BenchmarkRow> {
  const text = await readText(path);
  const value = parsed(path, text);
  const keyed = Object.entries(value);
  if (keyed.length > 0 && keyed.every(([id, row]) => ownField(row, "id") === id)) {
    for (const [i, [id, columns]] of keyed.entries()) {
      const subject = `${basename(path)} ${JSON.stringify(id)}`;
      yield { columns: columns as Record<string, unknown>, number: i + 1, file: name, subject };
    }
    return;
  }
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

function parsed(path: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new InputError(basename(path), "JSON", error instanceof Error ? error.message : String(error));
  }
}

function withSlashes(path: string): string {
  return path.split(sep).join("/");
}
