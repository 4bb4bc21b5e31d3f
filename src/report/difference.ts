import type { Estimate, PairedDifference } from "../core/analysis.js";
import { shortened } from "./clean.js";
import { countText, FIXED_SPACE, figureText } from "./figures.js";
import { startNotes } from "./notes.js";
import type { Block } from "./section.js";

const LONGEST_LABEL = 60;

/** Two judges side by side, on the units both have decided. */
export function differenceBlocks(difference: PairedDifference): readonly Block[] {
  const { leftValue, rightValue, pValue, onlyLeft, onlyRight } = difference;
  const [left, right] = labels(difference);
  const notes = startNotes();
  const given = (estimate: Estimate, show: (value: number) => string) =>
    estimate.value === null
      ? `–${FIXED_SPACE}${notes.mark(estimate.reason ?? "no reason was recorded")}`
      : show(estimate.value);
  const row = (label: string, estimate: Estimate, show: (value: number) => string) => [
    shortened(label, LONGEST_LABEL),
    given(estimate, show),
    ...[estimate.n, estimate.clusters, estimate.excluded].map(countText),
  ];
  const plain = (estimate: Estimate) => (value: number) => figureText({ ...estimate, value });
  const rows = [
    row(left, leftValue, plain(leftValue)),
    row(right, rightValue, plain(rightValue)),
    row("difference, in points", difference.difference, (value) => pointsText(difference.difference, value)),
    row("p, two-sided", pValue, plain(pValue)),
  ];
  return [
    { kind: "heading", text: `${shortened(left, LONGEST_LABEL)} against ${shortened(right, LONGEST_LABEL)}` },
    {
      kind: "table",
      columns: [
        { title: "judge", align: "left" },
        {
          title: difference.agreementWith,
          align: "right",
          bars: [leftValue.value, rightValue.value, null, null],
        },
        { title: "n", align: "right" },
        { title: "clusters", align: "right" },
        { title: "excluded", align: "right" },
      ],
      rows,
    },
    ...notes.blocks(),
    {
      kind: "paragraph",
      text:
        `Over the units both have decided; left out are ${countText(onlyLeft)} that only the first` +
        ` and ${countText(onlyRight)} that only the second has decided.${methodText(difference)}`,
    },
    { kind: "paragraph", text: difference.remark },
  ];
}

/** The judges' names; their ids where both go by one name. */
function labels({ left, right, leftName, rightName }: PairedDifference): readonly [string, string] {
  return leftName === rightName ? [left, right] : [leftName, rightName];
}

/** Percentage points with their sign: a difference of two percentages is not a percentage of anything. */
function pointsText(estimate: Estimate, value: number): string {
  const points = figureText({ ...estimate, value }).replace(`${FIXED_SPACE}%`, "");
  return value > 0 ? `+${points}` : points;
}

function methodText({ difference, pValue }: PairedDifference): string {
  const methods = new Set([difference.method, pValue.method].filter((method) => method !== undefined));
  return methods.size === 0 ? "" : ` Method: ${[...methods].join("; ")}.`;
}
