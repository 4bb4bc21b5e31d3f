import type { Audit, AuditFigure, ProbeReport } from "../../core/audit.js";
import { countText, FIXED_SPACE, figureText, valueText } from "../figures.js";
import { judgeLabel } from "../judge-table.js";
import { type Notes, startNotes } from "../notes.js";
import type { Block } from "../section.js";

/** The answer of each probe's question, judge by judge: one table a judge. */
export function findings(audit: Audit): readonly Block[] {
  const judges = [...new Set(audit.probes.map(({ judge }) => judge))];
  if (judges.length === 0) return [];
  return [
    { kind: "heading", text: "Findings" },
    { kind: "paragraph", text: EXPLAINED },
    ...judges.flatMap((judge) => findingsOf(audit, judge)),
  ];
}

const EXPLAINED =
  "One figure answers each question. Adjusted p: Holm over all of these figures, of all judges of the audit, so that the chance of any false finding stays below 5 %." +
  " Found: adjusted p below 0.05. Not found is not absence: the interval says how large the effect may still be.";

function findingsOf(audit: Audit, judge: string): readonly Block[] {
  const notes = startNotes();
  const reports = audit.probes.filter((report) => report.judge === judge);
  return [
    {
      kind: "table",
      caption: judgeLabel(audit.analysis, judge),
      columns: [
        { title: "probe", align: "left" },
        { title: "figure", align: "left" },
        { title: "value", align: "right" },
        { title: "n", align: "right" },
        { title: "excluded", align: "right" },
        { title: "adjusted p", align: "right" },
        { title: "found", align: "left" },
      ],
      rows: reports.map(({ title, primary }) => [
        title,
        primary.title,
        figureCell(primary, notes),
        countText(primary.n),
        countText(primary.excluded),
        pCell(primary),
        foundCell(primary),
      ]),
    },
    ...notes.blocks(),
  ];
}

/** A value with its interval, or the mark of the reason why there is none. */
export function figureCell(figure: AuditFigure, notes: Notes): string {
  const { value, reason } = figure;
  if (value === null) return `–${FIXED_SPACE}${notes.mark(reason ?? "no reason was recorded")}`;
  return figureText({ ...figure, value });
}

export function pCell({ pAdjusted }: AuditFigure): string {
  return pAdjusted === null ? "" : valueText(pAdjusted, "p-value");
}

export function foundCell({ found }: AuditFigure): string {
  return found === null ? "" : found ? "yes" : "no";
}

/** The reports of an audit by probe: what its question is, and what each judge's figures are. */
export function byProbe(audit: Audit): readonly (readonly [ProbeReport, ...ProbeReport[]])[] {
  const probes = new Map<string, [ProbeReport, ...ProbeReport[]]>();
  for (const report of audit.probes) {
    const known = probes.get(report.probe);
    if (known) known.push(report);
    else probes.set(report.probe, [report]);
  }
  return [...probes.values()];
}
