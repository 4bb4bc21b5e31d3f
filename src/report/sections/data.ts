import type { Analysis, DataSummary } from "../../core/analysis.js";
import { shortened } from "../clean.js";
import { countText } from "../figures.js";
import type { Block, Section } from "../section.js";

const LONGEST_NAME = 60;

/** What was judged, and by which rule the judgments were joined. */
export const data: Section = {
  name: "data",
  render(analysis) {
    return [{ kind: "heading", text: "Data" }, totals(analysis), ...subsetSizes(analysis.data)];
  },
};

function totals({ data, rule }: Analysis): Block {
  const sources = Object.entries(data.sources).map(([source, count]) => [
    `preferences, ${source}`,
    countText(count),
  ]);
  return {
    kind: "table",
    columns: [
      { title: "what was judged", align: "left" },
      { title: "", align: "right" },
    ],
    rows: [
      ["comparisons", countText(data.comparisons)],
      ["responses", countText(data.responses)],
      ["clusters", countText(data.clusters)],
      ["duels with a majority", countText(data.duels)],
      ["of these, ties", countText(data.duelTies)],
      ["duels whose annotators are split", countText(data.duelsSplit)],
      ...sources,
      ["most annotators of a comparison", countText(data.annotatorsPerComparison)],
      ["orders are joined by", rule.orders],
    ],
  };
}

function subsetSizes({ subsets }: DataSummary): readonly Block[] {
  if (subsets.length === 0) return [];
  return [
    {
      kind: "table",
      columns: [
        { title: "subset", align: "left" },
        { title: "comparisons", align: "right" },
      ],
      rows: subsets.map(({ name, comparisons }) => [shortened(name, LONGEST_NAME), countText(comparisons)]),
    },
  ];
}
