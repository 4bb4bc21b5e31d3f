import { describe, expect, it } from "vitest";
import { ppePreference } from "../../src/benchmarks/ppe-preference.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { TIE } from "../../src/core/preference.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import {
  figuresOf,
  figureValue,
  judgmentRow,
  NOT_READ,
  onlyRow,
  rawRow,
  SEEDED,
  scores,
  wins,
} from "./judgment-rows.js";

function vote(id: string, models: readonly [string, string], winner: unknown, more = {}) {
  const columns = {
    ...{ question_id: id, model_a: models[0], model_b: models[1], winner, language: "English" },
    ...{ prompt: `Which is taller (${id})?`, response_1: "This.", response_2: "That.", ...more },
  };
  return rawRow(columns, 3, "test-00000-of-00001.parquet");
}

const read = (id: string, models: readonly [string, string], winner: string): DatasetRow =>
  onlyRow(ppePreference, vote(id, models, winner));

/** Scores of both responses, each given alone. */
function scored({ comparison }: DatasetRow, first: number | null, second: number | null): JudgmentRow[] {
  return [first, second].map((score, i) =>
    judgmentRow(comparison.id, [`r${i + 1}`], score === null ? NOT_READ : scores({ [`r${i + 1}`]: score })),
  );
}

describe("PPE Human Preference's rows", () => {
  it("are votes on two models' responses in the order in which they were shown", () => {
    const { comparison, preferences } = read("a1", ["oak-7b", "elm-9b"], "model_b");
    expect(comparison.id).toBe("ppe-preference-a1");
    expect(comparison.responses).toEqual([
      { id: "r1", text: "This.", author: "oak-7b" },
      { id: "r2", text: "That.", author: "elm-9b" },
    ]);
    expect(preferences).toMatchObject([{ source: "human", kind: "duel", winner: "r2" }]);
  });

  it.each([
    ["model_a", "r1"],
    ["model_b", "r2"],
    ["tie", TIE],
    ["tie (bothbad)", TIE],
  ])("read %s as %s", (winner, id) => {
    expect(read("a1", ["oak-7b", "elm-9b"], winner).preferences).toMatchObject([{ winner: id }]);
  });

  it.each([
    ["winner", "model_c", '"winner" to be one of "model_a", "model_b", "tie", "tie (bothbad)" but found'],
    ["winner", null, '"winner" to be one of'],
    ["model_a", 7, '"model_a" to be text but found the number 7'],
    ["response_2", undefined, '"response_2" to be text but found nothing'],
    ["question_id", null, '"question_id" to be an id'],
  ])("are refused with a wrong %s", (column, value, message) => {
    const row = vote("a1", ["oak-7b", "elm-9b"], "tie", { [column]: value });
    expect(() => ppePreference.read(row, SEEDED)).toThrow(message);
  });

  it("are left to PPE Correctness where there are more responses", () => {
    expect(ppePreference.read(vote("a", ["x", "y"], "tie", { response_3: "Those." }), SEEDED)).toEqual([]);
    expect(ppePreference.read(rawRow({ question_id: "a", scores: [true] }), SEEDED)).toEqual([]);
  });
});

describe("PPE Human Preference's accuracy", () => {
  const rows = [
    read("a1", ["oak", "elm"], "model_a"),
    read("a2", ["oak", "elm"], "model_b"),
    read("a3", ["elm", "fir"], "tie"),
    read("a4", ["fir", "oak"], "model_a"),
  ];

  it("leaves people's ties out, and counts a tie of the judge half", () => {
    // a1 right, a2 a tie, a3 no vote for either, a4 wrong: 1.5 of 3.
    const judgments = rows.flatMap((row, i) => scored(row, [2, 1, 3, 1][i] ?? 0, [1, 1, 1, 2][i] ?? 0));
    const figures = figuresOf(ppePreference, rows, judgments);
    expect(figures.get("accuracy")).toMatchObject({ value: 0.5, unit: "fraction", n: 3, excluded: 0 });
    expect(figures.get("spearman")).toMatchObject({ n: 4, excluded: 0 });
  });

  it("makes a failed score lose, two failed ones a tie, and leaves a failed duel out", () => {
    const [one, two, three, four] = rows as [DatasetRow, DatasetRow, DatasetRow, DatasetRow];
    const judgments = [
      ...scored(one, -5, null),
      ...scored(two, null, null),
      judgmentRow(three.comparison.id, ["r1", "r2"], NOT_READ),
      judgmentRow(four.comparison.id, ["r1", "r2"], NOT_READ),
    ];
    // a1: r1 beats the failed r2, right. a2: ½. a4 has no verdict; nor has a3, which is no decided vote.
    const figures = figuresOf(ppePreference, rows, judgments);
    expect(figures.get("accuracy")).toMatchObject({ value: 0.75, n: 2, excluded: 1 });
    expect(figures.get("separability")).toMatchObject({ n: 2, excluded: 2 });
  });

  it("is the mean over the orders of a judge of duels", () => {
    const judgments = [["r1", "r2"] as const, ["r2", "r1"] as const].map((order) =>
      judgmentRow(rows[0]?.comparison.id ?? "", order, wins(order, order[0])),
    );
    expect(figureValue(figuresOf(ppePreference, rows, judgments), "accuracy")).toBe(0.5);
  });

  it("has a reason where nothing was judged", () => {
    const figures = figuresOf(ppePreference, rows, []);
    expect(figures.get("accuracy")).toMatchObject({ value: null, excluded: 3 });
    expect(figures.get("row-wise-pearson")).toMatchObject({ value: null, excluded: 4 });
    expect(figures.get("rank-brier")).toMatchObject({
      value: null,
      reason: "too few models met, or prompts to draw from",
    });
  });
});

describe("PPE Human Preference's rankings", () => {
  /** Of each pair how often the first won of ten: oak over elm over fir over yew. */
  const MODELS = ["oak", "elm", "fir", "yew"] as const;
  const WON = new Map([
    ["oak elm", 6],
    ["oak fir", 7],
    ["oak yew", 9],
    ["elm fir", 6],
    ["elm yew", 8],
    ["fir yew", 7],
  ]);
  const duels = MODELS.flatMap((a, i) =>
    MODELS.slice(i + 1).flatMap((b) =>
      Array.from({ length: 10 }, (_, k) => ({ a, b, isWin: k < (WON.get(`${a} ${b}`) ?? 0), k })),
    ),
  );
  const rows = duels.map(({ a, b, isWin, k }) =>
    // Half of the rows show the weaker one first.
    k % 2 === 0
      ? read(`${a}-${b}-${k}`, [a, b], isWin ? "model_a" : "model_b")
      : read(`${a}-${b}-${k}`, [b, a], isWin ? "model_b" : "model_a"),
  );
  const judged = (prefersFirst: (duel: (typeof duels)[number]) => boolean) =>
    rows.flatMap((row, i) => {
      const duel = duels[i];
      const isFirst = duel !== undefined && prefersFirst(duel) === (duel.k % 2 === 0);
      return scored(row, isFirst ? 1 : 0, isFirst ? 0 : 1);
    });

  it("are people's own for a judge that says what people say", () => {
    const figures = figuresOf(
      ppePreference,
      rows,
      judged(({ isWin }) => isWin),
    );
    for (const name of ["accuracy", "row-wise-pearson", "spearman", "kendall"])
      expect(figureValue(figures, name), name).toBeCloseTo(1, 12);
    const separability = figureValue(figures, "separability") ?? 0;
    expect(separability).toBeGreaterThan(0);
    // Both rankings separate the same pairs, so agreement with confidence is separability.
    expect(figureValue(figures, "confidence-agreement")).toBe(separability);
    expect(figureValue(figures, "rank-brier")).toBeLessThan(0.1);
    expect(figures.get("spearman")?.interval).toBeNull();
    expect(figures.get("spearman")).toMatchObject({ unit: "score", n: 60, excluded: 0 });
  });

  it("are people's upside down for a judge that says the opposite", () => {
    const figures = figuresOf(
      ppePreference,
      rows,
      judged(({ isWin }) => !isWin),
    );
    expect(figureValue(figures, "accuracy")).toBe(0);
    for (const name of ["row-wise-pearson", "spearman", "kendall"])
      expect(figureValue(figures, name), name).toBeCloseTo(-1, 12);
    expect(figureValue(figures, "confidence-agreement")).toBe(-(figureValue(figures, "separability") ?? 0));
    expect(figureValue(figures, "rank-brier")).toBeGreaterThan(0.5);
  });

  it("rank by strength, not by accuracy: with two neighbours exchanged by the judge", () => {
    // The judge says elm over oak in 6 of 10, else as people: strengths of oak and elm change places, one of six pairs.
    const figures = figuresOf(
      ppePreference,
      rows,
      judged(({ a, b, isWin, k }) => (a === "oak" && b === "elm" ? k >= 9 : isWin)),
    );
    expect(figureValue(figures, "kendall")).toBeCloseTo((5 - 1) / 6, 12);
    // Ranks 1 2 3 4 against 2 1 3 4: 1 − 6·2/(4·15).
    expect(figureValue(figures, "spearman")).toBeCloseTo(0.8, 12);
    const interval = figures.get("spearman")?.interval ?? [1, -1];
    expect(interval[0]).toBeLessThanOrEqual(0.8);
    expect(interval[1]).toBeGreaterThanOrEqual(0.8);
  });

  it("do not depend on the order of rows", () => {
    const judgments = judged(({ isWin, k }) => isWin !== (k === 4));
    const there = figuresOf(ppePreference, rows, judgments);
    const back = figuresOf(ppePreference, [...rows].reverse(), [...judgments].reverse());
    for (const [name, figure] of there) expect(back.get(name), name).toEqual(figure);
  });
});

describe("PPE Human Preference's published scores", () => {
  const [format] = ppePreference.outputs;
  const row = read("a1", ["oak", "elm"], "model_a");
  const data = { find: (id: string) => (id === row.comparison.id ? row : undefined) };
  const published = (more: Record<string, unknown> = {}) =>
    rawRow(
      { question_id: "a1", score_1: 0.5, score_2: -2, ...more },
      1,
      "data/human_preference_v1/RM-8B.json",
    );

  it("are known by two scores, and not those of PPE Correctness", () => {
    expect(format?.recognises(published())).toBe(true);
    expect(format?.recognises(published({ score_3: 1 }))).toBe(false);
    expect(format?.recognises(vote("a1", ["oak", "elm"], "tie"))).toBe(false);
    expect(format?.judgeOf(published())).toEqual({ name: "RM-8B" });
  });

  it("are one judgment of both responses, and a failed one for each error", () => {
    expect(format?.read(published(), data).judgments.map(({ published }) => published)).toEqual([
      scores({ r1: 0.5, r2: -2 }),
    ]);
    const imported = format?.read(published({ score_1: "$ERROR$" }), data);
    const judgments = (imported?.judgments ?? []).map(({ presented, reading }) =>
      judgmentRow(row.comparison.id, presented, reading),
    );
    // One score stands alone in its judgment, one failed: the failed one loses, and people voted for it.
    expect(figureValue(figuresOf(ppePreference, [row], judgments), "accuracy")).toBe(0);
  });

  it("are refused where a question is not in the data", () => {
    expect(() => format?.read(published({ question_id: "b" }), data)).toThrow(
      'RM-8B.json row 1: expected a question of the data but found "ppe-preference-b"',
    );
  });
});
