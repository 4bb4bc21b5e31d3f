import type { Analysis } from "../../core/analysis.js";
import { estimateOf } from "../figures.js";
import {
  denominatorColumn,
  figureColumn,
  type JudgeRow,
  judgeRows,
  judgeTable,
  whyNone,
} from "../judge-table.js";
import type { Block, Section } from "../section.js";

/** How well one person agrees with the rest, and the judges held to those same votes. */
export const ceiling: Section = {
  name: "ceiling",
  render(analysis) {
    const heading: Block = { kind: "heading", text: "Ceiling" };
    const estimates = analysis.estimates.filter(
      ({ metric, subset }) => subset === null && (metric === "ceiling-people" || metric === "ceiling-judge"),
    );
    if (estimates.length === 0) return [];
    const reason = whyNone(estimates);
    if (reason !== null) return [heading, { kind: "paragraph", text: `No ceiling is given: ${reason}.` }];

    const find = ({ judge }: JudgeRow) =>
      estimateOf(analysis, judge === null ? "ceiling-people" : "ceiling-judge", judge);
    return [
      heading,
      {
        kind: "paragraph",
        text: "Each vote is compared with the majority of the other annotators, once the annotator's own and once the judge's.",
      },
      ...judgeTable(
        [...peopleRow(analysis), ...judgeRows(analysis)],
        [
          figureColumn("agreement with the rest", find, { n: false, bar: true }),
          denominatorColumn("n", find),
          denominatorColumn("clusters", find),
          denominatorColumn("excluded", find),
        ],
      ),
    ];
  },
};

/** The row of the people themselves, where the analysis says anything of them. */
export function peopleRow(analysis: Analysis): readonly JudgeRow[] {
  if (!estimateOf(analysis, "ceiling-people", null)) return [];
  return [{ judge: null, label: "people (leave-one-out)", muted: true }];
}
