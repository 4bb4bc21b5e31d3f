import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DatasetRow, type DatasetSource, readDataset } from "../../src/datasets/read.js";

const folder = mkdtempSync(join(tmpdir(), "touchstone-datasets-"));
let files = 0;

/** A file of this name with this content, in a folder of its own; gives its path. */
export function file(name: string, content: string | Buffer): string {
  const own = mkdtempSync(join(folder, `${files++}-`));
  writeFileSync(join(own, name), content);
  return join(own, name);
}

/** A JSONL file of these rows. */
export function jsonl(rows: readonly unknown[], name = "pairs.jsonl"): string {
  return file(name, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

export type Reading = Omit<Partial<DatasetSource>, "path">;

export async function read(path: string, reading: Reading = {}): Promise<DatasetRow[]> {
  const rows: DatasetRow[] = [];
  for await (const row of readDataset({ path, seed: 7, ...reading })) rows.push(row);
  return rows;
}

/** The only row of a file that holds just this one. */
export async function readOne(row: unknown, reading: Reading = {}): Promise<DatasetRow> {
  const [only] = await read(jsonl([row]), reading);
  if (!only) throw new Error("no row");
  return only;
}

/** The message with which reading fails. */
export async function failure(path: string, reading: Reading = {}): Promise<string> {
  try {
    await read(path, reading);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error("reading did not fail");
}

/** The message with which reading a file of this one row fails. */
export function failureOf(row: unknown, reading: Reading = {}): Promise<string> {
  return failure(jsonl([row]), reading);
}

/** What was preferred, as the text of the winner or "tie". */
export function winnerText({ comparison, preferences }: DatasetRow): string | undefined {
  const [first] = preferences;
  if (first?.kind !== "duel") return undefined;
  return comparison.responses.find(({ id }) => id === first.winner)?.text ?? first.winner;
}

export const PAIR = { prompt: "2+2?", chosen: "4", rejected: "5" };
