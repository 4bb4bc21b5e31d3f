import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { JsonObject } from "../../src/core/json.js";
import { seededRandom } from "../../src/core/random.js";
import { viewOf } from "../../src/core/view.js";
import { listwise } from "../../src/protocols/listwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import type { Protocol } from "../../src/protocols/protocol.js";
import { ratings } from "../../src/protocols/ratings.js";
import { type DeclaredFinal, examineProtocol, firstDraw, reply } from "../conformance/protocol.js";

const ranking = (text: string, ...places: (readonly (0 | 1)[])[]): DeclaredFinal => ({
  text,
  verdict: ({ responses }) => ({
    kind: "ranking",
    tiers: places.map((tier) => tier.map((place) => responses[place]?.id ?? "")),
  }),
});
const scores = (text: string, ...values: number[]): DeclaredFinal => ({
  text,
  verdict: ({ responses }) => ({
    kind: "scores",
    byId: Object.fromEntries(responses.map(({ id }, i) => [id, values[i] ?? 0])),
  }),
});

examineProtocol(listwise, {
  finals: [
    ranking("Final ranking: [[A > B]]", [0], [1]),
    ranking("Final ranking: [[b>a]]", [1], [0]),
    ranking("[[B = A]]", [0, 1]),
  ],
});
describe("asked for the best alone", () => {
  examineProtocol(listwise, {
    options: { answer: "best" },
    finals: [
      ranking("Final verdict: [[A]]", [0], [1]),
      ranking("Verdict: [[ b ]]", [1], [0]),
      ranking("[[b]]", [1], [0]),
    ],
  });
});
examineProtocol(ratings, {
  finals: [
    scores("Final scores: [[A: 8, B: 5]]", 8, 5),
    scores("Final scores: [[B: 8, A: 5]]", 5, 8),
    scores("Scores: [[3, 4]]", 3, 4),
    scores("[[A=1; B=10]]", 1, 10),
  ],
});

const COMPARISON: Comparison = {
  id: "q1",
  prompt: "Why?",
  responses: ["r1", "r2", "r3"].map((id) => ({ id, text: `text of ${id}` })),
};
const configured = async (protocol: Protocol, options: JsonObject = {}) =>
  protocol.configure({ prompt: await loadPrompt(protocol.prompt), options });
const readingOf = async (protocol: Protocol, text: string, options: JsonObject = {}) =>
  (await configured(protocol, options)).read(viewOf(COMPARISON, ["r3", "r1", "r2"]), [reply(text)]).reading;

describe("listwise", () => {
  it("gives tiers in response ids, whatever the order shown", async () => {
    expect(await readingOf(listwise, "Final ranking: [[B > A = C]]")).toEqual({
      status: "decided",
      verdict: { kind: "ranking", tiers: [["r1"], ["r3", "r2"]] },
    });
    expect(await readingOf(listwise, "Final verdict: [[C]]", { answer: "best" })).toEqual({
      status: "decided",
      verdict: { kind: "ranking", tiers: [["r2"], ["r3", "r1"]] },
    });
  });

  it.each(["[[A > B]]", "[[A > B > B]]", "[[A > B > C > D]]", "[[A > > B]]", "[[A > B > Z]]"])(
    "does not complete a ranking that does not name each letter once: %s",
    async (text) => {
      expect((await readingOf(listwise, `Final ranking: ${text}`)).status).toBe("unparsed");
    },
  );

  it("refuses a comparison that has nothing to rank", async () => {
    const asked = await configured(listwise);
    const alone = { ...COMPARISON, responses: COMPARISON.responses.slice(0, 1) };
    expect(() => asked.layouts(alone, firstDraw())).toThrow(/comparison q1: expected at least 2 responses/);
  });
});

describe("ratings", () => {
  it.each([
    ["[[8, 5]]", "unparsed"],
    ["[[8, 5, 3, 1]]", "unparsed"],
    ["[[A: 8, B: 5, B: 3]]", "unparsed"],
    ["[[A: 8, 5, 3]]", "unparsed"],
    ["[[8, 5, x]]", "unparsed"],
    ["[[8, 5, 11]]", "out-of-range"],
    ["[[8, 5, 7.5]]", "out-of-range"],
    ["[[8, 5, -1]]", "out-of-range"],
  ])("does not guess what %s means for three responses", async (text, status) => {
    expect((await readingOf(ratings, `Final scores: ${text}`)).status).toBe(status);
  });

  it("reads a JSON answer, and text where the server ignored that JSON was asked for", async () => {
    const options = { structured: true };
    const json =
      '{"principles": "p", "critique": "All weak. [[9, 9, 9]]", "score_A": 3, "score_B": 2, "score_C": 1}';
    for (const text of [json, `Here:\n\`\`\`json\n${json}\n\`\`\``, "Final scores: [[3, 2, 1]]"]) {
      expect(await readingOf(ratings, text, options)).toMatchObject({
        verdict: { byId: { r3: 3, r1: 2, r2: 1 } },
      });
    }
    expect((await readingOf(ratings, json.replace("3", '"high"'), options)).status).toBe("unparsed");
  });

  it("adds up samples, each in a fresh order, as its form has it", async () => {
    const asked = await configured(ratings, { samples: 8 });
    expect(asked).toMatchObject({ samples: 8, rule: { samples: "sum", orders: "pooled" } });
    expect((await configured(ratings)).rule).toEqual({});
  });
});

describe("orders of several responses", () => {
  const layouts = async (orders: string, repeat = 0, comparison = COMPARISON) =>
    (await configured(listwise, { orders })).layouts(comparison, {
      repeat,
      random: seededRandom(["orders", repeat]),
    });

  it("are as given, reversed too, rotated, or all of them", async () => {
    expect(await layouts("as-given")).toEqual([["r1", "r2", "r3"]]);
    expect(await layouts("both")).toEqual([
      ["r1", "r2", "r3"],
      ["r3", "r2", "r1"],
    ]);
    expect(await layouts("rotations")).toEqual([
      ["r1", "r2", "r3"],
      ["r2", "r3", "r1"],
      ["r3", "r1", "r2"],
    ]);
    const all = await layouts("all");
    expect(new Set(all.map(String)).size).toBe(6);
  });

  it("are drawn anew for each repeat, and the same for the same draw", async () => {
    const drawn = await Promise.all(Array.from({ length: 12 }, (_, repeat) => layouts("random", repeat)));
    expect(drawn.every((one) => one.length === 1 && one[0]?.length === 3)).toBe(true);
    expect(new Set(drawn.map(String)).size).toBeGreaterThan(1);
    expect(await layouts("random", 5)).toEqual(drawn[5]);
  });

  it("are refused where there would be 120 of them", async () => {
    const five = {
      ...COMPARISON,
      responses: ["a", "b", "c", "d", "e"].map((id) => ({ id, text: id })),
    };
    await expect(layouts("all", 0, five)).rejects.toThrow(
      /comparison q1: expected at most 4 responses for orders "all"/,
    );
    expect(await layouts("rotations", 0, five)).toHaveLength(5);
  });
});
