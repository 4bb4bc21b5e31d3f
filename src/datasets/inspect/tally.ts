import { type Cases, MOST_CASES } from "../dataset-report.js";

/** Counts by key. */
export class Tally<Key> {
  readonly #counts = new Map<Key, number>();

  add(key: Key): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Most frequent first; equal counts in the order met. */
  ranked(): [Key, number][] {
    return [...this.#counts].sort((a, b) => b[1] - a[1]);
  }
}

/** Counts cases and keeps the first of them. */
export class CaseList<Case> {
  #count = 0;
  readonly #first: (Case & { row: number })[] = [];

  add(row: number, found: Case): void {
    this.#count++;
    if (this.#first.length < MOST_CASES) this.#first.push({ row, ...found });
  }

  result(): Cases<Case> {
    return { count: this.#count, first: this.#first };
  }
}
