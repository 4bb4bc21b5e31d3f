import { describe, InputError } from "../../core/errors.js";
import { findColumn, isObject } from "../columns.js";
import { rowFromParts } from "../mapped-row.js";
import { column, promptColumn, sideColumns } from "./known-columns.js";
import type { Shape } from "./shape.js";

/** A list of responses beside a list, as long, of their ratings or of their ranks (1 is the best). */
export const list: Shape = {
  name: "list",
  columns: '"prompt", "responses" (a list of texts), "ratings" or "scores" or "ranking" (a list as long)',
  recognise(columns) {
    const responses = Object.hasOwn(columns, "responses") ? columns.responses : undefined;
    const label = findColumn(columns, ["ratings", "scores", "ranking"]);
    if (!Array.isArray(responses) || label === undefined) return null;
    if (responses.length === 0 || responses.some(isObject)) return null;
    return (row) => {
      const labels = columns[label];
      if (!Array.isArray(labels) || labels.length !== responses.length) {
        const expected = `${JSON.stringify(label)} to be a list of ${responses.length}, one for each response`;
        throw new InputError(row.subject, expected, describe(labels));
      }
      const prompt = promptColumn(columns);
      const texts = responses.map((_, i) => column(`responses.${i}`));
      const said = responses.map((_, i) => column(`${label}.${i}`));
      return rowFromParts(
        {
          ...sideColumns(columns),
          ...(prompt ? { prompt } : {}),
          authors: [],
          answers:
            label.toLowerCase() === "ranking"
              ? { kind: "ranks", responses: texts, ranks: said }
              : { kind: "ratings", responses: texts, ratings: said },
        },
        columns,
        row,
      );
    };
  },
};
