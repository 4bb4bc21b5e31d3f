import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareAnswers } from "../../src/verifiers/answer.js";

/** An expression in x and y, written in two ways: plainly and in LaTeX with every part multiplied out of its place. */
type Written = readonly [plain: string, latex: string];

const leaf: fc.Arbitrary<Written> = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map((n): Written => [`${n}`, `\\frac{${2 * n}}{2}`]),
  fc.constantFrom<Written>(
    ["x", "x"],
    ["y", "y"],
    ["sqrt(2)", "\\frac{2}{\\sqrt{2}}"],
    ["√12", "2\\sqrt{3}"],
    ["pi", "\\pi"],
  ),
);
const expression = fc.letrec<{ tree: Written }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([[a, c], [b, d]]): Written => [`(${a})+(${b})`, `\\left(${d}\\right)+\\left(${c}\\right)`]),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([[a, c], [b, d]]): Written => [`(${a})-(${b})`, `-\\left(${d}\\right)+\\left(${c}\\right)`]),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([[a, c], [b, d]]): Written => [`(${a})*(${b})`, `\\left(${d}\\right)\\cdot\\left(${c}\\right)`]),
    tie("tree").map(([a, c]): Written => [`(${a})^2`, `\\left(${c}\\right)\\times\\left(${c}\\right)`]),
  ),
})).tree;

describe("algebra over roots of rationals", () => {
  it("finds every expression equal to itself written in another way", async () => {
    await fc.assert(
      fc.asyncProperty(expression, async ([plain, latex]) => {
        expect(await compareAnswers(latex, plain)).toBe("equal");
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it("finds no expression equal to itself and a little more", async () => {
    const more = fc.constantFrom("1", "10^{-9}", "\\sqrt{2}", "x", "\\pi", "\\frac{1}{y}");
    await fc.assert(
      fc.asyncProperty(expression, more, async ([plain, latex], extra) => {
        expect(await compareAnswers(`${latex}+${extra}`, plain)).toBe("different");
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  it("finds a function of an expression equal to that of the same, and of no other, by numbers", async () => {
    const f = fc.constantFrom("\\sin", "\\cos", "\\arctan");
    await fc.assert(
      fc.asyncProperty(expression, f, async ([plain, latex], name) => {
        expect(await compareAnswers(`${name}(${latex})`, `${name}(${plain})`)).not.toBe("different");
        expect(await compareAnswers(`${name}(${latex}+10^{-9})`, `${name}(${plain})`)).not.toBe("equal");
      }),
      { numRuns: 25, seed: 13 },
    );
  }, 120_000);
});

describe("comparing", () => {
  it("throws at no text, whatever it holds", async () => {
    const piece = fc.constantFrom(
      ..."()[]{}|^_+-*/!=<>,;.%$ \\0123456789xyieπ√∞±∈∪∅≤".split(""),
      ..."\\frac \\sqrt \\left( \\right) \\boxed{ \\begin{pmatrix} \\end{pmatrix} \\\\ & \\text{ log sin and or km March".split(
        " ",
      ),
    );
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(text, text, async (found, expected) => {
        const verdict = await compareAnswers(found, expected);
        expect(["equal", "different", "undecided"]).toContain(verdict);
        if (found.trim() !== "" && found === expected) expect(verdict).toBe("equal");
      }),
      { numRuns: 2_000, seed: 14 },
    );
  }, 120_000);

  it("is symmetric for answers without measures", async () => {
    const answers = [
      "1",
      "1/2",
      "x+1",
      "\\{1,2\\}",
      "(1,2)",
      "[1,2)",
      "1, 2",
      "y=x+1",
      "\\infty",
      "yes",
      "\\sin x",
      "[[1,2]]",
      "∅",
      "2024-03-05",
    ];
    for (const a of answers)
      for (const b of answers)
        expect(await compareAnswers(a, b), `${a} and ${b}`).toBe(await compareAnswers(b, a));
  });
});
