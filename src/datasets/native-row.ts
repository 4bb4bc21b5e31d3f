import type { Check } from "../core/check.js";
import type { Comparison } from "../core/comparison.js";
import { sameDuel } from "../core/duel.js";
import { ERROR_KIND, ERROR_KIND_IN_WORDS } from "../core/error-kind.js";
import { describe, InputError } from "../core/errors.js";
import { type Preference, TIE } from "../core/preference.js";
import { responseId } from "./mapped-row.js";
import { type NativeInput, nativeSchema } from "./native-schema.js";
import type { RowColumns, RowContext } from "./row.js";
import { schemaError } from "./schema-error.js";
import type { DatasetRow } from "./source.js";

/** A preference as it stands in a native row: the row says which comparison it is of. */
export type NativePreference = Preference extends infer Each
  ? Each extends Preference
    ? Omit<Each, "comparison">
    : never
  : never;

/** A row of the native format. */
export interface NativeRow extends Comparison {
  readonly preferences?: readonly NativePreference[];
  readonly checks?: readonly Check[];
}

/** A comparison, its preferences and its checks as one row of the native format; what `readDataset` reads back is equal to what was given. */
export function nativeRow(
  comparison: Comparison,
  preferences: readonly Preference[],
  checks: readonly Check[] = [],
): NativeRow {
  return {
    ...comparison,
    ...(preferences.length === 0
      ? {}
      : { preferences: preferences.map(({ comparison: _, ...preference }): NativePreference => preference) }),
    ...(checks.length === 0 ? {} : { checks }),
  };
}

/** Reads a row of the native format. Throws an InputError that names the row and the field. */
export async function readNativeRow(columns: RowColumns, row: RowContext): Promise<DatasetRow> {
  const schema = await nativeSchema();
  const { error } = schema.safeParse(columns);
  if (error) throw schemaError(error.issues, columns, row);
  // As given, not as parsed: zod drops a score under the id "__proto__".
  const given = columns as NativeInput;

  for (const name of Object.keys(columns)) {
    if (!Object.hasOwn(schema.shape, name)) {
      row.notes.add(`the column ${JSON.stringify(name)} is no part of the native format and was not kept`);
    }
  }
  const comparison = comparisonOf(given, row);
  const ids = checkedIds(comparison, row);
  checkDuels(comparison, ids, row);
  const preferences = (given.preferences ?? []).map((preference, i): Preference => {
    checkPreference(preference, `preferences[${i}]`, ids, row);
    checkErrors(preference, `preferences[${i}]`, ids, row);
    return { comparison: comparison.id, ...preference };
  });
  // The schema leaves the insides of JSON Schemas and arguments unread: they came from JSON.
  const checks = given.checks as readonly Check[] | undefined;
  return { comparison, preferences, ...(checks === undefined || checks.length === 0 ? {} : { checks }) };
}

function comparisonOf(given: NativeInput, row: RowContext): Comparison {
  const { id = `row-${row.number}`, prompt, reference, rubric, subset, cluster, duels } = given;
  return {
    id,
    prompt,
    responses: given.responses.map(({ id, text, author, style, system, reasoning, truncated }, i) => ({
      id: id ?? responseId(i),
      text,
      ...(author === undefined ? {} : { author }),
      ...(style === undefined ? {} : { style }),
      ...(system === undefined ? {} : { system }),
      ...(reasoning === undefined ? {} : { reasoning }),
      ...(truncated === undefined ? {} : { truncated }),
    })),
    ...(reference === undefined ? {} : { reference }),
    ...(rubric === undefined ? {} : { rubric }),
    ...(subset === undefined ? {} : { subset }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(duels === undefined ? {} : { duels }),
  };
}

function checkedIds({ responses }: Comparison, row: RowContext): ReadonlySet<string> {
  const ids = new Set<string>();
  responses.forEach(({ id }, i) => {
    const place = JSON.stringify(`responses[${i}].id`);
    if (id === TIE) {
      throw new InputError(
        row.subject,
        `${place} to be another word than "tie", which means that none wins`,
        "it",
      );
    }
    if (ids.has(id)) {
      throw new InputError(row.subject, `${place} to be unique in the row`, `${JSON.stringify(id)} again`);
    }
    ids.add(id);
  });
  return ids;
}

function checkDuels({ duels = [] }: Comparison, ids: ReadonlySet<string>, row: RowContext): void {
  duels.forEach((duel, i) => {
    checkNames(duel, `duels[${i}]`, ids, row);
    if (duels.findIndex((other) => sameDuel(other, duel)) !== i) {
      throw new InputError(row.subject, `"duels[${i}]" to stand there once`, `${duel.join(" and ")} again`);
    }
  });
}

function checkPreference(
  preference: NativePreference,
  place: string,
  ids: ReadonlySet<string>,
  row: RowContext,
): void {
  switch (preference.kind) {
    case "duel": {
      checkNames(preference.between, `${place}.between`, ids, row);
      const { winner } = preference;
      if (winner !== TIE && !preference.between.includes(winner)) {
        throw new InputError(
          row.subject,
          `"${place}.winner" to be one of ${preference.between.map((id) => JSON.stringify(id)).join(", ")} or "tie"`,
          describe(winner),
        );
      }
      return;
    }
    case "ratings": {
      const scores = Object.entries(preference.scores);
      if (scores.length === 0) throw new InputError(row.subject, `"${place}.scores" to hold a score`, "none");
      checkNames(Object.keys(preference.scores), `${place}.scores`, ids, row);
      const wrong = scores.find(([, score]) => !Number.isFinite(score));
      if (wrong) throw new InputError(row.subject, `"${place}.scores" to hold numbers`, describe(wrong[1]));
      return;
    }
    case "ranking":
      checkNames(preference.tiers.flat(), `${place}.tiers`, ids, row);
      return;
    case "sets":
      checkNames([...preference.good, ...preference.bad], `${place}.good and .bad`, ids, row);
      return;
    default:
      preference satisfies never;
  }
}

/** Only a check finds errors, and only in what it says has failed. */
function checkErrors(
  preference: NativePreference,
  place: string,
  ids: ReadonlySet<string>,
  row: RowContext,
): void {
  const { errors, source } = preference;
  if (errors === undefined) return;
  if (source !== "verified")
    throw new InputError(
      row.subject,
      `"${place}.source" to be "verified", since it has "errors",`,
      describe(source),
    );
  checkNames(Object.keys(errors), `${place}.errors`, ids, row);
  const failed = failedIn(preference);
  for (const [id, kind] of Object.entries(errors)) {
    if (!failed.includes(id)) {
      const expected = `"${place}.errors" to name responses that it says have failed (${failed.join(", ") || "none"})`;
      throw new InputError(row.subject, expected, describe(id));
    }
    // The schema has not seen the kind of a response called "__proto__".
    if (typeof kind !== "string" || !ERROR_KIND.test(kind))
      throw new InputError(
        row.subject,
        `"${place}.errors.${id}" to be ${ERROR_KIND_IN_WORDS}`,
        describe(kind),
      );
  }
}

function failedIn(preference: NativePreference): readonly string[] {
  switch (preference.kind) {
    case "duel":
      return preference.winner === TIE ? [] : preference.between.filter((id) => id !== preference.winner);
    case "ratings":
      return Object.entries(preference.scores).flatMap(([id, score]) => (score === 0 ? [id] : []));
    case "ranking":
      return [];
    case "sets":
      return preference.bad;
    default:
      return preference satisfies never;
  }
}

function checkNames(
  names: readonly string[],
  place: string,
  ids: ReadonlySet<string>,
  row: RowContext,
): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (!ids.has(name)) {
      throw new InputError(
        row.subject,
        `"${place}" to name responses of the row (${[...ids].join(", ")})`,
        describe(name),
      );
    }
    if (seen.has(name)) {
      throw new InputError(
        row.subject,
        `"${place}" to name each response once`,
        `${JSON.stringify(name)} twice`,
      );
    }
    seen.add(name);
  }
}
