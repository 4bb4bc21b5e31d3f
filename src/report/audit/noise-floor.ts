import type { Audit, AuditFigure } from "../../core/audit.js";
import { FIXED_SPACE, figureText } from "../figures.js";
import { judgeLabel } from "../judge-table.js";
import type { Block } from "../section.js";

const PROBE = "repeats";
const FLOORS = [
  ["agreement on these data", "repeats-agreement-sd"],
  ["one duel", "repeats-share-sd"],
  ["one score", "repeats-score-sd"],
] as const;

/** What asking again alone moves: to be held beside every difference that the tables above show. */
export function noiseFloor(audit: Audit): readonly Block[] {
  const rows = audit.probes
    .filter(({ probe }) => probe === PROBE)
    .map(({ judge, primary, others }) => ({
      label: judgeLabel(audit.analysis, judge),
      cells: FLOORS.map(([, metric]) =>
        cell([primary, ...others].find((figure) => figure.metric === metric && figure.subset === null)),
      ),
    }));
  if (rows.every(({ cells }) => cells.every((text) => text === ABSENT))) return [];
  return [
    { kind: "heading", text: "Noise floor" },
    {
      kind: "table",
      columns: [
        { title: "judge", align: "left" },
        ...FLOORS.map(([title]) => ({ title, align: "right" }) as const),
      ],
      rows: rows.map(({ label, cells }) => [label, ...cells]),
    },
    { kind: "paragraph", text: EXPLAINED },
  ];
}

const EXPLAINED =
  "The standard deviation that comes of asking the same again. Two runs of one judge differ by √2 times it: a difference of agreements or scores that is not larger says nothing of the judges.";
const ABSENT = "–";

function cell(figure: AuditFigure | undefined): string {
  if (!figure || figure.value === null) return ABSENT;
  return `${figureText({ ...figure, value: figure.value })}${FIXED_SPACE}n=${figure.n}`;
}
