import { hashText } from "../core/hash.js";

const SMALLEST = 1024;
const EMPTY = 0;

/**
 * A set of keys that numbers them 0, 1, 2 … in the order of their adding. It keeps the first 64 bits of each key's hash in
 * typed arrays: a million keys take about 20 MB, where a million strings would take well over 100. Two of a million keys
 * share 64 bits with a probability of 3 in 100 million.
 */
export class KeyIndex {
  /** Two words of hash a key, by number. */
  #words = new Uint32Array(2 * SMALLEST);
  /** Key number + 1 by place (open addressing), 0 where the place is free; always at least half free. */
  #places = new Uint32Array(2 * SMALLEST);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The key's number; undefined where it was never added. */
  numberOf(key: string): number | undefined {
    const [high, low] = wordsOf(key);
    const occupant = this.#places[this.#placeOf(high, low)] ?? EMPTY;
    return occupant === EMPTY ? undefined : occupant - 1;
  }

  /** The key's number, which is new where it was not there yet. */
  add(key: string): number {
    const [high, low] = wordsOf(key);
    const place = this.#placeOf(high, low);
    const occupant = this.#places[place] ?? EMPTY;
    if (occupant !== EMPTY) return occupant - 1;
    const number = this.#size++;
    this.#words[2 * number] = high;
    this.#words[2 * number + 1] = low;
    this.#places[place] = number + 1;
    if (2 * this.#size >= this.#places.length) this.#grow();
    return number;
  }

  #placeOf(high: number, low: number): number {
    const mask = this.#places.length - 1;
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const occupant = this.#places[place] ?? EMPTY;
      if (occupant === EMPTY) return place;
      const at = 2 * (occupant - 1);
      if (this.#words[at] === high && this.#words[at + 1] === low) return place;
    }
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    this.#places = new Uint32Array(2 * this.#places.length);
    for (let number = 0; number < this.#size; number++) {
      const place = this.#placeOf(words[2 * number] ?? 0, words[2 * number + 1] ?? 0);
      this.#places[place] = number + 1;
    }
  }
}

// A trial's key is already a hash in hexadecimal; an imported one may be any text.
function wordsOf(key: string): [number, number] {
  const hex = /^[0-9a-f]{32}$/.test(key) ? key : hashText(key);
  return [Number.parseInt(hex.slice(0, 8), 16), Number.parseInt(hex.slice(8, 16), 16)];
}
