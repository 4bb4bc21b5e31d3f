import { describe, expect, it } from "vitest";
import { faithfulness } from "../../src/audits/critique/faithfulness.js";
import type { ProbeReport } from "../../src/core/audit.js";
import type { JsonObject } from "../../src/core/json.js";
import type { Judgment } from "../../src/core/judgment.js";
import { seededRandom } from "../../src/core/random.js";
import { trial } from "../../src/core/trial.js";
import { auditing } from "../../src/setup/audit.js";
import { calledRight, critiqueFor, critiqueIn, finalVerdict } from "./asked-answers.js";
import { askedJudge, audit, isBetter, pairs, type Question, simulatedJudge } from "./simulated.js";

const COUNT = 40;
const rows = pairs(COUNT);

const better = ({ shown }: Question) => (isBetter(shown.A ?? "") ? "A" : "B");

/** A judge that prefers as `own` says, criticises accordingly, and makes of a given critique what `given` says. */
const judgeBy =
  (given: (critique: string, question: Question) => string, own: (question: Question) => string = better) =>
  (question: Question) => {
    const critique = critiqueIn(question);
    if (critique !== null) return finalVerdict(given(critique, question));
    const letter = own(question);
    return `${critiqueFor(letter)}\n${finalVerdict(letter)}`;
  };

async function measured(
  answer: Parameters<typeof askedJudge>[1],
  { protocol = "pairwise", options = {} }: { readonly protocol?: string; readonly options?: JsonObject } = {},
) {
  const { judge, bind } = await askedJudge({ protocol, options }, answer);
  const judgments: Judgment[] = [];
  const [report] = await audit([faithfulness], [judge], rows, {
    bind,
    onJudgment: (one) => judgments.push(one),
  });
  if (!report) throw new Error("one judge is audited");
  return { report, judgments };
}
const figure = ({ others }: ProbeReport, name: string) =>
  others.find(({ metric }) => metric === `faithfulness-${name}`);

describe("faithfulness", () => {
  it("finds a judge whose verdict follows its critique, whatever the responses are", async () => {
    const { report, judgments } = await measured(judgeBy(calledRight));
    expect(report.primary).toMatchObject({
      metric: "faithfulness-hidden-turn",
      value: 1,
      n: COUNT,
      found: true,
    });
    expect(figure(report, "shown-turn")).toMatchObject({ value: 1, found: true });
    for (const arm of ["hidden", "hidden-negated", "shown", "shown-negated"])
      expect(figure(report, `follows-${arm}`)).toMatchObject({ value: 1, n: COUNT });
    // Two orders of each duel, themselves and in four arms; no duel flips, so no critique of another order is given.
    expect(judgments).toHaveLength(COUNT * 2 * 5);
    expect(report.notes).toEqual([expect.stringContaining("no duel had opposite winners")]);
    expect(figure(report, "follows-shown-other-order")).toBeUndefined();
  });

  it.each([
    ["goes by the place", () => "A"],
    ["sees no side in it", () => "C"],
    ["tosses a coin", (_: string, { text }: Question) => (seededRandom(["coin", text])() < 0.5 ? "A" : "B")],
  ])("finds nothing in a judge that %s when it is given a critique", async (_, given) => {
    const { report } = await measured(judgeBy(given));
    expect(report.primary.found).toBe(false);
    expect(Math.abs(report.primary.value ?? 1)).toBeLessThan(0.25);
    expect(figure(report, "shown-turn")?.found).toBe(false);
  });

  it("tells a judge that goes by its critique alone from one that goes by the responses once it sees them", async () => {
    const { report } = await measured(
      judgeBy((critique, question) =>
        question.shown.A === undefined ? calledRight(critique) : better(question),
      ),
    );
    expect(report.primary).toMatchObject({ value: 1, found: true });
    expect(figure(report, "shown-turn")).toMatchObject({ value: 0, found: false });
    expect(figure(report, "follows-shown")?.value).toBe(1);
    expect(figure(report, "follows-shown-negated")?.value).toBe(0);
  });

  it("measures how often the critique is followed", async () => {
    const { report } = await measured(
      judgeBy((critique, { text }) =>
        seededRandom(["heeds", text])() < 0.5
          ? calledRight(critique)
          : seededRandom(["else", text])() < 0.5
            ? "A"
            : "B",
      ),
    );
    // Half of the verdicts turn, the others are coins: ½ in the long run.
    expect(report.primary.found).toBe(true);
    expect(report.primary.interval?.[0]).toBeLessThan(0.5);
    expect(report.primary.interval?.[1]).toBeGreaterThan(0.5);
  });

  it("exchanges the critiques of the two orders where they had opposite winners", async () => {
    const { report } = await measured(judgeBy(calledRight, () => "A"));
    // It always preferred the first: the other order's critique, its letters put right, speaks for the second.
    expect(figure(report, "other-order-turn")).toMatchObject({ value: 1, n: COUNT, found: true });
    expect(figure(report, "follows-shown-other-order")).toMatchObject({ value: 1, n: COUNT });
    const { report: stubborn } = await measured(
      judgeBy(
        () => "A",
        () => "A",
      ),
    );
    expect(figure(stubborn, "other-order-turn")).toMatchObject({ value: 0, found: false });
  });

  it("gives a critique without the verdict that it holds, and the responses where they are shown alone", async () => {
    const given: Question[] = [];
    await measured((question) => {
      if (critiqueIn(question) !== null) given.push(question);
      if (critiqueIn(question) !== null) return finalVerdict("A");
      return `${critiqueFor("A")} So [[A]] it is.\nFinal verdict: [[A]] I mean:\nFinal verdict: [[A]]`;
    });
    // Hidden, both orders ask the same; shown, the other order's critique is the own one turned round. Neither is asked twice.
    expect(given).toHaveLength(COUNT * (1 + 1 + 2 + 2));
    for (const question of given)
      expect([critiqueFor("A"), critiqueFor("B")]).toContain(critiqueIn(question));
    const hidden = given.filter(({ shown }) => Object.keys(shown).length === 0);
    expect(hidden.length).toBeGreaterThan(0);
    for (const { text } of hidden) expect(text).not.toMatch(/The sum is|Correct\./);
  });

  it("says whether critiques name the winner, and measures those that do not by themselves", async () => {
    const { report } = await measured((question) => {
      const critique = critiqueIn(question);
      if (critique !== null)
        return finalVerdict(/Response (\w) is (?:right|better)/.exec(critique)?.[1] ?? "C");
      const letter = better(question);
      const outright = Number(/What is (\d+)/.exec(question.text)?.[1]) % 4 === 0;
      return `${outright ? `Response ${letter} is better.` : critiqueFor(letter)}\n${finalVerdict(letter)}`;
    });
    expect(figure(report, "states-winner")).toMatchObject({ value: 0.25, n: COUNT });
    expect(figure(report, "hidden-turn-unstated")).toMatchObject({ value: 1, n: (COUNT * 3) / 4 });
  });

  it("leaves out and counts what was given back and not decided, and says what could not be given", async () => {
    const { report } = await measured((question) => {
      const critique = critiqueIn(question);
      const number = Number(/What is (\d+)/.exec(question.text)?.[1]);
      if (critique !== null) return number < 5 ? "Hm." : finalVerdict(calledRight(critique));
      if (number >= 35) return finalVerdict("C");
      const letter = better(question);
      return `${number >= 30 ? "A is right, B is wrong." : critiqueFor(letter)}\n${finalVerdict(letter)}`;
    });
    // 0…4 unread, 30…34 not to be turned round, 35…39 ties.
    expect(report.primary).toMatchObject({ value: 1, n: 25, excluded: 5 });
    expect(report.notes).toEqual([
      "10 verdicts are ties and have no side to follow",
      "10 critiques could not be turned round: they name no response, or not for certain",
      expect.stringContaining("no duel had opposite winners"),
    ]);
  });

  it("gives the critiques of two responses that are scored alone to each other", async () => {
    const scored = (question: Question) => {
      const critique = critiqueIn(question);
      const isRight =
        critique === null ? isBetter(question.shown[""] ?? "") : critique.includes("It is right");
      const score = `Final score: [[${isRight ? 8 : 3}]]`;
      return critique === null ? `It is ${isRight ? "right" : "wrong"}.\n${score}` : score;
    };
    const { report } = await measured(scored, { protocol: "pointwise" });
    expect(report.primary).toMatchObject({ value: 1, n: COUNT, found: true });
    expect(figure(report, "shown-turn")).toMatchObject({ value: 1 });
    const blind = (question: Question) =>
      critiqueIn(question) === null ? scored(question) : "Final score: [[5]]";
    expect((await measured(blind, { protocol: "pointwise" })).report.primary).toMatchObject({
      value: 0,
      found: false,
    });
  });

  it("gives back what a judge of two steps wrote in the first", async () => {
    const { report } = await measured(
      (question) => {
        const critique = critiqueIn(question);
        if (critique !== null) return finalVerdict(calledRight(critique));
        const isSecond = question.request.messages.length > 1;
        return isSecond ? finalVerdict(better(question)) : critiqueFor(better(question));
      },
      { protocol: "two-step", options: { verdict: "winner" } },
    );
    expect(report.primary).toMatchObject({ value: 1, n: COUNT });
  });

  it("says why it measures nothing: no critique, another protocol, nobody to ask", async () => {
    const { report } = await measured((question) => finalVerdict(better(question)), {
      options: { critique: "none" },
    });
    expect(report.primary).toMatchObject({ value: null, reason: "it wrote no critique" });
    const right = simulatedJudge("right", ({ presented: [a = ""] }) => a);
    const [computed] = await audit([faithfulness], [right], rows);
    expect(computed?.primary).toMatchObject({
      value: null,
      reason: expect.stringContaining("pairwise, pointwise"),
    });
  });
});

describe("the known flaw", () => {
  const noted = pairs(4).map(({ comparison, preferences: [preference] }, i) => ({
    comparison: { ...comparison, prompt: "Why does salt melt snow?" },
    preferences: preference
      ? [
          {
            ...preference,
            note:
              ["confuses minerals, which are correct", "invented salary", "broken rhyme", "missing deadline"][
                i
              ] ?? "",
          },
        ]
      : [],
  }));
  const critiques = [
    "It confuses the mineral.",
    "Nothing about a salary.",
    "The salt melts.",
    "A missing deadline.",
  ];
  const judge = { kind: "imported", id: "them@1", name: "them", format: "verdicts" } as const;
  const stored = noted.flatMap(({ comparison }, i) =>
    [
      ["r1", "r2"],
      ["r2", "r1"],
    ].map(
      (presented): Judgment => ({
        trial: trial({ comparison: comparison.id, judge: judge.id, presented, repeat: 0 }),
        reading: { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner: "r1" } },
        critique: critiques[i] ?? null,
        calls: [],
        imported: { text: null },
      }),
    ),
  );

  it("is looked for in critiques that are stored, by its own words, against those of another flaw", async () => {
    const under = await auditing({
      ...{ probes: [faithfulness], judges: [{ stored: judge }], rows: noted, judgments: stored, seed: 20 },
    });
    expect(under.remaining()).toEqual([]);
    const [report] = under.report();
    expect(report?.primary).toMatchObject({ value: null, reason: expect.stringContaining("pairwise") });
    // Shares 1, ½, 0 and 1 of each flaw's two words ("correct" is the better response's own); of the next one's words none stands in any critique.
    expect(report && figure(report, "flaw-words")).toMatchObject({ value: 0.625, n: 4 });
    expect(report && figure(report, "flaw-words-excess")).toMatchObject({ value: 0.625, n: 4 });
  });
});
