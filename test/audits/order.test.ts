import { describe, expect, it } from "vitest";
import { order } from "../../src/audits/consistency/order.js";
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
import { audit, isBetter, pairs, simulatedJudge, simulatedScorer, textOf } from "./simulated.js";

const better = ({ comparison, presented }: Parameters<Parameters<typeof simulatedJudge>[1]>[0]) =>
  presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
const right = simulatedJudge("right", better);
const first = simulatedJudge("first", ({ presented }) => presented[0] ?? "");
/** On three pairs in ten it takes whichever is shown first. */
const leaning = simulatedJudge("leaning", (met) =>
  chance("leaning", met.comparison.id)() < 0.3 ? (met.presented[0] ?? "") : better(met),
);
const coin = simulatedJudge(
  "coin",
  ({ comparison, presented, repeat }) =>
    presented[chance("coin", comparison.id, presented, repeat)() < 0.5 ? 0 : 1] ?? "",
);

describe("the order probe", () => {
  it("finds how much a judge leans on the order, and nothing with one that is right or tosses a coin", async () => {
    const [ofLeaning, ofRight, ofCoin] = await audit([order], [leaning, right, coin], pairs(300));
    expect(ofLeaning?.primary).toMatchObject({ found: true, n: 300, excluded: 0 });
    expect(covers(ofLeaning?.primary ?? expect.fail(), 0.3)).toBe(true);
    expect(figureOf(ofLeaning, "order-flip-rate").value).toBe(ofLeaning?.primary.value);
    expect(ofRight?.primary).toMatchObject({ value: 0, found: false });
    expect(ofCoin?.primary.found).toBe(false);
    // A coin flips half of the time, towards either side alike.
    expect(covers(figureOf(ofCoin, "order-flip-rate"), 0.5)).toBe(true);
  });

  it("counts half-flips apart, and how often the first and the second shown are picked", async () => {
    // Of four pairs: always the first, always the second, a tie in one order, right.
    const judge = simulatedJudge("mixed", (met) => {
      const kinds = [met.presented[0], met.presented[1], met.presented[0] === "r1" ? "tie" : "r2", "r1"];
      return kinds[placeOf(met.comparison) % 4] ?? "";
    });
    const [report] = await audit([order], [judge], pairs(40));
    expect(report?.primary.value).toBe(0);
    expect(figureOf(report, "order-flip-rate").value).toBe(0.5);
    expect(figureOf(report, "order-half-flip-rate").value).toBe(0.25);
    expect(figureOf(report, "order-flips-towards-first").value).toBe(10);
    expect(figureOf(report, "order-flips-towards-second").value).toBe(10);
    // First: 20 of always-the-first, 10 of the tied (r2 shown first), 10 of r1 that is always picked; second as many but for the tied.
    expect(figureOf(report, "order-first-shown")).toMatchObject({ value: 40, n: 80, clusters: 40 });
    expect(figureOf(report, "order-second-shown").value).toBe(30);
  });

  it("says where: by subset, each with its n", async () => {
    const rows = pairs(80).map(({ comparison, preferences }, i) => ({
      comparison: { ...comparison, subset: i < 20 ? "math" : "chat" },
      preferences,
    }));
    const judge = simulatedJudge("math", (met) =>
      met.comparison.subset === "math" ? (met.presented[0] ?? "") : better(met),
    );
    const [report] = await audit([order], [judge], rows);
    expect(figureOf(report, "order-bias", "math")).toMatchObject({ value: 1, n: 20, found: true });
    expect(figureOf(report, "order-bias", "chat")).toMatchObject({ value: 0, n: 60, found: false });
    expect(figureOf(report, "order-flip-rate", "chat").value).toBe(0);
    expect(report?.primary.value).toBe(0.25);
  });

  it("draws flips over how clear the preference is, and how clear the judge's own verdicts are", async () => {
    const rows = pairs(90).map(({ comparison, preferences: [said] }, i) => ({
      comparison,
      preferences: said ? [{ ...said, strength: 1 + (i % 3) }] : [],
    }));
    // It flips on pairs of strength 1 alone, and then it says 1; else 3.
    const judge = readingJudge("unsure", (met) => {
      const isClose = placeOf(met.comparison) % 3 === 0;
      const winner = isClose ? (met.presented[0] ?? "") : better(met);
      return {
        status: "decided",
        verdict: { kind: "duel", between: ["r1", "r2"], winner, strength: isClose ? 1 : 3 },
      };
    });
    const [report] = await audit([order], [judge], rows);
    const curve = (name: string) =>
      report?.curves.find((one) => one.name === name)?.points.map(({ x, y, n }) => [x, y, n]);
    expect(curve("order-flips-by-preference-margin")).toEqual([
      [1, 1, 30],
      [2, 0, 30],
      [3, 0, 30],
    ]);
    expect(curve("order-flips-by-own-margin")).toEqual([
      [1, 1, 30],
      [3, 0, 60],
    ]);
    const [plain] = await audit([order], [right], pairs(10));
    expect(plain?.curves).toEqual([]);
  });

  it("asks rotations where three are shown together, and says what the place is worth", async () => {
    const byPlace = simulatedRanker("by-place", ({ presented }) => presented);
    const steady = simulatedRanker("steady", ({ presented }) => [...presented].sort());
    const rows = lists(12, 3);
    const [ofPlace, ofSteady] = await audit([order], [byPlace, steady], rows);
    expect(ofPlace?.primary.value).toBe(1);
    const wins = ofPlace?.curves.find(({ name }) => name === "order-wins-by-place")?.points;
    expect(wins?.map(({ x, y, n }) => [x, y, n])).toEqual([
      [1, 1, 12],
      [2, 0.5, 12],
      [3, 0, 12],
    ]);
    // Orders 123, 231, 312 and 321, 213, 132: of 15 pairs three share what stands first.
    expect(figureOf(ofPlace, "order-best-changes").value).toBeCloseTo(12 / 15, 12);
    expect(ofSteady?.primary).toMatchObject({ value: 0, found: false });
    expect(figureOf(ofSteady, "order-best-changes").value).toBe(0);
    const flat = ofSteady?.curves.find(({ name }) => name === "order-wins-by-place")?.points;
    for (const { y } of flat ?? []) expect(y).toBeCloseTo(0.5, 12);
  });

  it("leaves out and counts duels that have no verdict in one of their orders", async () => {
    const failing = unparsedWhen(first, (met) => placeOf(met.comparison) < 15 && met.presented[0] === "r2");
    const [report] = await audit([order], [failing], pairs(60));
    expect(report?.primary).toMatchObject({ value: 1, n: 45, excluded: 15 });
    expect(figureOf(report, "order-flips-towards-first")).toMatchObject({ value: 45, n: 45, excluded: 15 });
    expect(figureOf(report, "order-first-shown")).toMatchObject({ value: 105, n: 105, excluded: 15 });
  });

  it("leaves out and counts imports whose order was not recorded, and says so", async () => {
    const rows = pairs(10);
    const judgments = rows.flatMap(({ comparison: { id } }, i) =>
      i < 4
        ? [importedJudgment(id, null, "r1")]
        : [importedJudgment(id, ["r1", "r2"], "r1"), importedJudgment(id, ["r2", "r1"], "r2")],
    );
    const report = await auditImported(order, rows, judgments);
    expect(report.primary).toMatchObject({ value: 1, n: 6, excluded: 4 });
    expect(figureOf(report, "order-first-shown")).toMatchObject({ value: 12, n: 12, excluded: 4 });
    expect(report.notes).toEqual([
      "4 of 10 duels are left out: the order in which they were shown was not recorded",
    ]);
    const none = await auditImported(order, rows, judgments.slice(0, 4));
    expect(none.primary).toMatchObject({ value: null, n: 0, excluded: 4 });
    expect(none.primary.reason).toBe("no duel was decided in both orders");
  });

  it("is not applicable to scores of single responses, and has a reason where nothing was judged", async () => {
    const [alone] = await audit([order], [simulatedScorer("scorer", () => 5)], pairs(5));
    expect(alone?.primary).toMatchObject({ value: null, p: null });
    expect(alone?.primary.reason).toContain("one at a time");
    const nothing = await auditImported(order, pairs(5), []);
    expect(nothing.primary).toMatchObject({ value: null, reason: "no duel was decided in both orders" });
  });
});
