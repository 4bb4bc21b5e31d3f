import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Call, Reply } from "../core/judgment.js";
import { Column } from "./column.js";
import { recordsOf } from "./jsonl-log.js";
import { judgmentOf } from "./judgment-record.js";
import { KeyIndex } from "./key-index.js";
import { wholeLines } from "./lines.js";
import { JUDGMENTS } from "./run-records.js";
import { SAMPLES, sampleOf } from "./sample-record.js";
import type { ReplyLookup } from "./store.js";

/** Where a kind of folder keeps its replies. */
interface ReplyPlace {
  readonly file: string;
  /** The calls of a record; none where it is no such record. */
  callsOf(record: unknown): readonly Call[];
}

/** In the judgments of runs. */
export const IN_JUDGMENTS: ReplyPlace = {
  file: JUDGMENTS,
  callsOf: (record) => judgmentOf(record)?.calls ?? [],
};

/** In drawn samples. */
export const IN_SAMPLES: ReplyPlace = {
  file: SAMPLES,
  callsOf: (record) => sampleOf(record)?.calls ?? [],
};

/**
 * Finds the replies that earlier runs paid for, by request key. Keeps only where each reply stands (about 40 bytes a key) and
 * reads its record when asked. `size` is the number of request keys. Folders that hold no such file add nothing.
 */
export async function openReplyLookup(
  folders: readonly string[],
  { file: name, callsOf }: ReplyPlace = IN_JUDGMENTS,
): Promise<ReplyLookup & { readonly size: number }> {
  const keys = new KeyIndex();
  const [fileOf, offsetOf, lengthOf] = [new Column(), new Column(), new Column()];
  const files: FileHandle[] = [];
  const close = async () => {
    await Promise.all(files.splice(0).map((file) => file.close()));
  };
  for (const folder of folders) {
    const section = await wholeLines(join(folder, name));
    if (section.size === 0) continue;
    files.push(await open(section.path, "r"));
    for await (const { value, offset, length } of recordsOf(section)) {
      for (const call of callsOf(value)) {
        if (call.status !== "answered") continue;
        const number = keys.add(call.key);
        fileOf.set(number, files.length - 1);
        offsetOf.set(number, offset);
        lengthOf.set(number, length);
      }
    }
  }
  return {
    size: keys.size,
    async find(requestKey) {
      const number = keys.numberOf(requestKey);
      if (number === undefined) return undefined;
      const file = files[fileOf.get(number) ?? -1];
      if (!file) return undefined;
      const record = await readRecord(file, offsetOf.get(number) ?? 0, lengthOf.get(number) ?? 0);
      return replyTo(requestKey, callsOf(record));
    },
    close,
  };
}

async function readRecord(file: FileHandle, offset: number, length: number): Promise<unknown> {
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  return JSON.parse(bytes.toString("utf8"));
}

function replyTo(requestKey: string, calls: readonly Call[]): Reply | undefined {
  for (const call of calls) {
    if (call.status === "answered" && call.key === requestKey) return call.reply;
  }
  return undefined;
}
