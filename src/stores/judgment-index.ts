import type { Judgment } from "../core/judgment.js";
import { recordsOf } from "./jsonl-log.js";
import { judgmentOf } from "./judgment-record.js";
import type { Section } from "./lines.js";
import { type IndexedRecord, RecordIndex } from "./record-index.js";

/** What of a judgment's line is indexed. */
export function indexed(
  { trial, reading }: Judgment,
  place: Pick<IndexedRecord, "offset" | "length">,
): IndexedRecord {
  return { key: trial.key, satisfies: reading.status !== "failed", ...place };
}

/** Reads all records of a file of judgments. Lines that are none are passed to `onBroken` and skipped. */
export async function judgmentIndex(
  section: Section,
  onBroken: (lineNumber: number) => void,
): Promise<RecordIndex> {
  const index = new RecordIndex();
  for await (const { judgment, lineNumber, ...place } of judgmentRecords(section)) {
    if (judgment) index.add(indexed(judgment, place));
    else onBroken(lineNumber);
  }
  return index;
}

/** Every record of a file of judgments in the order written; `judgment` is undefined where a line is none. */
export async function* judgmentRecords(
  section: Section,
): AsyncGenerator<{ judgment: Judgment | undefined; offset: number; length: number; lineNumber: number }> {
  for await (const { value, offset, length, lineNumber } of recordsOf(section)) {
    yield { judgment: judgmentOf(value), offset, length, lineNumber };
  }
}
