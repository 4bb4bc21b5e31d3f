import { UsageError } from "../core/errors.js";
import type { PromptRow } from "../core/sample.js";
import { checkSchema } from "./check-schema.js";
import { mapPairs } from "./column-map.js";
import { type Expression, expression, findColumn, isMissing, valueAt } from "./columns.js";
import { type PromptParts, promptFromParts } from "./mapped-row.js";
import { readable } from "./read.js";
import { mapRecogniser, type Recogniser, shapeRecogniser } from "./recogniser.js";
import type { RowColumns, RowContext } from "./row.js";
import { schemaError } from "./schema-error.js";
import { SHAPES } from "./shapes/all.js";
import { column, promptColumn, sideColumns } from "./shapes/known-columns.js";
import type { Shape } from "./shapes/shape.js";
import type { DatasetRow, DatasetSource } from "./source.js";
import { walkRows } from "./walk.js";

/**
 * The prompts of a file of comparisons in any shape, or of prompts alone: row by row, with the checks that stand beside them (a column
 * `checks` as in the native format). Responses and what was said of them are passed over. Throws as `readDataset` does.
 */
export async function* readPrompts(source: DatasetSource): AsyncGenerator<PromptRow> {
  yield* readable(await walkRows(source, recogniserOf(source), ({ prompt }) => prompt.id), source);
}

/**
 * A column map for prompts from its short form. Targets: id, prompt, reference, rubric, subset, cluster.
 *
 * @example parsePromptMap("prompt=instruction+input,reference=solution") // { prompt: "instruction+input", reference: "solution" }
 */
export function parsePromptMap(text: string): Record<string, string> {
  const map = mapPairs(text);
  promptPartsOfMap(map);
  return map;
}

/** What of a comparison's row goes on where new responses are drawn. */
export function promptOf({ comparison, checks = [] }: DatasetRow): PromptRow {
  const { responses: _, duels: __, ...prompt } = comparison;
  return { prompt, checks };
}

function recogniserOf({ map }: DatasetSource): Recogniser<PromptRow> {
  if (!map)
    return shapeRecogniser([...SHAPES.map(promptsOf), promptsAlone], "prompt=text,reference=solution");
  const parts = promptPartsOfMap(map);
  return mapRecogniser(Object.values(parts), (columns) => (row) => promptRow(parts, columns, row));
}

/** A shape of comparisons, of which the prompts alone are taken. */
function promptsOf(shape: Shape): Shape<PromptRow> {
  return {
    ...shape,
    recognise(columns) {
      const readRow = shape.recognise(columns);
      return readRow && (async (row) => promptOf(await readRow(row)));
    },
  };
}

const promptsAlone: Shape<PromptRow> = {
  name: "prompts",
  columns: '"prompt" (or instruction, question, input, messages)',
  recognise(columns) {
    const messages = findColumn(columns, ["messages"]);
    const prompt = promptColumn(columns) ?? (messages === undefined ? undefined : column(messages));
    if (!prompt) return null;
    const { annotator: _, ...sides } = sideColumns(columns);
    return (row) => promptRow({ ...sides, prompt }, columns, row);
  },
};

async function promptRow(parts: PromptParts, columns: RowColumns, row: RowContext): Promise<PromptRow> {
  return { prompt: promptFromParts(parts, columns, row), checks: await checksIn(columns, row) };
}

async function checksIn(columns: RowColumns, row: RowContext): Promise<PromptRow["checks"]> {
  const given = valueAt(columns, "checks");
  if (isMissing(given)) return [];
  const { z } = await import("zod");
  const { error } = z.object({ checks: z.array(checkSchema(z)) }).safeParse(columns);
  if (error) throw schemaError(error.issues, columns, row);
  // As given: the schema leaves the insides of JSON Schemas and arguments unread, and they came from JSON.
  return given as PromptRow["checks"];
}

function promptPartsOfMap(map: Readonly<Record<string, string>>): PromptParts {
  const targets = Object.entries(map).map(([target, from]): [string, Expression] => {
    if (TARGETS.some((known) => known === target)) return [target, expression(from)];
    throw new UsageError(
      `map: expected one of the targets ${TARGETS.join(", ")} (responses are not read here) but found ${JSON.stringify(target)}`,
    );
  });
  if (!Object.hasOwn(map, "prompt")) throw new UsageError('map: expected the target "prompt" but found none');
  return Object.fromEntries(targets);
}

const TARGETS = ["id", "prompt", "reference", "rubric", "subset", "cluster"] as const;
