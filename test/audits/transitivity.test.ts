import { describe, expect, it } from "vitest";
import { transitivity } from "../../src/audits/consistency/transitivity.js";
import {
  auditImported,
  chance,
  covers,
  figureOf,
  importedJudgment,
  lists,
  placeOf,
  simulatedRanker,
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
} from "./simulated.js";

const number = (id: string | undefined) => Number(id?.slice(1));
/** The response with the lower number: transitive. */
const lower = ({ presented: [a = "", b = ""] }: Met) => (number(a) < number(b) ? a : b);
/** r1 over r2 over r3 over r1. */
const round = ({ presented: [a = "", b = ""] }: Met) => ((number(b) - number(a) + 3) % 3 === 1 ? a : b);
const steady = simulatedJudge("steady", lower);
/** Three comparisons in ten go round in a circle. */
const circling = simulatedJudge("circling", (met) =>
  placeOf(met.comparison) % 10 < 3 ? round(met) : lower(met),
);
const coin = simulatedJudge(
  "coin",
  ({ comparison, presented, repeat }) =>
    presented[chance("coin", comparison.id, presented, repeat)() < 0.5 ? 0 : 1] ?? "",
);
/** Bradley–Terry with strengths a step apart, and a step's lean towards the response shown first. */
const noisy = simulatedJudge("noisy", ({ comparison, presented: [a = "", b = ""], repeat }) => {
  const p = 1 / (1 + Math.exp(-(number(b) - number(a) + 1)));
  return chance("noisy", comparison.id, a, b, repeat)() < p ? a : b;
});

describe("circles among three responses", () => {
  it("are found in the share in which a judge makes them, and none where it makes none", async () => {
    const [ofCircling, ofSteady] = await audit([transitivity], [circling, steady], lists(150, 3));
    expect(ofCircling?.primary).toMatchObject({ n: 150, clusters: 150, excluded: 0, found: true });
    expect(covers(ofCircling?.primary ?? expect.fail(), 0.3)).toBe(true);
    expect(figureOf(ofCircling, "transitivity-cyclic-rate").value).toBe(ofCircling?.primary.value);
    expect(figureOf(ofCircling, "transitivity-cyclic-by-noise").value).toBe(0);
    expect(ofSteady?.primary).toMatchObject({ value: 0, found: false });
  });

  it("are put down to noise where noise makes them: a coin, and a noisy judge that leans on the order", async () => {
    const [ofCoin, ofNoisy] = await audit([transitivity], [coin, noisy], lists(600, 3));
    for (const report of [ofCoin, ofNoisy]) {
      expect(report?.primary.found).toBe(false);
      expect(covers(report?.primary ?? expect.fail(), 0)).toBe(true);
    }
    // Both orders for one side: ¼ each way, else a tie. A circle needs three sides: 2·(¼)³ = 1/32, and that is what noise is said to make.
    expect(covers(figureOf(ofCoin, "transitivity-cyclic-rate"), 1 / 32)).toBe(true);
    expect(covers(figureOf(ofCoin, "transitivity-cyclic-by-noise"), 1 / 32)).toBe(true);
    const [rate, byNoise] = ["cyclic-rate", "cyclic-by-noise"].map(
      (name) => figureOf(ofNoisy, `transitivity-${name}`).value ?? Number.NaN,
    );
    expect(rate).toBeGreaterThan(0);
    expect(byNoise).toBeGreaterThan(rate ?? Number.NaN);
  });

  it("raise few alarms on noisy judges without any: about one in twenty of forty", async () => {
    const judges = Array.from({ length: 40 }, (_, seed) =>
      simulatedJudge(`noisy-${seed}`, ({ comparison, presented: [a = "", b = ""], repeat }) => {
        const p = 1 / (1 + Math.exp(-0.5 * (number(b) - number(a))));
        return chance(seed, comparison.id, a, b, repeat)() < p ? a : b;
      }),
    );
    const reports = await audit([transitivity], judges, lists(60, 4));
    expect(reports.filter(({ primary }) => (primary.p ?? 1) < 0.05).length).toBeLessThanOrEqual(6);
  });

  it("cannot be made by scores of single responses, nor within a ranking", async () => {
    const scorer = simulatedScorer("scorer", ({ presented }) => -number(presented[0]));
    const ranker = simulatedRanker("ranker", ({ presented }) => [...presented].sort());
    for (const report of await audit([transitivity], [scorer, ranker], lists(20, 3)))
      expect(report.primary).toMatchObject({ value: 0, n: 20, found: false });
  });

  it("leave out and count triads with a duel that is not decided in both askings", async () => {
    const failing = unparsedWhen(
      simulatedJudge("round", round),
      (met) => placeOf(met.comparison) < 5 && met.presented.includes("r3") && met.repeat === 0,
    );
    const [report] = await audit([transitivity], [failing], lists(20, 3));
    expect(report?.primary).toMatchObject({ value: 1, n: 15, excluded: 5 });
    // In the second asking these are decided.
    expect(figureOf(report, "transitivity-cyclic-rate")).toMatchObject({ value: 1, n: 20, excluded: 0 });
  });

  it("are counted in imports, but not told from noise where nothing was asked twice", async () => {
    const rows = lists(8, 3);
    const judgments = rows.flatMap(({ comparison: { id } }, i) =>
      (
        [
          ["r1", "r2", "r1"],
          ["r2", "r3", "r2"],
          ["r1", "r3", i < 2 ? "r3" : "r1"],
        ] as const
      ).map(([a, b, winner]) => importedJudgment(id, [a, b], winner, { between: [a, b] })),
    );
    const report = await auditImported(transitivity, rows, judgments);
    expect(report.primary).toMatchObject({ value: null, p: null });
    expect(report.primary.reason).toContain("twice");
    expect(figureOf(report, "transitivity-cyclic-rate")).toMatchObject({ value: 0.25, n: 8 });
    const none = await auditImported(transitivity, pairs(5), []);
    expect(none.primary.reason).toBe("no three responses are judged in all three pairs");
  });
});

describe("circles among systems", () => {
  it("are found where three systems beat each other in a round, and none where a noisy judge ranks them", async () => {
    const often = simulatedJudge("often", (met) =>
      chance("often", met.comparison.id, [...met.presented].sort())() < 0.75 ? round(met) : lower(met),
    );
    const [ofOften, ofNoisy] = await audit([transitivity], [often, noisy], lists(60, 3));
    const name = (figure: string) => `transitivity-systems-${figure}`;
    expect(figureOf(ofOften, name("cyclic"))).toMatchObject({ value: 1, n: 1, unit: "count" });
    expect(figureOf(ofOften, name("cyclic-by-noise")).value).toBeLessThan(0.35);
    expect(figureOf(ofOften, name("circle-strength"))).toMatchObject({ found: true });
    expect(figureOf(ofNoisy, name("cyclic")).value).toBe(0);
    expect(figureOf(ofNoisy, name("circle-strength")).found).toBe(false);
  });

  it("are no figure where fewer than three systems met", async () => {
    const [report] = await audit([transitivity], [steady], lists(10, 2));
    expect(report?.others.some(({ metric }) => metric.includes("systems"))).toBe(false);
  });
});

describe("contradictions of the two ways of asking", () => {
  /** Asked side by side it is right; alone it scores the worse response higher where the question says so. */
  const answering =
    (contradicts: (text: string) => boolean, noise: number) =>
    ({ text, shown, request }: Parameters<Parameters<typeof askedJudge>[1]>[0]) => {
      const errs = chance("noise", text, request.repeat)() < noise;
      if ("A" in shown) return `So.\n[[${isBetter(shown.A ?? "") !== errs ? "A" : "B"}]]`;
      const isHigh = (isBetter(shown[""] ?? "") !== contradicts(text)) !== errs;
      return `So.\n[[${isHigh ? 9 : 2}]]`;
    };

  it("are found where a response is scored higher alone but loses side by side", async () => {
    const { judge, bind } = await askedJudge(
      { protocol: "pairwise", temperature: 0 },
      answering((text) => /What is \d*0 plus/.test(text) || /What is \d*5 plus/.test(text), 0),
    );
    const [report] = await audit([transitivity], [judge], pairs(100), { bind });
    expect(figureOf(report, "transitivity-contradiction-rate")).toMatchObject({ value: 0.2, n: 100 });
    expect(figureOf(report, "transitivity-contradiction-by-noise").value).toBe(0);
    expect(figureOf(report, "transitivity-contradiction-excess")).toMatchObject({ value: 0.2, found: true });
  });

  it("are asked of a pointwise judge side by side, and none are found of one that agrees with itself", async () => {
    const { judge, bind } = await askedJudge(
      { protocol: "pointwise", temperature: 0 },
      answering(() => false, 0),
    );
    const [report] = await audit([transitivity], [judge], pairs(30), { bind });
    expect(figureOf(report, "transitivity-contradiction-rate")).toMatchObject({ value: 0, n: 30 });
    expect(figureOf(report, "transitivity-contradiction-excess").found).toBe(false);
  });

  it("that noise makes are no finding", async () => {
    const { judge, bind } = await askedJudge(
      { protocol: "pairwise", temperature: 0.7 },
      answering(() => false, 0.3),
    );
    const [report] = await audit([transitivity], [judge], pairs(150), { bind });
    expect(figureOf(report, "transitivity-contradiction-rate").value).toBeGreaterThan(0.05);
    expect(figureOf(report, "transitivity-contradiction-excess").found).toBe(false);
    expect(figureOf(report, "transitivity-contradiction-excess").value).toBeLessThan(0.05);
  });

  it("are not measured of a judge that cannot be asked otherwise, and it says why", async () => {
    const { judge } = await askedJudge(
      { protocol: "pairwise" },
      answering(() => false, 0),
    );
    const [report] = await audit([transitivity], [judge], pairs(4));
    expect(report?.others.some(({ metric }) => metric.includes("contradiction"))).toBe(false);
    expect(report?.notes[0]).toContain("not asked to score each response alone: it cannot be asked anew");
  });
});
