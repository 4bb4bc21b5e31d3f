import { basename, extname } from "node:path";
import { filesAt, rowsOf } from "../benchmarks/rows.js";
import { CONFIG_DEFAULTS } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { describe, InputError, UsageError } from "../core/errors.js";
import { type ImportedJudge, judgeId } from "../core/judge.js";
import type { Judgment } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import { trial } from "../core/trial.js";
import { expression, isMissing, namesIn, textOf, valueAt } from "../datasets/columns.js";
import { Notes } from "../datasets/notes.js";
import { type DatasetRow, readDataset } from "../datasets/read.js";
import type { RowContext } from "../datasets/row.js";
import type { WinnerLabels } from "../datasets/source.js";
import { winnerReader } from "../datasets/winner.js";
import { readAuto } from "../verdicts/auto.js";
import type { ImportedOutputs } from "./import.js";

/** What a map may name of a table of verdicts, and the columns that are meant where it does not. */
const TARGETS = { comparison: "comparison", judge: "judge", winner: "winner", text: "text" } as const;
type Target = keyof typeof TARGETS;

export interface VerdictTable {
  /** Files of comparisons in any shape that is read: the verdicts are about these. */
  readonly data: readonly string[];
  /** Target → column, columns joined by "+", or dotted path: `{ comparison: "pair_id", winner: "verdict" }`. */
  readonly map?: Readonly<Record<string, string>>;
  /** Which winner values mean what; without them the usual ones, and response ids. */
  readonly labels?: WinnerLabels;
  readonly seed?: number;
}

/**
 * Any table of verdicts: one row a judgment of two responses, with the id of its comparison, the winner (a response id, a label such as
 * "A" or "tie"), the judge's text, or both. A text is read by our own reader and a winner beside it is kept as what was published; an empty
 * winner is no verdict. Throws an InputError that names the row, and a UsageError where the map does not fit.
 */
export async function readVerdictTable(
  paths: readonly string[],
  table: VerdictTable,
): Promise<ImportedOutputs> {
  const known = await comparisonsOf(table);
  const columns = columnsOf(table.map ?? {});
  const files = await filesAt(paths);
  const rows = new Map<string, DatasetRow>();
  const judges = new Map<string, ImportedJudge>();
  const judgments: Judgment[] = [];
  const asked = new Map<string, number>();
  const winners = winnerReader(table.labels);
  const notes = new Notes();
  for (const file of files) {
    for await (const raw of rowsOf(file)) {
      const { seed = CONFIG_DEFAULTS.seed } = table;
      const row: RowContext = {
        subject: raw.subject,
        number: raw.number,
        seed,
        source: "human",
        winners,
        notes,
      };
      const id = textOf(raw.columns, columns.comparison, row);
      const found = known.get(id);
      if (!found) throw new InputError(raw.subject, "the id of a comparison in the data", describe(id));
      const name = optional(raw.columns, columns.judge, row) ?? basename(file.path, extname(file.path));
      const judge = judges.get(name) ?? identify(name);
      judges.set(name, judge);
      rows.set(id, found);
      const said = readingsOf(raw.columns, columns, found.comparison, row);
      const key = JSON.stringify([name, id]);
      const repeat = asked.get(key) ?? 0;
      asked.set(key, repeat + 1);
      judgments.push({
        trial: trial({ comparison: id, judge: judge.id, presented: null, repeat }),
        ...said,
        calls: [],
      });
    }
  }
  if (judgments.length === 0) throw new InputError(paths.join(", "), "rows of verdicts", "none");
  return {
    benchmark: null,
    judges: [...judges.values()],
    rows: [...rows.values()],
    judgments,
    files,
    passedOver: 0,
  };
}

async function comparisonsOf({
  data,
  seed = CONFIG_DEFAULTS.seed,
}: VerdictTable): Promise<Map<string, DatasetRow>> {
  if (data.length === 0) throw new UsageError("verdicts: name the comparisons they are about with --data");
  const known = new Map<string, DatasetRow>();
  for (const path of data) {
    for await (const row of readDataset({ path, seed })) known.set(row.comparison.id, row);
  }
  return known;
}

type Columns = Readonly<Record<Target, ReturnType<typeof expression>>>;

function columnsOf(map: Readonly<Record<string, string>>): Columns {
  const stranger = Object.keys(map).find((name) => !Object.hasOwn(TARGETS, name));
  if (stranger !== undefined) {
    throw new UsageError(
      `map: expected one of ${Object.keys(TARGETS).join(", ")} but found ${describe(stranger)}`,
    );
  }
  const of = (target: Target) => expression(map[target] ?? TARGETS[target]);
  return { comparison: of("comparison"), judge: of("judge"), winner: of("winner"), text: of("text") };
}

function optional(
  columns: Readonly<Record<string, unknown>>,
  from: Columns[Target],
  row: RowContext,
): string | null {
  const values = namesIn(columns, from).map((name) => valueAt(columns, name));
  return values.every(isMissing) ? null : textOf(columns, from, row);
}

function readingsOf(
  columns: Readonly<Record<string, unknown>>,
  from: Columns,
  { responses }: Comparison,
  row: RowContext,
): Pick<Judgment, "reading" | "published" | "critique" | "imported"> {
  const [first, second] = responses.map(({ id }) => id);
  if (first === undefined || second === undefined || responses.length !== 2)
    throw new InputError(row.subject, "a comparison of two responses", `${responses.length}`);
  const between = [first, second] as const;
  const decided = (winner: string): Reading => ({
    status: "decided",
    verdict: { kind: "duel", between, winner },
  });
  const text = optional(columns, from.text, row);
  const [name = from.winner.text] = namesIn(columns, from.winner);
  const value = valueAt(columns, name);
  const said = isMissing(value) ? null : winnerOf(value, name, between, row);
  if (said === null && text === null && !Object.hasOwn(columns, name))
    throw new InputError(row.subject, "a winner or a text", "neither");
  const published: Reading =
    said === null ? { status: "unparsed", reason: "published without a winner" } : decided(said);
  if (text === null) return { reading: published, published, critique: null, imported: { text: null } };
  const read = readAuto({ text, finishReason: null }, { kind: "winner", responses: 2 });
  const hasWinner = Object.hasOwn(columns, name);
  return {
    reading: ownReading(read, between, decided),
    ...(hasWinner ? { published } : {}),
    critique: read.critique,
    imported: { text },
  };
}

function winnerOf(value: unknown, name: string, between: readonly [string, string], row: RowContext): string {
  if (typeof value === "string" && (between.includes(value) || value === TIE)) return value;
  const winner = row.winners.read(value, name, 2, row);
  return winner === TIE ? TIE : (between[winner] ?? TIE);
}

function ownReading(
  read: ReturnType<typeof readAuto>,
  between: readonly [string, string],
  decided: (winner: string) => Reading,
): Reading {
  if (read.status !== "decided") return { status: read.status, reason: read.reason };
  const { verdict } = read;
  if (verdict.kind !== "winner") return { status: "unparsed", reason: "the text names no winner" };
  if (verdict.letter === TIE) return decided(TIE);
  const winner = verdict.letter === "A" ? between[0] : verdict.letter === "B" ? between[1] : null;
  return winner === null ? { status: "unparsed", reason: "the text names none of the two" } : decided(winner);
}

function identify(name: string): ImportedJudge {
  const identity = { kind: "imported", name, format: "verdicts" } as const;
  return { ...identity, id: judgeId(identity) };
}
