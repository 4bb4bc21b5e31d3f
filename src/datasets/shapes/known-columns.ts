import { type Expression, findColumn } from "../columns.js";
import type { Parts } from "../mapped-row.js";
import type { RowColumns } from "../row.js";

/** Where the prompt stands, by the names in use: `prompt`, `instruction` (with an `input` beside it), `question`, `input`. */
export function promptColumn(columns: RowColumns): Expression | undefined {
  const name = findColumn(columns, ["prompt", "instruction", "question", "input"]);
  if (name === undefined) return undefined;
  const input = findColumn(columns, ["input"]);
  const joined = name.toLowerCase() === "instruction" && input !== undefined ? [name, input] : [name];
  return { text: joined.join("+"), names: joined };
}

/** Where else a part of a row stands, by the names in use. */
export function sideColumns(columns: RowColumns): Omit<Parts, "authors" | "answers"> {
  const found = Object.entries(SIDE_COLUMNS).flatMap(([part, names]) => {
    const name = findColumn(columns, names);
    return name === undefined ? [] : [[part, column(name)] as const];
  });
  return Object.fromEntries(found);
}

/** An expression that is exactly this column, whatever its name holds. */
export function column(name: string): Expression {
  return { text: name, names: [name] };
}

/** The column by one of these names, as an expression. */
export function optionalColumn(columns: RowColumns, names: readonly string[]): Expression | undefined {
  const name = findColumn(columns, names);
  return name === undefined ? undefined : column(name);
}

const SIDE_COLUMNS = {
  id: ["id", "idx", "pair_id"],
  reference: ["reference", "reference_answer"],
  rubric: ["rubric"],
  subset: ["subset", "category"],
  cluster: ["cluster"],
  annotator: ["annotator"],
};
