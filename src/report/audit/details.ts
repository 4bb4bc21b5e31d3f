import {
  type Audit,
  type AuditCurve,
  PROBE_FAMILIES,
  type ProbeFamily,
  type ProbeReport,
} from "../../core/audit.js";
import { countText, figureText } from "../figures.js";
import { judgeLabel } from "../judge-table.js";
import { type Notes, startNotes } from "../notes.js";
import type { Block } from "../section.js";
import { byProbe, figureCell, foundCell, pCell } from "./findings.js";

const FAMILY_TITLES: Readonly<Record<ProbeFamily, string>> = {
  consistency: "Consistency",
  bias: "Superficial patterns and biases",
  attack: "Attacks",
  critique: "The critique",
  votes: "More votes",
};

/** All figures of all probes, family by family; a probe that measured nothing stands among the findings alone. */
export function details(audit: Audit): readonly Block[] {
  return PROBE_FAMILIES.flatMap((family) => {
    const probes = byProbe(audit).filter(([{ family: own }]) => own === family);
    const blocks = probes.flatMap((reports) => probeBlocks(audit, reports));
    return blocks.length === 0
      ? []
      : [
          { kind: "heading", text: FAMILY_TITLES[family] },
          ...blocks,
          { kind: "paragraph", text: ADJUSTED } satisfies Block,
        ];
  });
}

const ADJUSTED =
  "The first figure of a probe is its primary one (p adjusted by Holm); p of the others is adjusted by Benjamini–Hochberg: of what is found among them one in twenty is expected to be false. Figures without p are descriptions.";

function probeBlocks(audit: Audit, reports: readonly ProbeReport[]): readonly Block[] {
  const [first] = reports;
  const measured = reports.filter(
    ({ primary, others }) => primary.value !== null || others.some(({ value }) => value !== null),
  );
  if (!first || measured.length === 0) return [];
  const notes = startNotes();
  const several = reports.length > 1;
  return [
    { kind: "paragraph", text: `${first.title}: ${first.question}` },
    {
      kind: "table",
      columns: [
        ...(several ? [{ title: "judge", align: "left" } as const] : []),
        { title: "figure", align: "left" },
        { title: "value", align: "right" },
        { title: "n", align: "right" },
        { title: "excluded", align: "right" },
        { title: "adjusted p", align: "right" },
        { title: "found", align: "left" },
      ],
      rows: measured.flatMap((report) => rowsOf(audit, report, several, notes)),
    },
    ...notes.blocks(),
    ...measured.flatMap(({ curves }) => curves.map(curveTable)),
    ...notesOf(audit, measured, several),
  ];
}

function rowsOf(
  audit: Audit,
  { judge, primary, others }: ProbeReport,
  several: boolean,
  notes: Notes,
): readonly (readonly string[])[] {
  return [primary, ...others].map((figure) => [
    ...(several ? [judgeLabel(audit.analysis, judge)] : []),
    figure.subset === null ? figure.title : `${figure.title}, ${figure.subset}`,
    figureCell(figure, notes),
    countText(figure.n),
    countText(figure.excluded),
    pCell(figure),
    foundCell(figure),
  ]);
}

function curveTable({ title, x, y, points }: AuditCurve): Block {
  const inUnit = points.every((point) => point.y >= 0 && point.y <= 1);
  return {
    kind: "table",
    caption: title,
    columns: [
      { title: x, align: "right" },
      { title: y, align: "right", ...(inUnit ? { bars: points.map((point) => point.y) } : {}) },
      { title: "n", align: "right" },
    ],
    rows: points.map((point) => [
      String(Number(point.x.toPrecision(4))),
      figureText({ value: point.y, unit: inUnit ? "fraction" : "score", interval: point.interval }),
      countText(point.n),
    ]),
  };
}

function notesOf(audit: Audit, reports: readonly ProbeReport[], several: boolean): readonly Block[] {
  const items = reports.flatMap(({ judge, notes }) =>
    notes.map((note) => (several ? `${judgeLabel(audit.analysis, judge)}: ${note}` : note)),
  );
  return items.length === 0 ? [] : [{ kind: "list", items }];
}
