import { estimateOf, hasMetric } from "../figures.js";
import { figureColumn, type JudgeRow, judgeRows, judgeTable } from "../judge-table.js";
import type { Section } from "../section.js";

/** The same judgments under the three ways in which the field counts ties: figures of other work can only be compared like with like. */
export const ties: Section = {
  name: "ties",
  render(analysis) {
    if (!hasMetric(analysis, ["agreement-ties-counted", "agreement-ties-dropped"])) return [];
    const find =
      (metric: string) =>
      ({ judge }: JudgeRow) =>
        estimateOf(analysis, metric, judge);
    return [
      { kind: "heading", text: `Ties, counted three ways: ${analysis.data.agreementWith}` },
      {
        kind: "paragraph",
        text:
          "Ties half: over duels that have a preferred side, a judge's tie is worth ½ (the headline)." +
          " Ties counted: tied preferences are in, and a tie is right only where the preference is a tie too." +
          " Ties dropped: tied preferences and the judge's own ties are left out.",
      },
      ...judgeTable(judgeRows(analysis), [
        figureColumn("ties half", find("agreement")),
        figureColumn("ties counted", find("agreement-ties-counted")),
        figureColumn("ties dropped", find("agreement-ties-dropped")),
      ]),
    ];
  },
};
