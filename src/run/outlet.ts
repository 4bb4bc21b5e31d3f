/** Hands items from many givers to one taker. A giver waits while `room` items are untaken, so a slow taker slows the givers down. */
export class Outlet<Item> {
  #room: number;
  #items: Item[] = [];
  #waitingGivers: (() => void)[] = [];
  #wakeTaker: () => void = () => {};
  #closed = false;

  constructor(room: number) {
    this.#room = room;
  }

  async give(item: Item): Promise<void> {
    if (this.#closed) return;
    this.#items.push(item);
    this.#wakeTaker();
    if (this.#items.length > this.#room)
      await new Promise<void>((resolve) => this.#waitingGivers.push(resolve));
  }

  /** No more is given, or no more is taken: nobody waits any longer. */
  close(): void {
    this.#closed = true;
    this.#wakeTaker();
    for (const letGo of this.#waitingGivers.splice(0)) letGo();
  }

  /** Every item given until the outlet is closed. */
  async *taken(): AsyncGenerator<Item> {
    for (;;) {
      const items = this.#items;
      this.#items = [];
      for (const item of items) {
        yield item;
        this.#waitingGivers.shift()?.();
      }
      if (this.#items.length > 0) continue;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
    }
  }
}
