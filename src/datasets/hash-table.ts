/** 64 bits in two halves. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/**
 * A 64-bit hash of a list of texts, for telling repeats apart in memory; not for keys that are stored.
 * Two of a million texts share one by chance about once in 37 million files.
 *
 * Two multiplicative lanes over UTF-16 units with the final mix of MurmurHash3 (after bryc's cyrb53).
 */
export function hash64(texts: readonly string[]): Hash64 {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (const text of texts) {
    // The length goes in first, so that ["ab", "c"] and ["a", "bc"] differ.
    low = Math.imul(low ^ text.length, 2654435761);
    high = Math.imul(high ^ text.length, 1597334677);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      low = Math.imul(low ^ unit, 2654435761);
      high = Math.imul(high ^ unit, 1597334677);
    }
  }
  const mixedLow = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return { high: mixedHigh >>> 0, low: mixedLow >>> 0 };
}

/** A map from 64-bit hashes to whole numbers 1…2³²−1 in flat arrays: 12 bytes a slot, so 18 to 36 MB for a million. */
export class HashTable {
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);
  #values = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  /** The value kept under a hash; 0 where there is none. */
  get(hash: Hash64): number {
    return this.#values[this.#slotOf(hash)] ?? 0;
  }

  set(hash: Hash64, value: number): void {
    let slot = this.#slotOf(hash);
    if (this.#values[slot] === 0) {
      if ((this.#size + 1) * 3 > this.#values.length * 2) {
        this.#grow();
        slot = this.#slotOf(hash);
      }
      this.#size++;
    }
    this.#high[slot] = hash.high;
    this.#low[slot] = hash.low;
    this.#values[slot] = value;
  }

  get size(): number {
    return this.#size;
  }

  #slotOf({ high, low }: Hash64): number {
    const last = this.#values.length - 1;
    let slot = low & last;
    while (this.#values[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const [highs, lows, values] = [this.#high, this.#low, this.#values];
    this.#high = new Uint32Array(values.length * 2);
    this.#low = new Uint32Array(values.length * 2);
    this.#values = new Uint32Array(values.length * 2);
    values.forEach((value, i) => {
      if (value === 0) return;
      const [high, low] = [highs[i] ?? 0, lows[i] ?? 0];
      const slot = this.#slotOf({ high, low });
      this.#high[slot] = high;
      this.#low[slot] = low;
      this.#values[slot] = value;
    });
  }
}

const FIRST_SLOTS = 1024;
