import { grid } from "../grid.js";
import { ASKED } from "./asked.js";
import { COLUMNS, roundsOf, selfTestRow } from "./self-test-row.js";

const rounds = roundsOf(100);

grid({
  file: "5-asked",
  title: `**Judges that are asked through real protocols, their models simulated**, ${rounds} simulated audits a cell:`,
  columns: COLUMNS,
  rows: ASKED.map((test) => selfTestRow(test, rounds)),
});
