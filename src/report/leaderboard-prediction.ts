import type { Estimate } from "../core/analysis.js";
import type { Downstream } from "../core/downstream.js";
import { countText, figureText } from "./figures.js";
import { figureColumn, type JudgeRow, judgeTable, methodsText } from "./judge-table.js";
import type { Block } from "./section.js";

/** Whether agreement on pairs says which judge chooses best, and the two judges at a time of which it does not. */
export function predictionBlocks(
  { prediction, n }: Downstream,
  labelOf: (id: string) => string,
): readonly Block[] {
  const { judges, spearman, kendall, leftOut } = prediction;
  const heading: Block = { kind: "heading", text: "Does the leaderboard predict it?" };
  if (judges.length < 2) {
    const found = judges.length === 0 ? "none" : "one";
    return [
      heading,
      { kind: "paragraph", text: `This needs two judges that are no baselines, and there is ${found}.` },
    ];
  }
  const rows = judges.map(({ id }): JudgeRow => ({ judge: id, label: labelOf(id), muted: false }));
  const of = (name: "agreement" | "bestOfN") => (row: JudgeRow) =>
    judges.find(({ id }) => id === row.judge)?.[name];
  const methods = methodsText([spearman, kendall]);
  return [
    heading,
    {
      kind: "paragraph",
      text:
        `On the ${countText(prediction.prompts)} prompts that all of these judges scored (${countText(prediction.excluded)} are excluded),` +
        " and the duels of these that all of them decided." +
        (leftOut.length === 0 ? "" : ` Left out, having scored no prompt in full: ${leftOut.join(", ")}.`),
    },
    ...judgeTable(rows, [
      figureColumn(prediction.agreementWith, of("agreement")),
      figureColumn(`gold of best of ${n}`, of("bestOfN")),
    ]),
    {
      kind: "list",
      items: [correlationText("Spearman ρ", spearman), correlationText("Kendall τ-b", kendall)],
    },
    ...(methods === null ? [] : [{ kind: "paragraph", text: methods } as const]),
    ...disagreementBlocks(prediction, labelOf),
  ];
}

function correlationText(name: string, estimate: Estimate): string {
  const { value, reason, n } = estimate;
  if (value === null) return `${name}: not defined: ${reason ?? "no reason was recorded"}`;
  return `${name} over ${n} judges: ${figureText({ ...estimate, value })}`;
}

function disagreementBlocks(
  { disagreements }: Downstream["prediction"],
  labelOf: (id: string) => string,
): readonly Block[] {
  if (disagreements.length === 0)
    return [{ kind: "paragraph", text: "Of no two judges does one agree more and the other choose better." }];
  const shown = (estimate: Estimate) =>
    estimate.value === null ? "–" : figureText({ ...estimate, value: estimate.value });
  return [
    {
      kind: "table",
      caption: "Two judges of which one agrees more and the other chooses better",
      columns: [
        { title: "agrees more", align: "left" },
        { title: "chooses better", align: "left" },
        { title: "agreement, by", align: "right" },
        { title: "gold, by", align: "right" },
        { title: "more than chance", align: "left" },
      ],
      rows: disagreements.map(({ agreesMore, choosesBetter, agreement, bestOfN, distinguishable }) => [
        labelOf(agreesMore),
        labelOf(choosesBetter),
        shown(agreement),
        shown(bestOfN),
        distinguishable ? "yes" : "no",
      ]),
    },
  ];
}
