import { describe, expect, it } from "vitest";
import { splitReasoning } from "../../src/verdicts/reasoning.js";
import { replyProblem } from "../../src/verdicts/reply-problem.js";

describe("reasoning blocks", () => {
  it("are split off and kept, whatever they are called", () => {
    expect(splitReasoning("<think>one</think>\nSo.\n<Reasoning>\ntwo\n</Reasoning>\n[[A]]")).toEqual({
      body: "So.\n\n[[A]]",
      reasoning: "one\n\ntwo",
      unclosed: false,
    });
    expect(splitReasoning("<thinking>x</thinking>y")).toMatchObject({ body: "y", reasoning: "x" });
  });

  it("may have been opened by the prompt", () => {
    expect(splitReasoning("hm, [[A]]?\n</think>\nNo: [[B]]")).toEqual({
      body: "No: [[B]]",
      reasoning: "hm, [[A]]?",
      unclosed: false,
    });
  });

  it("that were never closed leave nothing after them", () => {
    expect(splitReasoning("Well.\n<think>\n[[A]]")).toEqual({
      body: "Well.",
      reasoning: "[[A]]",
      unclosed: true,
    });
    expect(splitReasoning("<think>a <reasoning> b</reasoning> [[A]]").unclosed).toBe(true);
  });

  it("are not opened by a tag that a critique mentions", () => {
    const text = "Response A leaks a <think> tag.\n[[B]]";
    expect(splitReasoning(text)).toEqual({ body: text, reasoning: null, unclosed: false });
  });
});

describe("a reply that cannot hold a verdict", () => {
  const problem = (text: string, finishReason: string | null, more = {}) =>
    replyProblem({ text, finishReason, ...more });

  it("is refused where the endpoint or the model says so", () => {
    expect(problem("[[A]]", "stop", { refusal: "I can't." })).toEqual({
      status: "refused",
      reason: "the model refused: I can't.",
    });
    expect(problem("", "content_filter")?.status).toBe("refused");
  });

  it("is truncated where it ran into the token limit, even after a verdict", () => {
    expect(problem("Final verdict: [[A]]\nBut", "length")?.status).toBe("truncated");
    expect(problem("", "length")?.status).toBe("truncated");
    expect(problem("<think>a", "stop")?.status).toBe("truncated");
  });

  it("is empty where there is nothing but white space or reasoning", () => {
    expect(problem(" \n", "stop")).toEqual({ status: "empty", reason: "the reply is empty" });
    expect(problem("<think>a</think>", null)?.reason).toBe("the reply is reasoning only");
    expect(problem("", "stop", { reasoning: "a" })?.reason).toBe("the reply is reasoning only");
  });

  it("is none where there is text, whatever else the reply says", () => {
    expect(problem("a", "stop", { refusal: "" })).toBeNull();
    expect(problem("a", null)).toBeNull();
    expect(problem("I'm sorry, I can't compare these.", "stop")).toBeNull();
  });
});
