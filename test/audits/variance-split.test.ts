import { describe, expect, it } from "vitest";
import { type Spread, splitSpread } from "../../src/audits/consistency/spread.js";
import { varianceSplit } from "../../src/audits/consistency/variance-split.js";
import { trial } from "../../src/core/trial.js";
import { normalDraw } from "../support/simulated.js";
import {
  auditImported,
  chance,
  covers,
  figureOf,
  importedJudgment,
  lists,
  placeOf,
  readingJudge,
  simulatedRanker,
  unparsedWhen,
} from "./consistency-judges.js";
import { audit, isBetter, type Met, pairs, simulatedJudge, simulatedScorer, textOf } from "./simulated.js";

const better = ({ comparison, presented }: Met) =>
  presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
const right = simulatedJudge("right", better);
const first = simulatedJudge("first", ({ presented }) => presented[0] ?? "");
const coin = simulatedJudge(
  "coin",
  ({ comparison, presented, repeat }) =>
    presented[chance("coin", comparison.id, presented, repeat)() < 0.5 ? 0 : 1] ?? "",
);
const share = (report: Parameters<typeof figureOf>[0], part: string) =>
  figureOf(report, `variance-split-${part}`).value ?? Number.NaN;

describe("the variance split", () => {
  it("finds all of a right judge's spread in the item, of one that picks the first in the order, of a coin in asking again", async () => {
    const [ofRight, ofFirst, ofCoin] = await audit([varianceSplit], [right, first, coin], pairs(300));
    expect(share(ofRight, "item")).toBeCloseTo(1, 9);
    expect(share(ofFirst, "order")).toBeCloseTo(1, 9);
    expect(share(ofFirst, "item")).toBeCloseTo(0, 9);
    expect(share(ofCoin, "repeat")).toBeGreaterThan(0.85);
    expect(share(ofCoin, "item")).toBeLessThan(0.1);
    expect(ofRight?.primary).toMatchObject({ metric: "variance-split-item", n: 300, clusters: 300, p: null });
    // Half of the responses win and half lose.
    expect(figureOf(ofRight, "variance-split-deviation").value).toBeCloseTo(0.5, 2);
  });

  it("finds planted shares, each within its interval, and parts that add up to all", async () => {
    // P(r1 wins) = ½ ± 0.2 by item, ± 0.1 by order, ± 0.1 by item and order, ± 0.1 by repeat. Variances 0.04, 0.01 and 0.01; of an order of
    // two levels, as if these were drawn from many, 0.2²/2 = 0.02.
    const sign = (...about: Parameters<typeof chance>) => (chance(...about)() < 0.5 ? -1 : 1);
    const judge = readingJudge("planted", ({ comparison, presented, repeat }) => {
      const isFirst = presented[0] === "r1" ? 1 : -1;
      const pWin =
        0.5 +
        0.2 * sign("item", comparison.id) +
        0.1 * isFirst +
        0.1 * sign("both", comparison.id, presented) +
        0.1 * sign("repeat", comparison.id, presented, repeat);
      const verdict = {
        kind: "duel",
        between: ["r1", "r2"],
        winner: pWin > 0.5 ? "r1" : "r2",
        pWin,
      } as const;
      return { status: "decided", verdict };
    });
    const [report] = await audit([varianceSplit], [judge], pairs(400));
    for (const [part, size] of [
      ["item", 4 / 8],
      ["order", 2 / 8],
      ["item-order", 1 / 8],
      ["repeat", 1 / 8],
      ["rest", 0],
    ] as const) {
      const figure = figureOf(report, `variance-split-${part}`);
      expect(Math.abs((figure.value ?? 1) - size), part).toBeLessThan(0.06);
      if (size > 0) expect(covers(figure, size), part).toBe(true);
    }
    const parts = ["item", "order", "item-order", "repeat", "rest"].map((part) => share(report, part));
    expect(parts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
  });

  it("has intervals that cover the planted shares at about their rate", () => {
    // Normal effects: variances 4 by item, 1 by item and order, 1 by repeat, and two orders that lie 1 apart: ½.
    const random = chance("coverage");
    const planted = { item: 4 / 6.5, order: 0.5 / 6.5, "item-order": 1 / 6.5, repeat: 1 / 6.5 };
    const covered = new Map<string, number>();
    const rounds = 150;
    for (let round = 0; round < rounds; round++) {
      const values = Array.from({ length: 100 }, (_, i): Spread[] => {
        const item = 2 * normalDraw(random);
        return [0, 1].flatMap((order) => {
          const own = item + order + normalDraw(random);
          const at = { cluster: `c${i}`, item: `q${i}`, levels: { order: `${order}` } };
          return [own + normalDraw(random), own + normalDraw(random)].map((value) => ({ ...at, value }));
        });
      }).flat();
      const split = splitSpread(
        { resamples: 200, random: (purpose) => chance(purpose, round) },
        "split",
        values,
      );
      for (const [part, size] of Object.entries(planted)) {
        const [low = 1, high = 0] = split?.parts.find((one) => one.part === part)?.interval ?? [];
        if (low <= size && size <= high) covered.set(part, (covered.get(part) ?? 0) + 1 / rounds);
      }
    }
    for (const part of Object.keys(planted)) expect(covered.get(part), part).toBeGreaterThan(0.9);
  });

  it("does not depend on which response of a duel is called first", async () => {
    const turned = pairs(40).map(({ comparison, preferences }) => ({
      comparison: { ...comparison, responses: comparison.responses.toReversed() },
      preferences,
    }));
    const [here] = await audit([varianceSplit], [coin], pairs(40));
    const [there] = await audit([varianceSplit], [coin], turned);
    for (const part of ["item", "order", "item-order", "repeat"])
      expect(share(there, part)).toBeCloseTo(share(here, part), 9);
  });

  it("takes the judge as a part where an audit has several", async () => {
    const wrong = simulatedJudge("wrong", (met) => met.presented.find((id) => id !== better(met)) ?? "");
    const reports = await audit([varianceSplit], [right, wrong], pairs(60));
    for (const report of reports) {
      expect(share(report, "item")).toBeCloseTo(1, 9);
      // Two judges of opposite minds: nothing is common to an item.
      expect(share(report, "panel-item-judge")).toBeCloseTo(1, 9);
      expect(share(report, "panel-item")).toBeCloseTo(0, 9);
    }
    const [alone] = await audit([varianceSplit], [right], pairs(10));
    expect(alone?.others.some(({ metric }) => metric.includes("panel"))).toBe(false);
  });

  it("takes templates where their arms are stored", async () => {
    const rows = pairs(60);
    const stored = rows.flatMap(({ comparison }, i) =>
      [
        ["r1", "r2"],
        ["r2", "r1"],
      ].map((presented) => {
        // Under the other template it is wrong on every second pair.
        const own = better({ comparison, presented, repeat: 0 });
        const winner = i % 4 < 2 ? own : own === "r1" ? "r2" : "r1";
        return {
          ...importedJudgment(comparison.id, presented, winner),
          trial: trial({
            ...{ comparison: comparison.id, judge: right.judge.id, presented, repeat: 0 },
            variant: { probe: "prompt-sensitivity", arm: "other" },
          }),
        };
      }),
    );
    const [report] = await audit([varianceSplit], [right], rows, { stored });
    // Items: the two templates agree on half of them, so the covariance over templates is half of the variance less 0.
    expect(share(report, "item")).toBeLessThan(0.2);
    expect(share(report, "item-template")).toBeGreaterThan(0.8);
    const [without] = await audit([varianceSplit], [right], rows);
    expect(without?.others.some(({ metric }) => metric.includes("template"))).toBe(false);
  });

  it("divides the spread of scores, by response, place and asking", async () => {
    const scorer = simulatedScorer(
      "scorer",
      ({ comparison, presented, repeat, text }) =>
        (isBetter(text) ? 7 : 5) + (chance("score", comparison.id, presented, repeat)() < 0.5 ? -0.5 : 0.5),
    );
    const [report] = await audit([varianceSplit], [scorer], pairs(200));
    // Variances 1 (5 or 7) and ¼.
    expect(covers(figureOf(report, "variance-split-score-item"), 0.8)).toBe(true);
    expect(covers(figureOf(report, "variance-split-score-repeat"), 0.2)).toBe(true);
    expect(figureOf(report, "variance-split-score-item")).toMatchObject({ n: 400, clusters: 200 });
    const single = pairs(40).map(({ comparison }) => ({
      comparison: { ...comparison, responses: comparison.responses.slice(0, 1) },
      preferences: [],
    }));
    const [alone] = await audit([varianceSplit], [scorer], single);
    expect(alone?.primary).toMatchObject({ metric: "variance-split-score-item", n: 40 });
  });

  it("reads places of three that are shown together", async () => {
    const byPlace = simulatedRanker("by-place", ({ presented }) => presented);
    const [report] = await audit([varianceSplit], [byPlace], lists(20, 3));
    expect(share(report, "item")).toBeLessThan(0.01);
    expect(share(report, "order")).toBeGreaterThan(0.95);
  });

  it("counts what has no verdict or no recorded order", async () => {
    const failing = unparsedWhen(right, (met) => placeOf(met.comparison) < 5 && met.repeat === 1);
    const [report] = await audit([varianceSplit], [failing], pairs(40));
    expect(report?.primary).toMatchObject({ n: 40, excluded: 10 });
    expect(report?.primary.value).toBeCloseTo(1, 9);
    const rows = pairs(8);
    const imports = rows.flatMap(({ comparison: { id } }, i) => {
      const winner = i % 2 === 0 ? "r1" : "r2";
      if (i < 2) return [importedJudgment(id, null, winner)];
      return [importedJudgment(id, ["r1", "r2"], winner), importedJudgment(id, ["r2", "r1"], winner)];
    });
    const imported = await auditImported(varianceSplit, rows, imports);
    expect(imported.primary).toMatchObject({ n: 6, excluded: 2 });
    expect(imported.primary.value).toBeCloseTo(1, 9);
    const reason = "nothing was asked twice";
    expect(figureOf(imported, "variance-split-repeat")).toMatchObject({ value: null, reason });
    const oneOrder = imports.filter(({ trial: { presented } }) => presented?.[0] === "r1");
    const once = await auditImported(varianceSplit, rows, oneOrder);
    expect(once.primary.value).toBeNull();
    expect(once.primary.reason).toBe("no two verdicts tell this part from the rest");
  });

  it("has a reason where there is no spread to divide", async () => {
    const report = await auditImported(varianceSplit, pairs(5), []);
    expect(report.primary.value).toBeNull();
    expect(report.primary.reason).toContain("fewer than two clusters");
    const tied = simulatedJudge("tied", () => "tie");
    const [ofTied] = await audit([varianceSplit], [tied], pairs(10));
    expect(ofTied?.primary).toMatchObject({ value: null, p: null });
  });
});
