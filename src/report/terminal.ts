import type { Colors } from "picocolors/types.js";
import { cleanForTerminal } from "./clean.js";
import { FIXED_SPACE } from "./figures.js";
import { GAP, type Panel, panelsFor, type Ruler, type Table, wrapped } from "./layout.js";
import type { Block } from "./section.js";

export interface TerminalOptions {
  /** Columns of the terminal; no line is longer (a width below 24 counts as 24). */
  readonly width: number;
  /** Without it the text holds no ANSI sequence. */
  readonly color: boolean;
}

/** What draws: the packages are loaded only when a terminal is written to. */
interface Pen {
  readonly width: number;
  readonly ruler: Ruler;
  readonly colors: Colors;
  /** Cells already wrapped to their widths, padded and set side by side. */
  grid(
    rows: readonly (readonly string[])[],
    aligns: readonly ("left" | "right")[],
    widths: readonly number[],
  ): string[];
}

const NARROWEST = 24;
const INDENT = "  ";
const BAR_CELLS = 8;
const NARROWEST_WITH_BARS = 60;

/** Blocks as text for a terminal. Every text is cleaned: no name can move the cursor, colour the screen or reorder a line. */
export async function renderTerminal(blocks: readonly Block[], options: TerminalOptions): Promise<string> {
  const pen = await penFor(options);
  const parts = blocks.map(cleanBlock).map((block) => drawBlock(block, pen));
  const lines = parts.flatMap((part, index) => {
    const afterHeading = blocks[index - 1]?.kind === "heading";
    return index === 0 || afterHeading ? part : ["", ...part];
  });
  return lines.map((line) => `${line.trimEnd().replaceAll(FIXED_SPACE, " ")}\n`).join("");
}

async function penFor({ width, color }: TerminalOptions): Promise<Pen> {
  const [{ default: CliTable }, { default: picocolors }] = await Promise.all([
    import("cli-table3"),
    import("picocolors"),
  ]);
  const plain = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
  const drawn = (row: string[]) => {
    const table = new CliTable({ style: plain });
    table.push(row);
    return table.toString();
  };
  return {
    width: Math.max(NARROWEST, Number.isFinite(width) ? Math.floor(width) : NARROWEST),
    colors: picocolors.createColors(color),
    // One ruler for wrapping and for padding: the border that cli-table3 draws round a text is as long as the text is wide.
    ruler: (text) => (/^[\x20-\x7e]*$/.test(text) ? text.length : drawn([text]).indexOf("\n") - 2),
    grid: (rows, aligns, widths) => {
      const table = new CliTable({
        style: plain,
        chars: { ...NO_BORDERS, middle: " ".repeat(GAP) },
        colAligns: [...aligns],
        colWidths: [...widths],
      });
      table.push(...rows.map((row) => [...row]));
      return rows.length === 0
        ? []
        : table
            .toString()
            .split("\n")
            .map((line) => line.trimEnd());
    },
  };
}

function drawBlock(block: Block, pen: Pen): readonly string[] {
  const inner = pen.width - INDENT.length;
  switch (block.kind) {
    case "heading":
      return wrapped(block.text, pen.width, pen.ruler).map((line) => pen.colors.bold(pen.colors.cyan(line)));
    case "paragraph":
      return wrapped(block.text, inner, pen.ruler).map((line) => INDENT + pen.colors.dim(line));
    case "list":
      return block.items.flatMap((item) =>
        wrapped(item, inner - 2, pen.ruler).map(
          (line, index) => `${INDENT}${index === 0 ? "· " : INDENT}${line}`,
        ),
      );
    case "table":
      return drawTable(withBars(block, inner), inner, pen).map((line) => INDENT + line);
    default:
      return block satisfies never;
  }
}

function drawTable(table: Table, inner: number, pen: Pen): readonly string[] {
  const caption =
    table.caption === undefined ? [] : wrapped(table.caption, inner, pen.ruler).map(pen.colors.italic);
  const panels = panelsFor(table, inner, pen.ruler);
  if (!panels) return [...caption, ...stacked(table, inner, pen)];
  return [
    ...caption,
    ...panels.flatMap((panel, index) => [...(index > 0 ? [""] : []), ...drawPanel(table, panel, pen)]),
  ];
}

function drawPanel(table: Table, { columns }: Panel, pen: Pen): readonly string[] {
  const widths = columns.map(({ width }) => width);
  const aligns = columns.map(({ index }) => table.columns[index]?.align ?? "left");
  const lines = (texts: readonly (string | undefined)[]) => {
    const cells = columns.map(({ index, width }) => wrapped(texts[index] ?? "", width, pen.ruler).join("\n"));
    return pen.grid([cells], aligns, widths);
  };
  const rule = pen.colors.dim(widths.map((width) => "─".repeat(width)).join(" ".repeat(GAP)));
  return [
    ...lines(table.columns.map(({ title }) => title)).map(pen.colors.bold),
    rule,
    ...table.rows.flatMap((row, index) => {
      const muted = table.muted?.includes(index) ?? false;
      return lines(row).map((line) => (muted ? pen.colors.dim(line) : coloredBars(line, pen.colors)));
    }),
  ];
}

/** One figure a line, where the terminal is too narrow for columns. */
function stacked(table: Table, inner: number, pen: Pen): readonly string[] {
  return table.rows.flatMap((row, rowIndex) => {
    const [lead = "", ...cells] = row;
    const muted = table.muted?.includes(rowIndex) ?? false;
    const figures = cells.flatMap((cell, index) => {
      const title = table.columns[index + 1]?.title ?? "";
      return wrapped(title === "" ? cell : `${title}: ${cell}`, inner - 4, pen.ruler).map(
        (line, lineIndex) => (lineIndex === 0 ? INDENT : INDENT + INDENT) + line,
      );
    });
    const lines = [...wrapped(lead, inner, pen.ruler).map(pen.colors.bold), ...figures];
    return [...(rowIndex > 0 ? [""] : []), ...(muted ? lines.map(pen.colors.dim) : lines)];
  });
}

/** The bars of the columns that have them, written into their cells, where there is room. */
function withBars(table: Table, inner: number): Table {
  if (inner < NARROWEST_WITH_BARS || !table.columns.some(({ bars }) => bars)) return table;
  const rows = table.rows.map((row, rowIndex) =>
    row.map((cell, index) => {
      const bars = table.columns[index]?.bars;
      return bars ? `${cell}${FIXED_SPACE.repeat(2)}${barText(bars[rowIndex] ?? null)}` : cell;
    }),
  );
  return { ...table, rows };
}

function barText(fraction: number | null): string {
  if (fraction === null) return FIXED_SPACE.repeat(BAR_CELLS);
  const eighths = Math.round(8 * BAR_CELLS * Math.min(1, Math.max(0, fraction)));
  const bar = "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
  return bar + "·".repeat(BAR_CELLS - bar.length);
}

function coloredBars(line: string, colors: Colors): string {
  return line.replace(/[█▏▎▍▌▋▊▉]+/g, (bar) => colors.cyan(bar));
}

function cleanBlock(block: Block): Block {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return { kind: block.kind, text: cleanForTerminal(block.text) };
    case "list":
      return { kind: "list", items: block.items.map(cleanForTerminal) };
    case "table":
      return {
        ...block,
        ...(block.caption === undefined ? {} : { caption: cleanForTerminal(block.caption) }),
        columns: block.columns.map((column) => ({ ...column, title: cleanForTerminal(column.title) })),
        rows: block.rows.map((row) => row.map(cleanForTerminal)),
      };
    default:
      return block satisfies never;
  }
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
};
