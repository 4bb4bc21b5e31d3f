import type { core } from "zod";
import { describe, InputError } from "../core/errors.js";
import { isObject } from "./columns.js";
import type { RowColumns, RowContext } from "./row.js";

/** The first thing a schema found wrong with a row, in our words: subject, expected, found. */
export function schemaError(
  issues: readonly core.$ZodIssue[],
  columns: RowColumns,
  row: RowContext,
): InputError {
  const [first] = issues;
  if (!first) throw new Error("a schema error needs an issue");
  const { path, expected } = innermost(first);
  return new InputError(row.subject, `${JSON.stringify(placeOf(path))} ${expected}`, foundAt(columns, path));
}

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
}

function innermost(issue: core.$ZodIssue, above: readonly PropertyKey[] = []): Finding {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case "invalid_type":
      return { path, expected: `to be ${TYPES[issue.expected] ?? issue.expected}` };
    case "invalid_value":
      return { path, expected: `to be ${oneOf(issue.values)}` };
    case "invalid_union":
      return ofUnion(issue, path);
    case "unrecognized_keys":
      return { path: [...path, issue.keys[0] ?? ""], expected: "not to be there" };
    case "too_small":
      return {
        path,
        expected: `to have ${issue.origin === "number" ? "a value of " : ""}at least ${issue.minimum}${unitOf(issue.origin)}`,
      };
    case "too_big":
      return {
        path,
        expected: `to have ${issue.origin === "number" ? "a value of " : ""}at most ${issue.maximum}${unitOf(issue.origin)}`,
      };
    // The schema says in its own words what the format is.
    case "invalid_format":
      return { path, expected: `to be ${issue.message}` };
    default:
      return { path, expected: `to be valid (${issue.message})` };
  }
}

// Of the ways a value might have been written, the one that went furthest is the one that was meant.
function ofUnion(issue: core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): Finding {
  if ("options" in issue && Array.isArray(issue.options))
    return { path, expected: `to be ${oneOf(issue.options)}` };
  const findings = issue.errors.flatMap(([first]) => (first ? [innermost(first, path)] : []));
  const deepest = findings.reduce<Finding | undefined>(
    (best, finding) => (!best || finding.path.length > best.path.length ? finding : best),
    undefined,
  );
  if (deepest && deepest.path.length > path.length) return deepest;
  const ways = findings.map(({ expected }) => expected.replace(/^to be /, ""));
  return { path, expected: `to be ${ways.join(" or ")}` };
}

/** @example placeOf(["responses", 0, "text"]) // "responses[0].text" */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === "number" ? `[${step}]` : `${i > 0 ? "." : ""}${String(step)}`))
    .join("");
}

function foundAt(columns: RowColumns, path: readonly PropertyKey[]): string {
  let value: unknown = columns;
  for (const step of path) {
    value = isObject(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
  }
  return describe(value);
}

function oneOf(values: readonly unknown[]): string {
  const written = values.map((value) => JSON.stringify(value));
  return written.length === 1 ? String(written[0]) : `one of ${written.join(", ")}`;
}

function unitOf(origin: string): string {
  return origin === "string" ? " character(s)" : origin === "number" ? "" : " item(s)";
}

const TYPES: Readonly<Partial<Record<string, string>>> = {
  string: "text",
  number: "a number",
  array: "a list",
  tuple: "a list of two",
  object: "an object",
  record: "an object",
};
