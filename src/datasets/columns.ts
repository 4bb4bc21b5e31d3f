import { describe, InputError } from "../core/errors.js";
import type { RowColumns, RowContext } from "./row.js";

/** One column, or several whose values are joined; a name may be a path into nested JSON ("conversation.0.content"). */
export interface Expression {
  readonly text: string;
  readonly names: readonly string[];
}

/** @example expression("instruction + input").names // ["instruction", "input"] */
export function expression(text: string): Expression {
  return { text: text.trim(), names: text.split("+").map((name) => name.trim()) };
}

/** The names an expression stands for in this row: a column whose own name contains "+" is taken as it is. */
export function namesIn(columns: RowColumns, { text, names }: Expression): readonly string[] {
  return names.length > 1 && Object.hasOwn(columns, text) ? [text] : names;
}

/** The value under a column name or a dotted path; undefined where there is none. A column called "a.b" goes before a path. */
export function valueAt(columns: RowColumns, name: string): unknown {
  if (Object.hasOwn(columns, name)) return columns[name];
  if (!name.includes(".")) return undefined;
  let value: unknown = columns;
  for (const step of name.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** As `valueAt`, but a missing column is an error that lists the columns there are. */
export function requiredValue(columns: RowColumns, name: string, row: RowContext): unknown {
  const value = valueAt(columns, name);
  if (value === undefined) {
    throw new InputError(row.subject, `a column ${JSON.stringify(name)}`, columnsFound(columns));
  }
  return value;
}

/** @example columnsFound({ id: 1, text: "x" }) // 'the columns "id", "text"' */
export function columnsFound(columns: RowColumns): string {
  const names = Object.keys(columns);
  if (names.length === 0) return "no columns";
  const shown = names.slice(0, MOST_COLUMNS_SHOWN).map((name) => JSON.stringify(name));
  const more = names.length - shown.length;
  return `the column${names.length === 1 ? "" : "s"} ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The first of these columns that the row has, whatever the case of its letters. */
export function findColumn(columns: RowColumns, candidates: readonly string[]): string | undefined {
  const exact = candidates.find((candidate) => Object.hasOwn(columns, candidate));
  if (exact !== undefined) return exact;
  const names = Object.keys(columns);
  for (const candidate of candidates) {
    const name = names.find((one) => one.length === candidate.length && one.toLowerCase() === candidate);
    if (name !== undefined) return name;
  }
  return undefined;
}

/**
 * The text of an expression: the non-empty values joined by a blank line. A boolean or a number is read as its JSON text
 * and counted in the notes; anything else is an error.
 */
export function textOf(columns: RowColumns, from: Expression, row: RowContext): string {
  const texts = namesIn(columns, from).map((name) => textIn(requiredValue(columns, name, row), name, row));
  return texts.length === 1 ? (texts[0] ?? "") : texts.filter((text) => text !== "").join("\n\n");
}

export function textIn(value: unknown, name: string, row: RowContext): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") {
    row.notes.add("booleans or numbers that stand in a text column were read as their JSON text");
    return JSON.stringify(value);
  }
  throw new InputError(row.subject, `${JSON.stringify(name)} to be text`, describe(value));
}

/** An optional text; undefined where the column is absent, null or empty. */
export function optionalText(
  columns: RowColumns,
  from: Expression | undefined,
  row: RowContext,
): string | undefined {
  if (!from) return undefined;
  const texts = namesIn(columns, from).flatMap((name) => {
    const value = valueAt(columns, name);
    return isMissing(value) ? [] : [textIn(value, name, row)];
  });
  return texts.length > 0 ? texts.join("\n\n") : undefined;
}

/** A short name (an id, a subset, an annotator): texts and numbers, several joined by "/"; undefined where all are missing. */
export function optionalName(
  columns: RowColumns,
  from: Expression | undefined,
  row: RowContext,
): string | undefined {
  if (!from) return undefined;
  const names = namesIn(columns, from).flatMap((name) => {
    const value = valueAt(columns, name);
    if (isMissing(value)) return [];
    if (typeof value === "string") return [value];
    if (typeof value === "number" || typeof value === "boolean") return [String(value)];
    throw new InputError(row.subject, `${JSON.stringify(name)} to be a name or a number`, describe(value));
  });
  return names.length > 0 ? names.join("/") : undefined;
}

/** A number, also where it is written as text (as it always is in CSV). */
export function numberIn(value: unknown, name: string, row: RowContext): number {
  const number = typeof value === "string" && NUMERIC.test(value.trim()) ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new InputError(row.subject, `${JSON.stringify(name)} to be a number`, describe(value));
}

/** Absent, null or an empty text: how files write that something was not said. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const MOST_COLUMNS_SHOWN = 20;
const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
