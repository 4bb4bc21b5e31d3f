import type { Analysis, Estimate } from "../core/analysis.js";
import type { AuditFigure } from "../core/audit.js";
import { withoutHiddenCharacters } from "./clean.js";

const COLUMNS = [
  "metric",
  "judge",
  "judge_name",
  "against",
  "against_name",
  "subset",
  "value",
  "unit",
  "low",
  "high",
  "n",
  "clusters",
  "excluded",
  "worst",
  "best",
  "method",
  "reason",
] as const;

/**
 * One row per Estimate, those of a pair of judges with the second judge under "against", figures in full precision, an empty cell where there is nothing (RFC 4180 quoting, lines end in "\n").
 * A text that a spreadsheet would take for a formula is led by an apostrophe; figures never are.
 */
export function renderCsv(analysis: Analysis): string {
  return renderFigureRows(analysis, []);
}

/** The same with the figures of an audit below: their p, uncorrected and corrected, stands in the method. */
export function renderFigureRows(analysis: Analysis, figures: readonly AuditFigure[]): string {
  const names = new Map(analysis.judges.map(({ id, name }) => [id, name]));
  const rows = [
    ...analysis.estimates.map((estimate) => cellsOf(estimate, null, names)),
    ...analysis.pairs.flatMap((pair) =>
      [pair.difference, pair.pValue, pair.pAdjusted, pair.detectable].map((estimate) =>
        cellsOf({ ...estimate, judge: pair.left }, pair.right, names),
      ),
    ),
    ...figures.map((figure) => cellsOf(withP(figure), null, names)),
  ];
  return [COLUMNS, ...rows].map((cells) => `${cells.join(",")}\n`).join("");
}

function withP({ p, pAdjusted, ...figure }: AuditFigure): Estimate {
  if (p === null) return figure;
  const said = `p ${p}, adjusted ${pAdjusted ?? "not"}`;
  return { ...figure, method: figure.method === undefined ? said : `${figure.method}; ${said}` };
}

function cellsOf(
  estimate: Estimate,
  against: string | null,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const { metric, judge, subset, value, unit, interval, n, clusters, excluded, bounds, method, reason } =
    estimate;
  const [low, high] = interval ?? [null, null];
  const [worst, best] = bounds ?? [null, null];
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  return [
    ...[metric, judge, nameOf(judge), against, nameOf(against), subset].map(textCell),
    figureCell(value),
    textCell(unit),
    ...[low, high, n, clusters, excluded, worst, best].map(figureCell),
    ...[method ?? null, reason ?? null].map(textCell),
  ];
}

function textCell(text: string | null): string {
  if (text === null) return "";
  const clean = withoutHiddenCharacters(text);
  const inert = FORMULA_START.test(clean) ? `'${clean}` : clean;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function figureCell(figure: number | null): string {
  return figure === null ? "" : String(figure);
}

// Spreadsheets take the full-width signs for the plain ones.
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
