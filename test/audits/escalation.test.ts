import { describe, expect, it } from "vitest";
import {
  areaGains,
  areaInfluence,
  chanceOf,
  gainsAt,
  influenceAt,
  placed,
  thresholds,
} from "../../src/audits/votes/escalated.js";
import { escalation } from "../../src/audits/votes/escalation.js";
import type { ComputedJudge, Judge } from "../../src/core/judge.js";
import type { Judgment } from "../../src/core/judgment.js";
import { trial } from "../../src/core/trial.js";
import { auditing } from "../../src/setup/audit.js";
import {
  chance,
  covers,
  figureOf,
  IMPORTED,
  placeOf,
  readingJudge,
  unparsedWhen,
} from "./consistency-judges.js";
import { audit, isBetter, type Met, pairs, simulatedJudge, simulatedScorer, textOf } from "./simulated.js";

const better = ({ comparison, presented }: Met) =>
  presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
const other = (met: Met) => met.presented.find((id) => id !== better(met)) ?? "";
const isHard = ({ comparison }: Met) => placeOf(comparison) % 2 === 1;
const COUNT = 200;
const rows = pairs(COUNT);

/** Right in every second duel for sure; in the others it goes by the place, so that its two orders disagree. */
const knowing = simulatedJudge("knowing", (met) => (isHard(met) ? (met.presented[0] ?? "") : better(met)));
/** The same errors, half of all verdicts in half of the duels, but its orders disagree in duels that have nothing to do with them. */
const right = simulatedJudge("right", better);
const stating = (name: string, sure: (met: Met) => number) =>
  readingJudge(name, (met) => {
    const [a = "", b = ""] = met.presented;
    const isWrong = isHard(met) && chance("stating", met.comparison.id)() < 0.5;
    const winner = isWrong ? other(met) : better(met);
    const pWin = winner === a ? sure(met) : 1 - sure(met);
    return { status: "decided", verdict: { kind: "duel", between: [a, b], winner, pWin } };
  });
const reportOf = (reports: Awaited<ReturnType<typeof audit>>, judge: string) =>
  reports.find((one) => one.judge.startsWith(judge));

describe("what escalation gains", () => {
  const unit = (confidence: number, cheap: number, dear: number, cluster = "c") => ({
    cluster,
    confidence,
    cheap,
    dear,
  });
  const sum = (values: readonly { value: number | null }[]) =>
    values.reduce((total, { value }) => total + (value ?? 0), 0);

  it("is that of the least sure half over the straight line, worked by hand", () => {
    // Least sure two of four passed on: agreement (1 + 1 + 1 + 1)/4 = 1; the line at half: (½ + 1)/2 = 0.75.
    const units = placed([unit(0.4, 1, 1), unit(0.1, 0, 1), unit(0.3, 1, 1), unit(0.2, 0, 1)]);
    expect(sum(gainsAt(units, 0.5)) / 4).toBeCloseTo(0.25, 12);
    // Agreement at 0, ¼, ½, ¾, 1: ½, ¾, 1, 1, 1; under the lines between them 0.875; the line itself 0.75.
    expect(sum(areaGains(units)) / 4).toBeCloseTo(0.125, 12);
  });

  it("at every threshold is what trying all ways to break ties gives on the mean", () => {
    const random = chance("ties");
    const units = Array.from({ length: 7 }, () =>
      unit(Math.floor(random() * 3), Math.round(random() * 2) / 2, Math.round(random() * 2) / 2),
    );
    const ordered = placed(units);
    for (let passed = 0; passed <= 7; passed++) {
      const byHand = meanOverOrders(units, passed);
      const share = passed / 7;
      const found = ordered.reduce((total, one) => {
        const w = chanceOf(one, share);
        return total + (1 - w) * one.cheap + w * one.dear;
      }, 0);
      expect(found / 7).toBeCloseTo(byHand, 12);
    }
  });

  it("has the spread that it has when duels are left out in turn, the threshold moving with them", () => {
    const random = chance("spread");
    const draws = {
      // Three duels of ten are unsure, and half of these wrong.
      tied: () => (random() < 0.3 ? unit(0, 0.5, 1) : unit(1, random() < 0.1 ? 0 : 1, 1)),
      graded: () => {
        const sure = random();
        return unit(sure, random() < 0.5 + sure / 2 ? 1 : 0, 1);
      },
    };
    for (const [name, draw] of Object.entries(draws)) {
      const units = Array.from({ length: 300 }, draw);
      const area = [(of: typeof units) => areaGains(placed(of)), areaInfluence(placed(units))] as const;
      const atHalf = [
        (of: typeof units) => gainsAt(placed(of), 0.5),
        influenceAt(placed(units), 0.5),
      ] as const;
      // Where each duel has a sureness of its own the gain at a share jumps like a quantile, which a jackknife says nothing of.
      for (const [gains, influence] of name === "tied" ? [atHalf, area] : [area]) {
        expect(sum(influence) / 300, name).toBeCloseTo(sum(gains(units)) / 300, 12);
        const without = units.map((_, i) => sum(gains(units.filter((__, k) => k !== i))) / 299);
        const mean = without.reduce((total, one) => total + one, 0) / 300;
        const jackknife = (299 / 300) * without.reduce((total, one) => total + (one - mean) ** 2, 0);
        const centre = sum(influence) / 300;
        const spread =
          influence.reduce((total, { value }) => total + ((value ?? 0) - centre) ** 2, 0) / 300 ** 2;
        expect(spread / jackknife, name).toBeGreaterThan(0.8);
        expect(spread / jackknife, name).toBeLessThan(1.25);
      }
    }
  });

  it("spreads more than its own values do where confidence tells something", () => {
    const random = chance("spread");
    const units = placed(
      Array.from({ length: 300 }, () =>
        random() < 0.3 ? unit(0, 0.5, 1) : unit(1, random() < 0.1 ? 0 : 1, 1),
      ),
    );
    const [naive, own] = [gainsAt(units, 0.5), influenceAt(units, 0.5)].map((values) => {
      const centre = sum(values) / 300;
      return values.reduce((total, { value }) => total + ((value ?? 0) - centre) ** 2, 0);
    });
    // By hand, for an unsure share of 0.35 these are as 0.0062 to 0.0133.
    expect((naive ?? 1) / (own ?? 1)).toBeLessThan(0.6);
  });

  it("is nothing where all are as sure, and thresholds run from 0 to 1", () => {
    const units = placed([unit(1, 0, 1), unit(1, 1, 0), unit(1, 1, 1)]);
    expect(gainsAt(units, 0.5).map(({ value }) => value)).toEqual([0, 0, 0]);
    expect(thresholds(units, 100)).toEqual([0, 1]);
    const many = placed(Array.from({ length: 1000 }, (_, i) => unit(i, 0, 1)));
    const few = thresholds(many, 100);
    expect(few.length).toBeLessThanOrEqual(102);
    expect([few[0], few.at(-1)]).toEqual([0, 1]);
  });
});

/** The mean agreement over all orders of the units that go by confidence, with this many passed on. */
function meanOverOrders(
  units: readonly { confidence: number; cheap: number; dear: number }[],
  passed: number,
): number {
  let [total, orders] = [0, 0];
  for (let pattern = 0; pattern < 2 ** units.length; pattern++) {
    const isPassed = units.map((_, i) => ((pattern >> i) & 1) === 1);
    if (isPassed.filter(Boolean).length !== passed) continue;
    const highest = Math.max(...units.map(({ confidence }, i) => (isPassed[i] ? confidence : -1)));
    if (units.some(({ confidence }, i) => !isPassed[i] && confidence < highest)) continue;
    orders++;
    total += units.reduce((sum, { cheap, dear }, i) => sum + (isPassed[i] ? dear : cheap), 0) / units.length;
  }
  return total / orders;
}

describe("the escalation probe", () => {
  it("finds a judge whose orders disagree where it is wrong, by as much as escalation gains", async () => {
    const report = reportOf(await audit([escalation], [knowing, right], rows), "knowing");
    // Alone: half right, half ties of one each way: 0.75. All passed on: 1. At half: 1, against 0.875 by chance.
    expect(report?.primary).toMatchObject({ metric: "escalation-gain", n: COUNT, excluded: 0, found: true });
    expect(report?.primary.value).toBeCloseTo(0.125, 12);
    expect(covers(report?.primary ?? expect.fail(), 0.125)).toBe(true);
    expect(figureOf(report, "escalation-agreement-none").value).toBe(0.75);
    expect(figureOf(report, "escalation-agreement-half").value).toBe(1);
    expect(figureOf(report, "escalation-agreement-all").value).toBe(1);
    const [share, byChance] = report?.curves ?? [];
    expect(share?.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 0.75],
      [0.5, 1],
      [1, 1],
    ]);
    expect(byChance?.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 0.75],
      [1, 1],
    ]);
    expect(report?.notes[0]).toContain("to right, which agrees more");
  });

  it("reads stated probabilities where there are any, and does not find a judge whose sureness says nothing", async () => {
    const sure = stating("sure", (met) => (isHard(met) ? 0.6 : 0.9));
    const blind = stating("blind", ({ comparison }) => 0.5 + chance("blind", comparison.id)() / 2);
    const reports = await audit([escalation], [sure, blind, right], rows);
    const ofSure = reportOf(reports, "sure");
    expect(ofSure?.primary).toMatchObject({ found: true });
    expect(ofSure?.notes[0]).toContain("by stated probability");
    // One in four is wrong, all among the unsure half: 1 − 0.25 + 0.25 at half, 0.875 on the line.
    expect(covers(ofSure?.primary ?? expect.fail(), 0.125)).toBe(true);
    expect(reportOf(reports, "blind")?.primary).toMatchObject({ found: false });
    expect(figureOf(ofSure, "escalation-gain-by-order").value).not.toBeNull();
  });

  it("reads score margins", async () => {
    const scorer = simulatedScorer("scorer", ({ comparison, text }) => {
      const isUnsure = placeOf(comparison) % 2 === 1;
      const isRight = isBetter(text) !== (isUnsure && placeOf(comparison) % 4 === 1);
      return isRight ? (isUnsure ? 6 : 9) : 5;
    });
    const report = reportOf(await audit([escalation], [scorer, right], rows), "scorer");
    expect(report?.notes[0]).toContain("by score margin");
    expect(report?.primary.value).toBeCloseTo(0.125, 12);
  });

  it("finds no false gain where the dear judge is better by the same everywhere", async () => {
    let found = 0;
    for (let study = 0; study < 40; study++) {
      const cheap = readingJudge(`cheap${study}`, (met) => {
        const [a = "", b = ""] = met.presented;
        const draw = chance("cheap", study, met.comparison.id);
        const winner = draw() < 0.6 ? better(met) : other(met);
        const p = 0.5 + draw() / 2;
        return {
          status: "decided",
          verdict: { kind: "duel", between: [a, b], winner, pWin: winner === a ? p : 1 - p },
        };
      });
      const [report] = await audit([escalation], [cheap, right], rows.slice(0, 60));
      if ((report?.primary.p ?? 1) < 0.05) found++;
    }
    // Two of forty on the mean; more than six in one of two hundred such runs.
    expect(found).toBeLessThanOrEqual(6);
  });

  it("goes to the judge that takes more tokens, whichever agrees more, and shows what that costs", async () => {
    const few = pairs(20);
    const judges: Judge[] = ["dear", "cheap"].map((name) => ({ ...IMPORTED, id: `${name}@1`, name }));
    const judged = (
      judge: string,
      id: string,
      first: string,
      second: string,
      winner: string,
      tokens: number,
    ): Judgment => ({
      trial: trial({ comparison: id, judge, presented: [first, second], repeat: 0 }),
      reading: { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner } },
      critique: null,
      calls: [
        {
          ...{ key: `${judge}${id}${first}`, status: "answered", seconds: 1, attempts: 1, reused: false },
          reply: { text: "", finishReason: "stop", usage: { inputTokens: tokens - 1, outputTokens: 1 } },
        },
      ],
    });
    const judgments = few.flatMap(({ comparison: { id }, preferences: [said] }, i) => {
      const winner = said?.kind === "duel" ? said.winner : "";
      return [
        ["r1", "r2"],
        ["r2", "r1"],
      ].flatMap(([first = "", second = ""]) => [
        judged("cheap@1", id, first, second, i % 2 === 0 ? first : winner, 10),
        judged("dear@1", id, first, second, i % 5 === 0 ? first : winner, 90),
      ]);
    });
    const under = await auditing({
      ...{ probes: [escalation], rows: few, judgments, seed: 20, resamples: 50 },
      judges: judges.map((stored) => ({ stored })),
    });
    const reports = under.report();
    const ofCheap = reports.find(({ judge }) => judge === "cheap@1");
    expect(ofCheap?.notes[0]).toContain("takes more tokens a duel");
    // Two orders: 20 + ½ · 180 of 180.
    expect(figureOf(ofCheap, "escalation-cost-at-half").value).toBeCloseTo(110 / 180, 12);
    expect(ofCheap?.curves.find(({ name }) => name === "escalation-by-tokens")?.points.at(-1)?.x).toBeCloseTo(
      200,
      9,
    );
    const ofDear = reports.find(({ judge }) => judge === "dear@1");
    expect(ofDear?.primary).toMatchObject({ value: null, reason: expect.stringContaining("no other judge") });
  });

  it("counts duels that one of the two left undecided, and numbers further dear judges", async () => {
    const patchy = unparsedWhen(right, ({ comparison }) => placeOf(comparison) % 10 === 1);
    const mostly = simulatedJudge("mostly", (met) =>
      placeOf(met.comparison) % 8 === 0 ? other(met) : better(met),
    );
    const report = reportOf(await audit([escalation], [knowing, mostly, patchy], rows), "knowing");
    expect(report?.primary).toMatchObject({ n: 180, excluded: 20 });
    expect(figureOf(report, "escalation-2-gain")).toMatchObject({ n: 200, excluded: 0 });
    expect(report?.notes).toHaveLength(2);
    const names = (report?.curves ?? []).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("gives reasons: one judge alone, nothing judged, nothing that says how sure it is", async () => {
    const [alone] = await audit([escalation], [right], rows);
    expect(alone?.primary).toMatchObject({ value: null, reason: expect.stringContaining("one judge alone") });
    const once = (judge: ComputedJudge["name"]) => simulatedScorer(judge, () => 1);
    const [unsure] = await audit([escalation], [once("a"), right], []);
    expect(unsure?.primary.value).toBeNull();
    expect(unsure?.primary.reason).toBeTruthy();
  });
});
