import { cleanForTerminal } from "./clean.js";
import { FIXED_SPACE } from "./figures.js";
import type { Block } from "./section.js";

/** Blocks as GitHub-flavoured Markdown. Every text is escaped: none can end a cell, start a tag, a link or an image. */
export function renderMarkdown(blocks: readonly Block[]): string {
  return blocks.map((block) => `${blockText(block)}\n`).join("\n");
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `## ${escaped(block.text)}`;
    case "paragraph":
      return escapedAtStart(block.text);
    case "list":
      return block.items.map((item) => `- ${escapedAtStart(item)}`).join("\n");
    case "table":
      return tableText(block);
    default:
      return block satisfies never;
  }
}

function tableText({ caption, columns, rows, muted }: Extract<Block, { kind: "table" }>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    ...(caption === undefined ? [] : [`*${escaped(caption)}*`, ""]),
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ align }) => (align === "right" ? "---:" : ":---"))),
    ...rows.map((row, index) => {
      const cells = row.map(escaped);
      return line(muted?.includes(index) ? cells.map((cell) => (cell === "" ? "" : `*${cell}*`)) : cells);
    }),
  ].join("\n");
}

// At the start of a paragraph these would begin a list, a quotation, a heading or a rule.
function escapedAtStart(text: string): string {
  return escaped(text)
    .replace(/^[-+=#]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

function escaped(text: string): string {
  return (
    cleanForTerminal(text)
      .replaceAll(FIXED_SPACE, " ")
      .trim()
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replace(/[\\`*_~|]/g, "\\$&")
      // "[58.1, 66.5]" may stay as it is; only what would make it a link or a definition is taken away.
      .replace(/\](?=[([:])/g, "\\]")
  );
}
