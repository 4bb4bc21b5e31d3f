import { estimateOf, hasMetric } from "../figures.js";
import { figureColumn, type JudgeRow, judgeRows, judgeTable } from "../judge-table.js";
import type { Section } from "../section.js";

const COLUMNS = [
  ["input tokens per judgment", "input-tokens-per-judgment"],
  ["output tokens per judgment", "output-tokens-per-judgment"],
  ["seconds per 1,000 judgments", "seconds-per-1000"],
  ["USD per 1,000 judgments", "usd-per-1000"],
] as const;

/** What a judgment takes. What nobody has said is unknown, never zero. */
export const cost: Section = {
  name: "cost",
  render(analysis) {
    if (
      !hasMetric(
        analysis,
        COLUMNS.map(([, metric]) => metric),
      )
    )
      return [];
    // A computed judge and a jury make no call: their rows would say nothing four times.
    const silent = new Set(
      analysis.judges.flatMap(({ id, judge }) =>
        judge?.kind === "computed" || judge?.kind === "combined" ? [id] : [],
      ),
    );
    const rows = judgeRows(analysis).filter(({ judge }) => judge === null || !silent.has(judge));
    if (rows.length === 0) return [];
    return [
      { kind: "heading", text: "Cost" },
      ...judgeTable(
        rows,
        COLUMNS.map(([title, metric]) =>
          figureColumn(title, ({ judge }: JudgeRow) => estimateOf(analysis, metric, judge), {
            undefinedAs: "unknown",
          }),
        ),
      ),
    ];
  },
};
