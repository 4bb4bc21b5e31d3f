import { describe, expect, it } from "vitest";
import { repeats } from "../../src/audits/consistency/repeats.js";
import { normalDraw } from "../support/simulated.js";
import {
  auditImported,
  chance,
  covers,
  figureOf,
  importedJudgment,
  placeOf,
  unparsedWhen,
} from "./consistency-judges.js";
import {
  askedJudge,
  audit,
  isBetter,
  type Met,
  pairs,
  simulatedJudge,
  simulatedScorer,
  textOf,
} from "./simulated.js";

const better = ({ comparison, presented }: Met) =>
  presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
const other = (met: Met) => met.presented.find((id) => id !== better(met)) ?? "";
const steady = simulatedJudge("steady", better);
/** It errs in one verdict of five, each time anew. */
const noisy = simulatedJudge("noisy", (met) =>
  chance("noisy", met.comparison.id, met.presented, met.repeat)() < 0.2 ? other(met) : better(met),
);

describe("the repeats probe", () => {
  it("finds how often a verdict changes when it is asked again: 2e(1 − e) for errors in a share e of verdicts", async () => {
    const [ofNoisy, ofSteady] = await audit([repeats], [noisy, steady], pairs(300));
    expect(covers(ofNoisy?.primary ?? expect.fail(), 0.32)).toBe(true);
    expect(ofNoisy?.primary).toMatchObject({ n: 300, clusters: 300, excluded: 0, p: null, found: null });
    expect(ofSteady?.primary).toMatchObject({ value: 0, n: 300 });
    expect(figureOf(ofSteady, "repeats-share-sd").value).toBe(0);
    expect(figureOf(ofSteady, "repeats-agreement-sd").value).toBe(0);
  });

  it("gives the noise floor: the standard deviation of a duel's share, and of the agreement on the data", async () => {
    const [report] = await audit([repeats], [noisy], pairs(300));
    // A share is the mean of two verdicts that are right with probability 0.8: √(0.16/2); the agreement a mean of 300 such.
    expect(covers(figureOf(report, "repeats-share-sd"), Math.sqrt(0.08))).toBe(true);
    expect(covers(figureOf(report, "repeats-agreement-sd"), Math.sqrt(0.08 / 300))).toBe(true);
    expect(figureOf(report, "repeats-agreement-sd").value).toBeCloseTo(Math.sqrt(0.08 / 300), 2);
  });

  it("lets the verdicts of one cluster change together", async () => {
    // Five comparisons of a cluster turn at once: Σ of five shares changes by 5 or not, so the variance of the mean is five times as large.
    const together = simulatedJudge("together", (met) =>
      chance("together", met.comparison.cluster ?? "", met.repeat)() < 0.5 ? better(met) : other(met),
    );
    const [report] = await audit([repeats], [together], pairs(500, { cluster: 5 }));
    const floor = figureOf(report, "repeats-agreement-sd");
    expect(floor).toMatchObject({ n: 500, clusters: 100 });
    expect(covers(floor, Math.sqrt(0.25 / 100))).toBe(true);
    expect(covers(floor, Math.sqrt(0.25 / 500))).toBe(false);
  });

  it("counts a winner once and a tie once apart from opposite winners", async () => {
    const judge = simulatedJudge("half", (met) => (met.repeat === 1 ? "tie" : better(met)));
    const [report] = await audit([repeats], [judge], pairs(20));
    expect(report?.primary.value).toBe(0);
    expect(figureOf(report, "repeats-half-flip-rate").value).toBe(1);
  });

  it("finds the standard deviation of scores, and none of scores that stay", async () => {
    const scorer = simulatedScorer(
      "scorer",
      ({ comparison, presented, repeat, text }) =>
        (isBetter(text) ? 8 : 3) + 0.5 * normalDraw(chance("score", comparison.id, presented, repeat)),
    );
    const same = simulatedScorer("same", ({ text }) => (isBetter(text) ? 8 : 3));
    const [report, ofSame] = await audit([repeats], [scorer, same], pairs(150));
    expect(figureOf(report, "repeats-score-sd")).toMatchObject({ n: 300, clusters: 150, unit: "score" });
    expect(covers(figureOf(report, "repeats-score-sd"), 0.5)).toBe(true);
    expect(figureOf(ofSame, "repeats-score-sd").value).toBe(0);
  });

  it("leaves out and counts what was not decided in both askings", async () => {
    const failing = unparsedWhen(steady, (met) => placeOf(met.comparison) < 10 && met.repeat === 1);
    const [report] = await audit([repeats], [failing], pairs(40));
    expect(report?.primary).toMatchObject({ value: 0, n: 30, excluded: 10 });
    expect(figureOf(report, "repeats-share-sd")).toMatchObject({ n: 30, excluded: 10 });
    expect(figureOf(report, "repeats-agreement-sd")).toMatchObject({ n: 30, excluded: 10 });
  });

  it("reads the repeats that an import has, also where no order was recorded, and has a reason where it has none", async () => {
    const rows = pairs(6);
    const twice = rows.flatMap(({ comparison: { id } }, i) => [
      importedJudgment(id, null, "r1"),
      importedJudgment(id, null, i < 3 ? "r1" : "r2", { repeat: 1 }),
    ]);
    expect((await auditImported(repeats, rows, twice)).primary).toMatchObject({ value: 0.5, n: 6 });
    const once = await auditImported(
      repeats,
      rows,
      twice.filter(({ trial }) => trial.repeat === 0),
    );
    expect(once.primary).toMatchObject({ value: null, n: 0, reason: "no duel was asked twice" });
  });

  it("asks again at temperature 0 where the judge's own is another, and compares the two duel by duel", async () => {
    let calls = 0;
    const { judge, bind } = await askedJudge(
      { protocol: "pairwise", temperature: 1 },
      ({ shown, request }) => {
        calls++;
        const letter = isBetter(shown.A ?? "") ? "A" : "B";
        const errs = request.sampling.temperature !== 0 && chance(calls)() < 0.25;
        return `One is right.\n[[${errs ? (letter === "A" ? "B" : "A") : letter}]]`;
      },
    );
    const [report] = await audit([repeats], [judge], pairs(100), { bind });
    expect(calls).toBe(100 * 2 * 2 * 2);
    expect(covers(report?.primary ?? expect.fail(), 0.375)).toBe(true);
    expect(figureOf(report, "repeats-flip-rate-at-0")).toMatchObject({ value: 0, n: 100 });
    expect(figureOf(report, "repeats-flip-rate-less-at-0")).toMatchObject({ found: true, n: 100 });
    expect(report?.notes).toEqual([]);
  });

  it("has no arm of temperature 0 where that is the judge's own, and says why it was not asked otherwise", async () => {
    const answer = () => "Equal.\n[[C]]";
    const atZero = await askedJudge({ protocol: "pairwise", temperature: 0 }, answer);
    const [report] = await audit([repeats], [atZero.judge], pairs(3), { bind: atZero.bind });
    expect(report?.others.some(({ metric }) => metric.endsWith("at-0"))).toBe(false);
    expect(report?.notes).toEqual(["the judge's own temperature is 0"]);
    const warm = await askedJudge({ protocol: "pairwise", temperature: 1 }, answer);
    const [unbound] = await audit([repeats], [warm.judge], pairs(3));
    expect(unbound?.notes[0]).toContain("not asked at temperature 0: it cannot be asked anew");
  });
});
