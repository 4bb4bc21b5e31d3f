import type { Command } from "commander";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { collect } from "./flags.js";
import {
  addConfigOption,
  addReportOptions,
  addRuleOptions,
  addRunsDirOption,
  type ReportFlags,
  type RuleFlags,
  type RunsFlags,
} from "./options.js";
import { deliverReport, reportFiles, tell, tellPassedOver } from "./output.js";

interface ImportFlags extends RunsFlags, ReportFlags, RuleFlags {
  readonly data?: readonly string[];
  readonly map?: string;
  readonly labels?: string;
  readonly name?: string;
  readonly report?: boolean;
}

export function addImportCommand(program: Command, finish: Finish): void {
  const command = program
    .command("import")
    .description(
      "read judge outputs that others published into a run folder, and report on them; no call is made",
    )
    .argument(
      "<format>",
      'an output format (touchstone benchmarks lists them), "auto", or "verdicts" for any table',
    )
    .argument("<file...>", "files or folders of published outputs")
    .option(
      "--data <path>",
      "the benchmark's own files, where outputs do not hold the texts; repeatable",
      collect,
    )
    .option(
      "--map <target=column,…>",
      "of verdicts: comparison=pair_id,winner=verdict,judge=model,text=completion",
    )
    .option("--labels <a=…,b=…,tie=…>", "of verdicts: which winner values mean what")
    .option("--name <name>", "name of the run folder")
    .option("--no-report", "only read and store");
  addRunsDirOption(addConfigOption(addReportOptions(addRuleOptions(command))))
    .addHelpText("after", HELP)
    .action(async (format: string, files: string[], flags: ImportFlags) =>
      finish(await importCommand(format, files, flags)),
    );
}

const HELP = `
What was published as the decision is kept beside what its text says by our reading; official scores use the former.

Examples:
  $ touchstone import judgebench-outputs outputs/*.jsonl
  $ touchstone import auto results/annotations.json
  $ touchstone import pandalm-verdicts verdicts.json --data testset-v1.json
  $ touchstone import verdicts theirs.csv --data pairs.jsonl --map comparison=pair,winner=verdict --labels a=1,b=2,tie=0`;

async function importCommand(format: string, paths: readonly string[], flags: ImportFlags): Promise<number> {
  const { analyzeRun, parseLabels, readOutputs, readVerdictTable, writeImport } = await import("../index.js");
  const files = await reportFiles(flags.output);
  const { runsDirectory, gates: _, ...settings } = await readingSettings(flags);
  const outputs =
    format === "verdicts"
      ? await readVerdictTable(paths, {
          data: flags.data ?? [],
          ...(flags.map === undefined ? {} : { map: columnsOf(flags.map) }),
          ...(flags.labels === undefined ? {} : { labels: parseLabels(flags.labels) }),
        })
      : await readOutputs(paths, {
          ...(format === "auto" ? {} : { format }),
          ...(flags.data ? { data: flags.data } : {}),
        });
  const folder = await writeImport(outputs, {
    ...(runsDirectory ? { runsDirectory } : {}),
    ...(flags.name === undefined ? {} : { name: flags.name }),
  });
  tell(
    `${outputs.judgments.length} judgments of ${outputs.judges.map(({ name }) => name).join(", ")} on ${outputs.rows.length} comparisons${outputs.benchmark ? ` of ${outputs.benchmark.title}` : ""}: ${folder}`,
  );
  tellPassedOver(outputs);
  if (flags.report === false) return EXIT.ok;
  await deliverReport(await analyzeRun(folder, settings), files, flags);
  return EXIT.ok;
}

/** "comparison=pair_id,winner=verdict" as target → column; what the targets may be is the reader's to say. */
function columnsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const at = part.indexOf("=");
      return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
    }),
  );
}
