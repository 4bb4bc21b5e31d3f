import { grid } from "../grid.js";
import { COLUMNS, roundsOf, selfTestRow } from "./self-test-row.js";
import { VERDICTS } from "./verdicts.js";

const rounds = roundsOf(200);

grid({
  file: "1-verdicts",
  title: `**Order, circles, families, names**, ${rounds} simulated audits a cell:`,
  columns: COLUMNS,
  rows: VERDICTS.map((test) => selfTestRow(test, rounds)),
});
