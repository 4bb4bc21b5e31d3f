import { isUtf8 } from "node:buffer";
import { describe, InputError } from "../../core/errors.js";
import { isObject } from "../columns.js";
import { byteChunks } from "./bytes.js";
import { fileSubject, MAX_ROW_BYTES, type RawRow, type RawRows, rowSubject } from "./raw-row.js";

/**
 * One JSON object a line; blank lines are passed over. A row's number is the number of its line.
 *
 * Lines end at byte 0x0A and nowhere else: U+2028 and U+2029 are ordinary characters of a JSON text, but node:readline
 * splits there from Node 24 on.
 */
export async function* jsonlRows(path: string): RawRows {
  let line = 0;
  let pieces: Buffer[] = [];
  let pieceBytes = 0;
  for await (const chunk of byteChunks(path)) {
    const batch: RawRow[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      const rest = chunk.subarray(start, end);
      const bytes = pieces.length === 0 ? rest : Buffer.concat([...pieces, rest]);
      pieces = [];
      pieceBytes = 0;
      start = end + 1;
      const row = rowOfLine(bytes, ++line, path, "whole");
      if (row) batch.push(row);
    }
    if (start < chunk.length) {
      pieces.push(chunk.subarray(start));
      pieceBytes += chunk.length - start;
      if (pieceBytes > MAX_ROW_BYTES) {
        throw new InputError(
          rowSubject(path, line + 1),
          `a line of at most ${MAX_ROW_BYTES} bytes`,
          `more (is ${fileSubject(path)} JSONL, with one object a line?)`,
        );
      }
    }
    if (batch.length > 0) yield batch;
  }
  const last = rowOfLine(Buffer.concat(pieces), line + 1, path, "unended");
  if (last) yield [last];
}

function rowOfLine(bytes: Buffer, number: number, path: string, line: "whole" | "unended"): RawRow | null {
  const invalid = (expected: string, found: string): RawRow => ({
    number,
    error: new InputError(rowSubject(path, number), expected, found),
  });
  if (!isUtf8(bytes)) return invalid("UTF-8 text", "other bytes");
  const text = bytes.toString("utf8");
  if (text.trim() === "") return null;
  try {
    const columns: unknown = JSON.parse(text);
    if (isObject(columns) && !Array.isArray(columns)) return { number, columns };
    return invalid(
      "a JSON object",
      `${describe(columns)}${Array.isArray(columns) ? ' (for a JSON array choose the format "json")' : ""}`,
    );
  } catch (error) {
    if (line === "unended") return invalid("a whole JSON object", "that the file ends in the middle of it");
    return invalid(
      "a JSON object on one line",
      `text that is not JSON (${error instanceof Error ? error.message : ""})`,
    );
  }
}

const LINE_END = 0x0a;
