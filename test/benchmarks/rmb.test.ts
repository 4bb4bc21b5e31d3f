import { describe, expect, it } from "vitest";
import { rmb } from "../../src/benchmarks/rmb.js";
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

const answer = (author: string, text = `By ${author}.`) => ({ llm_name: author, answer: text });
const asked = (content: string) => [{ content, language: "English", role: "user" }];

function pair(uid: string, goal = "Helpfulness", more: Record<string, unknown> = {}) {
  const columns = {
    ...{ pair_uid: uid, conversation_input: asked(`Name a bird (${uid}).`) },
    ...{ chosen: { ...answer("oak"), score: 4 }, reject: { ...answer("elm"), score: 2 } },
    ...{ category_path: `Pairwise_set/${goal}/Open QA/Factual`, ...more },
  };
  return rawRow(columns, 2, "Factual.json");
}

function list(uid: string, goal = "Harmlessness", more: Record<string, unknown> = {}) {
  const columns = {
    ...{ bon_uid: uid, conversation_input: asked(`May I eat yew (${uid})?`), bon_best: answer("oak") },
    ...{ loser_list: [answer("elm"), answer("fir")], category_path: `BoN_set/${goal}/S4`, ...more },
  };
  return rawRow(columns, 5, "S4.json");
}

const pairRow = (uid: string, goal?: string) => onlyRow(rmb, pair(uid, goal));
const listRow = (uid: string, goal?: string) => onlyRow(rmb, list(uid, goal));
const setsOf = ({ preferences: [said] }: DatasetRow) =>
  said?.kind === "sets" ? [...said.good, ...said.bad] : [];

/** Scores of all responses in one judgment, the best one's first. */
function scored(row: DatasetRow, values: readonly number[], repeat = 0): JudgmentRow {
  const byId = Object.fromEntries(setsOf(row).map((id, i) => [id, values[i] ?? 0]));
  return judgmentRow(row.comparison.id, null, scores(byId), repeat);
}

/** A duel of the best with the nth loser, in both orders: who is said to win in each (0 the best, 1 the loser, or a tie). */
function duels(row: DatasetRow, loser: number, outcomes: readonly (0 | 1 | "tie" | null)[]): JudgmentRow[] {
  const [best = "", ...others] = setsOf(row);
  const two = [best, others[loser] ?? ""] as const;
  return outcomes.map((outcome, i) => {
    const order = i === 0 ? two : ([two[1], two[0]] as const);
    const winner = outcome === "tie" ? TIE : two[outcome ?? 0];
    return judgmentRow(row.comparison.id, order, outcome === null ? NOT_READ : wins(two, winner));
  });
}

describe("RMB's rows", () => {
  it("are pairs, and lists of which only the best meets all others", () => {
    const one = pairRow("91");
    expect(one.comparison).toMatchObject({
      id: "rmb-pairwise-set-helpfulness-open-qa-factual-91",
      subset: "pairwise-helpfulness",
      prompt: "Name a bird (91).",
    });
    const many = listRow("17");
    expect(many.comparison).toMatchObject({ subset: "bon-harmlessness" });
    const [best, ...losers] = setsOf(many);
    expect(losers).toHaveLength(2);
    expect(many.comparison.duels).toHaveLength(2);
    for (const duel of many.comparison.duels ?? []) expect(duel).toContain(best);
    expect(many.comparison.responses.find(({ id }) => id === best)).toMatchObject({
      text: "By oak.",
      author: "oak",
    });
  });

  it("tell neither by place nor by the order of a duel which response is best", () => {
    const rows = Array.from({ length: 300 }, (_, i) => listRow(`${i}`));
    const share = (holds: (row: DatasetRow) => boolean) => rows.filter(holds).length / rows.length;
    expect(share((row) => setsOf(row)[0] === "r1")).toBeCloseTo(1 / 3, 1);
    expect(share((row) => row.comparison.duels?.[0]?.[0] === setsOf(row)[0])).toBeGreaterThan(0.2);
    expect(share((row) => row.comparison.duels?.[0]?.[0] === setsOf(row)[0])).toBeLessThan(0.5);
  });

  it("keep a conversation of several turns, and share a cluster where they share it", () => {
    const turns = [
      { role: "user", content: "Hi", language: "English" },
      { role: "assistant", content: "Hello", language: "English" },
      { role: "user", content: "A bird?", language: "English" },
    ];
    const [one, other] = ["1", "2"].map(
      (uid) => onlyRow(rmb, pair(uid, "Helpfulness", { conversation_input: turns })).comparison,
    );
    expect(one?.prompt).toEqual(turns.map(({ role, content }) => ({ role, content })));
    expect(one?.cluster).toBe(other?.cluster);
    expect(one?.cluster).not.toBe(pairRow("1").comparison.cluster);
  });

  it.each([
    ["pair_uid", null, '"pair_uid" to be an id'],
    ["category_path", "Pairwise_set/Wit/S1", '"category_path" to begin with Pairwise_set or BoN_set, then'],
    ["category_path", 3, '"category_path" to be text'],
    ["conversation_input", "Hi", '"conversation_input" to be text or a list of messages'],
    ["conversation_input", [], '"conversation_input" to hold at least one message'],
    ["conversation_input", [{ content: "Hi" }], '"conversation_input[0].role" to be one of'],
    ["chosen", "Wren", '"chosen" to hold "llm_name" and "answer", both text'],
    ["reject", { llm_name: "elm", answer: null }, '"reject" to hold "llm_name" and "answer", both text'],
  ])("are refused with a wrong %s", (column, value, message) => {
    expect(() => rmb.read(pair("1", "Helpfulness", { [column]: value }), SEEDED)).toThrow(message);
  });

  it.each([
    ["loser_list", [], '"loser_list" to be a list of one answer or more'],
    ["loser_list", [answer("elm"), 3], '"loser_list[1]" to hold "llm_name" and "answer", both text'],
    ["bon_best", null, '"bon_best" to hold "llm_name" and "answer", both text'],
  ])("of a best-of-N list are refused with a wrong %s", (column, value, message) => {
    expect(() => rmb.read(list("1", "Harmlessness", { [column]: value }), SEEDED)).toThrow(message);
  });

  it("are none where a file holds something else", () => {
    expect(rmb.read(rawRow({ question: "?" }), SEEDED)).toEqual([]);
  });
});

describe("RMB's rule", () => {
  it("asks the best to be strictly above all others, and means over the sections", () => {
    // Pairwise helpfulness: 1 of 2 (an equal score is wrong). Best of N, harmlessness: 1 of 3. Overall (1/2 + 1/3)/2.
    const [a, b] = [pairRow("1"), pairRow("2")];
    const [c, d, e] = [listRow("1"), listRow("2"), listRow("3")];
    const figures = figuresOf(
      rmb,
      [a, b, c, d, e],
      [
        scored(a, [2, 1]),
        scored(b, [2, 2]),
        scored(c, [3, 2, 1]),
        scored(d, [3, 3, 1]),
        scored(e, [2, 1, 3]),
      ],
    );
    expect(figureValue(figures, "pairwise-helpfulness")).toBe(0.5);
    expect(figureValue(figures, "bon-harmlessness")).toBeCloseTo(1 / 3, 12);
    expect(figureValue(figures, "overall")).toBeCloseTo(5 / 12, 12);
    expect(figures.get("overall")).toMatchObject({ unit: "fraction", n: 5, excluded: 0 });
    expect(figures.get("pairwise-harmlessness")).toMatchObject({
      value: null,
      reason: "the data hold no such row",
    });
  });

  it("takes scores that were given one at a time as scores given at once", () => {
    const row = listRow("4");
    const alone = setsOf(row).map((id, i) => judgmentRow(row.comparison.id, [id], scores({ [id]: 3 - i })));
    expect(figureValue(figuresOf(rmb, [row], alone), "overall")).toBe(1);
    const tiers = setsOf(row).map((id) => [id]);
    const ranking = { status: "decided", verdict: { kind: "ranking", tiers } } as const;
    const ranked = judgmentRow(row.comparison.id, ["r1", "r2", "r3"], ranking);
    expect(figureValue(figuresOf(rmb, [row], [ranked]), "overall")).toBe(1);
  });

  it("of duels is what one order by chance comes to: the product over the losers", () => {
    const row = listRow("5");
    // Against the first loser right in one order of two, against the second a tie and a win: ½ · ½.
    const judgments = [...duels(row, 0, [0, 1]), ...duels(row, 1, ["tie", 0])];
    expect(figureValue(figuresOf(rmb, [row], judgments), "bon-harmlessness")).toBe(0.25);
    const all = [...duels(row, 0, [0, 0]), ...duels(row, 1, [0, 0])];
    expect(figureValue(figuresOf(rmb, [row], all), "bon-harmlessness")).toBe(1);
  });

  it("of repeated scores is the mean over repeats, each of one piece", () => {
    const row = listRow("6");
    // Best of all in the first, beaten by one in either of the others: 1 of 3, where the product of both duels' shares would be 4/9.
    const judgments = [scored(row, [3, 2, 1], 0), scored(row, [2, 3, 1], 1), scored(row, [2, 1, 3], 2)];
    expect(figureValue(figuresOf(rmb, [row], judgments), "bon-harmlessness")).toBeCloseTo(1 / 3, 12);
  });

  it("leaves a row out, and counts it, where a duel has no verdict", () => {
    const [one, two, three] = [listRow("7"), listRow("8"), listRow("9")];
    const judgments = [
      scored(one, [3, 2, 1]),
      ...duels(two, 0, [0, 0]),
      ...duels(two, 1, [null, null]),
      // One order of the two is enough.
      ...duels(three, 0, [1, null]),
      ...duels(three, 1, [0, 0]),
    ];
    const figures = figuresOf(rmb, [one, two, three], judgments);
    expect(figures.get("bon-harmlessness")).toMatchObject({ value: 0.5, n: 2, excluded: 1 });
    expect(figuresOf(rmb, [two], []).get("overall")).toMatchObject({
      value: null,
      excluded: 1,
      reason: "a section has no row with a verdict",
    });
  });

  it("has an interval of whole prompts, the same whatever the order of rows", () => {
    const rows = Array.from({ length: 16 }, (_, i) => pairRow(`${i}`));
    const judgments = rows.map((row, i) => scored(row, [i % 3, 1]));
    const figure = figuresOf(rmb, rows, judgments).get("overall");
    expect(figure?.interval?.[0]).toBeLessThan(figure?.value ?? 0);
    expect(figuresOf(rmb, [...rows].reverse(), judgments).get("overall")).toEqual(figure);
  });
});

describe("RMB's published rewards", () => {
  const [format] = rmb.outputs;
  const row = pairRow("12");
  const data = { find: (id: string) => (id === row.comparison.id ? row : undefined) };
  const published = (more: Record<string, unknown> = {}) =>
    rawRow(
      {
        ...{ pair_uid: "12", category_path: "Pairwise_set/Helpfulness/Open QA/Factual" },
        ...{ chosen_reward: 0.25, reject_reward: 0.5, is_correct: 0, ...more },
      },
      1,
      "results/RM-8B_result.json",
    );
  const accuracy = (more: Record<string, unknown>) => {
    const judgments = (format?.read(published(more), data).judgments ?? []).map(({ reading }) =>
      judgmentRow(row.comparison.id, null, reading),
    );
    return figureValue(figuresOf(rmb, [row], judgments), "pairwise-helpfulness");
  };

  it("are known by their columns, named by their file, and joined to the pair of the data", () => {
    expect(format?.recognises(published())).toBe(true);
    expect(format?.recognises(pair("12"))).toBe(false);
    expect(format?.judgeOf(published())).toEqual({ name: "RM-8B" });
    const [judgment] = format?.read(published(), data).judgments ?? [];
    const [chosen = "", rejected = ""] = setsOf(row);
    expect(judgment?.published).toEqual(scores({ [chosen]: 0.25, [rejected]: 0.5 }));
  });

  it("give what they say: equal rewards are wrong, and without rewards is_correct stands", () => {
    expect(accuracy({})).toBe(0);
    expect(accuracy({ chosen_reward: 0.75, is_correct: 1 })).toBe(1);
    expect(accuracy({ chosen_reward: 0.5 })).toBe(0);
    expect(accuracy({ chosen_reward: null, reject_reward: null, is_correct: 1 })).toBe(1);
    expect(accuracy({ chosen_reward: null, reject_reward: null, is_correct: 0 })).toBe(0);
  });

  it.each([
    [{ chosen_reward: "high" }, '"chosen_reward" and "reject_reward" to be numbers, or both null but found'],
    [{ chosen_reward: null }, "to be numbers, or both null but found null and the number 0.5"],
    [{ chosen_reward: null, reject_reward: null, is_correct: 2 }, '"is_correct" to be 0 or 1 but found'],
    [{ pair_uid: "13" }, 'a pair of the data but found "rmb-pairwise-set-helpfulness-open-qa-factual-13"'],
  ])("are refused with %j", (more, message) => {
    expect(() => format?.read(published(more), data)).toThrow(message);
  });
});
