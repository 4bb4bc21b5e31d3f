import type { Judgment } from "../core/judgment.js";
import { Column } from "./column.js";
import { recordsOf } from "./jsonl-log.js";
import { judgmentOf } from "./judgment-record.js";
import { KeyIndex } from "./key-index.js";
import type { Section } from "./lines.js";

/** Which record of each trial key counts: the last that did not fail, else the last. */
export class JudgmentIndex {
  #keys = new KeyIndex();
  /** By key number: where the record that counts begins. */
  #offsets = new Column();
  /** By key number: 1 where that record did not fail. */
  #satisfied = new Column();
  #satisfiedCount = 0;

  /** Keys with any record. */
  get size(): number {
    return this.#keys.size;
  }

  /** Keys whose record did not fail. */
  get satisfied(): number {
    return this.#satisfiedCount;
  }

  isSatisfied(trialKey: string): boolean {
    const number = this.#keys.numberOf(trialKey);
    return number !== undefined && this.#satisfied.get(number) === 1;
  }

  add({ trial, reading }: Judgment, offset: number): void {
    const number = this.#keys.add(trial.key);
    const satisfies = reading.status !== "failed";
    if (this.#satisfied.get(number) === 1 && !satisfies) return;
    if (satisfies && this.#satisfied.get(number) !== 1) this.#satisfiedCount++;
    this.#satisfied.set(number, satisfies ? 1 : 0);
    this.#offsets.set(number, offset);
  }

  counts({ trial }: Judgment, offset: number): boolean {
    const number = this.#keys.numberOf(trial.key);
    return number !== undefined && this.#offsets.get(number) === offset;
  }

  /** Reads all records of a file of judgments. Lines that are none are passed to `onBroken` and skipped. */
  static async read(section: Section, onBroken: (lineNumber: number) => void): Promise<JudgmentIndex> {
    const index = new JudgmentIndex();
    for await (const { judgment, offset, lineNumber } of judgmentRecords(section)) {
      if (judgment) index.add(judgment, offset);
      else onBroken(lineNumber);
    }
    return index;
  }
}

/** Every record of a file of judgments in the order written; `judgment` is undefined where a line is none. */
export async function* judgmentRecords(
  section: Section,
): AsyncGenerator<{ judgment: Judgment | undefined; offset: number; length: number; lineNumber: number }> {
  for await (const { value, offset, length, lineNumber } of recordsOf(section)) {
    yield { judgment: judgmentOf(value), offset, length, lineNumber };
  }
}
