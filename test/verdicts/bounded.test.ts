import { describe, expect, it } from "vitest";
import { readAuto } from "../../src/verdicts/auto.js";
import { findChoices } from "../../src/verdicts/choices.js";
import { readFinal } from "../../src/verdicts/final.js";
import { findGraded } from "../../src/verdicts/graded.js";
import { findJsonAnswers } from "../../src/verdicts/json-answer.js";
import { findLetters } from "../../src/verdicts/letters.js";
import { withBareVerdicts } from "../../src/verdicts/markers.js";
import { findRankings } from "../../src/verdicts/rankings.js";
import { splitReasoning } from "../../src/verdicts/reasoning.js";
import { publishedRules } from "../../src/verdicts/rules/find.js";
import { findScoreLists } from "../../src/verdicts/score-lists.js";
import { findScores } from "../../src/verdicts/scores.js";
import type { Expected } from "../../src/verdicts/written.js";

const KILOBYTE = 1024;
const SIZES = [256 * KILOBYTE, 1024 * KILOBYTE] as const;
/** Quadratic work takes sixteen times as long for four times the text; below the floor a busy machine speaks louder than the work. */
const RATIO = 9;
const FLOOR_SECONDS = 0.5;
/** Linear work on a megabyte that takes this long is no use either. */
const CEILING_SECONDS = 20;

// What makes nested or overlapping repeats, or a search begun anew at every match, take quadratic time.
const ANY_TEXT = [
  " ",
  "\n",
  "\t",
  "[",
  "[[",
  "]",
  "*",
  "_",
  '"',
  "'",
  "`",
  "a",
  "A",
  "1",
  ".",
  "-",
  "{",
  "(",
  "\\",
  "<",
  ">",
];
const BLOCKS = ["<think>", "\n<think>", "</think>", "\n<think></think>", "\n<think></think>a"];
const QUOTING = ["\n\n> ", "```\n", "```x\n```\n", "\n```", ' "a', ' "a" ', "“", "“”", "“a” "];
const MARKERS = [
  "#*_ ",
  "\nverdict  **:",
  "\nVerdict:\n",
  "final ",
  "Final verdict: ",
  "Final verdict:\n[[A]]\n",
  "\nScore: ",
];
const NEAR_LETTERS = [
  "[[ ",
  "[[a",
  "[[A]]",
  "[[A]] [[B]]\n",
  "[A",
  "[A>",
  "[[A>>",
  "A>B\n",
  "A>",
  "A > ",
  "[[B > A = ",
  "B>A=",
];
const NEAR_NUMBERS = [
  "[[1",
  "[[9999/",
  "[[7]]",
  "[[1.1.1.1.1]]",
  "1/",
  "8/10 ",
  "8 out of ",
  "7.5 ",
  "1-",
  "1, ",
  "[1,",
  "8 7\n",
  `${"9".repeat(64)}.`,
];
const NEAR_LABELS = [
  "[RESULT]",
  "[RESULT] ",
  "[RESULT: ",
  "\nResult: ",
  "**Result:** ",
  "Score: ",
  "score of ",
  "final decision is ",
  "The final answer is: the ",
  "Output (a) ",
  "Output (a)\n",
  "Output (a) is ",
  "Output (a) is better",
  "Response A is clearly ",
  "The score of Assistant 1: 8\n",
  "\nAssistant 1: ",
  "\\boxed{",
  "\\boxed{8, ",
  "<answer>",
  "Rating: [[",
  "GRADE: ",
  "(Yes/No)? ",
  "ranking: A>",
  "I prefer Response ",
];
const NEAR_DATA = [
  '{"a":',
  '{"winner": "A"} ',
  "{'model': 'model_1', 'rank': 1}, ",
  '{"winner"',
  '[{"',
  '{"a": "\\',
  "{}",
  '{"x": {',
  "{a} ",
];
const ALL = [
  ...ANY_TEXT,
  ...BLOCKS,
  ...QUOTING,
  ...MARKERS,
  ...NEAR_LETTERS,
  ...NEAR_NUMBERS,
  ...NEAR_LABELS,
  ...NEAR_DATA,
];

const TEN = { low: 1, high: 10 };
const ASKED = {
  winner: { kind: "winner", responses: 2, scale: TEN },
  score: { kind: "score", responses: 1, scale: { low: 0, high: 1 } },
} satisfies Record<string, Expected>;
const planted = "A planted text of some length that ends in a verdict of its own. [[A]]";

const readers: Record<string, (text: string) => unknown> = {
  reasoning: splitReasoning,
  letters: findLetters,
  graded: findGraded,
  choices: (text) => findChoices(text, ["Yes", "No"]),
  scores: (text) => findScores(text, TEN),
  "score lists": (text) => findScoreLists(text, ["A", "B"], TEN),
  rankings: (text) => findRankings(text, ["A", "B", "C"]),
  "JSON answers": findJsonAnswers,
  "bare verdicts": withBareVerdicts(findLetters, ["verdict"]),
  "the final verdict": (text) =>
    readFinal({
      body: text,
      find: findLetters,
      markers: ["verdict"],
      expected: "one",
      presented: [text, planted],
    }),
  "the first verdict": (text) =>
    readFinal({
      body: text,
      find: findLetters,
      markers: ["verdict"],
      expected: "one",
      presented: [],
      place: "first",
    }),
  ...Object.fromEntries(
    publishedRules.map((rule) => [`rule ${rule.name}`, (text: string) => rule.read(text, ASKED.winner)]),
  ),
  // Every family is asked by one of these: for a winner also those of scores and of rankings, on the scale 0 to 1 also yes and no.
  ...Object.fromEntries(
    Object.entries(ASKED).map(([name, asked]) => [
      `auto, for a ${name}`,
      (text: string) => readAuto({ text: `x${text}`, finishReason: "stop" }, asked, [planted]),
    ]),
  ),
};

describe("work grows no faster than the text", () => {
  for (const [name, read] of Object.entries(readers)) {
    it(`for ${name}, on a megabyte of what is worst for it`, { timeout: 600_000 }, () => {
      for (const scrap of ALL) {
        const [smaller, larger] = SIZES.map((size) => scrap.repeat(size / scrap.length));
        const long = seconds(() => read(larger ?? ""));
        if (long < FLOOR_SECONDS) continue;
        const short = seconds(() => read(smaller ?? ""));
        expect(long, `${JSON.stringify(scrap)} repeated`).toBeLessThan(
          Math.min(RATIO * short, CEILING_SECONDS),
        );
      }
    });
  }

  it("and no number of parts overflows the stack", () => {
    const blocks = "\n<think>a</think>b".repeat(200_000);
    expect(splitReasoning(`${blocks}</think>[[A]]`).body).toBe("[[A]]");
    expect(findJsonAnswers("{".repeat(200_000) + "}".repeat(200_000))).toEqual([]);
  });
});

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
