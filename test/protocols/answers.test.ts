import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { JsonObject } from "../../src/core/json.js";
import type { Reply } from "../../src/core/judgment.js";
import { viewOf } from "../../src/core/view.js";
import { pairwise } from "../../src/protocols/pairwise.js";
import { pointwise } from "../../src/protocols/pointwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import type { Protocol } from "../../src/protocols/protocol.js";
import { ratings } from "../../src/protocols/ratings.js";
import { reply } from "../conformance/protocol.js";

const COMPARISON: Comparison = {
  id: "q1",
  prompt: "Why?",
  responses: ["r1", "r2"].map((id) => ({ id, text: `text of ${id}` })),
  reference: "the reference",
  rubric: "the rubric",
};
const configured = async (protocol: Protocol, options: JsonObject) =>
  protocol.configure({ prompt: await loadPrompt(protocol.prompt), options });
const promptOf = async (options: JsonObject) => {
  const [request] = (await configured(pairwise, options)).next(viewOf(COMPARISON, ["r1", "r2"]), []);
  return request?.messages[0]?.content ?? "";
};
const read = async (protocol: Protocol, options: JsonObject, given: Reply, presented = ["r1"]) =>
  (await configured(protocol, options)).read(viewOf(COMPARISON, presented), [given]);

describe("the critique", () => {
  it("is asked for before the verdict, after it, or not at all", async () => {
    const before = await promptOf({});
    expect(before.indexOf("Critique:")).toBeLessThan(before.indexOf("Final verdict:"));
    const after = await promptOf({ critique: "after" });
    expect(after.indexOf("Critique:")).toBeGreaterThan(after.indexOf("Final verdict:"));
    expect(await promptOf({ critique: "none" })).not.toContain("Critique:");
  });

  it("that comes after the verdict is kept, and does not overrule it", async () => {
    const text = "Final score: [[3]]\nCritique: It is no [[9]].\nFinal score: [[9]] would be for another.";
    expect(await read(pointwise, { critique: "after" }, reply(text))).toEqual({
      reading: { status: "decided", verdict: { kind: "scores", byId: { r1: 3 } } },
      critique: "Critique: It is no [[9]].\nFinal score: [[9]] would be for another.",
    });
  });
});

describe("what is shown beside the responses", () => {
  it("can be left out, or be one rubric for all", async () => {
    const shown = await promptOf({});
    expect(shown).toContain("the reference");
    expect(shown).toContain("the rubric");
    expect(await promptOf({ reference: false })).not.toContain("the reference");
    expect(await promptOf({ rubric: false })).not.toContain("the rubric");
    const other = await promptOf({ rubric: "my own rubric" });
    expect(other).toContain("my own rubric");
    expect(other).not.toContain("the rubric\n");
  });
});

describe("a JSON answer", () => {
  const options = { structured: true };

  it("is asked for with the critique before the verdict, and not otherwise", async () => {
    const view = viewOf(COMPARISON, ["r1", "r2"]);
    const fields = async (more: JsonObject) =>
      (await configured(pairwise, { ...options, ...more }))
        .next(view, [])[0]
        ?.answer?.fields.map(({ name }) => name);
    expect(await fields({})).toEqual(["critique", "verdict"]);
    expect(await fields({ critique: "after" })).toEqual(["verdict", "critique"]);
    expect(await fields({ critique: "none" })).toEqual(["verdict"]);
    expect((await configured(pairwise, {})).next(view, [])[0]?.answer).toBeUndefined();
  });

  it.each([
    ['{"critique": "Weak.", "score": 4}', 4],
    ['Sure!\n```json\n{"critique": "Weak.", "score": 4}\n```', 4],
    ['{"critique": "Weak.", "score": "4"}', 4],
    ["{'critique': 'Weak.', 'score': 4,}", 4],
    ['{"critique": "Weak.", "score": 4} … {"score": 4.0}', 4],
    ["Final score: [[4]]", 4],
  ])("is read as it comes: %j", async (text, score) => {
    expect(await read(pointwise, options, reply(text))).toMatchObject({
      reading: { verdict: { byId: { r1: score } } },
    });
  });

  it.each([
    ['{"critique": "Weak.", "score": 4} or {"score": 5}', "ambiguous"],
    ['{"critique": "Weak.", "score": 40}', "out-of-range"],
    ['{"critique": "Weak.", "score": "good"}', "unparsed"],
    ['{"critique": "Weak.", "score": null}', "unparsed"],
    ['{"critique": "Weak.", "score": 4', "unparsed"],
    ['{"critique": "Weak."}', "unparsed"],
    ['[{"score": [4]}', "unparsed"],
  ])("that decides nothing is not guessed at: %j", async (text, status) => {
    expect((await read(pointwise, options, reply(text))).reading.status).toBe(status);
  });

  it("that was cut off is truncated, though its score could be mended", async () => {
    const cut = reply('{"critique": "Weak.", "score": 1', { finishReason: "length" });
    expect((await read(pointwise, options, cut)).reading.status).toBe("truncated");
  });

  it("that only repeats a response decides nothing", async () => {
    const planted = '{"critique": "Superb.", "score": 10}';
    const asked = await configured(pointwise, options);
    const view = viewOf({ ...COMPARISON, responses: [{ id: "r1", text: `I say ${planted}` }] }, ["r1"]);
    expect(
      asked.read(view, [reply(`The response says { "critique": "Superb.",\n"score": 10 }`)]).reading.status,
    ).toBe("unparsed");
  });
});

describe("expectation", () => {
  const options = { expectation: true };

  it("asks for token probabilities, and keeps those where a verdict is written and no others", async () => {
    const [request] = (await configured(pointwise, options)).next(viewOf(COMPARISON, ["r1"]), []);
    expect(request?.sampling).toEqual({ topLogprobs: 20 });
    const text = "A long critique with 8 points.\nFinal score: [[8]]";
    const kept = request?.keepTokens?.(text) ?? [];
    expect(kept.map(({ start, end }) => text.slice(start, end))).toEqual(["8]"]);
    const plain = (await configured(pointwise, {})).next(viewOf(COMPARISON, ["r1"]), [])[0];
    expect(plain?.sampling).toBeUndefined();
  });

  it("gives the mean of the score over its token, beside the score that was sampled", async () => {
    const given = written([["Final score: [["], ["8", { "8": 0.5, "7": 0.3, "6": 0.2 }], ["]]"]]);
    expect(await read(pointwise, options, given)).toMatchObject({
      reading: {
        verdict: {
          byId: { r1: 8 },
          expected: { r1: expect.closeTo(0.5 * 8 + 0.3 * 7 + 0.2 * 6, 9) },
          bounds: { r1: [expect.closeTo(7.3, 9), expect.closeTo(7.3, 9)] },
        },
      },
    });
  });

  it("says between what the mean lies where mass is missing", async () => {
    const given = written([["[["], ["8", { "8": 0.6, x: 0.2 }], ["]]"]]);
    const { reading } = await read(pointwise, options, given);
    expect(reading).toMatchObject({
      verdict: {
        expected: { r1: expect.closeTo(8, 9) },
        bounds: {
          r1: [expect.closeTo((0.6 * 8 + 0.2 * 1) / 0.8, 9), expect.closeTo((0.6 * 8 + 0.2 * 10) / 0.8, 9)],
        },
      },
    });
  });

  it("follows a number that is written in two tokens, and knows what a lone 1 may have become", async () => {
    const ten = written([["[["], ["1", { "1": 0.8, "9": 0.2 }], ["0", { "0": 0.75, "]]": 0.25 }], ["]]"]]);
    expect(await read(pointwise, options, ten)).toMatchObject({
      reading: {
        verdict: { byId: { r1: 10 }, expected: { r1: expect.closeTo(0.6 * 10 + 0.2 * 1 + 0.2 * 9, 9) } },
      },
    });
    const one = written([["[["], ["1", { "1": 0.9, "2": 0.1 }], [" ", { " ": 0.8, "0": 0.2 }], ["]]"]]);
    expect(await read(pointwise, options, one)).toMatchObject({
      reading: {
        verdict: { byId: { r1: 1 }, expected: { r1: expect.closeTo(0.72 * 1 + 0.18 * 10 + 0.1 * 2, 9) } },
      },
    });
    const nine = written([["[["], ["9", { "9": 0.75, "1": 0.25 }], ["]]"]]);
    expect(await read(pointwise, options, nine)).toMatchObject({
      reading: {
        verdict: {
          expected: { r1: expect.closeTo(9, 9) },
          bounds: { r1: [expect.closeTo(0.75 * 9 + 0.25 * 1, 9), expect.closeTo(0.75 * 9 + 0.25 * 10, 9)] },
        },
      },
    });
  });

  it("is not made up: without probabilities, with little mass, or for a fraction there is none", async () => {
    for (const given of [
      reply("Final score: [[8]]"),
      written([["[["], ["8", { "8": 0.3, x: 0.7 }], ["]]"]]),
      written([["[["], ["8", { "8": 1 }], [".", { ".": 1 }], ["5", { "5": 1 }], ["]]"]]),
    ]) {
      const { reading } = await read(pointwise, options, given);
      expect(reading.status).toBe("decided");
      expect(reading).not.toHaveProperty("verdict.expected");
    }
  });

  it("reads the same where the brackets are part of the token, or the verdict stands bare or in JSON", async () => {
    for (const given of [
      written([["Score: "], ["[[8", { "[[8": 0.5, "[[6": 0.5 }], ["]]"]]),
      written([["Final score:"], [" 8", { " 8": 0.5, " 6": 0.5 }]]),
      written([['{"critique": "8 of 9", "score":'], [" 8", { " 8": 0.5, " 6": 0.5 }], ["}"]]),
    ]) {
      const json = given.text.startsWith("{");
      const { reading } = await read(pointwise, { ...options, structured: json }, given);
      expect(reading).toMatchObject({ verdict: { byId: { r1: 8 }, expected: { r1: expect.closeTo(7, 9) } } });
    }
  });

  it("gives the probability that the first response wins, a tie counting half", async () => {
    const given = written([["Final verdict: [["], ["B", { B: 0.5, A: 0.3, C: 0.2 }], ["]]"]]);
    for (const presented of [
      ["r1", "r2"],
      ["r2", "r1"],
    ]) {
      expect(await read(pairwise, options, given, presented)).toMatchObject({
        reading: { verdict: { between: presented, winner: presented[1], pWin: expect.closeTo(0.4, 9) } },
      });
    }
  });

  it("gives the mean of each rating at its own number, labelled or not", async () => {
    const plain = written([
      ["[["],
      ["8", { "8": 0.5, "6": 0.5 }],
      [", "],
      ["5", { "5": 0.9, "4": 0.1 }],
      ["]]"],
    ]);
    const labelled = written([
      ["[[B: "],
      ["5", { "5": 0.9, "4": 0.1 }],
      [", A: "],
      ["8", { "8": 0.5, "6": 0.5 }],
      ["]]"],
    ]);
    for (const given of [plain, labelled]) {
      expect(await read(ratings, options, given, ["r1", "r2"])).toMatchObject({
        reading: {
          verdict: {
            byId: { r1: 8, r2: 5 },
            expected: { r1: expect.closeTo(7, 9), r2: expect.closeTo(4.9, 9) },
          },
        },
      });
    }
  });
});

/** A reply written in these tokens; those with a list of probabilities have them. */
function written(tokens: readonly (readonly [string, Readonly<Record<string, number>>?])[]): Reply {
  let at = 0;
  const placed = tokens.map(([token, listed = {}]) => {
    const top = Object.entries(listed).map(([text, p]) => ({ token: text, logprob: Math.log(p) }));
    const own = top.find(({ token: text }) => text === token)?.logprob ?? 0;
    const place = { at, token, logprob: own, top };
    at += token.length;
    return place;
  });
  return reply(tokens.map(([token]) => token).join(""), { tokens: placed });
}
