import { describe, expect, it } from "vitest";
import { votes } from "../../src/audits/votes/votes.js";
import type { Judgment } from "../../src/core/judgment.js";
import { trial } from "../../src/core/trial.js";
import type { BoundJudge } from "../../src/run/plan.js";
import { auditing } from "../../src/setup/audit.js";
import {
  auditImported,
  chance,
  covers,
  figureOf,
  IMPORTED,
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
const rightWith = (name: string, rate: number): BoundJudge =>
  simulatedJudge(name, (met) =>
    chance(name, met.comparison.id, met.presented, met.repeat)() < rate ? better(met) : other(met),
  );
/** Right in 0.7 of votes, each anew. */
const noisy = rightWith("mostly right", 0.7);
const coin = rightWith("coin", 0.5);
const steady = simulatedJudge("steady", (met) =>
  placeOf(met.comparison) % 4 === 0 ? other(met) : better(met),
);
const rows = pairs(200);

describe("the votes probe", () => {
  it("finds what eight votes gain over one, and its curve is that of the binomial", async () => {
    const [report] = await audit([votes], [noisy], rows);
    // Of 8 votes right in 0.7 each: P(5…8 right) + ½ P(4 right) = 0.80590 + 0.06807 = 0.87396.
    expect(report?.primary).toMatchObject({
      metric: "votes-gain",
      n: 200,
      clusters: 200,
      excluded: 0,
      found: true,
    });
    expect(covers(report?.primary ?? expect.fail(), 0.87396 - 0.7)).toBe(true);
    expect(covers(figureOf(report, "votes-agreement-one"), 0.7)).toBe(true);
    expect(covers(figureOf(report, "votes-agreement-all"), 0.87396)).toBe(true);
    const [curve] = report?.curves ?? [];
    expect(curve).toMatchObject({ name: "votes-majority" });
    expect(curve?.points.map(({ x }) => x)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // Two votes are worth one: a split is a tie. Three: 0.7² · (3 − 1.4) = 0.784.
    expect(curve?.points[1]?.y).toBeCloseTo(curve?.points[0]?.y ?? 0, 12);
    expect(Math.abs((curve?.points[2]?.y ?? 0) - 0.784)).toBeLessThan(0.04);
    for (const { y, interval } of curve?.points ?? []) {
      expect(interval?.[0]).toBeLessThan(y);
      expect(interval?.[1]).toBeGreaterThan(y);
    }
    expect(figureOf(report, "votes-enough").value).toBeGreaterThan(4);
  });

  it("finds no gain with a judge that says the same every time, nor with one that tosses a coin", async () => {
    const [ofSteady, ofCoin] = await audit([votes], [steady, coin], rows);
    expect(ofSteady?.primary).toMatchObject({ value: 0, p: 1, found: false });
    expect(figureOf(ofSteady, "votes-agreement-one").value).toBe(0.75);
    expect(figureOf(ofSteady, "votes-enough").value).toBe(1);
    expect(ofCoin?.primary.found).toBe(false);
    expect(ofCoin?.primary.value).toBeLessThan(0.06);
  });

  it("leaves out duels without a verdict and counts them; single votes that failed abstain", async () => {
    const silent = unparsedWhen(noisy, ({ comparison }) => placeOf(comparison) % 10 === 0);
    const patchy = unparsedWhen(noisy, ({ repeat }) => repeat % 2 === 1);
    const [ofSilent] = await audit([votes], [silent], rows);
    const [ofPatchy] = await audit([votes], [patchy], rows);
    expect(ofSilent?.primary).toMatchObject({ n: 180, excluded: 20 });
    // Four of eight votes speak: P(3 or 4 of 4) + ½ P(2 of 4) = 0.6517 + 0.1323 = 0.784.
    expect(ofPatchy?.primary).toMatchObject({ n: 200, excluded: 0 });
    expect(covers(figureOf(ofPatchy, "votes-agreement-all"), 0.784)).toBe(true);
  });

  it("joins scores by their mean as well, repeat by repeat", async () => {
    // The better one has a score higher by 1 on the mean; each score is off by up to 2 either way.
    const scorer = simulatedScorer("scorer", ({ text, comparison, presented, repeat }) => {
      const noise = Math.floor(chance("score", comparison.id, presented, repeat)() * 5) - 2;
      return (isBetter(text) ? 6 : 5) + noise;
    });
    const [report] = await audit([votes], [scorer], rows);
    expect(report?.curves.map(({ name }) => name)).toEqual(["votes-majority", "votes-mean"]);
    expect(figureOf(report, "votes-gain-by-mean")).toMatchObject({ found: true, n: 200 });
    const [majority, mean] = report?.curves ?? [];
    // One vote is the same either way.
    expect(mean?.points[0]?.y).toBeCloseTo(majority?.points[0]?.y ?? 0, 12);
  });

  it("asks a judge at temperature 0 at another one, and one that samples anyway as it is", async () => {
    const answer = (rate: number, draws: (repeat: number) => number) =>
      ((question) => {
        const { A = "", B = "" } = question.shown;
        const temperature = question.request.sampling.temperature ?? 1;
        const draw = chance("asked", A, B, temperature === 0 ? 0 : draws(question.request.repeat))();
        return `Final verdict: [[${isBetter(A) === draw < rate ? "A" : "B"}]]`;
      }) satisfies Parameters<typeof askedJudge>[1];
    const asked: (string | null)[] = [];
    const run = async (temperature: number) => {
      const { judge, bind } = await askedJudge(
        { protocol: "pairwise", temperature },
        answer(0.7, (repeat) => repeat),
      );
      const [report] = await audit([votes], [judge], pairs(80), {
        bind,
        onJudgment: ({ trial: { variant } }) => asked.push(variant?.arm ?? null),
      });
      return report;
    };
    const atZero = await run(0);
    expect(asked.filter((arm) => arm === "sampled")).toHaveLength(80 * 2 * 8);
    expect(asked.filter((arm) => arm === null)).toHaveLength(80 * 2);
    expect(atZero?.primary).toMatchObject({ found: true, n: 80 });
    expect(covers(atZero?.primary ?? expect.fail(), 0.174)).toBe(true);
    expect(figureOf(atZero, "votes-gain-over-own").n).toBe(80);
    expect(atZero?.notes[0]).toContain("temperature 0.7");
    // Two orders, each some tokens; seconds as measured.
    expect(figureOf(atZero, "votes-tokens-per-vote").value).toBeGreaterThan(50);
    expect(atZero?.curves.map(({ name }) => name)).toEqual([
      "votes-majority",
      "votes-by-tokens",
      "votes-by-seconds",
    ]);
    const byTokens = atZero?.curves.find(({ name }) => name === "votes-by-tokens")?.points ?? [];
    expect(byTokens[7]?.x).toBeCloseTo(8 * (byTokens[0]?.x ?? 0), 6);

    asked.length = 0;
    const sampling = await run(0.5);
    expect(asked).toHaveLength(80 * 2 * 8);
    expect(asked.every((arm) => arm !== "sampled")).toBe(true);
    expect(sampling?.primary).toMatchObject({ found: true, n: 80 });
  });

  it("prices votes where the user gives prices", async () => {
    const { judge, bind } = await askedJudge({ protocol: "pairwise", temperature: 0.5 }, () => "[[A]]");
    const judgments: Judgment[] = [];
    const few = pairs(6);
    await audit([votes], [judge], few, { bind, onJudgment: (one) => judgments.push(one) });
    const under = await auditing({
      ...{ probes: [votes], rows: few, judgments, seed: 20, resamples: 50 },
      judges: [{ bound: judge }],
      prices: { simulated: { inputPerMillion: 2e6, outputPerMillion: 0 } },
    });
    const [report] = under.report();
    const inputs = judgments.map(({ calls }) =>
      calls[0]?.status === "answered" ? calls[0].reply.usage : undefined,
    );
    const total = inputs.reduce((sum, usage) => sum + (usage?.inputTokens ?? 0), 0);
    // Two dollars a token read; 6 duels, 8 votes each.
    expect(figureOf(report, "votes-usd-per-vote").value).toBeCloseTo((2 * total) / 48, 6);
  });

  it("reads imports without a recorded order, and gives a reason where nobody was asked twice", async () => {
    const few = pairs(30);
    const imported = few.flatMap(({ comparison: { id } }, i) =>
      [0, 1, 2].map((repeat) =>
        importedJudgment(id, null, (i + repeat) % 3 === 0 ? "r1" : i % 2 === 0 ? "r1" : "r2", { repeat }),
      ),
    );
    const report = await auditImported(votes, few, imported);
    // Even places: always right. Odd ones: two of three right, so one vote is worth ⅔ and three are worth 1.
    expect(report.primary.value).toBeCloseTo(1 / 6, 12);
    expect(report.primary.n).toBe(30);
    expect(report.notes[0]).toContain("up to 3 votes");

    const once = await auditImported(
      votes,
      few,
      imported.filter((one) => one.trial.repeat === 0),
    );
    expect(once.primary).toMatchObject({
      value: null,
      reason: "no question was asked more than once",
      excluded: 30,
    });
    const nobody = await auditImported(votes, few, []);
    expect(nobody.primary).toMatchObject({
      value: null,
      reason: "no duel with a preferred response was judged",
    });
  });

  it("leaves out duels that were asked about less often than most, and says so", async () => {
    const few = pairs(10);
    const judgments = few.flatMap(({ comparison: { id } }, i) =>
      Array.from({ length: i === 0 ? 1 : 4 }, (_, repeat) =>
        importedJudgment(id, ["r1", "r2"], "r1", { repeat }),
      ),
    );
    const report = await auditImported(votes, few, judgments);
    expect(report.primary.n).toBe(9);
    expect(report.notes[1]).toContain("1 duels are left out");
  });

  it("takes expectations where token probabilities are known", async () => {
    const few = pairs(40);
    const judgments = few.flatMap(({ comparison: { id } }, i) =>
      [0, 1].map((repeat): Judgment => {
        const byId = { r1: 3, r2: 3 };
        const expected = i % 2 === 0 ? { r1: 3.2, r2: 2.9 } : { r1: 2.9, r2: 3.2 };
        return {
          trial: trial({ comparison: id, judge: IMPORTED.id, presented: ["r1", "r2"], repeat }),
          reading: { status: "decided", verdict: { kind: "scores", byId, expected } },
          critique: null,
          calls: [],
        };
      }),
    );
    const report = await auditImported(votes, few, judgments);
    const at = (name: string) => report.curves.find((curve) => curve.name === name)?.points.map(({ y }) => y);
    // Sampled scores are all the same, their expectations are right.
    expect(at("votes-majority")).toEqual([0.5, 0.5]);
    expect(at("votes-expectation")).toEqual([1, 1]);
  });
});
