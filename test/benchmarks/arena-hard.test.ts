import { describe, expect, it } from "vitest";
import { arenaHardV01 } from "../../src/benchmarks/arena-hard-v0-1.js";
import { arenaHardV2 } from "../../src/benchmarks/arena-hard-v2.js";
import type { Benchmark, BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { TIE } from "../../src/core/preference.js";
import type { Reading } from "../../src/core/reading.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import {
  figuresOf,
  figureValue,
  judgmentRow,
  NOT_READ,
  rawRow,
  SEEDED,
  scores,
  wins,
} from "./judgment-rows.js";

const question = (uid: string, category = "hard_prompt") =>
  rawRow({ uid, category, subcategory: "any", prompt: `Why ${uid}?` }, 1, "data/question.jsonl");

const answer = (uid: string, model: string, text = `${model} on ${uid}`) =>
  rawRow(
    {
      uid,
      model,
      ans_id: "x",
      messages: [
        { role: "user", content: `Why ${uid}?` },
        { role: "assistant", content: { answer: text } },
      ],
    },
    1,
    `data/model_answer/${model}.jsonl`,
  );

const BASELINE = "o3-mini-2025-01-31";

function gather(benchmark: Benchmark, rows: readonly BenchmarkRow[]): readonly DatasetRow[] {
  const read = rows.flatMap((row) => benchmark.read(row, SEEDED));
  return benchmark.gather?.(read) ?? [];
}

describe("Arena-Hard's rows", () => {
  it("are questions and answers, of which each model's answer and the baseline's are made a comparison", () => {
    const rows = gather(arenaHardV2, [
      answer("q1", "small"),
      answer("q1", BASELINE),
      question("q1"),
      question("q2", "creative_writing"),
      answer("q2", "gemini-2.0-flash-001"),
      answer("q2", BASELINE),
      question("q3"),
    ]);
    // q1: small against o3-mini. q2: for creative writing Gemini is the baseline, and o3-mini a model as any other. q3: not answered.
    expect(rows).toEqual([
      {
        comparison: {
          ...{ id: "arena-hard-v2-q1-small", prompt: "Why q1?", subset: "hard_prompt" },
          cluster: "arena-hard-v2-q1",
          responses: [
            { id: "a", text: `${BASELINE} on q1`, author: BASELINE },
            { id: "b", text: "small on q1", author: "small" },
          ],
        },
        preferences: [],
      },
      {
        comparison: {
          ...{ id: `arena-hard-v2-q2-${BASELINE}`, prompt: "Why q2?", subset: "creative_writing" },
          cluster: "arena-hard-v2-q2",
          responses: [
            { id: "a", text: "gemini-2.0-flash-001 on q2", author: "gemini-2.0-flash-001" },
            { id: "b", text: `${BASELINE} on q2`, author: BASELINE },
          ],
        },
        preferences: [],
      },
    ]);
  });

  it("are read in the layout before v2, too", () => {
    const old = (model: string) =>
      rawRow({ question_id: 7, model_id: model, choices: [{ index: 0, turns: [{ content: `${model}!` }] }] });
    const [row] = gather(arenaHardV01, [
      rawRow({ question_id: 7, category: "arena-hard-v0.1", cluster: "c", turns: [{ content: "Why?" }] }),
      old("gpt-4-0314"),
      old("mine"),
    ]);
    expect(row?.comparison).toMatchObject({ id: "arena-hard-v0.1-7-mine", prompt: "Why?" });
    expect(row?.comparison.responses.map(({ text }) => text)).toEqual(["gpt-4-0314!", "mine!"]);
  });

  it("that hold judgments are passed over", () => {
    expect(arenaHardV2.read(rawRow({ uid: "q1", games: [] }), SEEDED)).toEqual([]);
  });

  it("must fit together", () => {
    expect(() => gather(arenaHardV2, [question("q1"), answer("q1", "small")])).toThrow(
      `arena-hard-v2 question q1: expected an answer of ${BASELINE}, the baseline but found none`,
    );
    expect(() => gather(arenaHardV2, [answer("q1", "small")])).toThrow(
      "arena-hard-v2 question q1: expected its row of question.jsonl but found only answers to it",
    );
    expect(() => gather(arenaHardV2, [question("q1"), question("q1")])).toThrow("expected one row");
    expect(() => gather(arenaHardV2, [question("q1"), answer("q1", "x"), answer("q1", "x")])).toThrow(
      "expected one answer of x but found another of it",
    );
  });

  it.each([
    [{ uid: "q", category: "poetry", prompt: "?" }, '"category" to be one of hard_prompt, creative_writing'],
    [{ uid: "q", prompt: "?" }, '"category" to be one of hard_prompt'],
    [{ uid: "q", category: "hard_prompt", prompt: true }, '"prompt" to be text but found the boolean true'],
    [{ uid: 1.5, category: "hard_prompt", prompt: "?" }, '"uid" to be an id'],
    [{ category: "hard_prompt", prompt: "?" }, '"question_id" to be an id but found nothing'],
    [{ uid: "q", category: "hard_prompt", turns: ["?"] }, '"turns" to be one turn'],
    [{ uid: "q", model: "m", messages: [{ role: "user", content: "?" }] }, "the assistant's"],
    [{ uid: "q", model: "m", messages: [{ role: "assistant", content: null }] }, "found null of the text"],
    [{ uid: "q", model: "m", messages: [] }, "but found a list of 0"],
    [{ uid: "q", model: null, messages: [{ role: "assistant", content: "x" }] }, '"model" to be text'],
    [{ uid: "q", model: "", messages: [{ role: "assistant", content: "x" }] }, '"model" to name a model'],
    [{ uid: "q", choices: [], model_id: "m" }, '"choices[0].turns" to be one turn with a text'],
    [{ constructor: "q" }, 'a question ("prompt" or "turns") or an answer ("messages" or "choices")'],
  ])("are refused where they are malformed: %j", (columns, message) => {
    expect(() => arenaHardV2.read(rawRow(columns), SEEDED)).toThrow(message);
  });
});

/** The two games of a pair of [baseline, model], by their labels as they would be published. */
function played(id: string, first: string | null, second: string | null): JudgmentRow[] {
  return [
    judgmentRow(id, ["a", "b"], labelled(first, ["a", "b"])),
    judgmentRow(id, ["b", "a"], labelled(second, ["b", "a"])),
  ];
}

function labelled(label: string | null, between: readonly [string, string]): Reading {
  if (label === null) return NOT_READ;
  const winner = label === "A=B" ? TIE : label.startsWith("A") ? between[0] : between[1];
  const strength = label.includes(">>") ? 2 : label === "A=B" ? 0 : 1;
  return { status: "decided", verdict: { kind: "duel", between, winner, strength } };
}

const pair = (uid: string, model: string, category = "hard_prompt"): DatasetRow => ({
  comparison: {
    ...{ id: `${uid}-${model}`, prompt: "?", subset: category, cluster: uid },
    responses: [
      { id: "a", text: "", author: "the baseline" },
      { id: "b", text: "", author: model },
    ],
  },
  preferences: [],
});

// In rows of the model, game 1 with the baseline as A:
//   q1  B>>A  1 1 1   A>B  1
//   q2  A=B   ½       B>A  0
//   q3  A>>B  0 0 0   (no label)
const ROWS = [pair("q1", "small"), pair("q2", "small"), pair("q3", "small")];
const JUDGMENTS = [
  ...played("q1-small", "B>>A", "A>B"),
  ...played("q2-small", "A=B", "B>A"),
  ...played("q3-small", "A>>B", null),
];

describe("The rule of v2", () => {
  it("counts much better three times and drops a pair with a game that has no label", () => {
    const figures = figuresOf(arenaHardV2, ROWS, JUDGMENTS);
    // (1 + 1 + 1 + 1 + ½ + 0)/6 and, each game once, (1 + 1 + ½ + 0)/4.
    expect(figures.get("hard-prompt-score")).toMatchObject({ value: 75, n: 2, excluded: 1, unit: "percent" });
    expect(figures.get("hard-prompt-score-unweighted")).toMatchObject({ value: 62.5, n: 2, excluded: 1 });
    expect(figures.get("hard-prompt-score")?.interval).toEqual([12.5 * 2, 100]);
    const [low, high] = ["low", "high"].map((end) =>
      figures.get(`hard-prompt-score-official-interval-${end}`),
    );
    expect(low?.interval).toBeNull();
    expect(low?.value).toBeLessThan(75);
    expect(high?.value).toBeGreaterThan(75);
  });

  it("has a leaderboard for each category, and says what it cannot give", () => {
    const figures = figuresOf(arenaHardV2, ROWS, JUDGMENTS);
    expect([...figures.keys()]).toEqual([
      ...["hard-prompt", "creative-writing"].flatMap((category) =>
        ["score", "score-official-interval-low", "score-official-interval-high", "score-unweighted"].map(
          (name) => `${category}-${name}`,
        ),
      ),
      "style-controlled-score",
    ]);
    for (const [name, { value, reason }] of figures) {
      if (name.startsWith("hard-prompt")) continue;
      expect(value, name).toBeNull();
      expect(reason, name).not.toBe("");
    }
    const both = [...ROWS, pair("q4", "small", "creative_writing")];
    const more = figuresOf(arenaHardV2, both, [...JUDGMENTS, ...played("q4-small", "B>A", "B>A")]);
    expect(figureValue(more, "hard-prompt-score")).toBe(75);
    expect(figureValue(more, "creative-writing-score")).toBe(50);
  });

  it("names figures after the models where there are several, by the last part of their paths", () => {
    const rows = [pair("q1", "lab/Big-1.0"), pair("q1", "small"), pair("q2", "other/Big-1.0")];
    const figures = figuresOf(arenaHardV2, rows, [
      ...played("q1-lab/Big-1.0", "B>A", "A>B"),
      ...played("q1-small", "A>B", "B>A"),
      ...played("q2-other/Big-1.0", "A>B", "B>A"),
    ]);
    expect(figureValue(figures, "hard-prompt-score-big-1-0")).toBe(50);
    expect(figureValue(figures, "hard-prompt-score-small")).toBe(0);
    expect(figureValue(figures, "hard-prompt-score-official-interval-low-small")).toBe(0);
    expect(figures.has("hard-prompt-score")).toBe(false);
  });

  it("gives names of their own to models whose names come to the same", () => {
    const models = ["A.1", "a-1", "a-1-2", "模型"];
    const figures = figuresOf(
      arenaHardV2,
      models.map((model) => pair("q", model)),
      models.flatMap((model) => played(`q-${model}`, "B>A", "A>B")),
    );
    const names = [...figures.keys()].filter((name) => /^hard-prompt-score-(a|model)/.test(name));
    expect(names).toEqual(["a-1", "a-1-2", "a-1-2-2", "model"].map((end) => `hard-prompt-score-${end}`));
  });

  it("drops a pair that was played in one order only, and takes scores given alone in both", () => {
    const [first] = played("q1-small", "B>A", "A>B");
    const alone = figuresOf(arenaHardV2, ROWS.slice(0, 1), first ? [first] : []);
    expect(alone.get("hard-prompt-score")).toMatchObject({ value: null, n: 0, excluded: 1 });
    const scored = [judgmentRow("q1-small", null, scores({ a: 2, b: 7 }))];
    const figures = figuresOf(arenaHardV2, ROWS.slice(0, 1), scored);
    expect(figures.get("hard-prompt-score")).toMatchObject({ value: 100, n: 1 });
    expect(figureValue(figures, "hard-prompt-score-unweighted")).toBe(100);
  });

  it("takes verdicts without a strength and rankings as plain wins", () => {
    const ranking: Reading = { status: "decided", verdict: { kind: "ranking", tiers: [["b"], ["a"]] } };
    const figures = figuresOf(arenaHardV2, ROWS.slice(0, 1), [
      judgmentRow("q1-small", ["a", "b"], ranking),
      judgmentRow("q1-small", ["b", "a"], wins(["a", "b"], "a")),
    ]);
    // One row each: (1 + 0)/2.
    expect(figures.get("hard-prompt-score")).toMatchObject({ value: 50, n: 1 });
    expect(figureValue(figures, "hard-prompt-score-unweighted")).toBe(50);
  });

  it("draws whole questions where the authors draw rows", () => {
    // 40 questions that the model wins by far and 40 that it loses by far: 480 rows of 80 questions.
    const rows = Array.from({ length: 80 }, (_, i) => pair(`q${i}`, "small"));
    const judgments = rows.flatMap(({ comparison: { id } }, i) =>
      i % 2 === 0 ? played(id, "B>>A", "A>>B") : played(id, "A>>B", "B>>A"),
    );
    const figures = figuresOf(arenaHardV2, rows, judgments);
    expect(figureValue(figures, "hard-prompt-score")).toBe(50);
    const [low, high] = figures.get("hard-prompt-score")?.interval ?? [0, 0];
    // The standard error is 100·√(¼/80) = 5.6 by questions and 100·√(¼/480) = 2.3 by rows; 1.96 and 1.64 of them to each side.
    expect(high - low).toBeGreaterThan(18);
    expect(high - low).toBeLessThan(26);
    const ends = ["low", "high"].map(
      (end) => figureValue(figures, `hard-prompt-score-official-interval-${end}`) ?? 0,
    );
    expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(5);
    expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBeLessThan(10.5);
    const backwards = figuresOf(arenaHardV2, [...rows].reverse(), [...judgments].reverse());
    expect(backwards).toEqual(figures);
  });
});

describe("The rule of v0.1", () => {
  it("drops a game without a label alone", () => {
    const figures = figuresOf(arenaHardV01, ROWS, JUDGMENTS);
    // (1 + 1 + 1 + 1 + ½ + 0 + 0 + 0 + 0)/9; each game once (1 + 1 + ½ + 0 + 0)/5.
    expect(figures.get("score")).toMatchObject({ value: 50, n: 5, excluded: 1 });
    expect(figureValue(figures, "score-unweighted")).toBe(50);
    expect([...figures.keys()]).toEqual([
      ...["score", "score-official-interval-low", "score-official-interval-high", "score-unweighted"],
      "style-controlled-score",
    ]);
  });

  it("is 100 and 0 for models that win or lose every battle, whose ratings are not finite", () => {
    const rows = [pair("q1", "best"), pair("q1", "worst")];
    const figures = figuresOf(arenaHardV01, rows, [
      ...played("q1-best", "B>>A", "A>B"),
      ...played("q1-worst", "A>>B", "B>A"),
    ]);
    expect(figureValue(figures, "score-best")).toBe(100);
    expect(figureValue(figures, "score-worst")).toBe(0);
    expect(figureValue(figures, "score-official-interval-low-best")).toBeCloseTo(100, 8);
    expect(figureValue(figures, "score-official-interval-high-worst")).toBeCloseTo(0, 8);
  });

  it("has one leaderboard, also where nothing was judged", () => {
    const figures = figuresOf(arenaHardV01, [], []);
    expect(figures.get("score")).toMatchObject({ value: null, n: 0, excluded: 0 });
    expect(figures.get("score-official-interval-low")?.value).toBeNull();
  });
});

const SENT = (prompt: string, a: string, b: string) =>
  `<|User Prompt|>\n${prompt}\n\n<|The Start of Assistant A's Answer|>\n${a}\n<|The End of Assistant A's Answer|>\n\n<|The Start of Assistant B's Answer|>\n${b}\n<|The End of Assistant B's Answer|>`;

const game = (score: string | null, judgment: unknown, a: string, b: string) => ({
  score,
  judgment,
  prompt: [
    { role: "system", content: "Judge." },
    { role: "user", content: SENT("Why?", a, b) },
  ],
});

const published = (games: unknown, more: Record<string, unknown> = {}) =>
  rawRow(
    { uid: "q1", category: "hard_prompt", judge: "j-1", model: "small", baseline: BASELINE, games, ...more },
    1,
    "model_judgment/j-1/small.jsonl",
  );

const NO_DATA = { find: () => undefined };
const [v2Format] = arenaHardV2.outputs;
const [v01Format] = arenaHardV01.outputs;
if (!v2Format || !v01Format) throw new Error("no format");

describe("Published judgments of v2", () => {
  it("hold the texts, in the places of the first game, and what was decided in both", () => {
    const row = published([
      game("B>>A", { answer: "B is right. [[A>B]] or rather [[B>>A]]" }, "base", "own"),
      game("A=B", "Equal: [a=b]", "own", "base"),
    ]);
    expect(v2Format.recognises(row)).toBe(true);
    expect(v01Format.recognises(row)).toBe(false);
    expect(v2Format.judgeOf(row)).toEqual({ name: "j-1", model: "j-1" });
    const { comparison, judgments } = v2Format.read(row, NO_DATA);
    expect(comparison).toEqual({
      ...{ id: "arena-hard-v2-q1-small", prompt: "Why?", subset: "hard_prompt" },
      cluster: "arena-hard-v2-q1",
      responses: [
        { id: "a", text: "base", author: BASELINE },
        { id: "b", text: "own", author: "small" },
      ],
    });
    const duel = (between: string[], winner: string, strength: number) => ({
      status: "decided",
      verdict: { kind: "duel", between, winner, strength },
    });
    // The last label counts; in single brackets and in lower case where there is no other.
    expect(judgments).toEqual([
      {
        ...{ presented: ["a", "b"], repeat: 0, critique: "B is right. [[A>B]] or rather" },
        reading: duel(["a", "b"], "b", 2),
        published: duel(["a", "b"], "b", 2),
        text: "B is right. [[A>B]] or rather [[B>>A]]",
      },
      {
        ...{ presented: ["b", "a"], repeat: 0, critique: "Equal: [a=b]" },
        reading: duel(["b", "a"], TIE, 0),
        published: duel(["b", "a"], TIE, 0),
        text: "Equal: [a=b]",
      },
    ]);
  });

  it("take the texts from the second game where the first failed, and from the data where these are at hand", () => {
    const row = published([null, game("A>B", { answer: "[[A>B]]" }, "own", "base")]);
    const { comparison, judgments } = v2Format.read(row, NO_DATA);
    expect(comparison.responses.map(({ text }) => text)).toEqual(["base", "own"]);
    expect(judgments[0]?.published.status).toBe("failed");
    expect(judgments[1]?.published).toMatchObject({ verdict: { winner: "b", strength: 1 } });
    const known = pair("q1", "small");
    const data = { find: (id: string) => (id === "arena-hard-v2-q1-small" ? known : undefined) };
    expect(v2Format.read(row, data).comparison).toBe(known.comparison);
  });

  it("are without texts where both games failed, and fail the pair", () => {
    const { comparison, judgments } = v2Format.read(published([null, null]), NO_DATA);
    expect(comparison.responses.map(({ text }) => text)).toEqual(["", ""]);
    expect(judgments.map(({ published }) => published.status)).toEqual(["failed", "failed"]);
  });

  it("keep the published label where the text says another, and are read by it", () => {
    const row = published([
      game("B>A", { answer: "[[A>B]]" }, "base", "own"),
      game(null, { answer: "" }, "own", "base"),
    ]);
    const { judgments } = v2Format.read(row, NO_DATA);
    expect(judgments[0]?.reading).toMatchObject({ verdict: { winner: "a" } });
    expect(judgments[0]?.published).toMatchObject({ verdict: { winner: "b" } });
    expect(judgments[1]?.reading.status).toBe("empty");
    expect(judgments[1]?.published).toEqual({
      status: "unparsed",
      reason: "published without a score (null)",
    });
  });

  it("know mirrored labels, which v0.1 does not", () => {
    const games = [game("A<<B", null, "base", "own"), game("B<A", null, "own", "base")];
    const [first, second] = v2Format.read(published(games), NO_DATA).judgments;
    expect(first?.published).toMatchObject({ verdict: { winner: "b", strength: 2 } });
    expect(second?.published).toMatchObject({ verdict: { winner: "b", strength: 1 } });
    expect(first?.text).toBeNull();
    const old = v01Format.read(
      published(games, { category: "arena-hard-v0.1", baseline: "gpt-4-0314" }),
      NO_DATA,
    );
    expect(old.judgments[0]?.published).toEqual({
      status: "unparsed",
      reason: "published as A<<B, a label that the scoring does not know",
    });
  });

  it("find their way through texts that hold the marks", () => {
    const odd = "I quote:\n<|The End of Assistant B's Answer|>\n<|User Prompt|>";
    const row = published([game("A>B", "x", odd, odd), game("A>B", "x", odd, odd)]);
    expect(v2Format.read(row, NO_DATA).comparison.responses.map(({ text }) => text)).toEqual([odd, odd]);
  });

  const fine = game("A>B", "x", "base", "own");
  it.each([
    [published("none"), '"games" to be a list of 1 or 2 but found the text "none"'],
    [published([fine, fine, fine]), "found a list of 3"],
    [published([fine, "x"]), '"games[1]" to be an object or null'],
    [
      published([{ ...fine, score: 3 }]),
      '"games[0].score" to be a label such as "A>B", or null but found the number 3',
    ],
    [published([{ ...fine, score: "C" }]), 'found the text "C"'],
    [published([{ ...fine, score: undefined }]), "found nothing"],
    [
      published([{ ...fine, judgment: 4 }]),
      '"games[0].judgment" to be a text or { answer } but found the number 4',
    ],
    [published([{ ...fine, prompt: "Which?" }]), "between the authors' marks but found nothing"],
    [published([{ ...fine, prompt: [{ content: "Which?" }] }]), 'marks but found the text "Which?"'],
    [published([fine], { baseline: "gpt-4-0314" }), `"baseline" to be ${BASELINE} (hard_prompt)`],
    [published([fine], { category: "constructor" }), '"category" to be one of'],
    [published([fine], { model: true }), '"model" to be text but found the boolean true'],
  ])("are refused where they are malformed (%#)", (row, message) => {
    expect(() => v2Format.read(row, NO_DATA)).toThrow(message);
    expect(() => v2Format.read(row, NO_DATA)).toThrow("small.jsonl row 1: expected");
  });

  it("come to the figures of their labels, with a failed game dropping its pair", () => {
    const rows = [
      published([game("B>>A", null, "base", "own"), game("A>B", null, "own", "base")]),
      published([game("A>B", null, "base", "own"), null], { uid: "q2" }),
    ].map((row) => v2Format.read(row, NO_DATA));
    const judgments = rows.flatMap(({ comparison, judgments }) =>
      judgments.map((one) => judgmentRow(comparison.id, one.presented, one.published)),
    );
    const figures = figuresOf(arenaHardV2, rows, judgments);
    expect(figures.get("hard-prompt-score")).toMatchObject({ value: 100, n: 1, excluded: 1, interval: null });
  });
});

describe("Published judgments of v0.1", () => {
  it("are read in their own layout by their own rule", () => {
    const row = rawRow(
      {
        ...{ question_id: "x9", model: "small", judge: "gpt-4-1106-preview" },
        games: [
          { user_prompt: SENT("Why?", "base", "own"), judgment: "\nSo [[B>>A]]", score: "B>>A" },
          { user_prompt: SENT("Why?", "own", "base"), judgment: "[[A>B]] no, [[B>A]]", score: null },
        ],
      },
      1,
      "model_judgment/gpt-4-1106-preview/small.jsonl",
    );
    expect(v01Format.recognises(row)).toBe(true);
    expect(v2Format.recognises(row)).toBe(false);
    const { comparison, judgments } = v01Format.read(row, NO_DATA);
    expect(comparison.id).toBe("arena-hard-v0.1-x9-small");
    expect(comparison.responses).toEqual([
      { id: "a", text: "base", author: "gpt-4-0314" },
      { id: "b", text: "own", author: "small" },
    ]);
    expect(judgments[0]).toMatchObject({
      critique: "So",
      reading: { verdict: { winner: "b", strength: 2 } },
    });
    // Two different labels: not read, as it was published.
    expect(judgments[1]?.reading.status).toBe("ambiguous");
    expect(judgments[1]?.published.status).toBe("unparsed");
  });

  it("name the judge by the folder where the rows do not", () => {
    const row = rawRow({ question_id: 1, model: "m", games: [] }, 1, "model_judgment/some-judge/m.jsonl");
    expect(v01Format.judgeOf(row)).toEqual({ name: "some-judge", model: "some-judge" });
    expect(() => v01Format.judgeOf(rawRow({ question_id: 1 }))).toThrow('"judge" to name the judge');
  });
});
