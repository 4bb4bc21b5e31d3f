import { InputError } from "../core/errors.js";
import type { DatasetRow } from "../datasets/source.js";

/**
 * Rows of the same comparison as one, with all that is said of it: a file of annotations has a row for each annotator. Throws an
 * InputError where two rows of one id show other texts.
 */
export function gathered(rows: readonly DatasetRow[]): readonly DatasetRow[] {
  const byId = new Map<string, DatasetRow[]>();
  for (const row of rows) {
    const { id } = row.comparison;
    const known = byId.get(id);
    if (known) known.push(row);
    else byId.set(id, [row]);
  }
  return [...byId.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (!first) return [];
    const other = others.find((row) => shownIn(row) !== shownIn(first));
    if (other)
      throw new InputError(
        first.comparison.id,
        "the same prompt and responses in each of its rows",
        "other texts",
      );
    return [{ ...first, preferences: same.flatMap(({ preferences }) => preferences) }];
  });
}

function shownIn({ comparison: { prompt, responses } }: DatasetRow): string {
  return JSON.stringify([prompt, responses.map(({ id, text }) => [id, text])]);
}
