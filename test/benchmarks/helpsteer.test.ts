import { describe, expect, it } from "vitest";
import { helpSteer2 } from "../../src/benchmarks/helpsteer2.js";
import { helpSteer3 } from "../../src/benchmarks/helpsteer3.js";
import { rowPlace } from "../../src/benchmarks/row-place.js";
import { TIE } from "../../src/core/preference.js";
import {
  figuresOf,
  figureValue,
  judgmentRow,
  NOT_READ,
  onlyRow,
  rawRow,
  scores,
  wins,
} from "./judgment-rows.js";

const PAIR = ["r1", "r2"] as const;
const voice = (score: unknown, reasoning = "It  is\nlonger.") => ({
  score,
  reasoning,
  feedback1: "",
  feedback2: "",
});
const raw3 = (overall: unknown, voices: unknown, more: Record<string, unknown> = {}, number = 1) =>
  rawRow(
    {
      ...{ domain: "STEM", language: "english", context: [{ role: "user", content: `Why ${number}?` }] },
      ...{ response1: "One.", response2: "Two.", overall_preference: overall, individual_preference: voices },
      ...more,
    },
    number,
    "nvidia/HelpSteer3/preference/validation.jsonl.gz",
  );
const pair3 = (number: number, overall: number, voices: unknown = [], more?: Record<string, unknown>) =>
  onlyRow(helpSteer3, raw3(overall, voices, more, number));

describe("HelpSteer3's rows", () => {
  it("are pairs with what each annotator said and why, and apart from it what was published", () => {
    expect(pair3(7, -1, [voice(-2), voice(0, ""), voice(1)])).toMatchObject({
      comparison: {
        id: "helpsteer3-validation-7",
        prompt: [{ role: "user", content: "Why 7?" }],
        subset: "stem",
        responses: [
          { id: "r1", text: "One." },
          { id: "r2", text: "Two." },
        ],
      },
      preferences: [
        { kind: "duel", between: PAIR, winner: "r1", strength: 2, note: "It is longer.", source: "human" },
        { winner: TIE },
        { winner: "r2", strength: 1 },
        { winner: "r1", strength: 1, aspect: "published" },
      ],
    });
    const [, tied] = pair3(7, -1, [voice(-2), voice(0, "")]).preferences;
    expect(Object.keys(tied ?? {}).sort()).toEqual(["between", "comparison", "kind", "source", "winner"]);
    // Without annotators the published preference is all there is.
    expect(pair3(7, 3).preferences).toMatchObject([{ winner: "r2", strength: 3 }]);
    expect(Object.hasOwn(pair3(7, 3).preferences[0] ?? {}, "aspect")).toBe(false);
  });

  it.each([
    [raw3(4, []), '"overall_preference" to be a whole number from -3 to 3 but found the number 4'],
    [raw3(null, []), '"overall_preference" to be a whole number from -3 to 3 but found null'],
    [raw3(1, "x"), '"individual_preference" to be a list but found the text "x"'],
    [raw3(1, [5]), '"individual_preference[0]" to be an object but found the number 5'],
    [
      raw3(1, [voice("1")]),
      '"individual_preference[0].score" to be a whole number from -3 to 3 but found the text "1"',
    ],
    [raw3(1, [], { context: [] }), '"context" to be a list of messages but found a list of 0'],
    [
      raw3(1, [], { context: [{ role: "bot", content: "x" }] }),
      '"context[0].role" to be system, user, assistant',
    ],
    [
      raw3(1, [], { context: [{ role: "user", content: null }] }),
      '"context[0].content" to be text but found null',
    ],
    [raw3(1, [], { response2: undefined }), '"response2" to be text but found nothing'],
  ])("are refused where they are malformed", (row, message) => {
    expect(() => onlyRow(helpSteer3, row)).toThrow(`validation.jsonl.gz row 1: expected ${message}`);
  });
});

describe("HelpSteer3's figures", () => {
  it("are agreement with the published preference, a tie a half, by its strength and by domain", () => {
    const code = { domain: "code" };
    const rows = [
      pair3(1, -3),
      pair3(2, 1, [voice(-1), voice(-1)]),
      pair3(3, 0),
      pair3(4, 2, [], code),
      pair3(5, 2),
    ];
    const asked = (number: number, ...winners: readonly (string | null)[]) =>
      winners.map((winner, i) =>
        judgmentRow(
          `helpsteer3-validation-${number}`,
          i === 0 ? PAIR : ["r2", "r1"],
          winner === null ? NOT_READ : wins(PAIR, winner),
        ),
      );
    //    published   given  swapped   value
    // 1     r1        r1      r2        ½
    // 2     r2        r2      r2        1     (its annotators say r1)
    // 3    same       r1      r1        –
    // 4     r2        tie   not read    ½     (code)
    // 5     r2     not read not read  left out
    const figures = figuresOf(helpSteer3, rows, [
      ...asked(1, "r1", "r2"),
      ...asked(2, "r2", "r2"),
      ...asked(3, "r1", "r1"),
      ...asked(4, TIE, null),
      ...asked(5, null, null),
    ]);
    expect(figureValue(figures, "accuracy")).toBeCloseTo(200 / 3, 12);
    expect(figures.get("accuracy")).toMatchObject({ n: 3, excluded: 1, unit: "percent" });
    expect(figures.get("accuracy-slight")).toMatchObject({ value: 100, n: 1 });
    expect(figures.get("accuracy-clear")).toMatchObject({ value: 50, n: 1, excluded: 1 });
    expect(figures.get("accuracy-strong")).toMatchObject({ value: 50, n: 1 });
    expect(figures.get("accuracy-stem")).toMatchObject({ value: 75, n: 2 });
    expect(figures.get("accuracy-code")).toMatchObject({ value: 50, n: 1 });
    expect(figures.get("accuracy-multilingual")).toMatchObject({
      value: null,
      reason: "the data hold no such pair",
    });
  });
});

const rated = (number: number, ratings: unknown, more: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{
        prompt: `c${number}`,
        response: "A language.",
        helpfulness: ratings,
        correctness: 4,
        coherence: 4,
      },
      ...{ complexity: 2, verbosity: 1, ...more },
    },
    number,
    "validation.jsonl.gz",
  );
const raw2 = (strength: unknown, all: unknown, more: Record<string, unknown> = {}) =>
  rawRow(
    {
      ...{ split: "val", prompt: "Define a signal", response_1: "One.", response_2: "Two." },
      ...{ preference_strength: strength, all_preferences_unprocessed: all, ...more },
    },
    3,
    "preference/preference.jsonl.gz",
  );

describe("HelpSteer2's rows", () => {
  it("are ratings on five attributes, of which helpfulness is the whole", () => {
    const { comparison, preferences } = onlyRow(helpSteer2, rated(2, 3));
    expect(comparison).toMatchObject({ id: "helpsteer2-validation-2", subset: "ratings", prompt: "c2" });
    expect(preferences).toHaveLength(5);
    expect(preferences.filter(({ aspect }) => aspect === undefined)).toMatchObject([
      { kind: "ratings", scores: { r1: 3 } },
    ]);
    expect(preferences.map(({ aspect }) => aspect)).toContain("verbosity");
    // As the file of disagreements has them.
    expect(onlyRow(helpSteer2, rated(2, [3, 3, 4])).preferences.slice(0, 3)).toMatchObject([
      { scores: { r1: 3 } },
      { scores: { r1: 3 } },
      { scores: { r1: 4 } },
    ]);
  });

  it("are pairs with every annotator who preferred one, and the published preference", () => {
    const all = [
      { strength: -2, justification: "@Response 1 is right." },
      { strength: -100, justification: "Neither." },
    ];
    expect(onlyRow(helpSteer2, raw2(-2, all))).toMatchObject({
      comparison: { id: "helpsteer2-preference-3", subset: "preferences val" },
      preferences: [
        { winner: "r1", strength: 2, note: "@Response 1 is right." },
        { winner: "r1", strength: 2, aspect: "published" },
      ],
    });
    expect(onlyRow(helpSteer2, raw2(1, undefined)).preferences).toMatchObject([{ winner: "r2" }]);
  });

  it("hold several turns in one text", () => {
    const prompt = "Hi\n<extra_id_1>Assistant\nHello.\nYou?\n<extra_id_1>User\nWhy?";
    expect(onlyRow(helpSteer2, rated(1, 3, { prompt })).comparison.prompt).toEqual([
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello.\nYou?" },
      { role: "user", content: "Why?" },
    ]);
    const inLine = "What is <extra_id_1>User?";
    expect(onlyRow(helpSteer2, rated(1, 3, { prompt: inLine })).comparison.prompt).toBe(inLine);
  });

  it.each([
    [rated(1, 5), '"helpfulness" to hold whole numbers from 0 to 4 but found the number 5'],
    [rated(1, [3, null]), '"helpfulness" to hold whole numbers from 0 to 4 but found null'],
    [
      rated(1, 3, { verbosity: undefined }),
      '"verbosity" to hold whole numbers from 0 to 4 but found nothing',
    ],
    [raw2("1", []), '"preference_strength" to be a whole number from -3 to 3 but found the text "1"'],
    [
      raw2(1, [{ strength: 7 }]),
      '"all_preferences_unprocessed[0].strength" to be a whole number from -3 to 3',
    ],
  ])("are refused where they are malformed", (row, message) => {
    expect(() => onlyRow(helpSteer2, row)).toThrow(message);
  });

  it("are known by where they stand", () => {
    expect(rowPlace({ file: "a.b/train-00000-of-00002.parquet", number: 4 })).toBe("train-00000-of-00002-4");
  });
});

describe("HelpSteer2's figures", () => {
  it("are accuracy on pairs, and correlations with helpfulness on ratings", () => {
    const rows = [rated(1, 0), rated(2, [1, 2]), rated(3, 4), raw2(-1, [])].map((row) =>
      onlyRow(helpSteer2, row),
    );
    // Helpfulness 0, 1.5, 4; the judge says 1, 3, 2: ranks 1, 2, 3 against 1, 3, 2. Spearman 1 − 6·2/(3·8) = ½; Kendall (2 − 1)/3.
    const said = [1, 3, 2].map((score, i) =>
      judgmentRow(`helpsteer2-validation-${i + 1}`, ["r1"], scores({ r1: score })),
    );
    const figures = figuresOf(helpSteer2, rows, [
      ...said,
      judgmentRow("helpsteer2-preference-3", PAIR, wins(PAIR, "r1")),
    ]);
    expect(figureValue(figures, "helpfulness-spearman")).toBeCloseTo(0.5, 12);
    expect(figureValue(figures, "helpfulness-kendall")).toBeCloseTo(1 / 3, 12);
    expect(figures.get("helpfulness-pearson")).toMatchObject({ n: 3, excluded: 0 });
    expect(figures.get("accuracy-preferences-val")).toMatchObject({ value: 100, n: 1 });
    expect(figures.get("accuracy-preferences-train")).toMatchObject({ value: null });
  });
});
