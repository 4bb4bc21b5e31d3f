import { Column } from "./column.js";
import { KeyIndex } from "./key-index.js";

/** A record of a file, as an index needs it. */
export interface IndexedRecord {
  readonly key: string;
  /** Whether it did not fail: then its task need not be carried out again. */
  readonly satisfies: boolean;
  /** Where its line begins, and its bytes without the line feed. */
  readonly offset: number;
  readonly length: number;
}

/** Which record of each key counts: the last that did not fail, else the last. */
export class RecordIndex {
  #keys = new KeyIndex();
  /** By key number: where the record that counts begins, and its length. */
  #offsets = new Column();
  #lengths = new Column();
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

  isSatisfied(key: string): boolean {
    const number = this.#keys.numberOf(key);
    return number !== undefined && this.#satisfied.get(number) === 1;
  }

  add({ key, satisfies, offset, length }: IndexedRecord): void {
    const number = this.#keys.add(key);
    if (this.#satisfied.get(number) === 1 && !satisfies) return;
    if (satisfies && this.#satisfied.get(number) !== 1) this.#satisfiedCount++;
    this.#satisfied.set(number, satisfies ? 1 : 0);
    this.#offsets.set(number, offset);
    this.#lengths.set(number, length);
  }

  /** Whether the record of this key at this offset is the one that counts. */
  counts(key: string, offset: number): boolean {
    const number = this.#keys.numberOf(key);
    return number !== undefined && this.#offsets.get(number) === offset;
  }

  /** Where the record that counts stands; undefined where the key has none. */
  placeOf(key: string): { readonly offset: number; readonly length: number } | undefined {
    const number = this.#keys.numberOf(key);
    if (number === undefined) return undefined;
    return { offset: this.#offsets.get(number) ?? 0, length: this.#lengths.get(number) ?? 0 };
  }
}
