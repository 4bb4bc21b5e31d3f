import type { Command } from "commander";
import { dataFrom } from "./config.js";
import { dataReportBlocks } from "./data-report.js";
import { EXIT, type Finish } from "./exit.js";
import { addDataOptions, type DataFlags } from "./options.js";
import { printBlocks, printJson } from "./output.js";

interface ValidateFlags extends DataFlags {
  readonly json?: boolean;
}

export function addValidateCommand(program: Command, finish: Finish): void {
  const command = program
    .command("validate")
    .description("what is in a preference set, and what is wrong with it")
    .argument("<data>", "comparisons: .jsonl, .json, .csv, .tsv");
  addDataOptions(command)
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", HELP)
    .action(async (path: string, flags: ValidateFlags) => finish(await validateCommand(path, flags)));
}

const HELP = `
Every row is read, also past the first that is wrong. Exit code 2 where a row cannot be read (0 with --skip-invalid).

Examples:
  $ touchstone validate pairs.jsonl
  $ touchstone validate pairs.csv --map prompt=question,response_1=a,response_2=b,winner=label --json`;

async function validateCommand(path: string, flags: ValidateFlags): Promise<number> {
  const { CONFIG_DEFAULTS, inspectDataset } = await import("../index.js");
  const [source] = (await dataFrom([path], flags)) ?? [];
  const report = await inspectDataset({ path, ...source, seed: CONFIG_DEFAULTS.seed });
  if (flags.json) await printJson(report);
  else await printBlocks(dataReportBlocks(report));
  return report.invalidRows > 0 && !flags.skipInvalid ? EXIT.usage : EXIT.ok;
}
