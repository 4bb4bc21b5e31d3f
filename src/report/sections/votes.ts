import { estimateOf } from "../figures.js";
import { figureColumn, type JudgeRow, judgeRows, judgeTable } from "../judge-table.js";
import type { Section } from "../section.js";

const METRIC = /^votes-(\d+)$/;

/** What more samples of one question buy. Only where a judge takes several. */
export const votes: Section = {
  name: "votes",
  render(analysis) {
    const measured = analysis.estimates.filter(({ metric }) => METRIC.test(metric));
    const counts = new Set(measured.map(({ metric }) => Number(METRIC.exec(metric)?.[1])));
    if (![...counts].some((n) => n > 1)) return [];
    const judges = new Set(measured.map(({ judge }) => judge));
    return [
      { kind: "heading", text: `Votes: ${analysis.data.agreementWith}, by number of samples` },
      ...judgeTable(
        judgeRows(analysis).filter(({ judge }) => judges.has(judge)),
        [...counts]
          .sort((a, b) => a - b)
          .map((n) =>
            figureColumn(n === 1 ? "1 sample" : `${n} samples`, ({ judge }: JudgeRow) =>
              estimateOf(analysis, `votes-${n}`, judge),
            ),
          ),
      ),
      {
        kind: "paragraph",
        text:
          "The first samples of each question make one verdict: by the rule in force, or by majority where that rule averages the samples" +
          " as votes. Read again from the stored judgments; ties are worth ½.",
      },
    ];
  },
};
