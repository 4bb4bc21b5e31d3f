/** A growing list of numbers in a typed array: positions in files, lengths, flags. */
export class Column {
  #values: Float64Array = new Float64Array(1024);

  get(row: number): number | undefined {
    return this.#values[row];
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const larger = new Float64Array(Math.max(row + 1, 2 * this.#values.length));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }
}
