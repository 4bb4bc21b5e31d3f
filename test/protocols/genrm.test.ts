import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { Reply } from "../../src/core/judgment.js";
import { viewOf } from "../../src/core/view.js";
import { genrm } from "../../src/protocols/genrm.js";
import { genrmCot } from "../../src/protocols/genrm-cot.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import { examineProtocol, reply } from "../conformance/protocol.js";

examineProtocol(genrm, { finals: [] });
examineProtocol(genrmCot, { finals: [] });

const COMPARISON: Comparison = {
  id: "q1",
  prompt: "2 + 2?",
  responses: [
    { id: "r1", text: "4" },
    { id: "r2", text: "5" },
  ],
};
const view = viewOf(COMPARISON, ["r2"]);

/** A one-token answer of which these tokens are listed, with their probabilities. */
function answer(listed: Readonly<Record<string, number>>, more: Partial<Reply> = {}): Reply {
  const top = Object.entries(listed).map(([token, p]) => ({ token, logprob: Math.log(p) }));
  const [first] = top;
  return reply(first?.token ?? "", {
    finishReason: "length",
    tokens: first ? [{ at: 0, ...first, top }] : [],
    ...more,
  });
}
const readGenrm = async (given: Reply) =>
  (await genrm.configure({ prompt: await loadPrompt("genrm"), options: {} })).read(view, [given]).reading;

describe("genrm", () => {
  it("asks for one token and its probabilities, one response at a time", async () => {
    const asked = await genrm.configure({ prompt: await loadPrompt("genrm"), options: {} });
    expect(asked.layouts(COMPARISON, { repeat: 0, random: () => 0 })).toEqual([["r1"], ["r2"]]);
    expect(asked.next(view, [])).toMatchObject([{ sampling: { maxTokens: 1, topLogprobs: 20 } }]);
  });

  it("gives p(Yes), renormalised over every spelling of both words", async () => {
    const reading = await readGenrm(
      answer({ Yes: 0.4, " yes": 0.1, No: 0.2, "▁NO": 0.05, "**Yes": 0.05, Maybe: 0.2 }),
    );
    expect(reading).toMatchObject({ status: "decided", verdict: { kind: "scores" } });
    const verdict =
      reading.status === "decided" && reading.verdict.kind === "scores" ? reading.verdict : null;
    expect(verdict?.byId.r2).toBeCloseTo(0.55 / 0.8, 12);
    expect(verdict?.bounds?.r2?.[0]).toBeCloseTo(0.55 / 0.8, 12);
    expect(verdict?.bounds?.r2?.[1]).toBeCloseTo(0.55 / 0.8, 12);
  });

  it("says between what p(Yes) lies where mass is missing from the list", async () => {
    const reading = await readGenrm(answer({ No: 0.6, Yes: 0.2 }));
    expect(reading).toMatchObject({ verdict: { byId: { r2: expect.closeTo(0.25, 9) } } });
    expect(reading).toMatchObject({
      verdict: { bounds: { r2: [expect.closeTo(0.2, 9), expect.closeTo(0.4, 9)] } },
    });
  });

  it("holds p(Yes) between its bounds, for any list", async () => {
    for (let i = 1; i < 40; i++) {
      const [yes, no] = [i / 50, (40 - i) / 60];
      const reading = await readGenrm(answer({ Yes: yes, No: no }));
      if (reading.status !== "decided" || reading.verdict.kind !== "scores") {
        throw new Error(`${yes + no} of the mass is found, and yet: ${reading.status}`);
      }
      const [low, high] = reading.verdict.bounds?.r2 ?? [1, 0];
      expect(low).toBeLessThanOrEqual(reading.verdict.byId.r2 ?? 2);
      expect(high).toBeGreaterThanOrEqual(reading.verdict.byId.r2 ?? -1);
    }
  });

  it.each([
    ["unparsed", answer({ Maybe: 0.6, Yes: 0.3, No: 0.1 })],
    ["unparsed", answer({ Yesterday: 0.6, Nobody: 0.4 })],
    ["unparsed", answer({ Yes: 0.4 })],
    ["unparsed", answer({})],
    ["unparsed", reply("Yes")],
    ["unparsed", answer({ Yes: Number.NaN, No: Number.NaN })],
    ["refused", answer({ Yes: 1 }, { refusal: "No." })],
    ["refused", answer({ Yes: 1 }, { finishReason: "content_filter" })],
  ] as const)("reads as %s what does not say how likely Yes is (%#)", async (status, given) => {
    expect(await readGenrm(given)).toMatchObject({ status, reason: expect.stringMatching(/\w/) });
  });
});

describe("genrm and genrm-cot, whatever a model answers", () => {
  it("never throw, and decide nothing by text alone", async () => {
    const scrap = fc.constantFrom("Yes", "No", "[[Yes]]", "Final verdict: Yes", "<think>", "</think>", "\n");
    const said = fc.array(fc.oneof(scrap, fc.string({ unit: "binary" })), { maxLength: 8 });
    const protocols = await Promise.all(
      [genrm, genrmCot].map(async (protocol) =>
        protocol.configure({ prompt: await loadPrompt(protocol.prompt), options: {} }),
      ),
    );
    fc.assert(
      fc.property(said, said, fc.constantFrom("stop", "length", null), (first, second, finishReason) => {
        const replies = [first, second].map((parts) => ({ text: parts.join(""), finishReason }));
        for (const asked of protocols) {
          const { reading } = asked.read(view, replies);
          expect(reading).toMatchObject({
            status: expect.not.stringMatching("decided"),
            reason: expect.stringMatching(/\w/),
          });
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("genrm-cot", () => {
  const configured = async (options = {}) =>
    genrmCot.configure({ prompt: await loadPrompt("genrm-cot"), options });

  it("asks for a rationale, then in the same conversation for the word", async () => {
    const asked = await configured();
    const [first] = asked.next(view, []);
    expect(first?.sampling).toBeUndefined();
    const [second, ...more] = asked.next(view, [reply("<think>hm</think>The sum is off.")]);
    expect(more).toEqual([]);
    expect(second?.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(second?.messages[0]).toEqual(first?.messages[0]);
    expect(second?.messages[1]?.content).toBe("The sum is off.");
    expect(second?.sampling).toMatchObject({ maxTokens: 1 });
  });

  it("keeps the rationale as its critique beside p(Yes)", async () => {
    const asked = await configured();
    const read = asked.read(view, [reply("The sum is off."), answer({ No: 0.75, Yes: 0.25 })]);
    expect(read).toMatchObject({
      critique: "The sum is off.",
      reading: { status: "decided", verdict: { byId: { r2: expect.closeTo(0.25, 9) } } },
    });
  });

  it.each([
    ["truncated", reply("The sum", { finishReason: "length" })],
    ["truncated", reply("<think>The sum")],
    ["empty", reply("  ")],
    ["refused", reply("", { refusal: "No." })],
  ] as const)("asks no further after a rationale that is %s", async (status, rationale) => {
    const asked = await configured();
    expect(asked.next(view, [rationale])).toEqual([]);
    expect(asked.read(view, [rationale]).reading).toMatchObject({
      status,
      reason: expect.stringContaining("rationale"),
    });
  });

  it("averages K rationales", async () => {
    expect(await configured({ samples: 4 })).toMatchObject({ samples: 4, rule: { samples: "mean" } });
  });
});
