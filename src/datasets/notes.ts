/** Counts what is to be said once a file instead of once a row. */
export class Notes {
  readonly #counts = new Map<string, number>();

  add(message: string, count = 1): void {
    this.#counts.set(message, (this.#counts.get(message) ?? 0) + count);
  }

  /** @example ["pairs.jsonl: rows were left out as invalid (3 times)"] */
  sentences(file: string): string[] {
    return [...this.#counts].map(
      ([message, count]) => `${file}: ${message} (${count === 1 ? "once" : `${count} times`})`,
    );
  }
}
