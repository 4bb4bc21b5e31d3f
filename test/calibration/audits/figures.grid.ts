import { grid } from "../grid.js";
import { FIGURES } from "./figures.js";
import { COLUMNS, roundsOf, selfTestRow } from "./self-test-row.js";

const rounds = roundsOf(400);

grid({
  file: "4-figures",
  title: `**Noise, length, votes, critiques**, ${rounds} simulated audits a cell:`,
  columns: COLUMNS,
  rows: FIGURES.map((test) => selfTestRow(test, rounds)),
});
