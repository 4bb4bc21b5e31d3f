import type { OfficialFigure, OfficialFigures } from "../../core/analysis.js";
import { countText } from "../figures.js";
import { judgeLabel } from "../judge-table.js";
import { type Notes, startNotes } from "../notes.js";
import type { Block, Section } from "../section.js";

/** What the benchmark's own authors would print, with an interval of their own formula. */
export const official: Section = {
  name: "official",
  render(analysis) {
    const judged = analysis.official ?? [];
    const [first] = judged;
    if (!first) return [];
    const notes = startNotes();
    const names = [...new Set(judged.flatMap(({ figures }) => figures.map(({ name }) => name)))];
    const given = names.filter((name) => judged.some((one) => givenValue(one, name) !== null));
    const cautions = [...new Set(judged.flatMap(({ caution }) => (caution === null ? [] : [caution])))];
    return [
      { kind: "heading", text: `Official figures of ${first.benchmark}` },
      {
        kind: "table",
        columns: [
          { title: "figure", align: "left" },
          ...judged.map(({ judge }) => ({ title: judgeLabel(analysis, judge), align: "right" as const })),
        ],
        rows: given.map((name) => [name, ...judged.map((one) => cellOf(one, name, notes))]),
      },
      ...notes.blocks(),
      ...absentOf(
        names.filter((name) => !given.includes(name)),
        judged,
      ),
      { kind: "paragraph", text: EXPLAINED },
      ...cautionsOf(cautions),
    ];
  },
};

const EXPLAINED =
  "By the benchmark's own rule and in its own unit, failures and ties included as it counts them. Intervals are 95 %: whole clusters drawn" +
  " again, the official formula taken anew. The same judgments without the benchmark's quirks stand in the leaderboard.";

/** Figures that no judge has: what they are called, by the reason. */
function absentOf(names: readonly string[], judged: readonly OfficialFigures[]): readonly Block[] {
  const byReason = new Map<string, string[]>();
  for (const name of names) {
    const reasons = judged.flatMap(({ figures }) => figures.filter((one) => one.name === name));
    const said = [...new Set(reasons.map(({ reason }) => reason ?? "no reason was recorded"))].join("; ");
    byReason.set(said, [...(byReason.get(said) ?? []), name]);
  }
  const items = [...byReason].map(([reason, own]) => `${own.join(", ")}: ${reason}`);
  return items.length === 0
    ? []
    : [
        { kind: "paragraph", text: "Not computable here:" },
        { kind: "list", items },
      ];
}

function givenValue({ figures }: OfficialFigures, name: string): number | null {
  return figures.find((one) => one.name === name)?.value ?? null;
}

function cautionsOf(cautions: readonly string[]): readonly Block[] {
  return cautions.map((caution) => ({ kind: "paragraph", text: `Note: ${caution}.` }));
}

function cellOf({ figures }: OfficialFigures, name: string, notes: Notes): string {
  const figure = figures.find((one) => one.name === name);
  if (!figure) return "–";
  if (figure.value === null) return `– ${notes.mark(figure.reason ?? "no reason was recorded")}`;
  const range = figure.interval
    ? ` [${figure.interval.map((end) => numberText(end, figure)).join(", ")}]`
    : "";
  return `${numberText(figure.value, figure)}${figure.unit === "percent" ? " %" : ""}${range} n=${countText(figure.n)}`;
}

function numberText(value: number, { unit }: OfficialFigure): string {
  return unit === "percent"
    ? value.toFixed(2)
    : Number.isInteger(value)
      ? countText(value)
      : value.toFixed(4);
}
