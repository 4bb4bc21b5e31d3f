import { describe, expect, it } from "vitest";
import { lengthControlled } from "../../src/audits/bias/length-controlled.js";
import type { Comparison } from "../../src/core/comparison.js";
import type { Preference } from "../../src/core/preference.js";
import {
  auditImported,
  chance,
  covers,
  figureOf,
  importedJudgment,
  placeOf,
  unparsedWhen,
} from "./consistency-judges.js";
import { audit, isBetter, type Met, pairs, simulatedJudge, textOf } from "./simulated.js";

/** Rows of two responses whose lengths have nothing to do with which is better. */
function uneven(count: number) {
  return pairs(count).map(({ comparison, preferences }) => ({
    comparison: {
      ...comparison,
      responses: comparison.responses.map((response) => {
        const words = Math.floor(chance("words", comparison.id, response.id)() * 60);
        return { ...response, text: `${response.text} ${"so ".repeat(words)}` };
      }),
    } satisfies Comparison,
    preferences,
  }));
}

const rows = uneven(400);
const better = ({ comparison, presented }: Met) =>
  presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
const other = (met: Met) => met.presented.find((id) => id !== better(met)) ?? "";
const longest = simulatedJudge("longest", ({ comparison, presented: [a = "", b = ""] }) =>
  textOf(comparison, a).length >= textOf(comparison, b).length ? a : b,
);
const right = simulatedJudge("right", better);
const coin = simulatedJudge(
  "coin",
  (met) => met.presented[chance("coin", met.comparison.id, met.presented)() < 0.5 ? 0 : 1] ?? "",
);
const noisy = simulatedJudge("noisy", (met) =>
  chance("noise", met.comparison.id, met.presented)() < 0.25 ? other(met) : better(met),
);

/** The root mean square of the differences of length: what the probe divides by. */
const scale = Math.sqrt(
  rows.reduce((sum, { comparison: { responses } }) => {
    const [a, b] = responses.map(({ text }) => text.length);
    return sum + ((a ?? 0) - (b ?? 0)) ** 2;
  }, 0) / rows.length,
);
/** logit P(picks the better) = 1 + 1.5 · tanh(difference / scale). */
const leaningBy = (seed: number) =>
  simulatedJudge(`leaning${seed}`, (met) => {
    const difference = textOf(met.comparison, better(met)).length - textOf(met.comparison, other(met)).length;
    const p = 1 / (1 + Math.exp(-(1 + 1.5 * Math.tanh(difference / scale))));
    return chance("leaning", seed, met.comparison.id)() < p ? better(met) : other(met);
  });
const leaning = leaningBy(1);

describe("length-controlled agreement", () => {
  it("finds the lean that was planted, and the agreement without it", async () => {
    const [report] = await audit([lengthControlled], [leaning], rows);
    expect(report?.primary).toMatchObject({
      metric: "length-controlled-coefficient",
      n: 400,
      excluded: 0,
      found: true,
    });
    expect(figureOf(report, "length-controlled-longer-excess").interval?.[0]).toBeGreaterThan(0);
  });

  it("has intervals that cover what was planted", async () => {
    const covered = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const [report] = await audit([lengthControlled], [leaningBy(seed)], rows);
      if (covers(report?.primary ?? expect.fail(), 1.5)) covered[0] = (covered[0] ?? 0) + 1;
      // 1 / (1 + e^(−1)) = 0.7311.
      if (covers(figureOf(report, "length-controlled-agreement"), 0.7311)) covered[1] = (covered[1] ?? 0) + 1;
    }
    // 38 of 40 on the mean; fewer than 34 in one of two hundred such runs.
    for (const count of covered) expect(count).toBeGreaterThanOrEqual(34);
  });

  it("finds a judge that always picks the longer, where the fit itself has no end", async () => {
    const [report] = await audit([lengthControlled], [longest], rows);
    expect(report?.primary.found).toBe(true);
    expect(report?.primary.value).toBeGreaterThan(3);
    expect(figureOf(report, "length-controlled-longer-judge").value).toBe(1);
    const people = figureOf(report, "length-controlled-longer-people");
    expect(covers(people, 0.5)).toBe(true);
  });

  it("finds nothing with a judge that is right, errs anyhow, or tosses a coin", async () => {
    for (const judge of [right, noisy, coin]) {
      const [report] = await audit([lengthControlled], [judge], rows);
      expect(report?.primary.found, judge.judge.name).toBe(false);
      expect(covers(figureOf(report, "length-controlled-longer-excess"), 0), judge.judge.name).toBe(true);
    }
    const [ofRight] = await audit([lengthControlled], [right], rows);
    expect(ofRight?.primary.p).toBe(1);
    expect(figureOf(ofRight, "length-controlled-agreement").value).toBeGreaterThan(0.98);
  });

  it("does not take for bias what people prefer too: the longer is better, and the judge is right", async () => {
    const longerIsBetter = rows.map(({ comparison }) => {
      const [a, b] = comparison.responses;
      const winner = (a?.text.length ?? 0) > (b?.text.length ?? 0) ? "r1" : "r2";
      const said: Preference = {
        comparison: comparison.id,
        source: "human",
        kind: "duel",
        between: ["r1", "r2"],
        winner,
      };
      return { comparison, preferences: [said] };
    });
    const [report] = await audit([lengthControlled], [longest], longerIsBetter);
    expect(report?.primary.found).toBe(false);
    expect(figureOf(report, "length-controlled-longer-excess").value).toBe(0);
  });

  it("raises about one false alarm in twenty", async () => {
    let found = 0;
    for (let study = 0; study < 60; study++) {
      const erring = simulatedJudge(`erring${study}`, (met) =>
        chance("erring", study, met.comparison.id)() < 0.3 ? other(met) : better(met),
      );
      const [report] = await audit([lengthControlled], [erring], rows.slice(0, 60));
      if ((report?.primary.p ?? 1) < 0.05) found++;
    }
    // Three of sixty on the mean; more than eight in one of two hundred such runs.
    expect(found).toBeLessThanOrEqual(8);
  });

  it("counts duels without a verdict, and says where a duel was judged in one order alone", async () => {
    const silent = unparsedWhen(leaning, ({ comparison }) => placeOf(comparison) % 10 === 0);
    const [report] = await audit([lengthControlled], [silent], rows);
    expect(report?.primary).toMatchObject({ n: 360, excluded: 40 });
    const oneSided = unparsedWhen(leaning, ({ presented }) => presented[0] === "r2");
    const [ofOne] = await audit([lengthControlled], [oneSided], rows);
    expect(ofOne?.primary).toMatchObject({ n: 400, excluded: 0 });
    expect(ofOne?.notes.at(-1)).toContain("400 of 400 duels have a verdict in one order alone");
  });

  it("reads imports without a recorded order, and gives reasons where nothing can be said", async () => {
    const imported = rows.map(({ comparison }) => {
      const [a, b] = comparison.responses;
      const winner = (a?.text.length ?? 0) > (b?.text.length ?? 0) ? "r1" : "r2";
      return importedJudgment(comparison.id, null, winner);
    });
    const report = await auditImported(lengthControlled, rows, imported);
    expect(report.primary).toMatchObject({ found: true, n: 400 });
    expect(report.notes).toHaveLength(1);
    const nothing = await auditImported(lengthControlled, rows, []);
    expect(nothing.primary).toMatchObject({
      value: null,
      reason: "no duel with a preferred response was judged",
    });
    const few = await auditImported(lengthControlled, rows, imported.slice(0, 9));
    expect(few.primary.reason).toContain("fewer than 10");
    const same = rows.map((row) => ({
      ...row,
      comparison: {
        ...row.comparison,
        responses: row.comparison.responses.map(({ id }) => ({ id, text: "same" })),
      },
    }));
    const ofSame = await auditImported(lengthControlled, same, imported);
    expect(ofSame.primary).toMatchObject({ value: null, reason: "all responses are of one length" });
  });
});
