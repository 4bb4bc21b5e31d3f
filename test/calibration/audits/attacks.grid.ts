import { grid } from "../grid.js";
import { ATTACKS } from "./attacks.js";
import { COLUMNS, roundsOf, selfTestRow } from "./self-test-row.js";

const rounds = roundsOf(200);

grid({
  file: "3-attacks",
  title: `**Attacks**, ${rounds} simulated audits a cell:`,
  columns: COLUMNS,
  rows: ATTACKS.map((test) => selfTestRow(test, rounds)),
});
