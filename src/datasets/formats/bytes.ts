import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { InputError } from "../../core/errors.js";
import { fileSubject } from "./raw-row.js";

/** The bytes of a file in chunks, unpacked where it is gzip's, without a byte-order mark. */
export async function* byteChunks(path: string): AsyncGenerator<Buffer> {
  const isPacked = startsWith(await packedStart(path, GZIP_MARK.length), GZIP_MARK);
  let first = true;
  for await (const bytes of isPacked ? unpackedChunks(path) : fileChunks(path)) {
    yield first && startsWith(bytes, UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes;
    first = false;
  }
}

/** As `byteChunks`, for formats in which one wrong byte spoils all that follows: throws where the bytes are not UTF-8. */
export async function* utf8Chunks(path: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let before = 0;
  const check = (bytes: Buffer, stream: boolean) => {
    try {
      decoder.decode(bytes, { stream });
    } catch {
      const found = `other bytes between byte ${before} and ${before + bytes.length}`;
      throw new InputError(fileSubject(path), "UTF-8 text", found);
    }
  };
  for await (const bytes of byteChunks(path)) {
    check(bytes, true);
    before += bytes.length;
    yield bytes;
  }
  check(Buffer.alloc(0), false);
}

/** The first bytes of a text file, without a byte-order mark. Throws an InputError where it cannot be read or is plainly not UTF-8 text. */
export async function readHead(path: string): Promise<Buffer> {
  return textStart(path, await readStart(path));
}

/** As `readHead`, of first bytes that were read already. */
export function textStart(path: string, start: Buffer): Buffer {
  const foreign = foreignName(start);
  if (foreign) throw new InputError(fileSubject(path), "UTF-8 text (JSONL, JSON or CSV)", foreign);
  return startsWith(start, UTF8_MARK) ? start.subarray(UTF8_MARK.length) : start;
}

/** What a file that is no text is, as far as its first bytes tell. */
export function foreignName(start: Buffer): string | undefined {
  return FOREIGN.find(({ mark }) => startsWith(start, mark))?.name;
}

export function isParquet(start: Buffer): boolean {
  return startsWith(start, PARQUET_MARK);
}

/** The whole text of a file. Throws an InputError where it is not UTF-8. */
export async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of utf8Chunks(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** A file's extension in lower case, that of what is packed where it is packed. @example extensionOf("a.JSONL.gz") // ".jsonl" */
export function extensionOf(path: string): string {
  return extname(path.replace(/\.gz$/i, "")).toLowerCase();
}

/** The first bytes of a file, unpacked where it is gzip's. Throws an InputError where it cannot be read. */
export async function readStart(path: string): Promise<Buffer> {
  const start = await packedStart(path, HEAD_BYTES);
  if (!startsWith(start, GZIP_MARK)) return start;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of unpackedChunks(path)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}

async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) yield chunk as Buffer;
}

async function* unpackedChunks(path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // What goes wrong on the way is thrown where the chunks are taken.
  pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const found = `a gzip archive that is broken or cut off (${reason})`;
    throw new InputError(fileSubject(path), "a whole file", found);
  }
}

async function packedStart(path: string, bytes: number): Promise<Buffer> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Why a file cannot be opened, in our words. */
export function fileError(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return new InputError(path, "a file", "none");
  if (code === "EISDIR") return new InputError(path, "a file", "a folder");
  if (code === "EACCES") return new InputError(path, "a file", "one that may not be read");
  return error;
}

function startsWith(bytes: Buffer, mark: readonly number[] | Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(Uint8Array.from(mark));
}

const CHUNK_BYTES = 256 * 1024;
const HEAD_BYTES = 64 * 1024;
const GZIP_MARK = [0x1f, 0x8b];
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const PARQUET_MARK = [0x50, 0x41, 0x52, 0x31];
const FOREIGN = [
  { name: "UTF-16 text", mark: [0xff, 0xfe] },
  { name: "UTF-16 text", mark: [0xfe, 0xff] },
  { name: "a gzip archive", mark: GZIP_MARK },
  { name: "a Parquet file", mark: PARQUET_MARK },
  { name: "a zip archive", mark: [0x50, 0x4b, 0x03, 0x04] },
  {
    name: "a Git LFS pointer (the file itself was not fetched)",
    mark: Buffer.from("version https://git-lfs.github.com/"),
  },
];
