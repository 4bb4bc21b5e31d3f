import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countPasses,
  type PassAtK,
  passAtKBlocks,
  passAtKFigures,
  passCounts,
  renderTerminal,
  stats,
} from "../../src/index.js";

type Reward = 0 | 1 | null;
interface Row {
  readonly id: string;
  readonly prompt?: string;
  readonly cluster?: string;
  /** Rewards, or rewards with who wrote the response. */
  readonly rewards: readonly (Reward | readonly [Reward, string])[];
}

function figures(rows: readonly Row[], ks?: readonly number[]): PassAtK {
  const counts = passCounts();
  for (const row of rows) countPasses(counts, verifiedRow(row));
  return passAtKFigures(counts, ks ? { ks } : {});
}

function verifiedRow({ id, prompt = id, cluster, rewards }: Row) {
  const responses = rewards.map((given, i) => {
    const [reward, author] = typeof given === "object" && given !== null ? given : [given, undefined];
    const status = reward === null ? "undecided" : reward === 1 ? "passed" : "failed";
    return {
      ...({ comparison: id, response: `r${i}`, status, reward, checks: [] } as const),
      ...(author === undefined ? {} : { author }),
    };
  });
  const texts = responses.map(({ response }) => ({ id: response, text: "a text" }));
  const comparison = { id, prompt, responses: texts, ...(cluster === undefined ? {} : { cluster }) };
  return { row: { comparison, preferences: [] }, responses };
}

const valuesOf = ({ curve }: Pick<PassAtK["all"], "curve">) =>
  curve.map(({ k, estimate }) => [k, estimate.value]);
const near = (value: number) => expect.closeTo(value, 12);
const at = ({ curve }: Pick<PassAtK["all"], "curve">, k: number) =>
  curve.find((point) => point.k === k)?.estimate;

describe("pass@k over a data set", () => {
  it("is worked by hand: responses that pass with p = ½, in the shares that three samples have, give 1 − (1 − p)ᵏ", () => {
    const rows = [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 0],
      [1, 0, 1],
      [0, 1, 1],
      [1, 1, 1],
    ];
    const { all } = figures(rows.map((rewards, i) => ({ id: `q${i}`, rewards: rewards as Reward[] })));
    expect(valuesOf(all)).toEqual([
      [1, near(1 / 2)],
      [2, near(3 / 4)],
      [3, near(7 / 8)],
    ]);
    expect(all).toMatchObject({ prompts: 8, mostDecided: 3 });
    expect(at(all, 2)).toMatchObject({
      ...{ metric: "pass-at-2", judge: null, subset: null, unit: "fraction" },
      ...{ n: 8, clusters: 8, excluded: 0 },
    });
  });

  it("is the mean over prompts of the share of draws that hold one that passed, whatever was decided", () => {
    const reward = fc.constantFrom<Reward>(0, 0, 1, null);
    const data = fc.array(fc.array(reward, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(data, fc.integer({ min: 1, max: 6 }), (prompts, k) => {
        const { all } = figures(
          prompts.map((rewards, i) => ({ id: `q${i}`, rewards })),
          [k],
        );
        const shares = prompts.flatMap((rewards) => {
          const draws = draw(
            k,
            rewards.filter((one) => one !== null),
          );
          return draws.length === 0 ? [] : [draws.filter((drawn) => drawn.includes(1)).length / draws.length];
        });
        const mean = shares.reduce((sum, share) => sum + share / shares.length, 0);
        expect(at(all, k)?.value).toEqual(shares.length === 0 ? null : near(mean));
        expect(at(all, k)).toMatchObject({ n: shares.length, excluded: prompts.length - shares.length });
      }),
      { numRuns: 200 },
    );
  });

  it("weighs each prompt alike, however many responses it has", () => {
    const rows: Row[] = [
      { id: "many", rewards: [1, 1, 1, 1, 1, 1, 1, 1] },
      { id: "one", rewards: [0] },
    ];
    expect(at(figures(rows, [1]).all, 1)?.value).toBeCloseTo(1 / 2, 12);
  });

  it("takes 1, 2, 4 … up to what half of the prompts have decided, and that", () => {
    const ofSizes = (...sizes: readonly number[]) =>
      valuesOf(
        figures(sizes.map((size, i) => ({ id: `q${i}`, rewards: Array<Reward>(size).fill(1) }))).all,
      ).map(([k]) => k);
    expect(ofSizes(12, 12, 12)).toEqual([1, 2, 4, 8, 12]);
    expect(ofSizes(8)).toEqual([1, 2, 4, 8]);
    expect(ofSizes(1, 1)).toEqual([1]);
    // A hundred samples of one prompt of three are no curve of the data; of one of two they are.
    expect(ofSizes(100, 3, 2)).toEqual([1, 2, 3]);
    expect(ofSizes(5, 1)).toEqual([1, 2, 4, 5]);
  });

  it("takes the ks that are asked for, each once and in order, and says why one has no value", () => {
    const { all } = figures([{ id: "q", rewards: [1, 0] }], [3, 1, 3]);
    expect(valuesOf(all)).toEqual([
      [1, near(1 / 2)],
      [3, null],
    ]);
    expect(at(all, 3)).toMatchObject({ n: 0, excluded: 1, reason: "no prompt has 3 decided responses" });
  });

  it.each([[[0]], [[-1]], [[1.5]], [[Number.NaN]], [[]]])("refuses k = %j", (ks) => {
    expect(() => figures([{ id: "q", rewards: [1] }], ks)).toThrow(/pass@k: expected/);
  });

  it("of nothing, and of nothing that was decided, has no value and no error", () => {
    expect(at(figures([]).all, 1)).toMatchObject({ value: null, n: 0, excluded: 0 });
    expect(at(figures([{ id: "q", rewards: [null, null] }]).all, 1)).toMatchObject({
      ...{ value: null, n: 0, excluded: 1 },
      reason: "no prompt has 1 decided response",
    });
    // A row that was held against nothing has no responses here.
    expect(figures([{ id: "unchecked", rewards: [] }]).all.prompts).toBe(0);
  });
});

describe("undecided responses", () => {
  it("are neither passed nor failed: they are not in n", () => {
    const { all } = figures([{ id: "q", rewards: [1, 0, null, null] }], [1, 2]);
    expect(valuesOf(all)).toEqual([
      [1, near(1 / 2)],
      [2, near(1)],
    ]);
  });

  it("exclude their prompt from pass@k where fewer than k are decided, and bounds say what they could make of it", () => {
    const rows: Row[] = [
      { id: "decided", rewards: [1, 0, 0, 0] },
      { id: "undecided", rewards: [1, null, null, 0] },
      { id: "few", rewards: [1] },
    ];
    const four = at(figures(rows, [4]).all, 4);
    // "undecided" passes@4 whatever the two are; "few" has no four responses, and no pass@4 to be unknown.
    expect(four).toMatchObject({ value: 1, n: 1, excluded: 2, bounds: [near(1), near(1)] });
    const three = at(figures(rows, [3]).all, 3);
    // ¾ of "decided"; of "undecided" with both failed ¾, with both passed 1.
    expect(three).toMatchObject({
      value: near(3 / 4),
      n: 1,
      excluded: 2,
      bounds: [near(3 / 4), near(7 / 8)],
    });
    expect(at(figures(rows, [1]).all, 1)?.bounds).toBeUndefined();
  });

  it("have bounds that hold the value with any outcome of excluded prompts", () => {
    const undecidable: Row[] = [
      { id: "a", rewards: [1, 0, 0] },
      { id: "b", rewards: [null, null, 0] },
    ];
    const [low = 1, high = 0] = at(figures(undecidable, [2]).all, 2)?.bounds ?? [];
    for (const settled of [
      [0, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
    ] as const) {
      const value = at(
        figures(
          [
            { id: "a", rewards: [1, 0, 0] },
            { id: "b", rewards: settled },
          ],
          [2],
        ).all,
        2,
      )?.value;
      expect(value).toBeGreaterThanOrEqual(low - 1e-12);
      expect(value).toBeLessThanOrEqual(high + 1e-12);
    }
  });
});

describe("the interval of pass@k", () => {
  it("is that of a mean over whole clusters, within 0…1, in whichever order the rows come", () => {
    const rows: Row[] = [
      { id: "a1", cluster: "a", rewards: [1, 1, 0, 0] },
      { id: "b1", cluster: "b", rewards: [0, 0, 0, 0] },
      { id: "a2", cluster: "a", rewards: [1, 0, 0, 0] },
      { id: "c1", cluster: "c", rewards: [1, 1, 1, 1] },
    ];
    const expected = stats.clusterMean([5 / 6 + 1 / 2, 0, 1], [2, 1, 1], [0, 1]);
    for (const given of [rows, rows.toReversed()]) {
      const two = at(figures(given, [2]).all, 2);
      expect(two).toMatchObject({
        ...{ n: 4, clusters: 3, value: near(expected?.value ?? 0), method: expected?.method },
        interval: expected?.interval?.map(near),
      });
      expect(two?.interval?.[0]).toBeGreaterThanOrEqual(0);
      expect(two?.interval?.[1]).toBeLessThanOrEqual(1);
    }
  });

  it("is Wilson's where every prompt is its own cluster and passes or does not", () => {
    const rows = Array.from({ length: 20 }, (_, i): Row => ({ id: `q${i}`, rewards: [i < 7 ? 1 : 0, 0] }));
    expect(at(figures(rows).all, 2)?.interval).toEqual(stats.wilson(7, 20)?.map(near));
  });

  it("takes rows of the same prompt as one cluster where they name none, and a single cluster has none", () => {
    const rows: Row[] = [
      { id: "a", prompt: "2 + 2?", rewards: [1] },
      { id: "b", prompt: "2 + 2?", rewards: [0] },
    ];
    expect(at(figures(rows).all, 1)).toMatchObject({ n: 2, clusters: 1, value: 1 / 2, interval: null });
    expect(at(figures(rows.map((row) => ({ ...row, prompt: row.id }))).all, 1)).toMatchObject({
      clusters: 2,
    });
  });
});

describe("pass@k by author", () => {
  it("takes the responses of one system as its samples, and all of them as a mixture", () => {
    const rows: Row[] = [
      { id: "q1", rewards: [...by("good", 1, 1), ...by("bad", 0, null)] },
      { id: "q2", rewards: [...by("good", 1, 0), ...by("bad", 0, 1)] },
      { id: "q3", rewards: by("good", 0, 0) },
    ];
    const { all, authors, unnamed } = figures(rows, [1, 2]);
    expect(authors.map(({ author }) => author)).toEqual(["good", "bad"]);
    const [good, bad] = authors;
    expect(good && valuesOf(good)).toEqual([
      [1, near((1 + 1 / 2 + 0) / 3)],
      [2, near(2 / 3)],
    ]);
    // A prompt that it did not answer is no prompt of its.
    expect(bad).toMatchObject({ prompts: 2, mostDecided: 2 });
    expect(bad && valuesOf(bad)).toEqual([
      [1, near((0 + 1 / 2) / 2)],
      [2, near(1)],
    ]);
    expect(bad && at(bad, 2)).toMatchObject({ n: 1, excluded: 1 });
    expect(at(all, 1)?.value).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 12);
    expect(unnamed).toBe(0);
  });

  it("is left out where it would be what all responses say", () => {
    expect(figures([{ id: "q", rewards: [1, 0] }]).authors).toEqual([]);
    expect(figures([{ id: "q", rewards: by("only", 1, 0) }]).authors).toEqual([]);
    const partly = figures([{ id: "q", rewards: [...by("only", 1), 0] }]);
    expect(partly.authors.map((one) => [one.author, valuesOf(one)])).toEqual([["only", [[1, 1]]]]);
    expect(partly.unnamed).toBe(1);
  });

  it("lists the highest pass@1 first, then those without any, by name where they are equal", () => {
    const rewards = [...by("c", 0), ...by("d", 1), ...by("b", 1), ...by("a", null)];
    expect(figures([{ id: "q", rewards }]).authors.map(({ author }) => author)).toEqual(["b", "d", "c", "a"]);
  });

  it("takes any name, also those of an object's own parts", () => {
    const { authors } = figures([{ id: "q", rewards: [...by("__proto__", 1), ...by("constructor", 0)] }]);
    expect(authors.map(({ author }) => author)).toEqual(["__proto__", "constructor"]);
  });
});

describe("pass@k laid out", () => {
  const textOf = (found: PassAtK) => renderTerminal(passAtKBlocks(found), { width: 100, color: false });

  it("has a line for each k with all its denominators, and names no figure that is not there", async () => {
    const rows: Row[] = [
      { id: "a", rewards: [...by("x", 1), ...by("y", 0)] },
      { id: "b", rewards: [...by("x", 1), null] },
    ];
    const text = await textOf(figures(rows, [2, 3]));
    const lines = text.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));
    expect(lines).toContain("all responses | 2 | 100.0 % [20.7, 100.0] | 1 | 1 | 1 | [100.0, 100.0]");
    expect(lines).toContain("3 | – (1) | 0 | 0 | 2");
    expect(lines).toContain("· (1) no prompt has 3 decided responses");
    expect(text.replace(/\s+/g, " ")).toContain("Responses that name no author: 1.");
  });

  it("lets no author's name steer the terminal, and shows ten authors at most", async () => {
    const others = Array.from({ length: 11 }, (_, i) => by(`z${i}`, 0)).flat();
    const rewards = [...by("evil\u001b[31m\u202e\nname", 1), ...others];
    const text = (await textOf(figures([{ id: "q", rewards }]))).replace(/\s+/g, " ");
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain("evil␛[31m name");
    expect(text).not.toContain("z9");
    expect(text).toContain("Authors not shown: 2; the JSON document has them.");
  });
});

/** So many responses of one author. */
function by(author: string, ...rewards: readonly Reward[]): Row["rewards"] {
  return rewards.map((reward) => [reward, author]);
}

/** Every way to draw k of these. */
function draw(k: number, from: readonly number[]): number[][] {
  if (k === 0) return [[]];
  return from.flatMap((first, i) => draw(k - 1, from.slice(i + 1)).map((rest) => [first, ...rest]));
}
