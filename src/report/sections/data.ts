import type { Analysis, DataSummary } from "../../core/analysis.js";
import type { Rule } from "../../core/decision.js";
import { shortened } from "../clean.js";
import { countText } from "../figures.js";
import { judgeLabel } from "../judge-table.js";
import type { Block, Section } from "../section.js";

const LONGEST_NAME = 60;

/** What was judged, and by which rule the judgments were joined. */
export const data: Section = {
  name: "data",
  render(analysis) {
    return [
      { kind: "heading", text: "Data" },
      totals(analysis),
      ...ownRules(analysis),
      ...subsetSizes(analysis.data),
    ];
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
      ...ruleWords(rule),
    ],
  };
}

function ruleWords({ orders, samples, value, firstSamples }: Rule): [string, string][] {
  return [
    ["orders are joined by", orders],
    ["samples are joined by", samples === "each" ? "each a vote" : samples],
    ["value that is read", value],
    ...(firstSamples === null
      ? []
      : [["samples that count", `the first ${firstSamples}`] satisfies [string, string]]),
  ];
}

/** What a judge's protocol asks for stands beside the common rule: two judges may be read by two rules. */
function ownRules(analysis: Analysis): readonly Block[] {
  const items = analysis.judges.flatMap(({ id, rule, baseline }) =>
    rule === undefined || baseline
      ? []
      : [
          `${judgeLabel(analysis, id)}: ${ruleWords(rule)
            .map((words) => words.join(" "))
            .join(", ")}`,
        ],
  );
  if (items.length === 0) return [];
  return [
    { kind: "paragraph", text: "Read by a rule of their own:" },
    { kind: "list", items },
  ];
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
