import { type Cell, grid, percent } from "../grid.js";
import { monteCarloError } from "../measure.js";
import { FAULTLESS, type Family, MIXED, measureFamily } from "./families.js";
import { roundsOf } from "./self-test-row.js";

const rounds = roundsOf(150);

grid({
  file: "6-families",
  title: `**Many probes in one audit**, ${rounds} simulated audits a row:`,
  columns: [
    "audit",
    "figures tested",
    "any false finding, %",
    "false among findings, %",
    "found of what is there, %",
  ],
  rows: [...FAULTLESS, ...MIXED].map((family) => ({ name: family.name, cells: () => cellsOf(family) })),
});

async function cellsOf(family: Family): Promise<readonly Cell[]> {
  const { tested, there, any, falseShare, falseShareError, found } = await measureFamily(family, rounds);
  const isHolm = family.name.includes("Holm");
  const room = 3 * monteCarloError(0.05, rounds);
  return [
    cell(String(tested)),
    cell(
      percent(any),
      isHolm && any > 0.05 + room ? `any false finding in ${percent(any)} % of audits` : null,
    ),
    cell(
      percent(falseShare),
      falseShare > 0.05 + 3 * falseShareError ? `${percent(falseShare)} % of findings are false` : null,
    ),
    cell(there === 0 ? "–" : percent(found)),
  ];
}

function cell(text: string, broken: string | null = null): Cell {
  return { text, broken };
}
