import { shortened } from "../clean.js";
import { estimateOf } from "../figures.js";
import { figureColumn, type JudgeRow, judgeRows, judgeTable } from "../judge-table.js";
import type { Section } from "../section.js";

const LONGEST_TITLE = 40;

/** Where each judge is strong and weak. */
export const subsets: Section = {
  name: "subsets",
  render(analysis) {
    const measured = analysis.data.subsets.filter(({ name }) =>
      analysis.estimates.some(({ metric, subset }) => metric === "agreement" && subset === name),
    );
    if (measured.length === 0) return [];
    return [
      { kind: "heading", text: `By subset: ${analysis.data.agreementWith}` },
      ...judgeTable(
        judgeRows(analysis),
        measured.map(({ name }) =>
          figureColumn(shortened(name, LONGEST_TITLE), ({ judge }: JudgeRow) =>
            estimateOf(analysis, "agreement", judge, name),
          ),
        ),
      ),
    ];
  },
};
