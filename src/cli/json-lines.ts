import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import { tell } from "./output.js";

/** Where lines of JSON go. */
export interface Lines {
  /** A value, or the text of a whole line. */
  line(value: object | string): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

/** Data goes to stdout. */
export function linesOnStdout(): Lines {
  return { line: (value) => write(process.stdout, value), finish: async () => {}, discard: async () => {} };
}

/** Into a file, which is there only when it is whole. A device or a pipe is written as it is. */
export function linesInFile(path: string): Lines {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  // Under another name until it is whole: the file may be the one that is being read.
  const part = isFile ? `${path}.part` : path;
  const stream = createWriteStream(part);
  let broken: Error | undefined;
  stream.on("error", (error) => {
    broken = error;
  });
  const opened = once(stream, "open").catch(() => {});
  const refuseBroken = async () => {
    await opened;
    if (!broken) return;
    const { UsageError } = await import("../index.js");
    throw new UsageError(`${path}: cannot be written (${broken.message})`);
  };
  return {
    async line(value) {
      await refuseBroken();
      await write(stream, value);
    },
    async finish() {
      await refuseBroken();
      stream.end();
      if (!stream.closed) await once(stream, "close").catch(() => {});
      await refuseBroken();
      if (isFile) await rename(part, path);
      tell(`wrote ${path}`);
    },
    async discard() {
      stream.destroy();
      if (isFile) await rm(part, { force: true });
    },
  };
}

async function write(stream: Writable, value: object | string): Promise<void> {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (stream.write(`${text}\n`) || stream.destroyed) return;
  const waiting = new AbortController();
  const { signal } = waiting;
  // A pipe that was closed early is no error of ours; what breaks a file is said when it is finished.
  await Promise.race([once(stream, "drain", { signal }), once(stream, "close", { signal })]).catch(() => {});
  waiting.abort();
}
