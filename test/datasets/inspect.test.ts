import { describe, expect, it } from "vitest";
import { nearIdentical } from "../../src/datasets/inspect/near-identical.js";
import { inspectDataset } from "../../src/datasets/inspect.js";
import { file, jsonl, PAIR } from "./support.js";

const duel = (
  id: string,
  prompt: string,
  a: string,
  b: string,
  winner: string | null,
  more: object = {},
) => ({
  id,
  prompt,
  responses: [
    { id: "r1", text: a },
    { id: "r2", text: b },
  ],
  preferences: winner ? [{ source: "human", kind: "duel", between: ["r1", "r2"], winner }] : [],
  ...more,
});
const inspect = (rows: readonly unknown[]) => inspectDataset({ path: jsonl(rows), seed: 1 });

describe("the report on a dataset", () => {
  it("counts rows, shapes, responses, subsets, sources and annotators", async () => {
    const report = await inspect([
      duel("a", "p", "x", "yy", "r1", { subset: "constructor" }),
      duel("b", "q", "x", "yy", null, { subset: "constructor" }),
      PAIR,
      { prompt: "p", responses: ["1", "2", "3"], ratings: [1, 2, 3], annotator: "__proto__" },
      { nothing: 1 },
      { nothing: 2 },
    ]);
    expect(report).toMatchObject({
      format: "jsonl",
      shapes: [
        { name: "native", rows: 2 },
        { name: "chosen-rejected", rows: 1 },
        { name: "list", rows: 1 },
      ],
      rows: 6,
      invalidRows: 2,
      comparisons: 4,
      responses: [
        { k: 2, comparisons: 3 },
        { k: 3, comparisons: 1 },
      ],
      subsets: [
        { name: "constructor", comparisons: 2 },
        { name: null, comparisons: 2 },
      ],
      preferences: 3,
      withoutPreference: 1,
      sources: [{ source: "human", preferences: 3 }],
      annotators: [
        { name: null, preferences: 2 },
        { name: "__proto__", preferences: 1 },
      ],
    });
    expect(report.invalid.map(({ row }) => row)).toEqual([5, 6]);
    expect(report.invalid[1]?.message).toBe(
      'pairs.jsonl row 6: expected the columns of a known shape but found the column "nothing"',
    );
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it("counts all invalid rows and names the first twenty", async () => {
    const report = await inspect([PAIR, ...Array.from({ length: 30 }, () => ({ ...PAIR, chosen: null }))]);
    expect(report.invalidRows).toBe(30);
    expect(report.invalid).toHaveLength(20);
    expect(report.invalid[0]).toEqual({
      row: 2,
      message: 'pairs.jsonl row 2: expected "chosen" to be text but found null',
    });
  });

  it("takes the label of a duel by most votes, and measures how often the longer response wins", async () => {
    const votes = (id: string, ...winners: string[]) =>
      duel(id, id, "long text", "short", null, {
        preferences: winners.map((winner) => ({
          source: "human",
          kind: "duel",
          between: ["r1", "r2"],
          winner,
        })),
      });
    const report = await inspect([
      votes("a", "r1", "r1", "r2"),
      votes("b", "r2"),
      votes("c", "tie", "tie", "r1"),
      votes("d", "r1", "r2"),
      votes("e", "r1", "r2", "tie"),
      votes("f"),
      votes("g", "r1"),
      duel("h", "h", "same length", "length same", "r1"),
    ]);
    expect(report.labels).toEqual({ first: 3, second: 1, tie: 1, split: 2 });
    expect(report.length).toEqual({ longerPreferred: 2, n: 3, share: 2 / 3 });
    expect((await inspect([votes("f")])).length).toEqual({ longerPreferred: 0, n: 0, share: null });
  });

  it("finds repeated prompts, duplicates in any order and contradictory labels", async () => {
    const report = await inspect([
      duel("a", "p", "x", "yy", "r1"),
      duel("b", "p", "yy", "x", "r1"),
      duel("c", "p", "x", "zz", "r1"),
      duel("d", "other", "yy", "x", "r1"),
      duel("e", "p", "x", "yy", "r1"),
      duel("f", "p", "x", "yy", "tie"),
    ]);
    expect(report.repeatedPrompts).toBe(4);
    expect(report.duplicates).toEqual({
      count: 3,
      first: [
        { row: 2, id: "b", ofRow: 1 },
        { row: 5, id: "e", ofRow: 1 },
        { row: 6, id: "f", ofRow: 1 },
      ],
    });
    // b prefers yy where a preferred x; e prefers x where b preferred yy.
    expect(report.contradictions).toEqual({
      count: 2,
      first: [
        { row: 2, id: "b", between: ["r1", "r2"], ofRow: 1 },
        { row: 5, id: "e", between: ["r1", "r2"], ofRow: 2 },
      ],
    });
  });

  it("finds responses that hardly differ and responses that say nothing", async () => {
    const report = await inspect([
      duel("a", "p", "The  same\nanswer.", "the same answer. ", "r1"),
      duel("b", "q", "One answer.", "Another answer.", "r1"),
      duel("c", "r", "Something", " \n\t", "r1"),
    ]);
    expect(report.nearIdentical).toEqual({ count: 1, first: [{ row: 1, id: "a", between: ["r1", "r2"] }] });
    expect(report.emptyResponses).toEqual({ count: 1, first: [{ row: 3, id: "c", response: "r2" }] });
  });

  it("carries the notes, and fails where the file as a whole cannot be read", async () => {
    const report = await inspect([{ ...PAIR, chosen: 5 }]);
    expect(report.notes).toEqual([
      "pairs.jsonl: booleans or numbers that stand in a text column were read as their JSON text (once)",
    ]);
    await expect(inspectDataset({ path: file("a.json", '[{"prompt":'), seed: 1 })).rejects.toThrow(
      "a.json row 1",
    );
  });
});

describe("near-identical texts", () => {
  const words = Array.from({ length: 200 }, (_, i) => `word${i}`);
  const changed = (...places: number[]) =>
    words.map((word, i) => (places.includes(i) ? "other" : word)).join(" ");

  it("share 95 % of their word triples", () => {
    // One changed word touches 3 of 198 triples: 195 shared of 201, 0.970; two apart: 192 of 204, 0.941.
    expect(nearIdentical(words.join(" "), changed(100))).toBe(true);
    expect(nearIdentical(words.join(" "), changed(50, 100))).toBe(false);
  });

  it("are not what shares all words in another order", () => {
    expect(nearIdentical(words.join(" "), words.toReversed().join(" "))).toBe(false);
    expect(nearIdentical("yes", "no")).toBe(false);
    expect(nearIdentical("", "a b c d")).toBe(false);
    expect(nearIdentical("", " ")).toBe(true);
  });

  it("are found in text without spaces", () => {
    const text = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x4e00 + i)).join("");
    expect(nearIdentical(text, `${text.slice(0, 150)}是${text.slice(151)}`)).toBe(true);
    expect(nearIdentical(text, [...text].toReversed().join(""))).toBe(false);
  });

  it("are compared in time linear in their length", () => {
    const long = "lorem ipsum dolor sit amet ".repeat(100_000);
    const before = performance.now();
    nearIdentical(long, `${long} x`);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
