import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { Preference } from "../../src/core/preference.js";
import { nativeRow } from "../../src/datasets/native-row.js";
import { comparisonSchema } from "../../src/datasets/native-schema.js";
import { failureOf, jsonl, read, readOne } from "./support.js";

const ROW = {
  id: "q1",
  prompt: [{ role: "user", content: "2+2?" }],
  responses: [
    { id: "x", text: "4", author: "lm" },
    { id: "y", text: "5" },
    { id: "z", text: "" },
  ],
  reference: "4",
  rubric: "Be right.",
  subset: "math",
  cluster: "c",
  duels: [
    ["x", "y"],
    ["z", "x"],
  ],
};
/** A verified preference, of x over y unless said otherwise, which names the kinds of error of some responses. */
const failing = (errors: unknown, said: object = { kind: "sets", good: ["x"], bad: ["y"] }) =>
  says({ source: "verified", ...said, errors });
const says = (preference: object) => ({ ...ROW, preferences: [{ source: "human", ...preference }] });

describe("the native format", () => {
  it("reads every field and every kind of preference", async () => {
    const preferences = [
      {
        source: "human",
        annotator: "a",
        aspect: "helpful",
        note: "n",
        kind: "duel",
        between: ["x", "y"],
        winner: "tie",
        strength: 2,
        p: 0.5,
      },
      { source: "verified", kind: "ratings", scores: { x: 1, z: -0.5 } },
      { source: "constructed", kind: "ranking", tiers: [["x"], ["z", "y"]] },
      { source: "human", kind: "sets", good: ["x"], bad: ["y", "z"] },
      { source: "verified", kind: "duel", between: ["x", "y"], winner: "x", errors: { y: "wrong-answer" } },
      { source: "verified", kind: "ratings", scores: { x: 1, y: 0, z: 0 }, errors: { z: "no-answer" } },
      {
        source: "verified",
        kind: "sets",
        good: ["x"],
        bad: ["y", "z"],
        errors: { y: "keywords:a_b", z: "_" },
      },
    ];
    const row = await readOne({ ...ROW, preferences });
    expect(row.comparison).toEqual(ROW);
    expect(row.preferences).toEqual(preferences.map((preference) => ({ comparison: "q1", ...preference })));
  });

  it("needs only a prompt and responses", async () => {
    expect(await readOne({ prompt: "2+2?", responses: [{ text: "4" }, { text: "5" }] })).toEqual({
      comparison: {
        id: "row-1",
        prompt: "2+2?",
        responses: [
          { id: "r1", text: "4" },
          { id: "r2", text: "5" },
        ],
      },
      preferences: [],
    });
  });

  it("says of a column that it does not keep it", async () => {
    const notes: string[] = [];
    await read(
      jsonl([
        { ...ROW, extra: 1 },
        { ...ROW, id: "q2", extra: 2 },
      ]),
      { onNote: (note) => notes.push(note) },
    );
    expect(notes).toEqual([
      'pairs.jsonl: the column "extra" is no part of the native format and was not kept (2 times)',
    ]);
  });

  it.each<[object, string]>([
    [{ ...ROW, id: 5 }, '"id" to be text but found the number 5'],
    [{ ...ROW, prompt: null }, '"prompt" to be text or a list but found null'],
    [{ ...ROW, prompt: "" }, '"prompt" to have at least 1 character(s) but found an empty text'],
    [
      { ...ROW, prompt: [{ role: "user", content: 1 }] },
      '"prompt[0].content" to be text but found the number 1',
    ],
    [{ ...ROW, prompt: [{ role: "bot", content: "" }] }, '"prompt[0].role" to be one of "system"'],
    [{ ...ROW, responses: null }, '"responses" to be a list but found null'],
    [{ ...ROW, responses: [] }, '"responses" to have at least 1 item(s) but found a list of 0'],
    [{ ...ROW, responses: ["4"] }, '"responses[0]" to be an object but found the text "4"'],
    [{ ...ROW, responses: [{ text: null }] }, '"responses[0].text" to be text but found null'],
    [
      { ...ROW, responses: [{ text: "4", autor: "lm" }] },
      '"responses[0].autor" not to be there but found the text "lm"',
    ],
    [
      { prompt: "?", responses: [{ id: "tie", text: "4" }] },
      '"responses[0].id" to be another word than "tie"',
    ],
    [
      { prompt: "?", responses: [{ text: "4" }, { id: "r1", text: "5" }] },
      '"responses[1].id" to be unique in the row but found "r1" again',
    ],
    [{ ...ROW, duels: [["x"]] }, '"duels[0]" to have at least 2 item(s) but found a list of 1'],
    [
      { ...ROW, duels: [["x", "w"]] },
      '"duels[0]" to name responses of the row (x, y, z) but found the text "w"',
    ],
    [{ ...ROW, duels: [["x", "x"]] }, '"duels[0]" to name each response once but found "x" twice'],
    [
      {
        ...ROW,
        duels: [
          ["x", "y"],
          ["y", "x"],
        ],
      },
      '"duels[1]" to stand there once but found y and x again',
    ],
    [
      says({ kind: "duels" }),
      '"preferences[0].kind" to be one of "duel", "ratings", "ranking", "sets" but found the text "duels"',
    ],
    [
      says({ kind: "duel", between: ["x", "y"], winner: "z" }),
      '"preferences[0].winner" to be one of "x", "y" or "tie" but found the text "z"',
    ],
    [
      says({ kind: "duel", between: ["x", "y"], winner: "x", p: 2 }),
      '"preferences[0].p" to have a value of at most 1 but found the number 2',
    ],
    [
      says({ kind: "duel", source: "people", between: ["x", "y"], winner: "x" }),
      '"preferences[0].source" to be one of "human", "constructed", "verified"',
    ],
    [says({ kind: "ratings", scores: { w: 1 } }), 'found the text "w"'],
    [says({ kind: "ratings", scores: {} }), '"preferences[0].scores" to hold a score but found none'],
    [
      says({ kind: "ratings", scores: { x: "1" } }),
      '"preferences[0].scores.x" to be a number but found the text "1"',
    ],
    [says({ kind: "ratings", scores: JSON.parse('{"__proto__": 1}') }), 'found the text "__proto__"'],
    [says({ kind: "ranking", tiers: [["x"], ["x"]] }), '"preferences[0].tiers" to name each response once'],
    [says({ kind: "sets", good: ["x"], bad: ["x"] }), "to name each response once"],
    [says({ kind: "sets", good: ["x"], bad: [] }), '"preferences[0].bad" to have at least 1 item(s)'],
    [
      failing({ w: "wrong-answer" }),
      '"preferences[0].errors" to name responses of the row (x, y, z) but found the text "w"',
    ],
    [
      failing({ x: "wrong-answer" }),
      '"preferences[0].errors" to name responses that it says have failed (y) but found the text "x"',
    ],
    [
      failing({ z: "wrong-answer" }),
      '"preferences[0].errors" to name responses that it says have failed (y) but found the text "z"',
    ],
    [
      failing({ y: "no-answer" }, { kind: "ratings", scores: { x: 1, y: 0.5 } }),
      '"preferences[0].errors" to name responses that it says have failed (none) but found the text "y"',
    ],
    [
      failing({ y: "no-answer" }, { kind: "duel", between: ["x", "y"], winner: "tie" }),
      '"preferences[0].errors" to name responses that it says have failed (none) but found the text "y"',
    ],
    [
      failing({ y: "no-answer" }, { kind: "ranking", tiers: [["x"], ["y"]] }),
      '"preferences[0].errors" not to be there',
    ],
    [
      failing({ y: "no-answer" }, { source: "human", kind: "sets", good: ["x"], bad: ["y"] }),
      '"preferences[0].source" to be "verified", since it has "errors", but found the text "human"',
    ],
    ...["", "No answer", "=cmd", "\u001b[2J", "x".repeat(65)].map((kind): [object, string] => [
      failing({ y: kind }),
      '"preferences[0].errors.y" to be one short word of lower-case letters, digits, "-", "_" and ":" but found',
    ]),
    [failing({ y: 1 }), '"preferences[0].errors.y" to be text but found the number 1'],
    [failing("no-answer"), '"preferences[0].errors" to be an object but found the text "no-answer"'],
    [
      says({ kind: "ranking", tiers: [["x"]], comparison: "q1" }),
      '"preferences[0].comparison" not to be there',
    ],
  ])("refuses %j", async (row, reason) => {
    const message = await failureOf(row);
    expect(message).toContain("InputError: pairs.jsonl row 1: expected");
    expect(message).toContain(reason);
  });

  it("keeps ids that are named like parts of a prototype", async () => {
    const row = JSON.parse(
      '{"id":"constructor","subset":"__proto__","prompt":"p","responses":[{"id":"__proto__","text":"a"},{"id":"toString","text":"b"}],"preferences":[{"source":"human","kind":"ratings","scores":{"__proto__":2,"toString":1}},{"source":"verified","kind":"sets","good":["toString"],"bad":["__proto__"],"errors":{"__proto__":"__proto__"}}]}',
    );
    const { comparison, preferences } = await readOne(row);
    expect(JSON.stringify(nativeRow(comparison, preferences))).toBe(
      JSON.stringify({
        id: row.id,
        prompt: row.prompt,
        responses: row.responses,
        subset: row.subset,
        preferences: row.preferences,
      }),
    );
    const wrong = {
      ...row,
      preferences: [{ source: "human", kind: "ratings", scores: JSON.parse('{"__proto__":"2"}') }],
    };
    expect(await failureOf(wrong)).toContain(
      '"preferences[0].scores" to hold numbers but found the text "2"',
    );
    for (const errors of ['{"__proto__":"Any text"}', '{"__proto__":5}']) {
      const named = { ...row.preferences[1], errors: JSON.parse(errors) };
      expect(await failureOf({ ...row, preferences: [named] })).toContain(
        '"preferences[0].errors.__proto__" to be one short word',
      );
    }
  });

  it("gives back whatever is written with nativeRow", async () => {
    const text = fc.string({ unit: "binary", maxLength: 20 });
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((id) => id !== "tie" && id !== "__proto__");
    const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
      fc.option(value).map((it) => (it === null ? {} : { [key]: it }));
    const about = fc
      .tuple(optional("annotator", name), optional("aspect", name), optional("note", text))
      .map((parts) => Object.assign({}, ...parts));
    const row = fc
      .tuple(
        fc.uniqueArray(name, { minLength: 2, maxLength: 5 }),
        name,
        text,
        about,
        optional("subset", name),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      )
      .map(([ids, id, words, said, side, score]) => {
        const [a = "", b = ""] = ids;
        const comparison = {
          id,
          prompt: words === "" ? [{ role: "user", content: words }] : words,
          responses: ids.map((response) => ({ id: response, text: words + response })),
          ...side,
        } as Comparison;
        // JSON writes −0 as 0.
        const value = score === 0 ? 0 : score;
        const preferences = [
          { comparison: id, source: "human", ...said, kind: "duel", between: [a, b], winner: b, p: 0.25 },
          {
            comparison: id,
            source: "verified",
            ...said,
            kind: "ratings",
            scores: Object.fromEntries(ids.map((it) => [it, value])),
          },
          { comparison: id, source: "constructed", ...said, kind: "ranking", tiers: [[b], [a]] },
          { comparison: id, source: "human", ...said, kind: "sets", good: [a], bad: ids.slice(1) },
          {
            ...{ comparison: id, source: "verified", ...said, kind: "sets", good: [a], bad: ids.slice(1) },
            errors: Object.fromEntries(ids.slice(1).map((it) => [it, "wrong-answer"])),
          },
        ] as Preference[];
        return { comparison, preferences };
      });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { selector: ({ comparison }) => comparison.id, minLength: 1 }),
        async (rows) => {
          const path = jsonl(rows.map(({ comparison, preferences }) => nativeRow(comparison, preferences)));
          expect(await read(path)).toEqual(rows);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  it("is described by the JSON Schema that is shipped (vitest -u writes it anew)", async () => {
    const schema = `${JSON.stringify(await comparisonSchema(), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot("../../schemas/comparison.schema.json");
    expect(schema).toContain("https://json-schema.org/draft/2020-12/schema");
  });
});
