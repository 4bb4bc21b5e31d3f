import { describe, InputError } from "../../core/errors.js";
import { isObject } from "../columns.js";
import { utf8Chunks } from "./bytes.js";
import { fileSubject, MAX_ROW_BYTES, type RawRow, type RawRows, rowSubject } from "./raw-row.js";

/** The objects of one top-level JSON array, without ever holding the whole of it. What follows a syntax error cannot be read, so that one is thrown. */
export async function* jsonRows(path: string): RawRows {
  const { JSONParser } = await import("@streamparser/json");
  // Buffered strings: joining a text of 10 MB character by character takes hundreds of megabytes.
  const parser = new JSONParser({ paths: ["$.*"], keepStack: false, stringBufferSize: 64 * 1024 });
  let batch: RawRow[] = [];
  let number = 0;
  let unread = 0;
  parser.onValue = ({ value }) => {
    number++;
    unread = 0;
    batch.push(rowOf(value, number, path));
  };
  const broken = (found: string) =>
    new InputError(rowSubject(path, number + 1), "a JSON object in a JSON array", found);

  for await (const bytes of utf8Chunks(path)) {
    unread += bytes.length;
    if (unread > MAX_ROW_BYTES) throw broken(`more than ${MAX_ROW_BYTES} bytes`);
    let failure: unknown;
    try {
      parser.write(bytes);
    } catch (error) {
      failure = error;
    }
    if (batch.length > 0) yield batch;
    batch = [];
    if (failure !== undefined) {
      throw broken(`text that is not JSON (${failure instanceof Error ? failure.message : ""})`);
    }
  }
  if (!parser.isEnded) throw broken("that the file ends before the array does");
}

/** Why a file that starts with "{" is no list of rows, and how to make it one. */
export function notAnArray(path: string, head: string): InputError {
  const file = fileSubject(path);
  const list = /"((?:[^"\\]|\\.)*)"\s*:\s*\[/.exec(head)?.[1] ?? "data";
  return new InputError(
    file,
    "a JSON array of rows",
    `an object (if the rows are in its field "${list}": jq -c '.["${list}"][]' ${file} > rows.jsonl; if each line is an object, choose the format "jsonl")`,
  );
}

function rowOf(value: unknown, number: number, path: string): RawRow {
  if (isObject(value) && !Array.isArray(value)) return { number, columns: value };
  return { number, error: new InputError(rowSubject(path, number), "a JSON object", describe(value)) };
}
