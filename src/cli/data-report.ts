import type { Block, DatasetReport } from "../index.js";

/** What `validate` found, as blocks of a report. */
export function dataReportBlocks(report: DatasetReport): Block[] {
  const { path, format, shapes, rows, invalidRows, invalid, comparisons } = report;
  return [
    { kind: "heading", text: path },
    {
      kind: "list",
      items: [
        `${format}, read as ${shapes.map((shape) => `${shape.name} (${shape.rows})`).join(", ") || "nothing"}`,
        `${rows} rows: ${comparisons} comparisons, ${invalidRows} that cannot be read`,
        `responses per comparison: ${report.responses.map(({ k, comparisons: count }) => `${k} (${count})`).join(", ") || "none"}`,
        `preferences: ${report.preferences} · ${listed(report.sources.map(({ source, preferences }) => [source, preferences]))} · ${report.withoutPreference} comparisons without one`,
        `annotators: ${listed(report.annotators.map(({ name, preferences }) => [name ?? "not named", preferences]))}`,
        `subsets: ${listed(report.subsets.map(({ name, comparisons: count }) => [name ?? "none named", count]))}`,
      ],
    },
    ...invalidBlocks(invalidRows, invalid),
    { kind: "heading", text: "Labels" },
    { kind: "list", items: [labelText(report), lengthText(report)] },
    { kind: "heading", text: "Worth a look" },
    { kind: "list", items: doubts(report) },
  ];
}

function invalidBlocks(count: number, invalid: DatasetReport["invalid"]): Block[] {
  if (count === 0) return [];
  const more = count > invalid.length ? [`… and ${count - invalid.length} more`] : [];
  return [
    { kind: "heading", text: "Rows that cannot be read" },
    { kind: "list", items: [...invalid.map(({ message }) => message), ...more] },
  ];
}

function labelText({ labels: { first, second, tie, split } }: DatasetReport): string {
  return `duels: first preferred ${first}, second ${second}, tie ${tie}, annotators split ${split}`;
}

function lengthText({ length: { longerPreferred, n, share } }: DatasetReport): string {
  if (share === null) return "length: no decided duel whose responses differ in length";
  return `length: the longer response is preferred in ${longerPreferred} of ${n} decided duels (${(share * 100).toFixed(1)} %)`;
}

function doubts(report: DatasetReport): string[] {
  const { duplicates, contradictions, nearIdentical, emptyResponses, repeatedPrompts, notes } = report;
  const found = [
    ...named(
      "exact duplicates",
      duplicates.count,
      duplicates.first.map(({ row, id, ofRow }) => `row ${row} (${id}) of row ${ofRow}`),
    ),
    ...named(
      "contradictory labels",
      contradictions.count,
      contradictions.first.map(({ row, id, ofRow }) => `row ${row} (${id}) against row ${ofRow}`),
    ),
    ...named(
      "near-identical responses",
      nearIdentical.count,
      nearIdentical.first.map(({ row, id, between }) => `row ${row} (${id}): ${between.join(", ")}`),
    ),
    ...named(
      "empty responses",
      emptyResponses.count,
      emptyResponses.first.map(({ row, id, response }) => `row ${row} (${id}): ${response}`),
    ),
    ...(repeatedPrompts
      ? [`${repeatedPrompts} comparisons repeat an earlier prompt: a run puts them into one cluster`]
      : []),
    ...notes,
  ];
  return found.length ? found : ["nothing: no duplicates, contradictions, near-identical or empty responses"];
}

/** How many examples of one kind a terminal shows; `--json` has more. */
const SHOWN = 5;

function named(kind: string, count: number, examples: readonly string[]): string[] {
  if (count === 0) return [];
  return [`${kind}: ${count} (${examples.slice(0, SHOWN).join("; ")}${count > SHOWN ? "; …" : ""})`];
}

function listed(entries: readonly (readonly [string, number])[]): string {
  if (entries.length === 0) return "none";
  const shown = entries.slice(0, 12).map(([name, count]) => `${name} ${count}`);
  return shown.join(", ") + (entries.length > 12 ? `, … ${entries.length - 12} more` : "");
}
