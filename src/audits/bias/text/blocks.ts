/**
 * What a line of Markdown belongs to. `kept` is whatever a rewrite must never touch: code (fenced or indented), displayed mathematics,
 * tables, quotes, HTML, rules and link definitions.
 */
export type BlockKind = "prose" | "list" | "heading" | "blank" | "kept";

/** Consecutive lines of one kind with their line ends: the texts of all blocks, joined, are the text. */
export interface Block {
  readonly kind: BlockKind;
  readonly text: string;
}

/**
 * The blocks of a Markdown text. Where it is in doubt, a line is kept: a rewrite that leaves out a paragraph is harmless, one that writes
 * into a program is not. A fence or a display that is never closed runs to the end. Linear in the text.
 *
 * @example blocksOf("Look:\n```\n1\n```\n").map(({ kind }) => kind) // ["prose", "kept"]
 */
export function blocksOf(text: string): readonly Block[] {
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const kinds = kindsOf(lines);
  const blocks: { kind: BlockKind; text: string }[] = [];
  for (const [i, line] of lines.entries()) {
    const { kind, begins } = kinds[i] as Line;
    const last = blocks.at(-1);
    if (last?.kind === kind && !begins) last.text += line;
    else blocks.push({ kind, text: line });
  }
  return blocks;
}

/** The text with the blocks of one kind changed; `next` is the kind of the block behind. */
export function mapBlocks(
  text: string,
  kind: BlockKind,
  change: (own: string, next: BlockKind | undefined) => string,
): string {
  const blocks = blocksOf(text);
  return blocks
    .map((one, i) => (one.kind === kind ? change(one.text, blocks[i + 1]?.kind) : one.text))
    .join("");
}

interface Line {
  readonly kind: BlockKind;
  /** Whether it begins a block of its own, whatever stands before it. */
  readonly begins: boolean;
  /** Whether a line right below it goes on with it. */
  readonly goesOn?: true;
}

/** How something that spans lines is opened; `closes` says whether a line ends it. */
interface Opened {
  closes(line: string): boolean;
}

function kindsOf(lines: readonly string[]): readonly Line[] {
  const kinds: Line[] = [];
  let opened: Opened | null = null;
  for (const [i, line] of lines.entries()) {
    if (opened) {
      kinds.push({ kind: "kept", begins: false });
      if (opened.closes(line)) opened = null;
      continue;
    }
    opened = openedBy(line);
    if (opened) {
      kinds.push({ kind: "kept", begins: true });
      continue;
    }
    const before = kinds.at(-1);
    const own = lineOf(line, before);
    if (own.kind === "kept" && before?.kind === "prose" && UNDERLINE.test(line)) kinds[i - 1] = HEADING;
    kinds.push(own);
  }
  return withTables(lines, kinds);
}

const HEADING: Line = { kind: "heading", begins: true };
const FENCE = /^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+){0,4}(`{3,}|~{3,})([^\n]*)/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)\r?\n?$/;
const UNDERLINE = /^ {0,3}(?:-{2,}|=+)[ \t]*\r?\n?$/;
const LIST = /^ {0,3}(?:[-*+•]|\d{1,9}[.)])[ \t]/;
const ALWAYS_KEPT = /^(?: {4}|\t| {0,3}(?:>|<[a-z/!?]|\[[^\]\n]{1,200}\]:))/i;

function lineOf(line: string, before: Line | undefined): Line {
  const ofKind = (kind: BlockKind): Line => ({ kind, begins: false });
  if (line.trim() === "") return ofKind("blank");
  if (/^ {0,3}#{1,6}[ \t]/.test(line)) return HEADING;
  if (RULE.test(line) || (UNDERLINE.test(line) && before?.kind === "prose")) return ofKind("kept");
  if (LIST.test(line)) return { kind: "list", begins: false, goesOn: true };
  if (ALWAYS_KEPT.test(line) || line.includes("\t")) return { kind: "kept", begins: false, goesOn: true };
  return before?.goesOn ? before : ofKind("prose");
}

function openedBy(line: string): Opened | null {
  const [, fence, info = ""] = FENCE.exec(line) ?? [];
  if (fence && !(fence.startsWith("`") && info.includes("`"))) {
    const closing = new RegExp(`^[ \\t>]*${fence[0]}{${fence.length},}[ \\t]*\\r?\\n?$`);
    return { closes: (other) => closing.test(other) };
  }
  if (line.split("$$").length % 2 === 0) return { closes: (other) => other.split("$$").length % 2 === 0 };
  if (line.lastIndexOf("\\[") > line.lastIndexOf("\\]")) return { closes: (other) => other.includes("\\]") };
  const begun = /\\begin\{([^}\n]{1,40})\}/.exec(line)?.[1];
  if (begun === undefined || line.includes(`\\end{${begun}}`)) return null;
  return { closes: (other) => other.includes(`\\end{${begun}}`) };
}

/** Lines with a bar that stand together are a table, and so is a line that begins with one. */
function withTables(lines: readonly string[], kinds: readonly Line[]): readonly Line[] {
  const barred = (i: number) => kinds[i]?.kind !== "kept" && (lines[i]?.includes("|") ?? false);
  return kinds.map((line, i) =>
    barred(i) && (barred(i - 1) || barred(i + 1) || isKeptNext(kinds, i) || /^[ \t]*\|/.test(lines[i] ?? ""))
      ? { kind: "kept", begins: false }
      : line,
  );
}

/** A table's head may stand right above a row of dashes, which is kept by itself. */
function isKeptNext(kinds: readonly Line[], i: number): boolean {
  return kinds[i + 1]?.kind === "kept";
}
