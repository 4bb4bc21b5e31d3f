import { stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Analysis, Block, ReportFormat } from "../index.js";

/** Whether a stream may be sent colours: a terminal, unless NO_COLOR says no or FORCE_COLOR says yes. */
export function wantsColor(
  stream: NodeJS.WriteStream,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  if (environment.NO_COLOR) return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY === true && environment.TERM !== "dumb";
}

/** Columns of the terminal that a stream is, or a width that suits a file. */
function widthOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? Math.max(40, stream.columns || 80) : 100;
}

/** A line that is kept at the foot of stderr while other things are said above it. */
export interface FootLine {
  /** `text` ends in a line break. */
  sayAbove(text: string): void;
}

let foot: FootLine | undefined;

/** From now on (or no longer, where undefined) whatever is told stands above this line. */
export function keepAtFoot(line: FootLine | undefined): void {
  foot = line;
}

/** Everything about the work goes to stderr. */
export function tell(text: string): void {
  const lines = printable(text.endsWith("\n") ? text : `${text}\n`);
  if (foot) foot.sayAbove(lines);
  else process.stderr.write(lines);
}

/** Says that rows of outputs were left out, where some were. */
export function tellPassedOver({ passedOver }: { readonly passedOver: number }): void {
  if (passedOver > 0) tell(`note: ${passedOver} rows are of nothing in the data and were passed over`);
}

// A message may quote a user's data: nothing in it may steer the terminal.
function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    "�",
  );
}

/** Data goes to stdout: one JSON document. */
export async function printJson(value: object): Promise<void> {
  const { printableJson } = await import("../index.js");
  process.stdout.write(printableJson({ format: 1, ...value }));
}

/** Data goes to stdout: blocks laid out for the terminal, or as plain text where stdout is none. */
export async function printBlocks(blocks: readonly Block[]): Promise<void> {
  const { renderTerminal } = await import("../index.js");
  process.stdout.write(await renderTerminal(blocks, terminalOptions()));
}

/** The same for what belongs to stderr. */
export async function tellBlocks(blocks: readonly Block[]): Promise<void> {
  const { renderTerminal } = await import("../index.js");
  tell(await renderTerminal(blocks, { width: widthOf(process.stderr), color: false }));
}

/** A file that a report is to be written into. */
export interface ReportFile {
  readonly path: string;
  readonly format: ReportFormat;
}

/**
 * The files named by `-o`, each with the format that its extension asks for. Called before any work is done: that a report cannot be
 * written must not come out after hours of judging. Throws where the extension is not known or the file cannot lie there.
 */
export async function reportFiles(paths: readonly string[] = []): Promise<ReportFile[]> {
  const { formatForPath, UsageError } = await import("../index.js");
  const files = paths.map((path) => ({ path, format: formatForPath(path) }));
  for (const { path } of files) {
    if (await isFolder(path)) throw new UsageError(`-o ${path}: expected a file but found a folder`);
    if (!(await isFolder(dirname(path))))
      throw new UsageError(`-o ${path}: there is no folder ${dirname(path)}`);
  }
  return files;
}

/** The report in every file named and on stdout: as one JSON document where asked, else for the reader (not where files alone were asked for). */
export async function deliverReport(
  analysis: Analysis,
  files: readonly ReportFile[],
  options: { readonly json?: boolean; readonly sections?: readonly string[] },
): Promise<void> {
  const { renderReport } = await import("../index.js");
  for (const { path, format } of files) {
    await writeFile(path, await renderReport(analysis, format));
    tell(`wrote ${path}`);
  }
  if (options.json) process.stdout.write(await renderReport(analysis, "json"));
  else if (files.length === 0 || process.stdout.isTTY)
    process.stdout.write(
      await renderReport(analysis, "terminal", { ...terminalOptions(), ...shownSections(options) }),
    );
}

function shownSections({ sections }: { readonly sections?: readonly string[] }) {
  return sections ? { sections } : {};
}

/** How stdout is written to: its width, and whether it takes colours. */
export function terminalOptions() {
  return { width: widthOf(process.stdout), color: wantsColor(process.stdout) };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
