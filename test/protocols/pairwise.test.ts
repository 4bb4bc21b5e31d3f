import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import { InputError } from "../../src/core/errors.js";
import type { JsonObject } from "../../src/core/json.js";
import type { Verdict } from "../../src/core/reading.js";
import { viewOf } from "../../src/core/view.js";
import { pairwise } from "../../src/protocols/pairwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import { type DeclaredFinal, examineProtocol, firstDraw, reply } from "../conformance/protocol.js";

const final = (text: string, winner: 0 | 1 | "tie"): DeclaredFinal => ({
  text,
  verdict: ({ responses: [first, second] }) => ({
    kind: "duel",
    between: [first?.id ?? "", second?.id ?? ""],
    winner: winner === "tie" ? "tie" : ((winner === 0 ? first : second)?.id ?? ""),
  }),
});

examineProtocol(pairwise, {
  finals: [
    final("Final verdict: [[A]]", 0),
    final("Final verdict: [[B]]", 1),
    final("Final verdict: [[C]]", "tie"),
    final("**Final Verdict:** [[ b ]]", 1),
    final("[[tie]]", "tie"),
  ],
});

const graded = (text: string, winner: 0 | 1 | "tie", strength: number): DeclaredFinal => ({
  text,
  verdict: (view) => ({ ...final(text, winner).verdict(view), strength }) as Verdict,
});

describe("on five levels", () => {
  examineProtocol(pairwise, {
    options: { graded: true },
    finals: [
      graded("Final verdict: [[A>>B]]", 0, 2),
      graded("Final verdict: [[A>B]]", 0, 1),
      graded("Final verdict: [[A=B]]", "tie", 0),
      graded("Verdict: [[ b > a ]]", 1, 1),
      graded("[[B>>A]]", 1, 2),
    ],
  });
});

describe("after principles that the judge wrote", () => {
  examineProtocol(pairwise, {
    options: { principles: "generated" },
    finals: [final("Final verdict: [[A]]", 0), final("Final verdict: [[B]]", 1)],
    replies: (deciding) => [reply("1. Be right."), deciding],
  });
});

const configured = async (options: JsonObject = {}) =>
  pairwise.configure({ prompt: await loadPrompt("pairwise"), options });

function comparisonOf(k: number, more: Partial<Comparison> = {}): Comparison {
  const responses = Array.from({ length: k }, (_, i) => ({ id: `r${i + 1}`, text: `text ${i + 1}` }));
  return { id: "q1", prompt: "Why?", responses, ...more };
}

describe("pairwise", () => {
  it("asks every duel in both orders by default, and once where told to", async () => {
    expect((await configured()).layouts(comparisonOf(2), firstDraw())).toEqual([
      ["r1", "r2"],
      ["r2", "r1"],
    ]);
    expect((await configured({ orders: "as-given" })).layouts(comparisonOf(3), firstDraw())).toEqual([
      ["r1", "r2"],
      ["r1", "r3"],
      ["r2", "r3"],
    ]);
  });

  it("asks the declared duels of a comparison with many responses, and refuses to guess them", async () => {
    const asked = await configured();
    expect(asked.layouts(comparisonOf(5, { duels: [["r5", "r1"]] }), firstDraw())).toEqual([
      ["r5", "r1"],
      ["r1", "r5"],
    ]);
    expect(() => asked.layouts(comparisonOf(5), firstDraw())).toThrow(
      /comparison q1: expected "duels".*5 responses/,
    );
    expect(() => asked.layouts(comparisonOf(1), firstDraw())).toThrow(
      /comparison q1: expected at least 2 responses/,
    );
  });

  it("gives the same winner when the order is swapped and the letter with it", async () => {
    const asked = await configured();
    const winners = [
      { order: ["r1", "r2"], text: "[[A]]" },
      { order: ["r2", "r1"], text: "[[B]]" },
    ].map(({ order, text }) => asked.read(viewOf(comparisonOf(2), order), [reply(text)]).reading);
    for (const reading of winners) expect(reading).toMatchObject({ verdict: { winner: "r1" } });
  });

  it("neither offers nor accepts a tie where ties are off", async () => {
    const asked = await configured({ ties: false });
    const view = viewOf(comparisonOf(2), ["r1", "r2"]);
    const prompt = asked.next(view, [])[0]?.messages[0]?.content ?? "";
    expect(prompt).not.toContain("[[C]]");
    expect(prompt).toContain("[[B]]");
    expect(asked.read(view, [reply("Equal.\nFinal verdict: [[C]]")]).reading).toEqual({
      status: "unparsed",
      reason: "no final [[A]] or [[B]]: a tie was answered but not offered",
    });
  });

  it("reads an echo of its own instruction as no decision", async () => {
    const asked = await configured();
    const view = viewOf(comparisonOf(2), ["r1", "r2"]);
    const prompt = asked.next(view, [])[0]?.messages[0]?.content ?? "";
    const instruction = prompt.split("\n").at(-1) ?? "";
    for (const echo of [
      prompt,
      instruction,
      "[[A]], [[B]] or [[C]]",
      "Final verdict: [[A]], [[B]] or [[C]]",
    ]) {
      expect(asked.read(view, [reply(echo)]).reading.status).toBe("ambiguous");
    }
  });

  it("fills in its defaults and names an option it does not know or cannot use", async () => {
    expect((await configured()).options).toMatchObject({
      orders: "both",
      ties: true,
      critique: "before",
      samples: 1,
    });
    await expect(configured({ order: "both" })).rejects.toThrow(
      /protocol pairwise, options: .* but found "order"/,
    );
    await expect(configured({ orders: "twice" })).rejects.toThrow(/option "orders".*"both" or "as-given"/);
    await expect(configured({ ties: "no" })).rejects.toBeInstanceOf(InputError);
    await expect(configured({ samples: 0 })).rejects.toThrow(
      /option "samples": expected a whole number from 1 up/,
    );
    await expect(configured({ graded: true, expectation: true })).rejects.toThrow(/option "expectation"/);
  });

  it("refuses a prompt that was written for another protocol", async () => {
    const prompt = await loadPrompt("pointwise");
    expect(() => pairwise.configure({ prompt, options: {} })).toThrow(
      'prompt "pointwise": expected front matter "protocol: pairwise" but found "protocol: pointwise"',
    );
  });
});
