import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { Judgment } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import { readDataset } from "../../src/datasets/read.js";
import { exportFormats } from "../../src/exports/find.js";
import { type ExportOptions, exportRecords } from "../../src/setup/export.js";
import { exportCard } from "../../src/setup/export-card.js";
import type { RunRecords } from "../../src/stores/store.js";
import { all, askedJudge, each, temporaryDirectory } from "../support/runs.js";

const judge = askedJudge("small");

function pair(id: string, prompt: Comparison["prompt"] = `Question ${id}?`): Comparison {
  const responses = ["r1", "r2"].map((name) => ({ id: name, text: `${name} of ${id}` }));
  return { id, prompt, responses };
}

function duel(comparison: string, winner: string, more: Partial<Preference> = {}): Preference {
  return { comparison, source: "human", kind: "duel", between: ["r1", "r2"], winner, ...more } as Preference;
}

function judged(
  comparison: string,
  presented: readonly string[],
  reading: Reading,
  more: {
    repeat?: number;
    critique?: string | null;
    by?: string;
    variant?: Judgment["trial"]["variant"];
  } = {},
): Judgment {
  const { repeat = 0, critique = `Critique of ${presented.join(" and ")}.`, by = judge.id, variant } = more;
  return {
    trial: trial({ comparison, judge: by, presented, repeat, ...(variant ? { variant } : {}) }),
    reading,
    critique,
    calls: [],
  };
}

function won(winner: string): Reading {
  return { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner } };
}
function scored(id: string, score: number): Reading {
  return { status: "decided", verdict: { kind: "scores", byId: { [id]: score } } };
}
const unread: Reading = { status: "unparsed", reason: "no verdict" };
const BOTH = [
  ["r1", "r2"],
  ["r2", "r1"],
] as const;

interface Records {
  readonly comparisons: readonly Comparison[];
  readonly preferences?: readonly Preference[];
  readonly judgments?: readonly Judgment[];
  readonly judges?: RunRecords["manifest"]["judges"];
}

function records({ comparisons, preferences = [], judgments = [], judges = [judge] }: Records): RunRecords {
  return {
    manifest: {
      ...{ format: 1, touchstone: "0.0.0", node: "v20", createdAt: "2026-01-01T00:00:00.000Z", name: "test" },
      datasets: [{ path: "/home/somebody/data.jsonl", sha256: "a".repeat(64), reading: { seed: 20 } }],
      judges,
      plan: { repeats: 1, seed: 7 },
    },
    location: "nowhere",
    warnings: [],
    comparisons: () => each(comparisons),
    preferences: () => each(preferences),
    judgments: () => each(judgments),
  };
}

async function exported(run: RunRecords, options: ExportOptions) {
  const opened = await exportRecords(run, options);
  const texts = await all(opened.lines());
  const tally = opened.tally();
  return {
    texts,
    lines: texts.map((text) => JSON.parse(text)),
    tally,
    dropped: Object.fromEntries(tally.dropped),
    card: exportCard(tally),
  };
}

// By hand: q1 r1 by two of three people (agreement 2/3, margin 1/3), the judge steady for r1. q2 a tie, q3 a split, neither judged.
// q4 r2 (strength 3, checks agree), the judge for whatever comes first: a flip, and by both orders a tie. q5 r1 by ratings (margins 3 and
// 1, so 2), the checks for r2, the judge unread. q6 nobody's, the judge for r1.
const run = records({
  comparisons: ["q1", "q2", "q3", "q4", "q5", "q6"].map((id) => pair(id)),
  preferences: [
    ...["r1", "r1", "r2"].map((winner, i) => duel("q1", winner, { annotator: `a${i}` })),
    duel("q2", "tie"),
    ...["r1", "r2"].map((winner, i) => duel("q3", winner, { annotator: `a${i}` })),
    { ...duel("q4", "r2"), strength: 3 } as Preference,
    duel("q4", "r2", { source: "verified" }),
    { comparison: "q5", source: "human", annotator: "a0", kind: "ratings", scores: { r1: 4, r2: 1 } },
    { comparison: "q5", source: "human", annotator: "a1", kind: "ratings", scores: { r1: 4, r2: 3 } },
    duel("q5", "r2", { source: "verified" }),
    duel("q6", "r2", { aspect: "style" }),
  ],
  judgments: [
    ...BOTH.map((order) => judged("q1", order, won("r1"))),
    ...BOTH.map((order) => judged("q4", order, won(order[0]))),
    ...BOTH.map((order) => judged("q5", order, unread)),
    ...BOTH.map((order) => judged("q6", order, won("r1"))),
    // A probe's: it saw other texts.
    judged("q1", ["r1", "r2"], won("r2"), { variant: { probe: "typos", arm: "with" } }),
  ],
});

describe("preference", () => {
  it("takes the label of people where there is one, and counts ties, splits and the unlabelled", async () => {
    const { lines, dropped, tally } = await exported(run, { format: "preference" });
    expect(
      lines.map(({ comparison, margin, margin_unit, agreement }) => [
        comparison,
        margin,
        margin_unit,
        agreement,
      ]),
    ).toEqual([
      ["q1", expect.closeTo(1 / 3), "vote-share", expect.closeTo(2 / 3)],
      ["q4", 3, "strength", 1],
      ["q5", 2, "rating", 1],
    ]);
    expect(lines[1]).toMatchObject({
      prompt: [{ role: "user", content: "Question q4?" }],
      chosen: [{ role: "assistant", content: "r2 of q4" }],
      rejected: [{ role: "assistant", content: "r1 of q4" }],
    });
    expect(dropped).toEqual({ "a tie": 1, "split: no side leads": 1, "without a label": 1 });
    expect(tally).toMatchObject({ label: "people", comparisons: 6, represented: 3, kept: 3, aspects: 1 });
  });

  it.each([
    [{ minAgreement: 0.7 }, ["q4", "q5"], { "agreement below 0.7": 1 }],
    [{ minMargin: 1 }, ["q4", "q5"], { "margin below 1": 1 }],
    [{ verifiedOnly: true }, ["q4"], { "not verified": 1, "the checks say otherwise": 1 }],
    [{ noOrderFlips: true }, ["q1", "q5"], { "a judge's winner flips with the order": 1 }],
  ])("keeps by %o what the filter says, and counts what it takes", async (filters, kept, taken) => {
    const { lines, dropped } = await exported(run, { format: "preference", ...filters });
    expect(lines.map(({ comparison }) => comparison)).toEqual(kept);
    expect(dropped).toEqual({ "a tie": 1, "split: no side leads": 1, "without a label": 1, ...taken });
  });

  it("takes the judge's label over both orders, or the checks'", async () => {
    const byJudge = await exported(run, { format: "preference", label: "judge" });
    expect(byJudge.lines.map(({ comparison, agreement }) => [comparison, agreement])).toEqual([
      ["q1", 1],
      ["q6", 1],
    ]);
    expect(byJudge.dropped).toEqual({ "a tie": 1, "without a label": 3 });
    const verified = await exported(run, { format: "preference", label: "verified" });
    expect(verified.lines.map(({ comparison, chosen }) => [comparison, chosen[0].content])).toEqual([
      ["q4", "r2 of q4"],
      ["q5", "r2 of q5"],
    ]);
  });

  it.each(["trl", "openrlhf", "verl"] as const)(
    "for %s is read back with the same winners",
    async (trainer) => {
      const { texts, lines } = await exported(run, { format: "preference", trainer });
      const path = join(await temporaryDirectory(), "pairs.jsonl");
      await writeFile(path, texts.map((text) => `${text}\n`).join(""));
      const winners: (string | undefined)[] = [];
      for await (const { comparison, preferences } of readDataset({ path, seed: 3 })) {
        const [preference] = preferences;
        const winner = preference?.kind === "duel" ? preference.winner : undefined;
        winners.push(comparison.responses.find(({ id }) => id === winner)?.text);
      }
      expect(winners).toEqual(["r1 of q1", "r2 of q4", "r1 of q5"]);
      expect(lines.map(({ chosen }) => (trainer === "verl" ? chosen : chosen[0].content))).toEqual(winners);
    },
  );

  it("for veRL drops what no text can hold", async () => {
    const chat = pair("chat", [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Well?" },
    ]);
    const talk = records({ comparisons: [chat], preferences: [duel("chat", "r1")] });
    const { lines, dropped } = await exported(talk, { format: "preference", trainer: "verl" });
    expect(lines).toEqual([]);
    expect(dropped).toEqual({ "the prompt is a conversation, and this shape takes text": 1 });
    expect((await exported(talk, { format: "preference" })).lines[0].prompt).toEqual(chat.prompt);
  });
});

describe("critique-preference", () => {
  it("keeps critiques whose verdict is the label, with the order in which the responses were met", async () => {
    const { lines, dropped } = await exported(run, { format: "critique-preference" });
    expect(
      lines.map(({ comparison, critique, critique_of, rewards }) => [
        comparison,
        critique,
        critique_of,
        rewards,
      ]),
    ).toEqual([
      ["q1", "Critique of r1 and r2.", ["chosen", "rejected"], [1, 0]],
      ["q1", "Critique of r2 and r1.", ["rejected", "chosen"], [0, 1]],
      ["q4", "Critique of r2 and r1.", ["chosen", "rejected"], [1, 0]],
    ]);
    expect(dropped).toEqual({
      "its verdict is not the label": 1,
      "no verdict was read": 2,
      "without a label": 2,
    });
  });

  it("holds the critique of one response against the other's of the same asking", async () => {
    // Repeat 0: 8 against 3, as the label says. Repeat 1: equal. Repeat 2: the other was never scored.
    const alone = records({
      comparisons: [pair("q1")],
      preferences: [duel("q1", "r1")],
      judgments: [
        judged("q1", ["r1"], scored("r1", 8)),
        judged("q1", ["r2"], scored("r2", 3)),
        judged("q1", ["r1"], scored("r1", 5), { repeat: 1 }),
        judged("q1", ["r2"], scored("r2", 5), { repeat: 1 }),
        judged("q1", ["r1"], scored("r1", 9), { repeat: 2 }),
        judged("q1", ["r2"], scored("r2", 3), { repeat: 3, critique: null }),
      ],
    });
    const { lines, dropped } = await exported(alone, { format: "critique-preference" });
    expect(lines.map(({ critique_of, rewards }) => [critique_of, rewards])).toEqual([
      [["chosen"], [8]],
      [["rejected"], [3]],
    ]);
    expect(dropped).toEqual({
      "its verdict is not the label": 2,
      "no critique is stored": 1,
      "the other response has no score of the same asking": 1,
    });
  });

  it("gives the same lines whatever number of comparisons is held at once", async () => {
    const [one, many] = await Promise.all(
      [1, 2000].map((batch) => exported(run, { format: "critique-preference", batch })),
    );
    expect(one?.texts).toEqual(many?.texts);
  });
});

describe("sft", () => {
  const system = [
    { role: "system", content: "Think first." },
    { role: "user", content: "2 + 2?" },
  ] as const;
  const texts = ["It is four, as anyone can count.", "Four.", "<think>2 + 2.</think>\nFour.", "Five."];
  const tried: Comparison = {
    ...pair("q1", system),
    responses: texts.map((text, i) => ({ id: `r${i + 1}`, text })),
  };
  const verified: Preference = {
    ...{ comparison: "q1", source: "verified", kind: "ratings" },
    scores: { r1: 1, r2: 1, r3: 1, r4: 0 },
  };

  it("takes of what passed the shortest in each style, the reasoning as it is stored under its system prompt", async () => {
    const stored = records({ comparisons: [tried], preferences: [verified] });
    const { lines, dropped } = await exported(stored, { format: "sft" });
    expect(lines.map(({ style, completion, prompt }) => [style, completion[0].content, prompt])).toEqual([
      ["concise", texts[1], system],
      ["reasoning", texts[2], system],
    ]);
    expect(dropped).toEqual({});
  });

  it("of responses that were drawn in two styles takes the best of each, under the system prompt it was drawn under", async () => {
    const drawn = (id: string, more: object) => ({ id, text: `Four, says ${id}.`, ...more });
    const thought = { style: "reasoning", system: "Think first.", reasoning: "2 + 2." };
    const responses = [
      drawn("r1", { style: "concise" }),
      drawn("r2", { style: "concise" }),
      drawn("r3", { ...thought, reasoning: "2 + 2 and so on." }),
      drawn("r4", thought),
      drawn("r5", { ...thought, reasoning: "2", truncated: true }),
    ];
    const comparison = { ...pair("q1"), responses, duels: [["r1", "r2"]] } as Comparison;
    const scores = { r1: 2, r2: 9, r3: 4, r4: 5, r5: 10 };
    const lineOf = (style: string, system: string | null, content: string, reward: number) => ({
      prompt: [
        ...(system === null ? [] : [{ role: "system", content: system }]),
        { role: "user", content: "Question q1?" },
      ],
      completion: [{ role: "assistant", content }],
      ...{ style, reward, reward_unit: "rating", comparison: "q1" },
    });
    const rated = records({
      comparisons: [comparison],
      preferences: [{ comparison: "q1", source: "human", kind: "ratings", scores }],
    });
    const trace = "<think>\n2 + 2.\n</think>\n\nFour, says r4.";
    expect((await exported(rated, { format: "sft" })).lines).toEqual([
      lineOf("concise", null, "Four, says r2.", 9),
      lineOf("reasoning", "Think first.", trace, 5),
    ]);
    const passed = { r1: 1, r2: 0, r3: 1, r4: 1, r5: 1 };
    const checked = records({
      comparisons: [comparison],
      preferences: [{ comparison: "q1", source: "verified", kind: "ratings", scores: passed }],
    });
    expect((await exported(checked, { format: "sft" })).lines).toEqual([
      lineOf("concise", null, "Four, says r1.", 1),
      lineOf("reasoning", "Think first.", trace, 1),
    ]);
  });

  it("learns nothing from a response that was cut off, in a pair either", async () => {
    const comparison: Comparison = {
      ...pair("q1"),
      responses: [
        { id: "r1", text: "Four, beca", truncated: true },
        { id: "r2", text: "Five." },
      ],
    };
    const stored = records({ comparisons: [comparison], preferences: [duel("q1", "r1")] });
    const pairs = await exported(stored, { format: "preference" });
    expect([pairs.lines, pairs.dropped]).toEqual([[], { "the chosen response was cut off": 1 }]);
    const alone = await exported(stored, { format: "sft" });
    expect([alone.lines, alone.dropped["concise: the response was cut off"]]).toEqual([[], 1]);
    const other = records({ comparisons: [comparison], preferences: [duel("q1", "r2")] });
    expect((await exported(other, { format: "preference" })).lines).toHaveLength(1);
  });

  it("leaves a style out, and counts it, where nothing stored holds it", async () => {
    const bare = { ...tried, prompt: "2 + 2?" };
    const stored = records({
      comparisons: [bare, pair("q2"), pair("q3")],
      preferences: [verified, { ...verified, comparison: "q2", scores: { r1: 0, r2: 0 } } as Preference],
    });
    const { lines, dropped } = await exported(stored, { format: "sft" });
    expect(lines.map(({ style }) => style)).toEqual(["concise"]);
    expect(dropped).toEqual({
      "concise: no response passed its checks": 1,
      "concise: without a label": 1,
      "reasoning: no response passed its checks": 1,
      "reasoning: the prompt holds no system prompt": 1,
      "reasoning: without a label": 1,
    });
  });

  it("by people takes the first alone: a shared first place teaches nothing", async () => {
    const { lines, dropped } = await exported(run, { format: "sft" });
    expect(lines.map(({ comparison }) => comparison)).toEqual(["q1", "q4", "q5"]);
    expect(dropped["concise: a tie for the first place"]).toBe(1);
    const filtered = await exported(run, { format: "sft", minAgreement: 0.7, verifiedOnly: true });
    expect(filtered.lines.map(({ comparison }) => comparison)).toEqual(["q4"]);
  });
});

describe("rollouts", () => {
  it("are what the policy was asked and wrote: its system prompt, its chain of thought", async () => {
    const comparison: Comparison = {
      ...pair("q1"),
      responses: [
        { id: "r1", text: "Four.", system: "Think first.", reasoning: "2 + 2." },
        { id: "r2", text: "Five." },
      ],
    };
    const stored = records({ comparisons: [comparison], preferences: [duel("q1", "r1")] });
    const { lines } = await exported(stored, { format: "rollouts" });
    const user = { role: "user", content: "Question q1?" };
    expect(lines.map(({ prompt, completion }) => [prompt, completion[0].content])).toEqual([
      [[{ role: "system", content: "Think first." }, user], "<think>\n2 + 2.\n</think>\n\nFour."],
      [[user], "Five."],
    ]);
    const texts = await exported(stored, { format: "rollouts", trainer: "openrlhf" });
    expect(texts.lines.map(({ output }) => output)).toEqual(["Five."]);
    expect(Object.values(texts.dropped)).toEqual([1]);
  });

  it("carry the reward in its unit: scores, ratings, or the share of duels won", async () => {
    const people = await exported(run, { format: "rollouts" });
    expect(
      people.lines.map(({ comparison, response, reward, reward_unit }) => [
        comparison,
        response,
        reward,
        reward_unit,
      ]),
    ).toEqual([
      ["q1", "r1", 1, "win-share"],
      ["q1", "r2", 0, "win-share"],
      ["q2", "r1", 0.5, "win-share"],
      ["q2", "r2", 0.5, "win-share"],
      ["q4", "r1", 0, "win-share"],
      ["q4", "r2", 1, "win-share"],
      ["q5", "r1", 4, "rating"],
      ["q5", "r2", 2, "rating"],
    ]);
    expect(people.dropped).toEqual({ "without a reward": 4 });
    const alone = records({
      comparisons: [pair("q1")],
      judgments: [judged("q1", ["r1"], scored("r1", 8)), judged("q1", ["r2"], unread)],
    });
    const judgedAlone = await exported(alone, { format: "rollouts", trainer: "openrlhf" });
    expect(judgedAlone.lines).toEqual([
      {
        ...{ input: "Question q1?", output: "r1 of q1", reward: 8, reward_unit: "score" },
        ...{ comparison: "q1", response: "r1" },
      },
    ]);
    expect(judgedAlone.dropped).toEqual({ "without a reward": 1 });
  });

  it("that checks rewarded say for TRL whether they are right", async () => {
    const { lines } = await exported(run, { format: "rollouts", label: "verified" });
    expect(lines.map(({ comparison, response, label }) => [comparison, response, label])).toEqual([
      ["q4", "r1", false],
      ["q4", "r2", true],
      ["q5", "r1", false],
      ["q5", "r2", true],
    ]);
  });
});

describe("every format", () => {
  const hostile = [
    '"quoted" \\ud800 \\',
    "line\u2028para\u2029next\u0085end\r\n{}",
    "half \ud800 pair",
    "\u0000\u001b[31m",
  ];
  const responses = hostile.map((text, i) => ({ id: i === 0 ? "__proto__" : `r${i}`, text }));
  const nasty = records({
    comparisons: [{ id: "con\u2028structor", prompt: "#### |\n```", responses }],
    preferences: [
      {
        ...{ comparison: "con\u2028structor", source: "human", kind: "ranking" },
        tiers: responses.map(({ id }) => [id]),
      },
    ],
    judgments: [judged("con\u2028structor", ["__proto__", "r1"], won("r1"), { critique: "\u2028\ud800" })],
  });
  const shaped = exportFormats.flatMap((format) =>
    Object.entries(format.fields).map(([trainer, fields]) => ({
      name: format.name,
      trainer,
      fields: [...fields, ...format.ownFields],
    })),
  );

  it.each(shaped)(
    "$name for $trainer parses line by line, with the fields that are read",
    async ({ name, trainer, fields }) => {
      for (const stored of [run, nasty]) {
        const { texts, lines } = await exported(stored, { format: name, trainer: trainer as "trl" });
        if (stored === run) expect(lines.length).toBeGreaterThan(0);
        for (const line of lines) expect(Object.keys(line)).toEqual(expect.arrayContaining([...fields]));
        for (const text of texts) expect(text).not.toMatch(/[\n\r\u0085\u2028\u2029]|\p{Surrogate}/u);
      }
    },
  );

  it.each(shaped)(
    "$name for $trainer writes measured numbers with a point, whole or not, so that a column has one type",
    async ({ name, trainer, fields }) => {
      // q1 has fractions (2 votes against 1), q4 whole numbers: a reader that saw q4 first would make integers of the column.
      const { texts } = await exported(run, { format: name, trainer: trainer as "trl" });
      const measured = ["margin", "agreement", "reward", "rewards"].filter((field) => fields.includes(field));
      for (const field of measured) {
        const written = texts.flatMap(
          (text) =>
            text.match(`"${field}":(\\[[^\\]]*\\]|[^,}]*)`)?.[1]?.replace(/[[\]]/g, "").split(",") ??
            "absent",
        );
        expect(written).toContainEqual(expect.stringMatching(/^\d+\.0$/));
        for (const number of written) expect(number).toMatch(/^-?\d+\.\d+$/);
      }
      // What counts repeats stays whole.
      if (fields.includes("repeat")) for (const text of texts) expect(text).toContain('"repeat":0,');
    },
  );

  it("gives hostile texts back as they were, and leaves out only what is no Unicode", async () => {
    const { lines, dropped } = await exported(nasty, { format: "preference", trainer: "verl" });
    expect(lines.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
      [hostile[0], hostile[1]],
      [hostile[0], hostile[3]],
      [hostile[1], hostile[3]],
    ]);
    expect(dropped).toEqual({ "a text with half a surrogate pair, which is no Unicode": 3 });
  });

  it("says on its card what was kept, dropped and why, by whom, and of which data", async () => {
    const { card } = await exported(run, { format: "preference", noOrderFlips: true, minMargin: 0.1 });
    for (const said of [
      "| kept | 2 |",
      "| dropped: a judge's winner flips with the order | 1 |",
      "| dropped: split: no side leads | 1 |",
      judge.prompt.hash,
      "a".repeat(64),
      "seed 7",
      "margin at least 0.1",
      "(3 duels were not decided in both orders",
      // 3 of q1, 1 of q2, 2 of q3, 1 of q4, 2 of q5; of q6 one on style.
      "9 of people, 0 constructed, 2 verified; 1 on a single aspect",
    ])
      expect(card).toContain(said);
    expect(card).not.toContain("somebody");
  });

  it("refuses what does not fit, and says what would", async () => {
    const two = records({ comparisons: [], judges: [judge, askedJudge("other")] });
    await expect(exportRecords(run, { format: "xml" })).rejects.toThrow(
      "one of critique-preference, preference",
    );
    await expect(exportRecords(run, { format: "rollouts", trainer: "verl" })).rejects.toThrow(
      "trl, openrlhf",
    );
    await expect(exportRecords(run, { format: "rollouts", minMargin: 1 })).rejects.toThrow("--min-margin");
    await expect(exportRecords(run, { format: "sft", judge: "large" })).rejects.toThrow("there are: small");
    await expect(exportRecords(two, { format: "sft", label: "judge" })).rejects.toThrow("small, other");
    await expect(
      exportRecords(two, { format: "sft", label: "judge", judge: "other" }),
    ).resolves.toBeDefined();
  });
});
