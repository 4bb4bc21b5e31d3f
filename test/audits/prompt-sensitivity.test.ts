import { describe, expect, it } from "vitest";
import { judgeInstruction } from "../../src/audits/attacks/judge-instruction.js";
import { promptSensitivity } from "../../src/audits/consistency/prompt-sensitivity.js";
import type { FullJudgeConfig } from "../../src/config/config.js";
import type { Judge } from "../../src/core/judge.js";
import type { Judgment } from "../../src/core/judgment.js";
import { seededRandom } from "../../src/core/random.js";
import { armBinder } from "../../src/setup/audit-bind.js";
import { bindJudges } from "../../src/setup/judges.js";
import { labelsIn, responsesIn } from "./asked-answers.js";
import { askedJudge, audit, isBetter, pairs, type Question, simulatedJudge } from "./simulated.js";

const chance = (purpose: string, { text, request }: Question) =>
  seededRandom([purpose, text, request.repeat])();

/** Picks the better response, but with this probability the other. */
const erring = (question: Question, error: number) => {
  const [first = ""] = responsesIn(question);
  const right = isBetter(first) ? 0 : 1;
  const place = chance("erring", question) < error ? 1 - right : right;
  return `So it is.\nFinal verdict: [[${labelsIn(question)[place]}]]`;
};
const isGerman = ({ text }: Question) => text.includes("Vergleiche");

const rows = pairs(60);
const pairwise = { protocol: "pairwise" };
const ARMS = [
  "pairwise-brief",
  "pairwise-formal",
  "pairwise-german",
  "pairwise-spanish",
  "labels-1-2",
  "labels-x-y",
];

async function measured(
  answer: (question: Question) => string,
  config: Parameters<typeof askedJudge>[0] = pairwise,
) {
  const { judge, bind } = await askedJudge(config, answer);
  const judgments: Judgment[] = [];
  const [report] = await audit([promptSensitivity], [judge], rows, {
    bind,
    onJudgment: (judgment) => judgments.push(judgment),
  });
  const figure = (name: string) =>
    report?.others.find(({ metric }) => metric === `prompt-sensitivity-${name}`);
  return { report, figure, judgments, primary: report?.primary };
}

describe("prompt sensitivity", () => {
  it("asks each duel twice in its own words and once by every template, labels among them", async () => {
    const { judgments } = await measured((question) => erring(question, 0));
    const arms = judgments.map(({ trial }) => trial.variant?.arm ?? `own ${trial.repeat}`);
    expect([...new Set(arms)].sort()).toEqual([...ARMS, "own 0", "own 1"].sort());
    // 60 duels in two orders, by 8 ways of asking; every verdict was read, whatever the labels.
    expect(judgments).toHaveLength(60 * 2 * 8);
    expect(judgments.every(({ reading }) => reading.status === "decided")).toBe(true);
  });

  it("finds nothing with a judge that is always right, nor with one that only errs at random", async () => {
    const right = await measured((question) => erring(question, 0));
    expect(right.primary).toMatchObject({ value: 0, n: 60, excluded: 0, found: false });
    expect(right.figure("agreement-spread")).toMatchObject({ value: 0 });
    const noisy = await measured((question) => erring(question, 0.3));
    expect(noisy.primary?.found).toBe(false);
    // Two answers that err with 0.3 each differ with 2 · 0.3 · 0.7 = 0.42, in other words as in the same.
    expect(noisy.figure("flip-rate")?.value).toBeCloseTo(0.42, 1);
    expect(noisy.figure("again-flip-rate")?.value).toBeCloseTo(0.42, 1);
  });

  it("finds a judge that is wrong in German, by its size and by the arm", async () => {
    const { primary, figure } = await measured((question) => erring(question, isGerman(question) ? 1 : 0));
    // One of six arms flips every duel.
    expect(primary).toMatchObject({ value: expect.closeTo(1 / 6, 10), n: 60, found: true });
    expect(figure("pairwise-german-excess-flips")).toMatchObject({ value: 1, found: true });
    expect(figure("pairwise-brief-excess-flips")).toMatchObject({ value: 0, found: false });
    expect(figure("pairwise-german-agreement")?.value).toBe(0);
    expect(figure("pairwise-german-agreement-difference")).toMatchObject({ value: -1, found: true });
    expect(figure("own-agreement")?.value).toBe(1);
    expect(figure("agreement-spread")).toMatchObject({ value: 1, n: 60 });
  });

  it("measures what a template adds to noise, and its interval covers it", async () => {
    // 0.1 wrong in its own words, 0.4 in all others: 0.1·0.6 + 0.9·0.4 = 0.42 flips against 2·0.1·0.9 = 0.18 again, so 0.24 more.
    const isOwn = ({ text }: Question) => text.startsWith("Compare two responses") && text.includes("[[A]]");
    const { primary } = await measured((question) => erring(question, isOwn(question) ? 0.1 : 0.4));
    expect(primary?.found).toBe(true);
    expect(primary?.interval?.[0]).toBeLessThan(0.24);
    expect(primary?.interval?.[1]).toBeGreaterThan(0.24);
  });

  it("counts what has no verdict and never takes it for one", async () => {
    const { primary, figure } = await measured((question) => {
      // Three of the sums (0, 20 and 40) are not judged, in whatever words.
      return responsesIn(question).some((line) => /is (0|20|40)\. /.test(line))
        ? "I will not say."
        : erring(question, 0);
    });
    expect(primary).toMatchObject({ value: 0, n: 57, excluded: 3 });
    expect(figure("agreement-spread")).toMatchObject({ n: 57, excluded: 3 });
  });

  it("asks a judge of scores by other words and scales", async () => {
    const scored = (question: Question) => {
      const [low = 1, high = 10] = (
        /(?:from|von|de|between) ([0-9]+) .*? (?:to|bis|a|and) ([0-9]+) /.exec(question.text) ?? []
      )
        .slice(1)
        .map(Number);
      return `Final score: [[${isBetter(responsesIn(question)[0] ?? "") ? high : low}]]`;
    };
    const { primary, figure, judgments } = await measured(scored, { protocol: "pointwise" });
    expect(primary).toMatchObject({ value: 0, n: 60, excluded: 0, found: false });
    expect(figure("scale-1-100-agreement")?.value).toBe(1);
    expect(figure("scale-1-5-agreement")?.value).toBe(1);
    expect(figure("scale-1-10-agreement")).toBeUndefined();
    const scores = judgments.flatMap(({ trial, reading }) =>
      trial.variant?.arm === "scale-1-100" &&
      reading.status === "decided" &&
      reading.verdict.kind === "scores"
        ? Object.values(reading.verdict.byId)
        : [],
    );
    expect(Math.max(...scores)).toBe(100);
  });

  it("asks a judge of a config so, each arm by its own prompt and options", async () => {
    const config = {
      judges: [{ protocol: "pairwise", model: "simulated", options: { ties: false } }],
      data: [],
    };
    const bindOne = async (judge: FullJudgeConfig) => {
      const [bound] = await bindJudges({ judges: [judge] }, { OPENAI_API_KEY: "k" });
      return bound;
    };
    const bound = await bindJudges(config, { OPENAI_API_KEY: "k" });
    const bind = armBinder(config, bound, bindOne);
    const [own] = bound;
    if (!own) throw new Error("one judge is bound");
    for (const probe of [promptSensitivity, judgeInstruction]) {
      const askings = Object.entries(probe.askings?.(own.judge) ?? {});
      expect(askings.length).toBeGreaterThan(2);
      for (const [, asking] of askings) {
        const { judge } = await bind(own.judge, asking);
        expect(judge).toMatchObject({
          protocol: "pairwise",
          prompt: { name: asking.prompt },
          options: { ties: false, ...asking.options },
        });
      }
    }
    const onSubsets = { ...own.judge, subsets: {} } as Judge;
    expect(promptSensitivity.askings?.(onSubsets)).toEqual({});
    expect(judgeInstruction.askings?.(onSubsets)).toEqual({});
  });

  it("says why where there is nothing to ask otherwise", async () => {
    const computed = simulatedJudge("computed", ({ presented }) => presented[0] ?? "");
    const [report] = await audit([promptSensitivity], [computed], rows);
    expect(report?.primary).toMatchObject({ value: null, reason: "it is not asked by a prompt", n: 0 });
    const { judge } = await askedJudge(pairwise, (question) => erring(question, 0));
    const [stored] = await audit([promptSensitivity], [judge], rows);
    expect(stored?.primary).toMatchObject({ value: null, reason: expect.stringContaining("stored") });
    const genrm = await askedJudge({ protocol: "listwise" }, () => "Final ranking: [[A > B]]");
    const [other] = await audit([promptSensitivity], [genrm.judge], rows, { bind: genrm.bind });
    expect(other?.primary.reason).toBe("the protocol listwise has no other templates, labels or scales");
  });
});
