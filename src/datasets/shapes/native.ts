import { readNativeRow } from "../native-row.js";
import type { Shape } from "./shape.js";

/** Touchstone's own format: see docs/data-format.md and schemas/comparison.schema.json. */
export const native: Shape = {
  name: "native",
  columns: '"prompt", "responses" (a list of { text })',
  recognise(columns) {
    return Object.hasOwn(columns, "responses") ? (row) => readNativeRow(columns, row) : null;
  },
};
