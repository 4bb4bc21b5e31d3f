import { extname } from "node:path";
import type { Analysis } from "../core/analysis.js";
import { describe, InputError } from "../core/errors.js";
import { renderCsv } from "./csv.js";
import { renderJson } from "./json.js";
import { renderMarkdown } from "./markdown.js";
import type { Block } from "./section.js";
import { sections } from "./sections/all.js";
import { renderTerminal, type TerminalOptions } from "./terminal.js";

const SECTION_NAMES: readonly string[] = sections.map(({ name }) => name);

interface Writer {
  /** File names that ask for it, in lower case; none where it is not for files. */
  readonly extensions: readonly string[];
  write(analysis: Analysis, options: ReportOptions): string | Promise<string>;
}

const writers = {
  terminal: {
    extensions: [],
    write: (analysis, options) => renderTerminal(reportBlocks(analysis, options.sections), options),
  },
  md: { extensions: [".md", ".markdown"], write: (analysis) => renderMarkdown(reportBlocks(analysis)) },
  json: { extensions: [".json"], write: renderJson },
  csv: { extensions: [".csv"], write: renderCsv },
} satisfies Record<string, Writer>;

export type ReportFormat = keyof typeof writers;
export const REPORT_FORMATS = Object.keys(writers) as readonly ReportFormat[];

export interface ReportOptions extends TerminalOptions {
  /** Names of the sections that a terminal shows. Default: all. Files always hold the whole report. */
  readonly sections: readonly string[];
}

/** A report as one text that ends in a line break. `options` matter to the terminal alone (default: 80 columns, no colour, all sections). */
export async function renderReport(
  analysis: Analysis,
  format: ReportFormat,
  options: Partial<ReportOptions> = {},
): Promise<string> {
  const writer: Writer = writers[format];
  return writer.write(analysis, { width: 80, color: false, sections: SECTION_NAMES, ...options });
}

/** The sections of a report by these names (default: all), in the order of a report. Throws an InputError that lists the names there are. */
export function reportBlocks(analysis: Analysis, names: readonly string[] = SECTION_NAMES): readonly Block[] {
  const unknown = names.find((name) => !SECTION_NAMES.includes(name));
  if (unknown !== undefined)
    throw new InputError("section", `one of ${SECTION_NAMES.join(", ")}`, describe(unknown));
  return sections.filter(({ name }) => names.includes(name)).flatMap((section) => section.render(analysis));
}

/** The format that a file's name asks for by its ending. Throws an InputError that lists the known endings. */
export function formatForPath(path: string): ReportFormat {
  const extension = extname(path).toLowerCase();
  const format = REPORT_FORMATS.find((name) => {
    const { extensions }: Writer = writers[name];
    return extensions.includes(extension);
  });
  if (format) return format;
  const known = Object.values<Writer>(writers).flatMap(({ extensions }) => extensions);
  const found = extension === "" ? "none" : describe(extension);
  throw new InputError(`report file ${JSON.stringify(path)}`, `an ending out of ${known.join(", ")}`, found);
}
