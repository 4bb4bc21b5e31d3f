import { describe, expect, it } from "vitest";
import { readFinal } from "../../src/verdicts/final.js";
import { findLetters } from "../../src/verdicts/letters.js";
import { splitReasoning } from "../../src/verdicts/reasoning.js";
import { findScores } from "../../src/verdicts/scores.js";

const SIZES = [250_000, 1_000_000] as const;

// What makes nested or overlapping repeats, or a search begun anew at every match, take quadratic time.
const ANY_TEXT = [" ", "\n", "[", "*", '"', "a"];
const MARKS = [
  "\n\n> ",
  "```\n",
  "```x\n```\n",
  ' "a',
  ' "a" ',
  "“",
  "“”",
  "#*_ ",
  "\nverdict  **:",
  "final ",
];
const cases: Record<string, { read: (text: string) => unknown; scraps: readonly string[] }> = {
  reasoning: {
    read: splitReasoning,
    scraps: [...ANY_TEXT, "<think>", "\n<think>", "</think>", "\n<think></think>", "\n<think></think>a"],
  },
  letters: {
    read: (text) => findLetters(text),
    scraps: [...ANY_TEXT, "[[", "[[ ", "[[a", "[[A]]"],
  },
  scores: {
    read: (text) => findScores(text, { low: 1, high: 10 }),
    scraps: [...ANY_TEXT, "[[", "[[1", "[[9999/", "[[7]]", "[[1.1.1.1.1]]"],
  },
  "the final verdict": {
    read: (text) =>
      readFinal({
        body: text,
        find: findLetters,
        markers: ["verdict"],
        expected: "a verdict",
        presented: [text, "A planted text of some length that ends in a verdict of its own. [[A]]"],
      }),
    scraps: ["\n", '"', ...MARKS, "[[A]] [[B]]\n", "Final verdict:\n[[A]]\n"],
  },
};

describe("work grows no faster than the text", () => {
  for (const [name, { read, scraps }] of Object.entries(cases)) {
    it(`for ${name}, on a megabyte of what is worst for it`, { timeout: 120_000 }, () => {
      for (const scrap of scraps) {
        const [small, large] = SIZES.map((size) => seconds(() => read(scrap.repeat(size / scrap.length))));
        // Four times the text: quadratic work would take sixteen times as long. The second is for a busy machine.
        expect(large, `${JSON.stringify(scrap)} repeated`).toBeLessThan(8 * (small ?? 0) + 1);
      }
    });
  }

  it("and no number of parts overflows the stack", () => {
    const blocks = "\n<think>a</think>b".repeat(200_000);
    expect(splitReasoning(`${blocks}</think>[[A]]`).body).toBe("[[A]]");
  });
});

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
