import { describe, expect, it } from "vitest";
import { critiqueText } from "../../src/audits/critique/critique-text.js";
import type { Judgment } from "../../src/core/judgment.js";
import { seededRandom } from "../../src/core/random.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import { auditing } from "../../src/setup/audit.js";
import { askedJudge, audit, isBetter, pairs, simulatedJudge } from "./simulated.js";

const COUNT = 60;
const rows = pairs(COUNT);
const judge = { kind: "imported", id: "them@1", name: "them", format: "verdicts" } as const;

interface Written {
  /** null for a judgment that decided nothing. */
  readonly right: boolean | "tie" | null;
  readonly critique: string | null;
}

/** The measure of stored judgments: `written` says what was made of each duel in each order. */
async function measured(
  written: (i: number, order: 0 | 1) => Written,
  { recorded = true, data = rows }: { readonly recorded?: boolean; readonly data?: typeof rows } = {},
) {
  const judgments = data.flatMap(({ comparison, preferences: [preference] }, i) =>
    ([0, 1] as const).map((order): Judgment => {
      const { right, critique } = written(i, order);
      const best = preference?.kind === "duel" ? preference.winner : "";
      const winner = right === "tie" ? "tie" : right ? best : best === "r1" ? "r2" : "r1";
      const reading: Reading =
        right === null
          ? { status: "unparsed", reason: "no verdict" }
          : { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner } };
      const presented = recorded ? (order === 0 ? ["r1", "r2"] : ["r2", "r1"]) : null;
      return {
        trial: trial({ comparison: comparison.id, judge: judge.id, presented, repeat: recorded ? 0 : order }),
        ...{ reading, critique, calls: [], imported: { text: critique } },
      };
    }),
  );
  const under = await auditing({
    ...{
      probes: [critiqueText],
      judges: [{ stored: judge }],
      rows: data,
      judgments,
      seed: 20,
      resamples: 500,
    },
  });
  expect(under.remaining()).toEqual([]);
  const [report] = under.report();
  if (!report) throw new Error("one judge is measured");
  const figure = (name: string) => report.others.find(({ metric }) => metric === `critique-text-${name}`);
  return { primary: report.primary, figure };
}

const ofLength = (words: number) => Array.from({ length: words }, (_, i) => `word${i}`).join(" ");
const chance = (i: number, what: string) => seededRandom([what, i])();

describe("the text of critiques", () => {
  it("finds that longer critiques go with right verdicts, as strongly as they do", async () => {
    // Right in half of the duels; nine of ten critiques of a right verdict are long, one of ten of a wrong one: r = 0.8.
    const { primary } = await measured((i) => ({
      right: i % 2 === 0,
      critique: ofLength((Math.floor(i / 2) % 10 === 0) === (i % 2 === 0) ? 10 : 40),
    }));
    expect(primary).toMatchObject({
      n: COUNT,
      clusters: COUNT,
      excluded: 0,
      found: true,
      unit: "correlation",
    });
    expect(primary.value).toBeCloseTo(0.8, 10);
    expect(primary.interval?.[0]).toBeGreaterThan(0.5);
    expect(primary.interval?.[1]).toBeLessThan(1);
  });

  it("finds nothing where length and being right have nothing to do with each other", async () => {
    const { primary } = await measured((i) => ({
      right: chance(i, "right") < 0.7,
      critique: ofLength(5 + Math.floor(40 * chance(i, "length"))),
    }));
    expect(primary.found).toBe(false);
    expect(primary.interval?.[0]).toBeLessThan(0);
    expect(primary.interval?.[1]).toBeGreaterThan(0);
  });

  it("does not take hard duels for the length's doing: within a duel that was judged both ways", async () => {
    // All critiques of a duel are of one length, whether right or wrong.
    const alike = await measured((i, order) => ({ right: order === i % 2, critique: ofLength(5 + i) }));
    expect(alike.figure("length-right-within")).toMatchObject({ value: 0, n: COUNT, found: false });
    const doubled = await measured((i, order) => ({
      right: order === i % 2,
      critique: ofLength(order === i % 2 ? 20 : 10),
    }));
    expect(doubled.figure("length-right-within")).toMatchObject({ n: COUNT, found: true });
    expect(doubled.figure("length-right-within")?.value).toBeCloseTo(Math.log(2), 10);
    // Half right in every duel: nothing that could go with the length.
    expect(doubled.primary).toMatchObject({
      value: null,
      excluded: 0,
      reason: expect.stringContaining("alike"),
    });
  });

  it("takes the duels of one cluster together", async () => {
    const data = pairs(COUNT, { cluster: 10 });
    const { primary } = await measured(
      (i) => ({ right: i < COUNT / 2, critique: ofLength(i < COUNT / 2 ? 30 + (i % 3) : 10 + (i % 3)) }),
      { data },
    );
    expect(primary.value).toBeGreaterThan(0.9);
    // Six clusters: of 64 patterns of signs two are as far out.
    expect(primary).toMatchObject({ n: COUNT, clusters: 6, p: 2 / 64 });
  });

  it("describes them: length, hedging, what is copied, whom they speak of", async () => {
    const { figure } = await measured((i) => ({
      right: true,
      critique:
        i % 2 === 0
          ? "Response A might be right and Response B perhaps wrong."
          : `Response A says: The sum is ${2 * i}. Correct.`,
    }));
    expect(figure("written")).toMatchObject({ value: 1, n: 2 * COUNT });
    // Ten words and eight.
    expect(figure("words")).toMatchObject({ value: 9, n: 2 * COUNT, clusters: COUNT, p: null });
    // Two of ten words in half of them.
    expect(figure("hedges")?.value).toBeCloseTo(10, 8);
    expect(figure("hedged")?.value).toBe(0.5);
    expect(figure("mentions-both")?.value).toBe(0.5);
    expect(figure("mentions-one")?.value).toBe(0.5);
    // "the sum is N correct" is one of four runs of five words, in half of them.
    expect(figure("copied")?.value).toBeCloseTo(1 / 8, 10);
  });

  it("leaves out and counts what has no verdict, and what has no critique", async () => {
    const { primary, figure } = await measured((i) => ({
      right: i < 5 ? null : i % 2 === 0,
      critique: i >= 50 ? null : ofLength(10 + (i % 7)),
    }));
    expect(primary).toMatchObject({ n: 45, excluded: 15 });
    expect(figure("written")?.value).toBeCloseTo(50 / 60, 10);
    expect(figure("words")).toMatchObject({ n: 100 });
  });

  it("reads imports that did not record the order", async () => {
    const { primary } = await measured(
      (i) => ({ right: i % 3 !== 0, critique: ofLength(i % 3 !== 0 ? 20 + (i % 5) : 10 + (i % 5)) }),
      { recorded: false },
    );
    expect(primary).toMatchObject({ n: COUNT, found: true });
  });

  it("joins the critiques of responses that are scored alone", async () => {
    const { judge: scorer, bind } = await askedJudge({ protocol: "pointwise" }, ({ shown, text }) => {
      const right = isBetter(shown[""] ?? "");
      const number = Number(/What is (\d+)/.exec(text)?.[1]);
      // Wrong in every third duel, where it is brief.
      return `${ofLength(number % 3 === 0 ? 5 : 15)}\nFinal score: [[${right === (number % 3 !== 0) ? 8 : 4}]]`;
    });
    const under = { bind, stored: [] as Judgment[] };
    const stored: Judgment[] = [];
    const probe = {
      ...critiqueText,
      plan: () =>
        rows.flatMap(({ comparison: { id } }) =>
          ["r1", "r2"].map((one) => ({ comparison: id, arm: null, presented: [one], repeat: 0 })),
        ),
    };
    const [report] = await audit([probe], [scorer], rows, {
      ...under,
      onJudgment: (one) => stored.push(one),
    });
    expect(stored).toHaveLength(2 * COUNT);
    expect(report?.primary.value).toBeCloseTo(1, 10);
    expect(report?.others.find(({ metric }) => metric === "critique-text-mentions-both")).toMatchObject({
      value: null,
    });
  });

  it("says why it measures nothing", async () => {
    expect((await measured(() => ({ right: true, critique: null }))).primary).toMatchObject({
      ...{ value: null, p: null, excluded: 2 * COUNT, reason: "its judgments have no critique" },
    });
    const right = simulatedJudge("right", ({ presented: [a = ""] }) => a);
    const [unasked] = await audit([critiqueText], [right], rows);
    expect(unasked?.primary).toMatchObject({ value: null, reason: "it has no judgments" });
    const { primary } = await measured(() => ({ right: true, critique: ofLength(9) }));
    expect(primary).toMatchObject({ value: null, reason: expect.stringContaining("alike") });
  });
});
