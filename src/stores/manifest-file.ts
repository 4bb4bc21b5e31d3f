import { randomUUID } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, InputError } from "../core/errors.js";
import { canonicalJson, type Json } from "../core/json.js";

export const MANIFEST = "manifest.json";

/** What a folder's manifest holds, whatever it is a folder of; undefined where there is none. Throws an InputError where it is no JSON. */
export async function readManifestFile(folder: string): Promise<unknown> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return parsed(text, path);
}

/** Writes the manifest whole or not at all. */
export async function writeManifest(folder: string, manifest: object): Promise<void> {
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

/** Throws an InputError that names the first thing in which what a folder holds and what is to be done in it differ. */
export function essencesMustAgree(
  folder: string,
  before: Readonly<Record<string, Json>>,
  now: Readonly<Record<string, Json>>,
): void {
  for (const [what, value] of Object.entries(before)) {
    const other = now[what];
    const [expected, found] = [canonicalJson(value), other === undefined ? "none" : canonicalJson(other)];
    if (expected !== found) throw new InputError(`${folder}, ${what}`, expected, found);
  }
  for (const what of Object.keys(now)) {
    if (!(what in before)) throw new InputError(folder, `no ${what}`, "one");
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(path, "a manifest in JSON", describe(text));
  }
}
