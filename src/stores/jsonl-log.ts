import { type FileHandle, open } from "node:fs/promises";
import { TouchstoneError } from "../core/errors.js";
import { linesOf, type Section, wholeLines } from "./lines.js";

interface Waiting {
  readonly bytes: Buffer;
  resolve(offset: number): void;
  reject(error: unknown): void;
}

/**
 * An append-only file of lines. Appends that wait while a write is under way go out together as one write; the disk is told
 * to keep them at least every `fsyncSeconds` (0: after each write) and on closing.
 */
export class JsonlLog implements Section {
  readonly path: string;
  /** Bytes of a torn last line that were cut off at opening. */
  readonly tornBytes: number;
  #file: FileHandle;
  #size: number;
  #fsyncSeconds: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #unsynced = false;
  #timer: NodeJS.Timeout | undefined;
  #broken: TouchstoneError | undefined;

  private constructor(path: string, file: FileHandle, size: number, tornBytes: number, fsyncSeconds: number) {
    this.path = path;
    this.#file = file;
    this.#size = size;
    this.tornBytes = tornBytes;
    this.#fsyncSeconds = fsyncSeconds;
  }

  /** Opens or creates the file and cuts off what a killed writer left of its last line. */
  static async open(path: string, fsyncSeconds: number): Promise<JsonlLog> {
    const { size, tornBytes } = await wholeLines(path);
    const file = await open(path, "a");
    try {
      if (tornBytes > 0) await file.truncate(size);
      return new JsonlLog(path, file, size, tornBytes, fsyncSeconds);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  /** Writes a line, or several joined by line feeds. Resolves with its offset when it is written, and so survives this process. */
  append(text: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes: Buffer.from(`${text}\n`), resolve, reject });
      this.#writing ??= this.#writeWaiting();
    });
  }

  /** Gives up all beyond a size: only at opening, to drop lines that a killed writer left half done. */
  async truncate(size: number): Promise<void> {
    await this.#file.truncate(size);
    this.#size = size;
  }

  /** Resolves when all that is written so far is on the disk. */
  async sync(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#unsynced) return;
    this.#unsynced = false;
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    while (this.#writing) await this.#writing;
    try {
      await this.sync();
    } finally {
      await this.#file.close();
    }
    if (this.#broken) throw this.#broken;
  }

  async #writeWaiting(): Promise<void> {
    // Appends of the same turn are to share the first write too.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#writeBatch(batch);
    }
    this.#writing = undefined;
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      if (this.#broken) throw this.#broken;
      const bytes = Buffer.concat(batch.map((waiting) => waiting.bytes));
      for (let written = 0; written < bytes.length; ) {
        written += (await this.#file.write(bytes, written)).bytesWritten;
      }
      await this.#syncInTime();
      for (const waiting of batch) {
        waiting.resolve(this.#size);
        this.#size += waiting.bytes.length;
      }
    } catch (error) {
      this.#broken ??= await this.#givenUp(error);
      for (const waiting of batch) waiting.reject(this.#broken);
    }
  }

  async #syncInTime(): Promise<void> {
    this.#unsynced = true;
    if (this.#fsyncSeconds === 0) return this.sync();
    this.#timer ??= setTimeout(() => {
      this.sync().catch((error: unknown) => {
        this.#broken ??= this.#failure(error);
      });
    }, this.#fsyncSeconds * 1000).unref();
  }

  // Half a batch may be in the file, and what came after it would be glued to its torn line.
  async #givenUp(error: unknown): Promise<TouchstoneError> {
    await this.#file.truncate(this.#size).catch(() => undefined);
    return this.#failure(error);
  }

  #failure(error: unknown): TouchstoneError {
    return new TouchstoneError(
      `cannot write ${this.path}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** The values of a section of JSON lines, each with its place; undefined where a whole line is no JSON. A torn last line is left out. */
export async function* recordsOf(
  section: Section,
): AsyncGenerator<{ value: unknown; offset: number; length: number; lineNumber: number }> {
  let lineNumber = 0;
  for await (const { bytes, offset, complete } of linesOf(section)) {
    lineNumber++;
    if (complete) yield { value: parsed(bytes), offset, length: bytes.length, lineNumber };
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
