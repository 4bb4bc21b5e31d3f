import { recognisedByNames } from "./by-names.js";
import { column, optionalColumn, promptColumn, sideColumns } from "./known-columns.js";
import type { Shape } from "./shape.js";

/** `chosen` and `rejected`: texts, lists with the answer, or whole conversations that differ in their last turn. */
export const chosenRejected: Shape = {
  name: "chosen-rejected",
  columns: '"prompt" (unless the conversations hold it), "chosen", "rejected"',
  recognise: recognisedByNames((columns) => {
    if (!Object.hasOwn(columns, "chosen") || !Object.hasOwn(columns, "rejected")) return null;
    const prompt = promptColumn(columns);
    return {
      ...sideColumns(columns),
      ...(prompt ? { prompt } : {}),
      authors: ["chosen_model", "rejected_model"].map((name) => optionalColumn(columns, [name])),
      answers: { kind: "preferred", chosen: column("chosen"), rejected: column("rejected") },
    };
  }),
};
