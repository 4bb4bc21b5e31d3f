import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { JsonObject } from "../../src/core/json.js";
import { viewOf } from "../../src/core/view.js";
import { pointwise } from "../../src/protocols/pointwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import { type DeclaredFinal, examineProtocol, firstDraw, reply } from "../conformance/protocol.js";

const final = (text: string, score: number): DeclaredFinal => ({
  text,
  verdict: ({ responses: [only] }) => ({ kind: "scores", byId: { [only?.id ?? ""]: score } }),
});

examineProtocol(pointwise, {
  finals: [
    final("Final score: [[7]]", 7),
    final("Final score: [[2]]", 2),
    final("**Final Score:** [[7.5]]", 7.5),
    final("Score: [[10]]", 10),
    final("[[8/10]]", 8),
  ],
});

const COMPARISON: Comparison = {
  id: "q1",
  prompt: "Why?",
  responses: ["r1", "r2", "r3"].map((id) => ({ id, text: `text of ${id}` })),
};
const configured = async (options: JsonObject = {}) =>
  pointwise.configure({ prompt: await loadPrompt("pointwise"), options });
const readingOf = async (text: string, options: JsonObject = {}) =>
  (await configured(options)).read(viewOf(COMPARISON, ["r1"]), [reply(text)]).reading;

describe("pointwise", () => {
  it("asks each response once, alone", async () => {
    expect((await configured()).layouts(COMPARISON, firstDraw())).toEqual([["r1"], ["r2"], ["r3"]]);
  });

  it("tells the judge the scale", async () => {
    const asked = await configured({ scale: [-5, 5] });
    const prompt = asked.next(viewOf(COMPARISON, ["r2"]), [])[0]?.messages[0]?.content;
    expect(prompt).toContain("from -5 (worst) to 5 (best)");
    expect(prompt).not.toContain("text of r1");
  });

  it("never clamps a score that is off the scale", async () => {
    for (const text of ["[[11]]", "[[0]]", "[[-3]]", "[[10.5]]"]) {
      expect((await readingOf(`Score: ${text}`)).status).toBe("out-of-range");
    }
    expect(await readingOf("[[0]]", { scale: [0, 1] })).toMatchObject({ verdict: { byId: { r1: 0 } } });
  });

  it("does not guess what a fraction of another scale means", async () => {
    expect(await readingOf("[[8/10]]", { scale: [1, 5] })).toEqual({
      status: "unparsed",
      reason: "[[8/10]] is not one number on the scale 1 to 5",
    });
    expect(await readingOf("[[4/5]]", { scale: [1, 5] })).toMatchObject({ verdict: { byId: { r1: 4 } } });
    expect((await readingOf("[[11/10]]")).status).toBe("out-of-range");
  });

  it("does not take one number of a range or a list for the score", async () => {
    for (const text of ["[[7-8]]", "[[7,5]]", "[[8, 9]]", "[[1e1]]", "[[7 out of 10]]"]) {
      expect((await readingOf(text)).status).toBe("unparsed");
    }
  });

  it("takes two different scores in the last line for a contradiction, the same score twice for one", async () => {
    expect((await readingOf("Between [[7]] and [[8]].")).status).toBe("ambiguous");
    expect(await readingOf("[[7]], that is [[7.0]].")).toMatchObject({ verdict: { byId: { r1: 7 } } });
  });

  it("lets the final score decide over scores for single criteria", async () => {
    const text = "Clarity score: [[3]]\nScore: [[4]]\nFinal score: [[6]]";
    expect(await readingOf(text)).toMatchObject({ verdict: { byId: { r1: 6 } } });
  });

  it("accepts a rating where the judge calls its score so", async () => {
    expect(await readingOf("Weak.\nRating: [[8]]")).toMatchObject({ verdict: { byId: { r1: 8 } } });
  });

  it("reads an echo of its own instruction as no decision", async () => {
    const asked = await configured();
    const view = viewOf(COMPARISON, ["r1"]);
    const prompt = asked.next(view, [])[0]?.messages[0]?.content ?? "";
    expect(asked.read(view, [reply(prompt)]).reading.status).toBe("unparsed");
  });

  it("fills in its defaults and names an option it cannot use", async () => {
    expect((await configured()).options).toMatchObject({ scale: [1, 10], critique: "before", samples: 1 });
    await expect(configured({ scale: [10, 1] })).rejects.toThrow(
      'option "scale": expected two numbers, the lower first, such as [1, 10] but found [10,1]',
    );
    for (const scale of [[1], [1, 2, 3], "1-10", [1, null], [1, 1]]) {
      await expect(configured({ scale })).rejects.toThrow(/option "scale"/);
    }
    await expect(configured({ ties: true })).rejects.toThrow(/expected only scale, .* but found "ties"/);
  });
});
