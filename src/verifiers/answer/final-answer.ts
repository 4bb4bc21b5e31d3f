import { enclosed, splitOutside } from "./brackets.js";
import { type Expression, variablesOf } from "./expression.js";
import { plainNotation, ROW_END } from "./notation.js";
import { readExpression } from "./parse-expression.js";
import { readQuantity } from "./quantity.js";
import type { Unit } from "./units.js";

/** What a final answer is. */
export type Answer =
  | Quantity
  | { readonly kind: "infinity"; readonly positive: boolean }
  /** A tuple or an interval, by its brackets: (1, 2) may be either. */
  | {
      readonly kind: "sequence";
      readonly open: string;
      readonly items: readonly Answer[];
      readonly close: string;
    }
  | { readonly kind: "set"; readonly items: readonly Answer[] }
  /** Several answers without brackets: 1, 2 or ±1. */
  | { readonly kind: "list"; readonly items: readonly Answer[]; readonly ordered: boolean }
  | { readonly kind: "union"; readonly parts: readonly Answer[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Answer[])[] }
  | { readonly kind: "equation"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "text" };

/** An expression, with what it measures where that was written. */
export interface Quantity {
  readonly kind: "quantity";
  readonly value: Expression;
  readonly measure: Measure;
  /** The variable that was said to be equal to it. */
  readonly name?: string;
}

export type Measure =
  | { readonly kind: "none" | "percent" }
  | { readonly kind: "unit"; readonly unit: Unit }
  | { readonly kind: "noun"; readonly noun: string };

const DEEPEST = 8;
const MOST_ITEMS = 200;
const TEXT: Answer = { kind: "text" };

/** Longer answers are compared as text alone. */
export const LONGEST_ANSWER = 4_000;

/**
 * What a written answer is: in plain text or LaTeX. What is no mathematics, or could be read in several ways, is text.
 *
 * @example readAnswer("x \\in (-\\infty, 3]").kind // "sequence"
 */
export function readAnswer(written: string): Answer {
  if (written.length > LONGEST_ANSWER) return TEXT;
  return answerIn(plainNotation(written), 0);
}

function answerIn(text: string, depth: number): Answer {
  if (depth > DEEPEST || text === "") return TEXT;
  // A name before the answer is not part of it; but y = 2x + 1 stays an equation, of a line.
  const member =
    text.match(/^[A-Za-z](?:_\w)?\s*∈\s*(.+)$/)?.[1] ??
    text.match(/^[A-Za-z]\([a-z]\)\s*=\s*([^=<>≤≥≠]+)$/)?.[1];
  if (member !== undefined) return answerIn(member, depth + 1);
  if (text === "∅" || text === "{}" || text === "{ }") return { kind: "set", items: [] };
  const infinite = /^([+-]?)\s*(?:∞|infinity)$/i.exec(text);
  if (infinite) return { kind: "infinity", positive: infinite[1] !== "-" };
  return (
    unionIn(text, depth) ??
    matrixIn(text, depth) ??
    bracketedIn(text, depth) ??
    severalIn(text, depth) ??
    assigned(text) ??
    relationIn(text) ??
    readQuantity(text) ??
    TEXT
  );
}

function unionIn(text: string, depth: number): Answer | null {
  const parts = splitOutside(text.replace(/([)\]}])\s*U\s*([([{])/g, "$1∪$2"), "∪");
  if (parts.length < 2 || parts.length > MOST_ITEMS) return null;
  const read = parts.map((part) => answerIn(part.trim(), depth + 1));
  return read.every(({ kind }) => kind === "sequence" || kind === "set")
    ? { kind: "union", parts: read }
    : TEXT;
}

function matrixIn(text: string, depth: number): Answer | null {
  const body =
    /^[([]?\s*\\begin\s*\{([bp]?matrix|array)\}(?:\s*\{[lcr| ]*\})?(.*)\\end\s*\{\1\}\s*[)\]]?$/.exec(
      text,
    )?.[2];
  if (body === undefined) return null;
  const rows = body
    .replace(/\\hline/g, "")
    .split(ROW_END)
    .map((row) => row.trim());
  if (rows.at(-1) === "") rows.pop();
  const cells = rows.map((row) => row.split("&").map((cell) => answerIn(cell.trim(), depth + 1)));
  return matrixOf(cells);
}

function matrixOf(rows: readonly (readonly Answer[])[]): Answer {
  const columns = rows[0]?.length ?? 0;
  const whole = rows.every((row) => row.length === columns && row.every(({ kind }) => kind === "quantity"));
  return whole && columns > 0 && rows.length * columns <= MOST_ITEMS ? { kind: "matrix", rows } : TEXT;
}

function bracketedIn(text: string, depth: number): Answer | null {
  const found = enclosed(text);
  if (!found) return null;
  const { open, inside, close } = found;
  const parts = itemsOf(inside);
  if (parts.length < 2 || parts.length > MOST_ITEMS) return null;
  const items = parts.map((part) => answerIn(part, depth + 1));
  // Brackets around words are punctuation: as text they are compared as they stand.
  if (items.some(({ kind }) => kind === "text")) return TEXT;
  if (open === "{") return { kind: "set", items };
  const rows = items.flatMap((item) => (item.kind === "sequence" && item.open === "[" ? [item.items] : []));
  if (open === "[" && rows.length === items.length) return matrixOf(rows);
  return { kind: "sequence", open, items, close };
}

// Within brackets a comma separates; only where others are followed by a space may a tight one stand for thousands.
function itemsOf(inside: string): string[] {
  const commas = splitOutside(inside, ",");
  const spaced = commas.slice(1).filter((part) => part.startsWith(" ")).length;
  const joined =
    spaced > 0 && spaced < commas.length - 1 ? inside.replace(/(\d),(?=\d{3}(?!\d))/g, "$1") : inside;
  return splitOutside(joined, ",;").map((part) => part.trim());
}

function severalIn(text: string, depth: number): Answer | null {
  const thousands = text.replace(/(?<![\d.])(\d{1,3}(?:,\d{3})+)(?![\d,])/g, (digits) =>
    digits.replaceAll(",", ""),
  );
  const parts = splitOutside(thousands.replace(/,? (?:and|or) /g, ","), ",;").map((part) => part.trim());
  if (parts.length > MOST_ITEMS) return TEXT;
  if (parts.length > 1) {
    const name = /^([A-Za-z](?:_\w)?)\s*=/.exec(parts[0] ?? "")?.[1];
    const items = parts.map((part) => answerIn(stripName(part, name), depth + 1));
    return items.some(({ kind }) => kind === "text")
      ? TEXT
      : { kind: "list", items, ordered: !/ or /.test(text) && name === undefined };
  }
  if (text.includes("±")) {
    const [plus, minus] = ["+", "-"].map((sign) =>
      answerIn(stripName(text.replaceAll("±", sign)), depth + 1),
    );
    return plus && minus && plus.kind === "quantity"
      ? { kind: "list", items: [plus, minus], ordered: false }
      : TEXT;
  }
  return thousands === text ? null : answerIn(thousands, depth + 1);
}

// x = 1 or x = 2, x = 1, 2: one unknown with several values.
function stripName(part: string, name?: string): string {
  const found = /^([A-Za-z](?:_\w)?)\s*=\s*([^=<>≤≥≠]+)$/.exec(part);
  return found && (name === undefined || found[1] === name) ? (found[2] ?? part) : part;
}

// x = 5 is 5, of x; y = 2x + 1 stays an equation.
function assigned(text: string): Answer | null {
  const [, name, value = ""] = /^([A-Za-z](?:_\w)?)\s*=\s*([^=]+)$/.exec(text) ?? [];
  const quantity = name === undefined ? null : readQuantity(value);
  return name !== undefined && quantity && variablesOf(quantity.value).size === 0
    ? { ...quantity, name }
    : null;
}

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", "≤": "≥", ">": "<", "≥": "≤" };

function relationIn(text: string): Answer | null {
  const parts = splitOutside(text, "=<>≤≥≠≈");
  if (parts.length < 2) return null;
  const signs = [...text].filter((sign) => "=<>≤≥≠≈".includes(sign));
  if (signs.length !== parts.length - 1) return TEXT;
  const sides = parts.map((part) => readExpression(part.trim()));
  if (sides.some((side) => side === null)) return TEXT;
  const [first, second, third] = sides;
  if (signs.every((sign) => sign === "=")) {
    const last = sides.at(-1);
    return parts.length === 2 && first && last ? { kind: "equation", left: first, right: last } : TEXT;
  }
  const [sign = "", next = ""] = signs;
  if (parts.length === 2 && first && second && sign in MIRRORED) {
    if (isUnknown(first)) return halfLine(sign, second);
    if (isUnknown(second)) return halfLine(MIRRORED[sign] ?? "", first);
  }
  const sameWay =
    "<≤".includes(sign) === "<≤".includes(next) && "<≤>≥".includes(sign) && "<≤>≥".includes(next);
  if (parts.length === 3 && first && second && third && isUnknown(second) && sameWay)
    return between(first, sign, third, next);
  return TEXT;
}

function isUnknown(side: Expression): boolean {
  return side.op === "symbol" && side.name !== "pi";
}

function halfLine(sign: string, end: Expression): Answer {
  if (variablesOf(end).size > 0) return TEXT;
  const value = bare(end);
  return "<≤".includes(sign)
    ? {
        kind: "sequence",
        open: "(",
        items: [{ kind: "infinity", positive: false }, value],
        close: sign === "<" ? ")" : "]",
      }
    : {
        kind: "sequence",
        open: sign === ">" ? "(" : "[",
        items: [value, { kind: "infinity", positive: true }],
        close: ")",
      };
}

function between(first: Expression, sign: string, last: Expression, next: string): Answer {
  if (variablesOf(first).size + variablesOf(last).size > 0) return TEXT;
  const rising = "<≤".includes(sign);
  const [low, high] = rising ? [first, last] : [last, first];
  const [lowSign, highSign] = rising ? [sign, next] : [next, sign];
  return {
    kind: "sequence",
    open: "<>".includes(lowSign) ? "(" : "[",
    items: [bare(low), bare(high)],
    close: "<>".includes(highSign) ? ")" : "]",
  };
}

function bare(value: Expression): Answer {
  return { kind: "quantity", value, measure: { kind: "none" } };
}
