import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import type { Model } from "../../src/models/model.js";
import { countTrials, plan } from "../../src/run/plan.js";
import { all, askWhichIsBetter, bound, comparisons, each } from "../support/runs.js";

const silent: Model = {
  host: "nowhere",
  ask: () => Promise.reject(new Error("a plan asks nothing")),
};
const judges = [bound(silent, { name: "one" }), bound(silent, { name: "two" })];
const never = () => false;

describe("plan", () => {
  it("is every judge on every presentation of every comparison, as often as repeats say, each under its own key", async () => {
    const trials = await all(
      plan({ comparisons: each(comparisons(3)), judges, repeats: 2, seed: 7, isSatisfied: never }),
    );
    expect(trials).toHaveLength(3 * 2 * 2 * 2);
    expect(new Set(trials.map(({ trial }) => trial.key)).size).toBe(trials.length);
    expect(trials.every(({ trial, comparison }) => trial.comparison === comparison.id)).toBe(true);
    expect(new Set(trials.map(({ trial }) => trial.presented?.join()))).toEqual(new Set(["r1,r2", "r2,r1"]));
  });

  it("gives the same keys every time", async () => {
    const keys = async () =>
      (
        await all(
          plan({ comparisons: each(comparisons(2)), judges, repeats: 1, seed: 7, isSatisfied: never }),
        )
      ).map(({ trial }) => trial.key);
    expect(await keys()).toEqual(await keys());
  });

  it("leaves out what is stored", async () => {
    const options = { judges, repeats: 1, seed: 7 };
    const before = await all(plan({ comparisons: each(comparisons(3)), ...options, isSatisfied: never }));
    const stored = new Set(before.slice(0, 5).map(({ trial }) => trial.key));
    const isSatisfied = (key: string) => stored.has(key);
    const after = await all(plan({ comparisons: each(comparisons(3)), ...options, isSatisfied }));
    expect(after.map(({ trial }) => trial.key)).toEqual(before.slice(5).map(({ trial }) => trial.key));
    expect(await countTrials({ comparisons: each(comparisons(3)), ...options, isSatisfied })).toEqual([
      { judge: judges[0]?.judge.id, trials: 6, satisfied: 3 },
      { judge: judges[1]?.judge.id, trials: 6, satisfied: 2 },
    ]);
  });

  it("makes trials only as they are pulled", async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read++;
        yield* comparisons(1);
      }
    }
    const trials = plan({ comparisons: endless(), judges, repeats: 1, seed: 7, isSatisfied: never });
    for (let i = 0; i < 6; i++) await trials.next();
    expect(read).toBe(2);
  });

  it("a comparison that cannot be asked is found by counting, before anything is asked", async () => {
    const protocol = {
      ...askWhichIsBetter,
      layouts: () => {
        throw new InputError("comparison q0", "at most 4 responses or the duels to ask", "6 responses");
      },
    };
    const counting = countTrials({
      comparisons: each(comparisons(1)),
      judges: [bound(silent, { protocol })],
      repeats: 1,
      seed: 7,
      isSatisfied: never,
    });
    await expect(counting).rejects.toThrow("comparison q0");
  });

  it("counts a judge with nothing to do as zero", async () => {
    expect(
      await countTrials({ comparisons: each([]), judges, repeats: 1, seed: 7, isSatisfied: never }),
    ).toMatchObject([
      { trials: 0, satisfied: 0 },
      { trials: 0, satisfied: 0 },
    ]);
  });
});
