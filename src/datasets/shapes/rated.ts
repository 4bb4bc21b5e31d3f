import { findColumn } from "../columns.js";
import { recognisedByNames } from "./by-names.js";
import { column, optionalColumn, promptColumn, sideColumns } from "./known-columns.js";
import type { Shape } from "./shape.js";

/** One response and what it was rated. */
export const rated: Shape = {
  name: "rated",
  columns: '"prompt", "response" (or output, answer, completion), "rating" or "score"',
  recognise: recognisedByNames((columns) => {
    const response = findColumn(columns, ["response", "output", "answer", "completion"]);
    const rating = findColumn(columns, ["rating", "score"]);
    if (response === undefined || rating === undefined) return null;
    const prompt = promptColumn(columns);
    return {
      ...sideColumns(columns),
      ...(prompt ? { prompt } : {}),
      authors: [optionalColumn(columns, ["model", "generator"])],
      answers: { kind: "ratings", responses: [column(response)], ratings: [column(rating)] },
    };
  }),
};
