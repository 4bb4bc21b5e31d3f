import { grid } from "../grid.js";
import { CLUSTERED_REWRITES, REWRITES } from "./rewrites.js";
import { COLUMNS, roundsOf, selfTestRow } from "./self-test-row.js";

const rounds = roundsOf(150);

grid({
  file: "2-rewrites",
  title: `**Rewrites**, ${rounds} simulated audits a cell:`,
  columns: COLUMNS,
  rows: [...REWRITES, ...CLUSTERED_REWRITES].map((test) => selfTestRow(test, rounds)),
});
