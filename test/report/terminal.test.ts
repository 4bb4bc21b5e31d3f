import { describe, expect, it } from "vitest";
import type { Block } from "../../src/report/section.js";
import { renderTerminal } from "../../src/report/terminal.js";
import { renderReport } from "../../src/report/writers.js";
import { columnsOf } from "../conformance/section.js";
import { sampleAnalysis } from "./fixture.js";

const table = (
  rows: readonly (readonly string[])[],
  more: Partial<Extract<Block, { kind: "table" }>> = {},
): Block => ({
  kind: "table",
  columns: [
    { title: "judge", align: "left" },
    { title: "agreement", align: "right" },
    { title: "kappa", align: "right" },
  ],
  rows,
  ...more,
});

describe("the terminal", () => {
  it("sets figures under their titles, right-aligned", async () => {
    const blocks: readonly Block[] = [
      { kind: "heading", text: "Leaderboard" },
      table([
        ["alpha", "62.4\u00a0%", "0.25"],
        ["b", "9.0\u00a0%", "-0.10"],
      ]),
    ];
    expect(await renderTerminal(blocks, { width: 80, color: false })).toBe(
      [
        "Leaderboard",
        "  judge  agreement  kappa",
        "  ─────  ─────────  ─────",
        "  alpha     62.4 %   0.25",
        "  b          9.0 %  -0.10",
        "",
      ].join("\n"),
    );
  });

  it("aligns Chinese and emoji names with ASCII ones", async () => {
    const names = ["ascii", "漢字の審査員", "family 👩‍👩‍👧", "e\u0301clair"];
    const text = await renderTerminal([table(names.map((name) => [name, "1", "2"]))], {
      width: 80,
      color: false,
    });
    const ends = text.trimEnd().split("\n").map(columnsOf);
    expect(new Set(ends).size).toBe(1);
  });

  it("moves columns that do not fit below, each with the judge's name", async () => {
    const wide = "62.4\u00a0% [58.1,\u00a066.5]";
    const text = await renderTerminal([table([["alpha", wide, wide]])], { width: 40, color: false });
    expect(text.match(/alpha/g)).toHaveLength(2);
    expect(text.match(/62\.4 % \[58\.1, 66\.5\]/g)).toHaveLength(2);
  });

  it("stacks the figures where no two columns fit", async () => {
    const figure = "1,843\u00a0s [1,790,\u00a01,896]";
    const text = await renderTerminal([table([["a-judge-of-some-length", figure, "0.25"]])], {
      width: 30,
      color: false,
    });
    expect(text).toContain("    kappa: 0.25");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(30);
  });

  it("loses nothing of a 300-character name when it wraps it", async () => {
    const name = Array.from({ length: 300 }, (_, index) => String.fromCharCode(97 + (index % 26))).join("");
    const text = await renderTerminal([table([[name, "1", "2"]])], { width: 50, color: false });
    const column = text
      .split("\n")
      .slice(2)
      .map((line) => line.slice(2).split(/ {2,}/)[0] ?? "");
    expect(column.join("")).toBe(name);
  });

  it("writes no ANSI without colour, and only its own with it", async () => {
    const hostile = "\u001b[5mblink\u001b]0;t\u0007";
    const blocks: readonly Block[] = [
      { kind: "heading", text: hostile },
      { kind: "paragraph", text: hostile },
      { kind: "list", items: [hostile] },
      table([[hostile, "1", "2"]], { caption: hostile, muted: [0] }),
    ];
    expect(await renderTerminal(blocks, { width: 80, color: false })).not.toContain("\u001b");
    const colored = await renderTerminal(blocks, { width: 80, color: true });
    expect(colored.replace(/\u001b\[(?:1|2|3|22|23|36|39)m/g, "")).not.toContain("\u001b");
    expect(colored).toContain("\u001b[1m");
  });

  it("says the same with colour as without", async () => {
    const plain = await renderReport(sampleAnalysis(), "terminal", { width: 100 });
    const colored = await renderReport(sampleAnalysis(), "terminal", { width: 100, color: true });
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  it("draws a bar as long as the fraction, and none for what is not known", async () => {
    const bars = table(
      [
        ["full", "x", ""],
        ["half", "x", ""],
        ["none", "x", ""],
      ],
      {
        columns: [
          { title: "judge", align: "left" },
          { title: "", align: "right", bars: [1, 0.5, null] },
          { title: "", align: "right" },
        ],
      },
    );
    const lines = (await renderTerminal([bars], { width: 80, color: false })).split("\n");
    expect(lines[2]).toMatch(/x {2}█{8}$/);
    expect(lines[3]).toMatch(/x {2}█{4}·{4}$/);
    expect(lines[4]).toMatch(/x$/);
    expect(lines[4]?.indexOf("x")).toBe(lines[3]?.indexOf("x"));
  });

  it("fits any width down to 24 columns, and takes nonsense for 24", async () => {
    for (const width of [-5, 0, Number.NaN, 24, 33, 47, 61, 79, 100, 137]) {
      const text = await renderReport(sampleAnalysis(), "terminal", { width });
      const longest = Math.max(...text.split("\n").map(columnsOf));
      expect(longest).toBeLessThanOrEqual(width >= 24 ? width : 24);
    }
  });
});
