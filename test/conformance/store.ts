import { describe, expect, it } from "vitest";
import type { Store } from "../../src/stores/store.js";
import { all, comparisons, each, judgmentFor, preferenceFor } from "../support/runs.js";

export interface StorePlace {
  /** Opens the same place for writing, as a process that begins or resumes a run would. */
  open(): Promise<Store>;
  /** Leaves what a writer leaves that was killed in the middle of writing a judgment. The store is closed. */
  tear(): Promise<void>;
}

/** What every store owes its callers. `place` makes a new, empty place. */
export function examineStore(place: () => Promise<StorePlace>): void {
  const rows = (count: number) =>
    each(comparisons(count).map((comparison) => ({ comparison, preferences: [preferenceFor(comparison)] })));

  /** Opens, uses and closes. */
  async function using<Result>(at: StorePlace, use: (store: Store) => Promise<Result>): Promise<Result> {
    const store = await at.open();
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  it("gives back what was put in, also after it was closed and opened again", async () => {
    const at = await place();
    const judgment = judgmentFor("q0", { critique: 'Zwei Zeilen:\n\u2028\u2029 « », "quoted" \\ \u0000 🙂' });
    const check = async (store: Store) => {
      expect(await all(store.comparisons())).toEqual(comparisons(2));
      expect(await all(store.preferences())).toEqual(comparisons(2).map(preferenceFor));
      expect(await all(store.judgments())).toEqual([judgment]);
    };
    await using(at, async (store) => {
      await store.addComparisons(rows(2));
      await store.append(judgment);
      await check(store);
    });
    await using(at, check);
  });

  it("adds only the comparisons that are not there yet, with their preferences", async () => {
    const at = await place();
    await using(at, (store) => store.addComparisons(rows(3)));
    await using(at, async (store) => {
      await store.addComparisons(rows(5));
      await store.addComparisons(rows(5));
      expect((await all(store.comparisons())).map(({ id }) => id)).toEqual(["q0", "q1", "q2", "q3", "q4"]);
      expect(await all(store.preferences())).toHaveLength(5);
    });
  });

  it("keeps a comparison that two rows of one reading share only once", async () => {
    const at = await place();
    await using(at, async (store) => {
      const twice = [...comparisons(1), ...comparisons(1)];
      await store.addComparisons(each(twice.map((comparison) => ({ comparison, preferences: [] }))));
      expect(await all(store.comparisons())).toHaveLength(1);
    });
  });

  describe("which judgment counts", () => {
    const failure = judgmentFor("q0", { failed: "HTTP 500" });
    const success = judgmentFor("q0");
    const later = judgmentFor("q0", { critique: "On second thought." });

    it.each([
      ["nothing stored", [], undefined, false],
      ["a failure alone is shown but does not satisfy", [failure], failure, false],
      ["a success after a failure", [failure, success], success, true],
      ["a success before a failure", [success, failure], success, true],
      ["the later of two successes", [success, later], later, true],
      [
        "the later of two successes, with failures around",
        [failure, success, failure, later, failure],
        later,
        true,
      ],
    ] as const)("%s", async (_, records, counting, satisfied) => {
      const at = await place();
      const check = async (store: Store) => {
        expect(store.isSatisfied(success.trial.key)).toBe(satisfied);
        expect(await all(store.judgments())).toEqual(counting ? [counting] : []);
      };
      await using(at, async (store) => {
        for (const record of records) await store.append(record);
        await check(store);
      });
      await using(at, check);
    });

    it("unread, refused and truncated judgments satisfy: only failures are asked again", async () => {
      const at = await place();
      const unread = { ...judgmentFor("q1"), reading: { status: "unparsed", reason: "no verdict" } } as const;
      await using(at, (store) => store.append(unread));
      await using(at, async (store) => expect(store.isSatisfied(unread.trial.key)).toBe(true));
    });
  });

  it("appends made at once are all kept, each whole", async () => {
    const at = await place();
    const many = Array.from({ length: 3000 }, (_, i) =>
      judgmentFor(`q${i}`, { critique: "x".repeat(i % 700) }),
    );
    await using(at, (store) => Promise.all(many.map((judgment) => store.append(judgment))));
    await using(at, async (store) => {
      const kept = await all(store.judgments());
      expect(kept).toHaveLength(3000);
      expect(new Set(kept.map(({ trial }) => trial.key))).toEqual(
        new Set(many.map(({ trial }) => trial.key)),
      );
      expect(many.every(({ trial }) => store.isSatisfied(trial.key))).toBe(true);
    });
  });

  it("an appended judgment counts at once", async () => {
    const at = await place();
    await using(at, async (store) => {
      const judgment = judgmentFor("q0");
      await store.append(judgment);
      expect(store.isSatisfied(judgment.trial.key)).toBe(true);
      expect(await all(store.judgments())).toEqual([judgment]);
    });
  });

  it("a torn end is dropped with a warning; all before it stays and what is appended after it is whole", async () => {
    const at = await place();
    await using(at, (store) => store.append(judgmentFor("q0")));
    await at.tear();
    await using(at, async (store) => {
      expect(store.warnings.join("\n")).toMatch(/torn/);
      await store.append(judgmentFor("q1"));
    });
    await using(at, async (store) => {
      expect(store.warnings).toEqual([]);
      expect(await all(store.judgments())).toEqual([judgmentFor("q0"), judgmentFor("q1")]);
    });
  });

  it("a second writer is refused, by the name of the first; after the first has closed it may", async () => {
    const at = await place();
    await using(at, async (store) => {
      await expect(at.open()).rejects.toThrow(String(process.pid));
      await store.append(judgmentFor("q0"));
    });
    await using(at, async (store) => expect(await all(store.judgments())).toHaveLength(1));
  });
}
