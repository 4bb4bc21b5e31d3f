import { InputError } from "../core/errors.js";
import { partsOfMap } from "./column-map.js";
import { columnsFound, type Expression, namesIn, valueAt } from "./columns.js";
import { openRows } from "./formats/open-rows.js";
import { fileSubject, type RawRow, rowSubject } from "./formats/raw-row.js";
import { HashTable, hash64 } from "./hash-table.js";
import { type Parts, rowFromParts } from "./mapped-row.js";
import { Notes } from "./notes.js";
import type { ReadRow, RowColumns, RowContext } from "./row.js";
import { SHAPES } from "./shapes/all.js";
import type { DatasetFormat, DatasetRow, DatasetSource } from "./source.js";
import { winnerReader } from "./winner.js";

/** A row of the file, read or not. */
export type WalkedRow =
  | { readonly status: "read"; readonly number: number; readonly shape: string; readonly row: DatasetRow }
  | { readonly status: "invalid"; readonly number: number; readonly error: InputError };

export interface Walk {
  readonly format: DatasetFormat;
  readonly rows: AsyncGenerator<WalkedRow>;
  /** What is to be said once: to be added to, and complete when the rows have ended. */
  readonly notes: Notes;
}

/**
 * Reads every row of a dataset and says of each whether it could be read. What makes the file as a whole unreadable (it is
 * missing, empty, not a list of rows, breaks off) is thrown as an InputError, as is a mapped column that no row has.
 */
export async function walkDataset(source: DatasetSource): Promise<Walk> {
  const notes = new Notes();
  const recogniser = source.map ? mapRecogniser(partsOfMap(source.map)) : shapeRecogniser();
  const winners = winnerReader(source.labels);
  const { format, rows } = await openRows(source.path, source.format);
  const ids = new HashTable();

  const readRaw = async (raw: RawRow): Promise<WalkedRow> => {
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
      refuseRepeatedId(read.comparison.id, ids, row);
      return { status: "read", number, shape, row: read };
    } catch (error) {
      if (error instanceof InputError) return { status: "invalid", number, error };
      throw error;
    }
  };

  async function* walk(): AsyncGenerator<WalkedRow> {
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

interface Recogniser {
  recognise(columns: RowColumns, subject: string): { readonly shape: string; readonly readRow: ReadRow };
  /** An optional column of the map that no row had so far, and the columns that the first row has. */
  unseenColumn(): { readonly name: string; readonly columns: string } | undefined;
}

// Each row on its own: files that were joined from several sources are common, and the first shape that fits is cheap to find.
function shapeRecogniser(): Recogniser {
  let listed = false;
  return {
    recognise(columns, subject) {
      for (const shape of SHAPES) {
        const readRow = shape.recognise(columns);
        if (readRow) return { shape: shape.name, readRow };
      }
      const help = listed ? "" : knownShapes();
      listed = true; // Once: in a file of unknown shape every row would say it all again.
      throw new InputError(subject, "the columns of a known shape", `${columnsFound(columns)}${help}`);
    },
    unseenColumn: () => undefined,
  };
}

function knownShapes(): string {
  const shapes = SHAPES.map(({ name, columns }) => `  ${name}: ${columns}`).join("\n");
  return `. The shapes are:\n${shapes}\nOr map the columns, for example: prompt=question,response_1=answer_x,response_2=answer_y,winner=better`;
}

// Optional columns may be missing from some rows, but one that is missing from all is misspelt.
function mapRecogniser(parts: Parts): Recogniser {
  const { authors, answers: _, ...sides } = parts;
  const optional = [...Object.values(sides), ...authors].filter(
    (from): from is Expression => from !== undefined,
  );
  let unseen: ReadonlySet<string> | undefined;
  let firstColumns = "";
  return {
    recognise(columns) {
      if (!unseen || unseen.size > 0) {
        const names = unseen ?? optional.flatMap((from) => namesIn(columns, from));
        const missing = [...names].filter((name) => valueAt(columns, name) === undefined);
        if (!unseen) firstColumns = columnsFound(columns);
        unseen = new Set(missing);
      }
      return { shape: "map", readRow: (row) => rowFromParts(parts, columns, row) };
    },
    unseenColumn() {
      const [name] = unseen ?? [];
      return name === undefined ? undefined : { name, columns: firstColumns };
    },
  };
}

function refuseRepeatedId(id: string, ids: HashTable, row: RowContext): void {
  const hash = hash64([id]);
  const earlier = ids.get(hash);
  if (earlier > 0) {
    throw new InputError(row.subject, "an id of its own", `${JSON.stringify(id)}, which row ${earlier} has`);
  }
  ids.set(hash, row.number);
}
