import { findColumn } from "../columns.js";
import type { RowColumns } from "../row.js";
import { recognisedByNames } from "./by-names.js";
import { column, optionalColumn, promptColumn, sideColumns } from "./known-columns.js";
import type { Shape } from "./shape.js";

/** Two responses and a column that names the better one; the order is kept as given. */
export const pair: Shape = {
  name: "pair",
  columns: '"prompt", "response_a", "response_b" (or response_1/2, output_1/2, answer_a/b …), "winner"',
  recognise: recognisedByNames((columns) => {
    const winner = findColumn(columns, ["winner", "label", "preference"]);
    const responses = winner === undefined ? null : responsePair(columns);
    if (winner === undefined || !responses) return null;
    const prompt = promptColumn(columns);
    return {
      ...sideColumns(columns),
      ...(prompt ? { prompt } : {}),
      authors: AUTHORS.map((names) => optionalColumn(columns, names)),
      answers: { kind: "winner", responses: responses.map(column), winner: column(winner) },
    };
  }),
};

function responsePair(columns: RowColumns): readonly [string, string] | null {
  for (const [firstName, secondName] of PAIRS) {
    const first = findColumn(columns, [firstName]);
    const second = first === undefined ? undefined : findColumn(columns, [secondName]);
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return null;
}

const PAIRS: readonly (readonly [string, string])[] = [
  "response",
  "output",
  "answer",
  "completion",
  "conversation",
].flatMap((stem) =>
  [
    ["_a", "_b"],
    ["_1", "_2"],
    ["1", "2"],
  ].map(([first, second]) => [`${stem}${first}`, `${stem}${second}`] as const),
);
const AUTHORS = [
  ["model_a", "model_1", "generator_1"],
  ["model_b", "model_2", "generator_2"],
];
