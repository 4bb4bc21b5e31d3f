import { type FileHandle, open } from "node:fs/promises";

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** The first `size` bytes of a file: what was whole when it was measured, whatever is written after it. */
export interface Section {
  readonly path: string;
  readonly size: number;
}

/** One line of a file, without its line feed. */
export interface Line {
  /** Of its first byte, from the beginning of the file. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** Whether a line feed ends it. Only the last line of a file can lack one. */
  readonly complete: boolean;
}

/**
 * The lines of a section, streamed. Split on the byte 0x0A alone: node:readline on Node 24 also splits on U+2028, which is
 * legal inside a JSON text, and so breaks records that are whole.
 */
export async function* linesOf({ path, size }: Section): AsyncGenerator<Line> {
  if (size === 0) return;
  const file = await open(path, "r");
  try {
    yield* linesIn(chunksOf(file, size));
  } finally {
    await file.close();
  }
}

/** Where the last whole line of a file ends, and how many bytes of a torn line follow it. A missing file is an empty one. */
export async function wholeLines(path: string): Promise<Section & { readonly tornBytes: number }> {
  const file = await open(path, "r").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!file) return { path, size: 0, tornBytes: 0 };
  try {
    const { size } = await file.stat();
    const whole = await endOfLastLine(file, size);
    return { path, size: whole, tornBytes: size - whole };
  } finally {
    await file.close();
  }
}

async function* chunksOf(file: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - position));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
    position += bytesRead;
  }
}

async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let offset = 0;
  // The beginning of a line that goes on in the next chunk, in pieces: joined once, so that a long line costs no more than its length.
  let pieces: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const tail = chunk.subarray(start, end);
      const bytes = pieces.length === 0 ? tail : Buffer.concat([...pieces, tail]);
      pieces = [];
      yield { offset, bytes, complete: true };
      offset += bytes.length + 1;
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield { offset, bytes: Buffer.concat(pieces), complete: false };
}

/** The offset after the last line feed: 0 where there is none. */
async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.allocUnsafe(64 * 1024);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const at = chunk.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}
