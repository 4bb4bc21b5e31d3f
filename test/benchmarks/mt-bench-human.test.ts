import { describe, expect, it } from "vitest";
import { mtBenchHuman } from "../../src/benchmarks/mt-bench-human.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { TIE } from "../../src/core/preference.js";
import type { Reading } from "../../src/core/reading.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import { figuresOf, figureValue, judgmentRow, NOT_READ, SEEDED, scores, wins } from "./judgment-rows.js";
import { answerId, conversation, gathered, vote } from "./mt-bench-votes.js";

describe("MT-Bench's rows", () => {
  const rows = gathered([
    vote(81, ["alpha", "beta"], "model_a", "expert_1"),
    vote(81, ["gamma", "alpha"], "model_a", "expert_1"),
    vote(81, ["beta", "alpha"], "model_b", "author_2"),
    vote(81, ["alpha", "beta"], "tie", "expert_1", 2),
    vote(81, ["alpha", "beta"], "tie (inconsistent)", "gpt4_pair"),
    vote(81, ["alpha", "beta"], "model_a", ["gpt-4", "pair-v2"]),
  ]);
  const [first, second] = rows;

  it("are gathered to the answers of all models on a turn of a question, with the duels that people voted on", () => {
    expect(rows.map(({ comparison: { id, subset, cluster } }) => [id, subset, cluster])).toEqual([
      ["mt-bench-81-turn-1", "turn-1", "mt-bench-81"],
      ["mt-bench-81-turn-2", "turn-2", "mt-bench-81"],
    ]);
    expect(first?.comparison.prompt).toBe("Question 81.1");
    expect(first?.comparison.responses.map(({ id }) => id)).toEqual(["r1", "r2", "r3"]);
    const [alpha, beta, gamma] = ["alpha", "beta", "gamma"].map((model) => answerId(first, model));
    expect(first?.comparison.responses.find(({ id }) => id === alpha)?.text).toBe("alpha on 81.1");
    // Nobody voted on beta against gamma.
    const duels = first?.comparison.duels?.map((duel) => [...duel].sort());
    expect(duels).toHaveLength(2);
    expect(duels).toContainEqual([alpha, beta].sort());
    expect(duels).toContainEqual([alpha, gamma].sort());
  });

  it("give each vote to the models it names, whichever of them stands first", () => {
    const [alpha, beta, gamma] = ["alpha", "beta", "gamma"].map((model) => answerId(first, model));
    expect(
      first?.preferences.map((said) =>
        said.kind === "duel" ? [said.annotator, said.between, said.winner] : [],
      ),
    ).toEqual([
      ["expert_1", [alpha, beta], alpha],
      ["expert_1", [gamma, alpha], gamma],
      ["author_2", [beta, alpha], alpha],
    ]);
    expect(second?.preferences).toMatchObject([{ source: "human", annotator: "expert_1", winner: TIE }]);
  });

  it("hold both answers of a model in the second turn", () => {
    expect(second?.comparison.prompt).toContain("Turn 1:\nQuestion 81.1\n\nTurn 2:\nQuestion 81.2");
    const alpha = answerId(second, "alpha");
    expect(second?.comparison.responses.find(({ id }) => id === alpha)?.text).toBe(
      "Turn 1:\nalpha on 81.1\n\nTurn 2:\nalpha on 81.2",
    );
  });

  it("stand in an order that tells nothing of the models", () => {
    const orders = Array.from({ length: 40 }, (_, i) => {
      const [row] = gathered([vote(i, ["alpha", "beta"], "model_a", "expert_1")]);
      return row?.comparison.responses[0]?.author;
    });
    const alphas = orders.filter((author) => author === "alpha").length;
    expect(alphas).toBeGreaterThan(8);
    expect(alphas).toBeLessThan(32);
  });

  const with_ = (columns: Record<string, unknown>) => {
    const row = vote(81, ["alpha", "beta"], "model_a", "expert_1");
    return { ...row, columns: { ...row.columns, ...columns } };
  };
  const [user, assistant] = conversation(81, "alpha");
  it.each([
    [{ winner: "alpha" }, '"winner" to be "model_a", "model_b" or a tie but found the text "alpha"'],
    [{ winner: true }, "but found the boolean true"],
    [{ turn: 3 }, '"turn" to be 1 or 2 but found the number 3'],
    [{ turn: "1" }, '"turn" to be 1 or 2 but found the text "1"'],
    [{ question_id: undefined }, '"question_id" to be an id but found nothing'],
    [{ model_b: "alpha" }, '"model_a" and "model_b" to be two models'],
    [{ model_b: 4 }, '"model_b" to be text but found the number 4'],
    [{ judge: undefined }, '"judge" to be a name or [model, prompt] but found nothing'],
    [{ judge: ["gpt-4"] }, '"judge" to be a name or [model, prompt]'],
    [{ conversation_a: "Hi" }, '"conversation_a" to be a list of 2 messages but found the text "Hi"'],
    [{ turn: 2, conversation_b: [user, assistant] }, '"conversation_b" to be a list of 4 messages'],
    [{ conversation_a: [assistant, user] }, '"conversation_a[0]" to be a text of the user'],
    [{ conversation_a: [user, { role: "assistant", content: null }] }, "found null of the text"],
    [
      { conversation_a: [{ role: "user", content: "Another" }, assistant] },
      "both conversations to have the same turns of the user",
    ],
  ])("are refused where they are malformed: %j", (columns, message) => {
    expect(() => mtBenchHuman.read(with_(columns), SEEDED)).toThrow(message);
    expect(() => mtBenchHuman.read(with_(columns), SEEDED)).toThrow("human.parquet row 1: expected");
  });

  it("must show the same texts wherever an answer stands", () => {
    const other = with_({
      conversation_b: conversation(81, "beta").map((m) => ({ ...m, content: `${m.content}!` })),
    });
    const same = with_({ conversation_b: [user, { role: "assistant", content: "else" }] });
    expect(() => gathered([with_({}), same])).toThrow(
      "mt-bench-81-turn-1: expected the same answer of beta in each of its rows but found another",
    );
    expect(() => gathered([other])).toThrow("the same turns of the user");
  });

  it("that hold published judgments are passed over", () => {
    expect(mtBenchHuman.read({ ...with_({}), columns: { model: "alpha", score: 4 } }, SEEDED)).toEqual([]);
    expect(mtBenchHuman.read({ ...with_({}), columns: { model_1: "a", model_2: "b" } }, SEEDED)).toEqual([]);
  });
});

const AB = ["alpha", "beta"] as const;
// Of experts:     alpha–beta                            alpha–gamma
// question 81     alpha, alpha, tie (an author: beta)   gamma, alpha
// question 82     beta
const ROWS = gathered([
  vote(81, AB, "model_a", "expert_1"),
  vote(81, ["beta", "alpha"], "model_b", "expert_2"),
  vote(81, AB, "tie", "expert_3"),
  vote(81, AB, "model_b", "author_1"),
  vote(81, ["gamma", "alpha"], "model_a", "expert_1"),
  vote(81, ["gamma", "alpha"], "model_b", "expert_2"),
  vote(82, AB, "model_b", "expert_4"),
]);

/** A judge's two orders of a duel, by the models it prefers; null where it was not read. */
function asked(row: DatasetRow | undefined, models: readonly [string, string], ...said: (string | null)[]) {
  const [a, b] = models.map((model) => answerId(row, model)) as [string, string];
  const reading = (winner: string | null): Reading =>
    winner === null ? NOT_READ : wins([a, b], winner === TIE ? TIE : answerId(row, winner));
  return said.map((winner, i) =>
    judgmentRow(row?.comparison.id ?? "", i === 0 ? [a, b] : [b, a], reading(winner)),
  );
}

// Alpha in both orders; orders that contradict each other: a tie; one order without a verdict: no vote.
const JUDGMENTS = [
  ...asked(ROWS[0], AB, "alpha", "alpha"),
  ...asked(ROWS[0], ["alpha", "gamma"], "alpha", "gamma"),
  ...asked(ROWS[1], AB, "beta", null),
];

describe("MT-Bench's rule", () => {
  const figures = figuresOf(mtBenchHuman, ROWS, JUDGMENTS);

  it("with ties counts pairs of votes, any tie agreeing with any tie", () => {
    // alpha against alpha, alpha, tie; tie against gamma, alpha; the vote on question 82 meets none.
    expect(figures.get("turn-1-with-ties-agreement")).toMatchObject({ value: 40, n: 5, excluded: 1 });
    // alpha–alpha, alpha–tie, alpha–tie, gamma–alpha
    expect(figures.get("turn-1-with-ties-human-agreement")).toMatchObject({ value: 25, n: 4, excluded: 0 });
  });

  it("without ties leaves out each pair in which either says tie", () => {
    expect(figures.get("turn-1-without-ties-agreement")).toMatchObject({ value: 100, n: 2, excluded: 4 });
    expect(figures.get("turn-1-without-ties-human-agreement")).toMatchObject({
      value: 50,
      n: 2,
      excluded: 2,
    });
  });

  it("has beside it failures as disagreement, and each duel once for the judge and for people", () => {
    expect(figures.get("turn-1-with-ties-agreement-failures-wrong")?.value).toBeCloseTo(100 / 3, 10);
    expect(figures.get("turn-1-without-ties-agreement-failures-wrong")).toMatchObject({ n: 3, excluded: 3 });
    expect(figureValue(figures, "turn-1-without-ties-agreement-failures-wrong")).toBeCloseTo(200 / 3, 10);
    // The judge 2/3 and 0, people 1/3 and 0; the duel of one expert has no pair of people.
    expect(figureValue(figures, "turn-1-with-ties-agreement-per-duel")).toBeCloseTo(100 / 3, 10);
    expect(figureValue(figures, "turn-1-with-ties-human-agreement-per-duel")).toBeCloseTo(100 / 6, 10);
    expect(figures.get("turn-1-with-ties-agreement-per-duel")).toMatchObject({ n: 2, excluded: 0 });
    // Alpha–beta alone: on the other duel the judge says tie.
    const without = { value: 100, n: 1, excluded: 1 };
    expect(figures.get("turn-1-without-ties-agreement-per-duel")).toMatchObject(without);
    expect(figures.get("turn-1-without-ties-human-agreement-per-duel")).toMatchObject(without);
  });

  it("names every figure of both turns, and says why one has no value", () => {
    expect(figures.size).toBe(20);
    expect(figures.get("turn-2-with-ties-agreement")).toMatchObject({
      ...{ value: null, n: 0, excluded: 0, unit: "percent" },
      reason: "no vote of an expert meets a vote of the judge",
    });
  });

  it("gives people's agreement without any judgment", () => {
    const alone = figuresOf(mtBenchHuman, ROWS, []);
    expect(figureValue(alone, "turn-1-with-ties-human-agreement")).toBe(25);
    expect(alone.get("turn-1-with-ties-agreement")).toMatchObject({ value: null, n: 0, excluded: 6 });
    expect(alone.get("turn-1-with-ties-agreement-failures-wrong")).toMatchObject({ value: null, n: 0 });
  });

  it("depends on no order of rows or judgments", () => {
    expect(figuresOf(mtBenchHuman, [...ROWS].reverse(), [...JUDGMENTS].reverse())).toEqual(figures);
  });

  it("pairs two votes of one expert as the authors do, but not per duel", () => {
    const rows = gathered([
      vote(81, AB, "model_a", "expert_1"),
      vote(81, ["beta", "alpha"], "model_b", "expert_1"),
      vote(81, AB, "model_b", "expert_2"),
    ]);
    const twice = figuresOf(mtBenchHuman, rows, asked(rows[0], AB, "alpha", "alpha"));
    // alpha–alpha of the same expert, alpha–beta twice: 1/3, of different experts 0/2.
    expect(figureValue(twice, "turn-1-with-ties-human-agreement")).toBeCloseTo(100 / 3, 10);
    expect(figureValue(twice, "turn-1-with-ties-human-agreement-per-duel")).toBe(0);
  });

  it("draws whole questions: votes on one question count as little as one", () => {
    // 20 questions of 9 experts who all say the same; the judge is right on every second question.
    const many = gathered(
      Array.from({ length: 180 }, (_, i) => vote(Math.floor(i / 9), AB, "model_a", `expert_${i % 9}`)),
    );
    const judgments = many.flatMap((row, i) =>
      asked(row, AB, i % 2 ? "alpha" : "beta", i % 2 ? "alpha" : "beta"),
    );
    const figure = figuresOf(mtBenchHuman, many, judgments).get("turn-1-with-ties-agreement");
    expect(figure).toMatchObject({ value: 50, n: 180 });
    // 100·√(¼/20) = 11.2 by questions (by pairs of votes it would be 3.7), 1.96 to each side.
    const [low, high] = figure?.interval ?? [0, 0];
    expect(high - low).toBeGreaterThan(36);
    expect(high - low).toBeLessThan(52);
  });
});

describe("A judge's vote", () => {
  const ONE = ROWS.slice(1);
  const [a, b] = AB.map((model) => answerId(ONE[0], model)) as [string, string];
  const id = ONE[0]?.comparison.id ?? "";
  // The one expert prefers beta: 100 for beta, 0 for alpha or a tie, null for no vote.
  const agreement = (judgments: readonly JudgmentRow[]) =>
    figureValue(figuresOf(mtBenchHuman, ONE, judgments), "turn-1-with-ties-agreement");
  const withoutTies = (judgments: readonly JudgmentRow[]) =>
    figureValue(figuresOf(mtBenchHuman, ONE, judgments), "turn-1-without-ties-agreement");
  const alone = (alpha: number | null, beta: number | null) => [
    judgmentRow(id, [a], alpha === null ? NOT_READ : scores({ [a]: alpha })),
    judgmentRow(id, [b], beta === null ? NOT_READ : scores({ [b]: beta })),
  ];

  it("is the higher of two scores, a tie within 0.1", () => {
    expect(agreement(alone(7, 8))).toBe(100);
    expect(agreement(alone(8, 7))).toBe(0);
    expect(withoutTies(alone(8, 8.1))).toBeNull();
    expect(withoutTies(alone(8, 8.5))).toBe(100);
    expect(agreement(alone(8, null))).toBeNull();
    const together = [judgmentRow(id, [a, b], scores({ [a]: 8, [b]: 8.1 }))];
    expect(withoutTies(together)).toBeNull();
  });

  it("is that of its only order, of a ranking, and of the first of several repeats", () => {
    expect(agreement(asked(ONE[0], AB, "beta"))).toBe(100);
    const ranking: Reading = { status: "decided", verdict: { kind: "ranking", tiers: [[b], [a]] } };
    expect(agreement([judgmentRow(id, [a, b], ranking)])).toBe(100);
    const repeats = [
      judgmentRow(id, [a, b], wins([a, b], a), 1),
      judgmentRow(id, [a, b], wins([a, b], b), 0),
    ];
    expect(agreement(repeats)).toBe(100);
  });

  it("is a tie where a tie and a win contradict each other, and none where an order failed", () => {
    expect(withoutTies(asked(ONE[0], AB, "beta", TIE))).toBeNull();
    expect(agreement(asked(ONE[0], AB, "beta", TIE))).toBe(0);
    expect(agreement(asked(ONE[0], AB, null, "beta"))).toBeNull();
  });
});
