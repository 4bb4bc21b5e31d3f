import type { Analysis } from "../../core/analysis.js";
import { FAILURE_STATUSES, type ReadingStatus } from "../../core/reading.js";
import { countText, estimateOf, hasMetric } from "../figures.js";
import { figureColumn, type JudgeColumn, type JudgeRow, judgeRows, judgeTable } from "../judge-table.js";
import type { Section } from "../section.js";

const STATUSES: readonly ReadingStatus[] = ["decided", ...FAILURE_STATUSES];
const RATES = [
  ["unread", "unread-rate"],
  ["refused", "refused-rate"],
  ["failed", "failed-rate"],
] as const;

/** What every judgment came to: a failure is counted here and nowhere turned into a verdict. */
export const exclusions: Section = {
  name: "exclusions",
  render(analysis) {
    if (analysis.judges.length === 0) return [];
    const rates = RATES.filter(([, metric]) => hasMetric(analysis, [metric]));
    const rows = judgeRows(analysis);
    const all = countText(analysis.data.comparisons);
    return [
      { kind: "heading", text: "Judgments by outcome" },
      ...judgeTable(rows, [
        column("comparisons", analysis, (judge) => `${countText(judge.comparisonsJudged)} of ${all}`),
        column("judgments", analysis, (judge) => countText(judge.judgments)),
        ...STATUSES.map((status) =>
          column(status, analysis, (judge) => countText(judge.statuses[status] ?? 0)),
        ),
      ]),
      ...(rates.length === 0
        ? []
        : judgeTable(
            rows,
            rates.map(([title, metric]) =>
              figureColumn(title, ({ judge }: JudgeRow) => estimateOf(analysis, metric, judge)),
            ),
          )),
    ];
  },
};

function column(
  title: string,
  analysis: Analysis,
  text: (judge: Analysis["judges"][number]) => string,
): JudgeColumn {
  return {
    title,
    cell: (row) => {
      const judge = analysis.judges.find(({ id }) => id === row.judge);
      return judge ? text(judge) : "–";
    },
  };
}
