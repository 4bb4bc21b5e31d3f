import { describe, UsageError } from "../core/errors.js";
import * as all from "./all.js";
import type { ExportFormat } from "./export-format.js";

/** Every format of training data that is registered. */
export const exportFormats: readonly ExportFormat[] = Object.values(
  all satisfies Record<string, ExportFormat>,
);

/** The format of this name. Throws a UsageError that names them all where there is none. */
export function findExportFormat(name: string): ExportFormat {
  const found = exportFormats.find((format) => format.name === name);
  if (found) return found;
  throw new UsageError(
    `export format ${describe(name)}: one of ${exportFormats.map((format) => format.name).join(", ")}`,
  );
}
