import { randomUUID } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, InputError } from "../core/errors.js";
import { canonicalJson, type Json } from "../core/json.js";
import type { Manifest } from "./store.js";

export const MANIFEST = "manifest.json";

/** The manifest of a run folder; undefined where there is none. Throws an InputError where it is not one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return checked(parsed(text, path), path);
}

/** Writes the manifest whole or not at all. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST);
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, "wx");
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/**
 * Throws an InputError that names the first thing in which a folder and what is to be run in it differ: datasets by content
 * and way of reading (not by path), judges in whichever order, or the plan.
 */
export function mustAgree(folder: string, stored: Manifest, wanted: Manifest): void {
  const [before, now] = [essence(stored), essence(wanted)];
  for (const [what, value] of Object.entries(before)) {
    const other = now[what];
    const [expected, found] = [canonicalJson(value), other === undefined ? "none" : canonicalJson(other)];
    if (expected !== found) throw new InputError(`run folder ${folder}, ${what}`, expected, found);
  }
  for (const what of Object.keys(now)) {
    if (!(what in before)) throw new InputError(`run folder ${folder}`, `no ${what}`, "one");
  }
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

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(path, "a manifest in JSON", describe(text));
  }
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
