import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOf } from "../../../src/audits/bias/text/blocks.js";
import { takesEnglish } from "../../../src/audits/bias/text/english.js";
import { isUnharmed } from "../../../src/audits/bias/text/harmless.js";
import { inlineParts } from "../../../src/audits/bias/text/inline.js";
import { sentencesOf } from "../../../src/audits/bias/text/sentences.js";
import { verdictsIn } from "../../../src/audits/bias/text/verdicts-in.js";
import { MARKDOWN } from "./markdown.js";

const kinds = (text: string) => blocksOf(text).map(({ kind }) => kind);
const keptIn = (text: string) => inlineParts(text).flatMap((part) => (part.kept ? [part.text] : []));

describe("blocksOf", () => {
  it("tells prose, lists and headings from what must be kept", () => {
    expect(kinds("Look:\n```js\nlet a = 1;\n```\nDone.\n")).toEqual(["prose", "kept", "prose"]);
    expect(kinds("# Title\nText.\n\n- one\n- two\n  more\n")).toEqual([
      ...["heading", "prose", "blank", "list"],
    ]);
    expect(kinds("Title\n=====\nText.")).toEqual(["heading", "kept", "prose"]);
    expect(kinds("    indented code\n")).toEqual(["kept"]);
    expect(kinds("> quoted\nand on\n\nText.")).toEqual(["kept", "blank", "prose"]);
    expect(kinds("a | b\n--|--\n1 | 2\n\nText.")).toEqual(["kept", "blank", "prose"]);
    expect(kinds("So that\n$$\nx = 1.\n$$\nholds.")).toEqual(["prose", "kept", "prose"]);
    expect(kinds("\\begin{align}\nA. B. C.\n\\end{align}\nThat is it.")).toEqual(["kept", "prose"]);
  });

  it("keeps everything behind a fence or a display that is never closed", () => {
    expect(kinds("Look:\n~~~\nIt is. So.\n\nIs it?")).toEqual(["prose", "kept"]);
    expect(kinds("\\[ x = 1. Then\n\ny = 2.")).toEqual(["kept"]);
  });

  it("closes a fence only by its own sign, as long at least", () => {
    expect(kinds("````\n```\nIt is.\n~~~\n````\nText.")).toEqual(["kept", "prose"]);
    expect(kinds("- item:\n  ```\n  It is. So.\n  ```\n")).toEqual(["list", "kept"]);
  });

  it("loses no byte of any text", () => {
    const line = fc.oneof(fc.constantFrom(...MARKDOWN), fc.string(), fc.constantFrom("", "\r", "\t|"));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join("\n");
        const blocks = blocksOf(text).map((block) => block.text);
        expect(blocks.join("")).toBe(text);
        expect(
          inlineParts(text)
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
        expect(sentencesOf(text).join("")).toBe(text);
      }),
    );
  });

  it("takes time linear in hostile texts", () => {
    for (const sign of [
      "`",
      "$",
      "[",
      "<a",
      "*",
      "\\(",
      '"',
      "a.",
      "\\begin{",
      "```\n",
      "$$\n",
      "|\n",
      "x1",
      "A. ",
    ]) {
      const text = sign.repeat(40_000);
      const start = performance.now();
      blocksOf(text);
      inlineParts(text);
      sentencesOf(text);
      expect(performance.now() - start, sign).toBeLessThan(4000);
    }
  });
});

describe("inlineParts", () => {
  it.each([
    ["Run `ls -l` now.", ["`ls -l`"]],
    ["It is $a+b$ or \\(c\\).", ["$a+b$", "\\(c\\)"]],
    ["See [the page](https://a.example/b) there.", ["[the page](https://a.example/b)"]],
    ["At https://a.example/q?x=y, say.", ["https://a.example/q?x=y,"]],
    ["About 3.14 and 1,000 km/h today.", ["3.14", "1", "000", "km/h"]],
    ["Thus \\boxed{\\alpha} holds.", ["\\boxed{\\alpha}"]],
    ["Set my_var and useState in main.py now.", ["my_var", "useState", "main.py"]],
    ['He said "you too" and [[A]] again.', ['"you too"', "[[A]]"]],
  ])("keeps what is no plain word: %s", (text, kept) => {
    expect(keptIn(text)).toEqual(kept);
  });
});

describe("sentencesOf", () => {
  it.each([
    ["It is 4. Good.", ["It is 4. ", "Good."]],
    ["It is 2.5, i.e. half. Good!", ["It is 2.5, i.e. half. ", "Good!"]],
    ["Ask Dr. Who. He knows.", ["Ask Dr. Who. ", "He knows."]],
    ["By J. Doe et al. Read it.", ["By J. Doe et al. Read it."]],
    ["Call `a. B()` first. Then stop.", ["Call `a. B()` first. ", "Then stop."]],
    ["1. First of all. Yes.", ["1. First of all. ", "Yes."]],
    ["no stop at all", ["no stop at all"]],
  ])("%s", (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });
});

describe("takesEnglish", () => {
  it("takes English prose and nothing that English words would change the form of", () => {
    expect(takesEnglish("The sum is 4.")).toBe(true);
    expect(takesEnglish("Here is the function that you have asked for:\n```\nf()\n```")).toBe(true);
    expect(takesEnglish("Die Summe der beiden Zahlen beträgt vier, wie man leicht sieht.")).toBe(false);
    expect(takesEnglish("二加二等于四。")).toBe(false);
    expect(takesEnglish("```\nprint(the, of, and)\n```")).toBe(false);
    expect(takesEnglish('{"answer": "it is the sum of the two"}')).toBe(false);
    expect(takesEnglish(" \n")).toBe(false);
  });
});

describe("isUnharmed", () => {
  it("misses a number, a formula, an address or a line of code that was changed or went away", () => {
    const text = "It is 4 by $x^2$, see https://a.example/b.\n\n```\nf(1)\n```\n";
    expect(isUnharmed(text, `Well. ${text}\n\nMore 5.`)).toBe(true);
    for (const [was, is] of [
      ["4", "5"],
      ["4", "four"],
      ["x^2", "x^3"],
      ["a.example/b", "a.example/c"],
      ["f(1)", "f(1) "],
      ["f(1)", "g(1)"],
    ] as const)
      expect(isUnharmed(text, text.replace(was, is)), was).toBe(false);
    expect(isUnharmed("First 1, then 2.", "First 2, then 1.")).toBe(false);
  });

  it("sees that words behind an open fence become code", () => {
    expect(isUnharmed("Look:\n```\nf()", "Look:\n```\nf()\n\nThat is it.")).toBe(false);
  });
});

describe("verdictsIn", () => {
  it("counts declared verdicts in any format", () => {
    expect(verdictsIn("The sum is four. It is a good sum.")).toBe(0);
    expect(verdictsIn("So: [[A]]")).toBe(1);
    expect(verdictsIn("[[A]] or [[B]]")).toBe(2);
    expect(verdictsIn("Final verdict: B\n")).toBeGreaterThan(0);
    expect(verdictsIn("Score: 8")).toBeGreaterThan(0);
    expect(verdictsIn('{"winner": "A"}')).toBeGreaterThan(0);
  });
});
