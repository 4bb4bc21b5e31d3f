import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where the shared reference data lie: TOUCHSTONE_REFERENCE_DATA, else beside the repository. */
export const referenceData = process.env.TOUCHSTONE_REFERENCE_DATA ?? resolve(repository, "../shared/data");

/** A file of the reference data, or null where it is absent: then the tests that need it are skipped, and a line says so. */
export function referenceFile(path: string): string | null {
  const file = join(referenceData, path);
  if (existsSync(file)) return file;
  console.warn(
    `skipped: there is no reference data file ${path} (TOUCHSTONE_REFERENCE_DATA names its folder)`,
  );
  return null;
}
