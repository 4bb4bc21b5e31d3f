import { describe, expect, it } from "vitest";
import { hasList } from "../../src/benchmarks/alpaca-eval-lists.js";

describe("a list, as AlpacaEval's code finds one", () => {
  it.each([
    "- tea",
    "Buy:\n  * tea",
    "Buy:\n•tea",
    "1. walk",
    "Ways:\n12) walk",
    "a) walk",
    "So.\r\nb. walk",
    "---\n\nA rule is one too",
    "**Bold** too",
    "٣. ثلاثة",
  ])("is in %j", (text) => {
    expect(hasList(text)).toBe(true);
  });

  it.each([
    "",
    "A well-known thing. It ended. (b) they left",
    "a)walk",
    "- ...\n* !",
    "In 1999. Then",
    "1 . walk",
    "\ufeff- not at the start of its line",
  ])("is not in %j", (text) => {
    expect(hasList(text)).toBe(false);
  });

  it("is looked for in time that grows with the text alone", () => {
    const started = performance.now();
    for (const hostile of [
      "\n".repeat(200_000),
      " ".repeat(200_000),
      "1".repeat(200_000),
      "-\n".repeat(200_000),
    ])
      expect(hasList(hostile)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
