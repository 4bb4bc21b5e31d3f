import { readdir, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { InputError } from "../core/errors.js";
import { extensionOf, readHead } from "../datasets/formats/bytes.js";
import { openRows } from "../datasets/formats/open-rows.js";
import { rowSubject } from "../datasets/formats/raw-row.js";
import type { BenchmarkFile, BenchmarkRow } from "./benchmark.js";
import { rowsOfObject } from "./json-object-rows.js";

/** Files that may hold rows. */
const EXTENSIONS = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"];

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
 * The rows of a file, streamed; of a JSON object as `rowsOfObject` finds them.
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

function withSlashes(path: string): string {
  return path.split(sep).join("/");
}
