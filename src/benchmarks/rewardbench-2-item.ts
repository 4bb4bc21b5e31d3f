import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { DatasetRow } from "../datasets/source.js";
import type { BenchmarkRow } from "./benchmark.js";
import { duelsBetweenSets } from "./duels-between-sets.js";
import { kebab } from "./kebab.js";
import { placed } from "./placed.js";
import { columnOf, idColumn, textColumn, textsColumn } from "./row-columns.js";

export const TIES = "Ties";
/** The subsets in which one response of four is the best. */
export const BEST_OF_FOUR: readonly string[] = ["Factuality", "Precise IF", "Math", "Safety", "Focus"];
const OTHERS = 3;

/** The comparison's id: the numbers begin anew in each subset. */
export function rewardBench2Id(subset: string, id: string): string {
  return `rewardbench-2-${kebab(subset)}-${id}`;
}

/** A prompt of the Ties subset: with one correct response ("ref") or with several ("tied"); both of one number belong together. */
export interface TiesForm {
  readonly form: "ref" | "tied";
  readonly number: string;
}

/** What the end of an id says; null where it says nothing. @example tiesForm("ref:12") // { form: "ref", number: "12" } */
export function tiesForm(id: string): TiesForm | null {
  const [, form, number] = /(?:^|-)(ref|tied):(\d+)$/.exec(id) ?? [];
  return number !== undefined && (form === "ref" || form === "tied") ? { form, number } : null;
}

/** The right and the wrong responses of a prompt, in an order that tells nothing. `good` and `bad` list them in the order of the file. */
export function rewardBench2Item(row: BenchmarkRow, seed: number): DatasetRow {
  const subset = subsetOf(row);
  const ownId = idColumn(row, "id");
  const id = rewardBench2Id(subset, ownId);
  const prompt = textColumn(row, "prompt");
  const chosen = textsColumn(row, "chosen", subset === TIES ? undefined : 1);
  const rejected = textsColumn(row, "rejected", subset === TIES ? undefined : OTHERS);
  checkCount(row, chosen.length);
  const pair = subset === TIES ? tiesOf(row, ownId, chosen.length, rejected.length) : null;
  const { responses, ids } = placed(id, [...chosen, ...rejected], seed);
  const [good, bad] = [ids.slice(0, chosen.length), ids.slice(chosen.length)];
  return {
    comparison: {
      ...{ id, prompt, responses, subset },
      cluster: pair ? `ties-${pair.number}` : hashText(prompt).slice(0, 16),
      duels: duelsBetweenSets(responses, good),
    },
    preferences: [{ comparison: id, source: "constructed", kind: "sets", good, bad }],
  };
}

function subsetOf(row: BenchmarkRow): string {
  const subset = columnOf(row, "subset");
  const known = [...BEST_OF_FOUR, TIES];
  if (typeof subset === "string" && known.includes(subset)) return subset;
  throw new InputError(row.subject, `"subset" to be one of ${known.join(", ")}`, describe(subset));
}

/** Which responses are correct is told by their number alone in the authors' scorer. */
function checkCount(row: BenchmarkRow, chosen: number): void {
  const counted = columnOf(row, "num_correct") ?? chosen;
  if (Number(counted) !== chosen)
    throw new InputError(
      row.subject,
      `"num_correct" to be ${chosen}, as many as "chosen"`,
      describe(counted),
    );
}

function tiesOf(row: BenchmarkRow, id: string, chosen: number, rejected: number): TiesForm {
  const pair = tiesForm(id);
  if (!pair || id !== `${pair.form}:${pair.number}`)
    throw new InputError(row.subject, '"id" of the Ties subset to be ref:n or tied:n', JSON.stringify(id));
  const least = pair.form === "tied" ? 2 : 1;
  if (chosen < least || rejected < 1)
    throw new InputError(
      row.subject,
      `at least ${least} in "chosen" and 1 in "rejected" of ${id}`,
      `${chosen} and ${rejected}`,
    );
  return pair;
}
