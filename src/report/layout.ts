import type { Block, Column } from "./section.js";

export type Table = Extract<Block, { kind: "table" }>;

/** How many terminal columns a text takes: two for a Chinese character, none for a combining accent. */
export type Ruler = (text: string) => number;

/** Some of a table's columns that fit side by side: their indexes and widths. */
export interface Panel {
  readonly columns: readonly { readonly index: number; readonly width: number }[];
}

export const GAP = 2;
const NARROWEST_TEXT = 22;

/**
 * A table's columns laid out to fit `width`. Words wrap, figures do not: texts give way first; columns that still do not fit
 * go into further panels, each led by the first column. null where not even one figure fits beside it: then it must be stacked.
 */
export function panelsFor(table: Table, width: number, ruler: Ruler): readonly Panel[] | null {
  const natural = table.columns.map((column, index) => naturalWidth(table, column, index, ruler));
  const least = natural.map((wide, index) =>
    table.columns[index]?.align === "left" ? Math.min(wide, NARROWEST_TEXT) : wide,
  );
  const lead = least[0] ?? 0;
  const groups: number[][] = [[]];
  let used = lead;
  for (let index = 1; index < least.length; index++) {
    const wide = GAP + (least[index] ?? 0);
    if (lead + wide > width) return null;
    if (used + wide > width) {
      groups.push([]);
      used = lead;
    }
    groups.at(-1)?.push(index);
    used += wide;
  }
  if (lead > width) return null;
  return groups.map((group) => widened([0, ...group], least, natural, width));
}

/** Lines of at most `width`: broken at spaces, in a word that is longer after a hyphen or slash, and anywhere only where nothing else is left. */
export function wrapped(text: string, width: number, ruler: Ruler): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.split(AFTER_SPACES).flatMap((word) => cutToWidth(word, width, ruler))) {
    if (ruler(withoutEndSpaces(line + piece)) > width) {
      lines.push(withoutEndSpaces(line));
      line = "";
    }
    line += piece;
  }
  return [...lines, withoutEndSpaces(line)];
}

// A plain space ends a word; a fixed space does not.
const AFTER_SPACES = /(?<= )(?! )/;
const AFTER_JOINTS = /(?<=[\p{L}\p{N}][-/_@:.])(?=[\p{L}\p{N}])/u;

function cutToWidth(word: string, width: number, ruler: Ruler): readonly string[] {
  if (ruler(withoutEndSpaces(word)) <= width) return [word];
  return word
    .split(AFTER_JOINTS)
    .flatMap((part) => (ruler(withoutEndSpaces(part)) <= width ? [part] : cutAnywhere(part, width, ruler)));
}

function cutAnywhere(word: string, width: number, ruler: Ruler): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(word)) {
    if (part !== "" && ruler(withoutEndSpaces(part + segment)) > width) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  return [...parts, part];
}

// Fixed spaces stay: they hold the place of a bar that is not drawn.
function withoutEndSpaces(text: string): string {
  return text.replace(/ +$/, "");
}

function naturalWidth(table: Table, column: Column, index: number, ruler: Ruler): number {
  const cells = table.rows.map((row) => ruler(row[index] ?? ""));
  // A title over figures wraps, so only its longest word counts; a column of texts may be as wide as its title.
  const title = column.align === "right" ? column.title.split(" ") : [column.title];
  return Math.max(0, ...cells, ...title.map((word) => Math.min(ruler(word), NARROWEST_TEXT)));
}

function widened(
  indexes: readonly number[],
  least: readonly number[],
  natural: readonly number[],
  width: number,
): Panel {
  const total = indexes.reduce((sum, index) => sum + (least[index] ?? 0), GAP * (indexes.length - 1));
  let slack = width - total;
  return {
    columns: indexes.map((index) => {
      const narrow = least[index] ?? 0;
      const extra = Math.min(slack, (natural[index] ?? 0) - narrow);
      slack -= extra;
      return { index, width: narrow + extra };
    }),
  };
}
