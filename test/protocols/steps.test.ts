import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/core/comparison.js";
import type { JsonObject } from "../../src/core/json.js";
import { viewOf } from "../../src/core/view.js";
import { pointwise } from "../../src/protocols/pointwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import type { Protocol } from "../../src/protocols/protocol.js";
import { rubric } from "../../src/protocols/rubric.js";
import { twoStep } from "../../src/protocols/two-step.js";
import { type DeclaredFinal, examineProtocol, firstDraw, reply } from "../conformance/protocol.js";

const score = (text: string, value: number, parts?: string): DeclaredFinal => ({
  text,
  verdict: ({ responses: [only] }) => ({
    kind: "scores",
    byId: { [only?.id ?? ""]: value },
    ...(parts === undefined ? {} : { parts: { [parts]: { [only?.id ?? ""]: value } } }),
  }),
});
const winner = (text: string, place: 0 | 1 | "tie"): DeclaredFinal => ({
  text,
  verdict: ({ responses: [first, second] }) => ({
    kind: "duel",
    between: [first?.id ?? "", second?.id ?? ""],
    winner: place === "tie" ? "tie" : ((place === 0 ? first : second)?.id ?? ""),
  }),
});

const afterCritique = {
  replies: (deciding: ReturnType<typeof reply>) => [reply("It is short."), deciding],
  critique: () => "It is short.",
};
examineProtocol(twoStep, {
  ...afterCritique,
  finals: [
    score("Final score: [[7]]", 7),
    score("Final score: [[2]]", 2),
    score("Final score: [[7.5]]", 7.5),
  ],
});
describe("choosing between two", () => {
  examineProtocol(twoStep, {
    ...afterCritique,
    options: { verdict: "winner" },
    finals: [winner("Final verdict: [[A]]", 0), winner("Final verdict: [[B]]", 1), winner("[[C]]", "tie")],
  });
});
const byCriterion = {
  critique: (own: string | null) => (own === null ? null : `kind: ${own}`),
  hides: "rubric" as const,
};
examineProtocol(rubric, {
  ...byCriterion,
  options: { criteria: [{ name: "kind", text: "Is it kind?" }] },
  finals: [score("Final score: [[4]]", 4, "kind"), score("Final score: [[2]]", 2, "kind")],
});
describe("as a checklist", () => {
  examineProtocol(rubric, {
    ...byCriterion,
    options: { criteria: [{ name: "kind", text: "Is it kind?" }], answer: "yes-no" },
    finals: [
      score("Final verdict: [[Yes]]", 1, "kind"),
      score("Final verdict: [[no]]", 0, "kind"),
      score("[[No]]", 0, "kind"),
    ],
  });
});

const COMPARISON: Comparison = {
  id: "q1",
  prompt: "Why?",
  responses: ["r1", "r2"].map((id) => ({ id, text: `text of ${id}` })),
  rubric: "- Is it right? (weight 3)\n2. Is it short?",
};
const view = viewOf(COMPARISON, ["r1"]);
const configured = async (protocol: Protocol, options: JsonObject = {}) =>
  protocol.configure({ prompt: await loadPrompt(protocol.prompt), options });

describe("two-step", () => {
  it("shows the critique to the call that scores, and asks it for nothing but the score", async () => {
    const asked = await configured(twoStep);
    const [second] = asked.next(view, [reply("<think>x</think>It is vague.")]);
    expect(second?.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(second?.messages[1]?.content).toBe("It is vague.");
    expect(second?.messages[2]?.content).toContain("this one line and nothing else");
  });

  it("does not pay for a score where there is no critique", async () => {
    const asked = await configured(twoStep);
    for (const critique of [
      reply("It", { finishReason: "length" }),
      reply("", { refusal: "No." }),
      reply(" "),
    ]) {
      expect(asked.next(view, [critique])).toEqual([]);
      expect(asked.read(view, [critique]).reading).toMatchObject({
        reason: expect.stringContaining("critique"),
      });
    }
  });

  it("does not take a score in the critique for the verdict", async () => {
    const asked = await configured(twoStep);
    const { reading } = asked.read(view, [reply("Final score: [[9]]"), reply("I had rather not say.")]);
    expect(reading.status).toBe("unparsed");
  });
});

describe("rubric", () => {
  it("asks about one criterion a call, without the rest of the rubric", async () => {
    const asked = await configured(rubric, { criteria: "comparison" });
    const requests = asked.next(view, []);
    expect(requests).toHaveLength(2);
    const [first, second] = requests.map(({ messages }) => messages.map(({ content }) => content).join("\n"));
    expect(first).toContain("Is it right?");
    expect(first).not.toContain("Is it short?");
    expect(second).toContain("Is it short?");
  });

  it("weighs the criteria and keeps the score of each", async () => {
    const asked = await configured(rubric, { criteria: "comparison" });
    const { reading, critique } = asked.read(view, [
      reply("Fine.\nFinal score: [[5]]"),
      reply("Final score: [[1]]"),
    ]);
    expect(reading).toEqual({
      status: "decided",
      verdict: {
        kind: "scores",
        byId: { r1: 4 },
        parts: { "Is it right?": { r1: 5 }, "Is it short?": { r1: 1 } },
      },
    });
    expect(critique).toBe("Is it right?: Fine.");
  });

  it("has no score for a response one of whose criteria has none", async () => {
    const asked = await configured(rubric, { criteria: "comparison" });
    const { reading } = asked.read(view, [reply("Final score: [[5]]"), reply("Hard to say.")]);
    expect(reading).toEqual({
      status: "unparsed",
      reason: expect.stringMatching(/^criterion "Is it short\?": no final score/),
    });
    expect(asked.read(view, [reply("Final score: [[5]]")]).reading.status).toBe("empty");
  });

  it("names the comparison that has no rubric of its own before anything is asked", async () => {
    const asked = await configured(rubric, { criteria: "comparison" });
    const { rubric: _none, ...bare } = COMPARISON;
    expect(() => asked.layouts(bare, firstDraw())).toThrow(/^comparison q1: expected a rubric/);
    expect((await configured(rubric)).layouts(bare, firstDraw())).toEqual([["r1"], ["r2"]]);
  });

  it.each([
    [[], /a list of criteria/],
    [[{ text: "x", weight: 0 }], /criteria"\[0\]: expected a "weight" above 0/],
    [[{ name: "x" }], /criteria"\[0\]: expected a "text"/],
    [["same", "same"], /different names/],
    ["mine", /"comparison" or a list of criteria/],
  ])("refuses criteria that cannot be weighed (%#)", async (criteria, message) => {
    await expect(configured(rubric, { criteria })).rejects.toThrow(message);
  });

  it("gives a criterion called like a property of every object a score of its own", async () => {
    const criteria = ["__proto__", "constructor"];
    const asked = await configured(rubric, { criteria });
    const { reading } = asked.read(view, [reply("[[2]]"), reply("[[4]]")]);
    const verdict =
      reading.status === "decided" && reading.verdict.kind === "scores" ? reading.verdict : null;
    expect(Object.keys(verdict?.parts ?? {})).toEqual(criteria);
    expect(verdict?.byId.r1).toBe(3);
  });
});

describe("principles", () => {
  it("that the judge writes are asked once for every order and response of a prompt", async () => {
    const asked = await configured(pointwise, { principles: "generated" });
    const [first, second] = ["r1", "r2"].map((id) => asked.next(viewOf(COMPARISON, [id]), []));
    expect(first).toEqual(second);
    expect(first?.[0]?.messages[0]?.content).not.toContain("text of r");
  });

  it("are shown with the responses, whoever wrote them", async () => {
    const generated = await configured(pointwise, { principles: "generated" });
    const given = await configured(pointwise, { principles: ["Be brief.", "Be right."] });
    const [after] = generated.next(view, [reply("1. Be kind.")]);
    expect(after?.messages[0]?.content).toContain("1. Be kind.");
    expect(given.next(view, [])[0]?.messages[0]?.content).toContain("1. Be brief.\n2. Be right.");
  });

  it("that never came leave no verdict, and nothing more is asked", async () => {
    const asked = await configured(pointwise, { principles: "generated" });
    const refusal = reply("", { refusal: "No." });
    expect(asked.next(view, [refusal])).toEqual([]);
    expect(asked.read(view, [refusal])).toMatchObject({ reading: { status: "refused" }, critique: null });
  });

  it("are refused where they are no texts, or the prompt file has no part that asks for them", async () => {
    for (const principles of ["given", [], [1], [""]]) {
      await expect(configured(pointwise, { principles })).rejects.toThrow(/option "principles"/);
    }
    const prompt = { ...(await loadPrompt("pointwise")), render: unlessAskedForPrinciples };
    expect(() => pointwise.configure({ prompt, options: { principles: "generated" } })).toThrow(
      /no such part/,
    );
  });
});

function unlessAskedForPrinciples(variables: JsonObject) {
  if (variables.step === "principles") throw new Error("no such part");
  return [{ role: "user" as const, content: JSON.stringify(variables) }];
}
