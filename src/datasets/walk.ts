import { InputError } from "../core/errors.js";
import { partsOfMap } from "./column-map.js";
import { openRows } from "./formats/open-rows.js";
import { fileSubject, type RawRow, rowSubject } from "./formats/raw-row.js";
import { HashTable, hash64 } from "./hash-table.js";
import { type Parts, rowFromParts } from "./mapped-row.js";
import { Notes } from "./notes.js";
import { mapRecogniser, type Recogniser, shapeRecogniser } from "./recogniser.js";
import type { RowContext } from "./row.js";
import { SHAPES } from "./shapes/all.js";
import type { DatasetFormat, DatasetRow, DatasetSource } from "./source.js";
import { winnerReader } from "./winner.js";

/** A row of the file, read or not. */
export type WalkedRow<Row = DatasetRow> =
  | { readonly status: "read"; readonly number: number; readonly shape: string; readonly row: Row }
  | { readonly status: "invalid"; readonly number: number; readonly error: InputError };

export interface Walk<Row = DatasetRow> {
  readonly format: DatasetFormat;
  readonly rows: AsyncGenerator<WalkedRow<Row>>;
  /** What is to be said once: to be added to, and complete when the rows have ended. */
  readonly notes: Notes;
}

/**
 * Reads every row of a dataset and says of each whether it could be read. What makes the file as a whole unreadable (it is
 * missing, empty, not a list of rows, breaks off) is thrown as an InputError, as is a mapped column that no row has.
 */
export function walkDataset(source: DatasetSource): Promise<Walk> {
  const recogniser = source.map
    ? partsRecogniser(partsOfMap(source.map))
    : shapeRecogniser(SHAPES, "prompt=question,response_1=answer_x,response_2=answer_y,winner=better");
  return walkRows(source, recogniser, ({ comparison }) => comparison.id);
}

function partsRecogniser(parts: Parts): Recogniser {
  const { authors, answers: _, ...sides } = parts;
  const optional = [...Object.values(sides), ...authors].filter((from) => from !== undefined);
  return mapRecogniser(optional, (columns) => (row) => rowFromParts(parts, columns, row));
}

/** As `walkDataset`, for rows of any kind. */
export async function walkRows<Row>(
  source: DatasetSource,
  recogniser: Recogniser<Row>,
  idOf: (row: Row) => string,
): Promise<Walk<Row>> {
  const notes = new Notes();
  const winners = winnerReader(source.labels);
  const { format, rows } = await openRows(source.path, source.format);
  const ids = new HashTable();

  const readRaw = async (raw: RawRow): Promise<WalkedRow<Row>> => {
    const { number } = raw;
    try {
      if ("error" in raw) throw raw.error;
      const subject = rowSubject(source.path, number);
      const row: RowContext = {
        subject,
        number,
        seed: source.seed,
        source: source.source ?? "human",
        winners,
        notes,
      };
      const { shape, readRow } = recogniser.recognise(raw.columns, subject);
      const read = await readRow(row);
      refuseRepeatedId(idOf(read), ids, row);
      return { status: "read", number, shape, row: read };
    } catch (error) {
      if (error instanceof InputError) return { status: "invalid", number, error };
      throw error;
    }
  };

  async function* walk(): AsyncGenerator<WalkedRow<Row>> {
    let count = 0;
    let ended = false;
    try {
      for await (const batch of rows) {
        for (const raw of batch) {
          count++;
          yield await readRaw(raw);
        }
      }
      ended = true;
    } finally {
      winners.finish(notes);
      const unseen = ended ? undefined : recogniser.unseenColumn();
      if (unseen)
        notes.add(`the map names the column ${JSON.stringify(unseen.name)}, which no row had so far`, count);
    }
    if (count === 0) throw new InputError(fileSubject(source.path), "at least one row", "none");
    const unseen = recogniser.unseenColumn();
    if (!unseen) return;
    const expected = `a column ${JSON.stringify(unseen.name)}, which the map names, in some row`;
    throw new InputError(fileSubject(source.path), expected, unseen.columns);
  }
  return { format, rows: walk(), notes };
}

function refuseRepeatedId(id: string, ids: HashTable, row: RowContext): void {
  const hash = hash64([id]);
  const earlier = ids.get(hash);
  if (earlier > 0) {
    throw new InputError(row.subject, "an id of its own", `${JSON.stringify(id)}, which row ${earlier} has`);
  }
  ids.set(hash, row.number);
}
