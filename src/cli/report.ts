import type { Command } from "commander";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { tellGates } from "./gates.js";
import {
  addConfigOption,
  addReportOptions,
  addRuleOptions,
  addRunsDirOption,
  type ReportFlags,
  type RuleFlags,
  type RunsFlags,
} from "./options.js";
import { deliverReport, reportFiles, tell } from "./output.js";

interface ReportCommandFlags extends ReportFlags, RuleFlags, RunsFlags {}

export function addReportCommand(program: Command, finish: Finish): void {
  const command = program
    .command("report")
    .description("figures of stored runs, without a call")
    .argument("<run...>", "run folder, its name, or the start of its name; several are read as one table");
  addRunsDirOption(addConfigOption(addReportOptions(addRuleOptions(command))))
    .addHelpText("after", HELP)
    .action(async (runs: string[], flags: ReportCommandFlags) => finish(await reportCommand(runs, flags)));
}

const HELP = `
Prices, gates, own metrics and the runs' folder come from the config file where there is one; flags win.

Examples:
  $ touchstone report pairs-3f2a
  $ touchstone report pairs-3f2a -o report.md -o figures.csv
  $ touchstone report pairs-3f2a --rule samples=majority,first=4
  $ touchstone report pairs-3f2a --jury "panel=pairwise:small+pairwise:large+longest:majority"
  $ touchstone report run-a run-b --json | jq '.estimates[] | select(.metric == "agreement")'`;

async function reportCommand(runs: readonly string[], flags: ReportCommandFlags): Promise<number> {
  const { analyzeRun } = await import("../index.js");
  const files = await reportFiles(flags.output);
  const { gates, ...settings } = await readingSettings(flags);
  const analysis = await analyzeRun(runs, {
    ...settings,
    onWarning: (warning) => tell(`warning: ${warning}`),
  });
  await deliverReport(analysis, files, flags);
  return (await tellGates(analysis, gates)) ? EXIT.ok : EXIT.gateFailed;
}
