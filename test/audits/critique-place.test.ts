import { describe, expect, it } from "vitest";
import { critiquePlace } from "../../src/audits/critique/critique-place.js";
import type { ProbeReport } from "../../src/core/audit.js";
import type { JsonObject } from "../../src/core/json.js";
import type { Judgment } from "../../src/core/judgment.js";
import { seededRandom } from "../../src/core/random.js";
import { type Place, placeIn, withCritique } from "./asked-answers.js";
import { askedJudge, audit, isBetter, pairs, type Question, simulatedJudge } from "./simulated.js";

const CRITIQUE =
  "Critique: Response A keeps to what was asked and Response B does not quite do so in the end.";
const COUNT = 60;
const rows = pairs(COUNT);

/** What a judge writes who finds the letter in this place of the critique. */
const written = (place: Place, letter: string) => withCritique(place, CRITIQUE, letter);

/** A judge that is right this often, by place: by chance anew for every sample, or one and the same whenever it is asked of a duel. */
const rightAt =
  (rates: Readonly<Record<Place, number>>, chance: "by sample" | "by duel") => (question: Question) => {
    const place = placeIn(question);
    const { A = "", B = "" } = question.shown;
    const draw = chance === "by sample" ? [A, B, question.request.repeat] : [A, B].sort();
    const right = seededRandom(["right", ...draw])() < rates[place];
    return written(place, isBetter(A) === right ? "A" : "B");
  };

async function measured(
  answer: Parameters<typeof askedJudge>[1],
  options: JsonObject = {},
  more: { readonly temperature?: number; readonly maxTokens?: number } = {},
) {
  const { judge, bind } = await askedJudge({ protocol: "pairwise", options, ...more }, answer);
  const judgments: Judgment[] = [];
  const [report] = await audit([critiquePlace], [judge], rows, {
    bind,
    onJudgment: (one) => judgments.push(one),
  });
  if (!report) throw new Error("one judge is audited");
  return { report, judgments };
}
const figure = ({ others }: ProbeReport, name: string) =>
  others.find(({ metric }) => metric === `critique-place-${name}`);
const arms = (judgments: readonly Judgment[]) => {
  const counts: Record<string, number> = {};
  for (const { trial } of judgments)
    counts[trial.variant?.arm ?? "own"] = (counts[trial.variant?.arm ?? "own"] ?? 0) + 1;
  return counts;
};

describe("the place of the critique", () => {
  it("finds a judge that is right more often with a critique first, by as much as it is", async () => {
    const answer = rightAt({ before: 0.9, after: 0.6, none: 0.6 }, "by duel");
    const { report, judgments } = await measured(answer);
    expect(report.primary).toMatchObject({ n: COUNT, excluded: 0, found: true });
    // Both places draw from one number: right with a critique first alone is who drew 0.6…0.9.
    expect(report.primary.interval?.[0]).toBeLessThan(0.3);
    expect(report.primary.interval?.[1]).toBeGreaterThan(0.3);
    expect(figure(report, "gain-after")).toMatchObject({ value: 0, found: false });
    expect(figure(report, "gain-over-after")?.value).toBe(report.primary.value);
    // 22 words with the critique, 3 without: 7 votes, in both orders. They are all one, so they add nothing.
    expect(arms(judgments)).toEqual({
      ...{ own: 2 * COUNT, after: 2 * COUNT, none: 2 * COUNT },
      "none-votes": 7 * 2 * COUNT,
    });
    expect(figure(report, "gain-at-equal-tokens")?.value).toBe(report.primary.value);
    expect(figure(report, "output-tokens-before")).toMatchObject({ value: 22, n: COUNT });
    expect(figure(report, "output-tokens-none-votes")).toMatchObject({ value: 21, n: COUNT });
    expect(report.notes).toEqual([
      expect.stringMatching(/^a judgment took 22.0 output tokens .* 3.0 without: 7 votes/),
    ]);
  });

  it("asks for the same votes after a break, wherever it was broken off", async () => {
    const { judge, bind } = await askedJudge(
      { protocol: "pairwise" },
      // Critiques grow from duel to duel: half of them would make for fewer votes than all.
      (question) => {
        const number = Number(/What is (\d+)/.exec(question.text)?.[1]);
        const more = placeIn(question) === "before" ? "And more to say of it. ".repeat(number) : "";
        return more + written(placeIn(question), "A");
      },
    );
    const few = pairs(8);
    const keysOf = async (stored: readonly Judgment[]) => {
      const judgments = [...stored];
      await audit([critiquePlace], [judge], few, { bind, stored, onJudgment: (one) => judgments.push(one) });
      return judgments;
    };
    const whole = await keysOf([]);
    // 22 words and 6 for each number up to 7, 3 without: 43 of 3 is 14 votes.
    expect(arms(whole)["none-votes"]).toBe(14 * 2 * 8);
    for (const share of [0.1, 0.5]) {
      const resumed = await keysOf(whole.slice(0, share * whole.length));
      expect(new Set(resumed.map(({ trial }) => trial.key))).toEqual(
        new Set(whole.map(({ trial }) => trial.key)),
      );
    }
  });

  it("says where as many tokens of votes would buy the same", async () => {
    // Three of four right by chance: of 7 votes the majority is right in 93 %.
    const { report, judgments } = await measured(
      rightAt({ before: 0.93, after: 0.75, none: 0.75 }, "by sample"),
    );
    expect(report.primary.found).toBe(true);
    expect(Math.abs(figure(report, "gain-at-equal-tokens")?.value ?? 1)).toBeLessThan(0.08);
    expect(figure(report, "gain-at-equal-tokens")?.found).toBe(false);
    // The votes of one question say how sure it is.
    expect(figure(report, "brier-none-votes")?.value).toBeLessThan(0.15);
    expect(figure(report, "ece-none-votes")).toMatchObject({ n: COUNT, unit: "score" });
    expect(figure(report, "brier-before")).toBeUndefined();
    const votes = judgments.filter(({ trial }) => trial.variant?.arm === "none-votes");
    expect(new Set(votes.map(({ trial }) => trial.repeat))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });

  it("finds nothing in a judge to which the place is all the same, nor in a coin", async () => {
    for (const rate of [0.7, 0.5]) {
      const { report } = await measured(rightAt({ before: rate, after: rate, none: rate }, "by duel"));
      expect(report.primary).toMatchObject({ value: 0, found: false });
    }
    const coin = (question: Question) =>
      written(placeIn(question), seededRandom([question.text, question.request.repeat])() < 0.5 ? "A" : "B");
    const { report } = await measured(coin);
    expect(report.primary.found).toBe(false);
    expect(report.others.filter(({ found }) => found)).toEqual([]);
  });

  it("finds the flips that a critique cures", async () => {
    const { report } = await measured((question) => {
      const place = placeIn(question);
      return written(place, place === "before" && !isBetter(question.shown.A ?? "") ? "B" : "A");
    });
    expect(figure(report, "flips-none")).toMatchObject({ value: 1 });
    expect(figure(report, "flip-change")).toMatchObject({ value: -1, found: true });
    expect(report.primary).toMatchObject({ value: 0.5, found: true });
  });

  it("leaves out and counts the duels without a verdict in an arm, and says how many judgments had none", async () => {
    const right = rightAt({ before: 1, after: 1, none: 1 }, "by duel");
    const { report } = await measured((question) =>
      placeIn(question) === "before" && / 1\d plus/.test(question.text) ? "Well." : right(question),
    );
    // 10…19: 10 of 60.
    expect(report.primary).toMatchObject({ value: 0, n: COUNT - 10, excluded: 10 });
    expect(figure(report, "no-verdict-before")?.value).toBeCloseTo(10 / COUNT, 10);
    expect(figure(report, "no-verdict-none")?.value).toBe(0);
  });

  it("takes a judge's own place as it is, and gives one without critiques the room to write them", async () => {
    const limits = new Map<string, unknown>();
    const answer = rightAt({ before: 0.9, after: 0.6, none: 0.6 }, "by duel");
    const { report, judgments } = await measured(
      (question) => {
        const { maxTokens, temperature } = question.request.sampling;
        limits.set(placeIn(question), [maxTokens, temperature]);
        return answer(question);
      },
      { critique: "none" },
      { maxTokens: 8, temperature: 0.3 },
    );
    expect(Object.keys(arms(judgments)).sort()).toEqual(["after", "before", "none-votes", "own"]);
    expect(report.primary.found).toBe(true);
    expect(limits).toEqual(
      new Map([
        ["none", [8, 0.3]],
        ["before", [1024, 0.3]],
        ["after", [1024, 0.3]],
      ]),
    );
  });

  it("compares judges that score one response at a time, and asks for no votes where no tokens are counted", async () => {
    const { judge, bind } = await askedJudge({ protocol: "pointwise" }, (question) => {
      const place = placeIn(question);
      const sees = place !== "none" || Number(/What is (\d+)/.exec(question.text)?.[1]) % 2 === 0;
      const score = isBetter(question.shown[""] ?? "") && sees ? 8 : 4;
      const text = written(place, "A").replace("verdict: [[A]]", `score: [[${score}]]`);
      return { text, usage: undefined as never };
    });
    const [report] = await audit([critiquePlace], [judge], rows, { bind });
    // Half of the duels are ties without a critique: ½ instead of 1.
    expect(report?.primary).toMatchObject({ value: 0.25, found: true });
    expect(report?.notes).toEqual([expect.stringContaining("no token counts")]);
    expect(report?.others.some(({ metric }) => metric.includes("votes") || metric.includes("tokens"))).toBe(
      false,
    );
  });

  it("reads the probabilities of the verdict's tokens for calibration, where the judge gives them", async () => {
    const { judge, bind } = await askedJudge(
      { protocol: "pairwise", options: { expectation: true } },
      (question) => {
        const place = placeIn(question);
        const letter = isBetter(question.shown.A ?? "") ? "A" : "B";
        const p = place === "before" ? 0.9 : 0.6;
        const text = written(place, letter);
        const top = [
          { token: letter, logprob: Math.log(p) },
          { token: letter === "A" ? "B" : "A", logprob: Math.log(1 - p) },
        ];
        const token = { at: text.indexOf(`[[${letter}`) + 2, token: letter, logprob: Math.log(p), top };
        return { text, tokens: [token] };
      },
    );
    const [report] = await audit([critiquePlace], [judge], pairs(30), { bind });
    if (!report) throw new Error("one judge is audited");
    // (1 − 0.9)² and (1 − 0.6)²; the winner is right at once, so it is too modest by 0.1 and by 0.4.
    expect(figure(report, "brier-before")?.value).toBeCloseTo(0.01, 6);
    expect(figure(report, "brier-change")?.value).toBeCloseTo(0.01 - 0.16, 6);
    expect(figure(report, "brier-change")?.found).toBe(true);
    expect(figure(report, "ece-before")?.value).toBeCloseTo(0.1, 6);
    expect(figure(report, "ece-none")?.value).toBeCloseTo(0.4, 6);
  });

  it("says why it measures nothing: a judge or a protocol without a place to change, nobody to ask", async () => {
    const right = simulatedJudge("right", ({ presented: [a = ""] }) => a);
    const [computed] = await audit([critiquePlace], [right], pairs(3));
    expect(computed?.primary).toMatchObject({ value: null, reason: expect.stringContaining("no place") });
    const two = await askedJudge({ protocol: "two-step" }, () => "[[5]]");
    const [steps] = await audit([critiquePlace], [two.judge], pairs(3), { bind: two.bind });
    expect(steps?.primary).toMatchObject({ value: null, reason: expect.stringContaining("no place") });
    const { judge } = await askedJudge({ protocol: "pairwise" }, () => "[[A]]");
    const [unbound] = await audit([critiquePlace], [judge], pairs(3));
    expect(unbound?.primary).toMatchObject({
      value: null,
      p: null,
      reason: expect.stringContaining("stored"),
    });
  });
});
