import { join } from "node:path";
import { describe, InputError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import { essencesMustAgree, MANIFEST, readManifestFile } from "./manifest-file.js";
import type { Manifest } from "./store.js";

/** The manifest of a run folder; undefined where there is none. Throws an InputError where it is not one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const value = await readManifestFile(folder);
  return value === undefined ? undefined : checked(value, join(folder, MANIFEST));
}

/**
 * Throws an InputError that names the first thing in which a folder and what is to be run in it differ: datasets by content
 * and way of reading (not by path), judges in whichever order, or the plan.
 */
export function mustAgree(folder: string, stored: Manifest, wanted: Manifest): void {
  essencesMustAgree(`run folder ${folder}`, essence(stored), essence(wanted));
}

function essence({ datasets, judges, plan }: Manifest): Record<string, Json> {
  return {
    ...Object.fromEntries(Object.entries(plan).map(([option, value]) => [`plan.${option}`, value])),
    ...Object.fromEntries(
      datasets.map(({ sha256, reading }, i) => [`dataset ${i + 1}`, { sha256, reading }] as const),
    ),
    ...Object.fromEntries(
      judges.map((judge): [string, Json] => [`judge ${judge.id}`, JSON.parse(JSON.stringify(judge))]),
    ),
  };
}

function checked(value: unknown, path: string): Manifest {
  const expected = (what: string, found: unknown): never => {
    throw new InputError(path, what, describe(found));
  };
  if (typeof value !== "object" || value === null) return expected("a manifest", value);
  const fields: Partial<Record<keyof Manifest, unknown>> = value;
  if (fields.format !== 1) return expected('"format" 1', fields.format);
  if (!Array.isArray(fields.judges)) return expected('"judges" to be a list', fields.judges);
  if (!Array.isArray(fields.datasets)) return expected('"datasets" to be a list', fields.datasets);
  if (typeof fields.plan !== "object" || fields.plan === null) return expected('a "plan"', fields.plan);
  if (typeof fields.name !== "string") return expected('a "name"', fields.name);
  return value as Manifest;
}
