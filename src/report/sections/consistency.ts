import { estimateOf } from "../figures.js";
import { figureColumn, type JudgeRow, judgeRows, judgeTable, whyNone } from "../judge-table.js";
import type { Block, Section } from "../section.js";

const COLUMNS = [
  ["order flips", "order-flip-rate"],
  ["half-flips", "order-half-flip-rate"],
  ["towards first", "flips-towards-first"],
  ["towards second", "flips-towards-second"],
  ["p of order bias", "order-bias-p"],
  ["repeat flips", "repeat-flip-rate"],
] as const;

/** Whether a judge says the same when the order changes or the question is put again. */
export const consistency: Section = {
  name: "consistency",
  render(analysis) {
    const metrics: readonly string[] = COLUMNS.map(([, metric]) => metric);
    const estimates = analysis.estimates.filter(({ metric }) => metrics.includes(metric));
    if (estimates.length === 0) return [];
    const heading: Block = { kind: "heading", text: "Consistency" };
    const reason = whyNone(estimates);
    if (reason !== null) return [heading, { kind: "paragraph", text: `Not measured: ${reason}.` }];
    return [
      heading,
      ...judgeTable(
        judgeRows(analysis),
        COLUMNS.map(([title, metric]) =>
          figureColumn(title, ({ judge }: JudgeRow) => estimateOf(analysis, metric, judge)),
        ),
      ),
      {
        kind: "paragraph",
        text:
          "Order flip: the winner changes when the two responses change places. Half-flip: a win in one order, a tie in the other." +
          " Towards first and second say which place the flips favour; a small p says that they favour one by more than chance." +
          " Repeat flip: the winner changes when the same question is put again.",
      },
    ];
  },
};
