import type { Command } from "commander";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { collect } from "./flags.js";
import {
  addConfigOption,
  addRuleOptions,
  addRunsDirOption,
  type RuleFlags,
  type RunsFlags,
} from "./options.js";
import { printBlocks, printJson } from "./output.js";

interface CompareFlags extends RuleFlags, RunsFlags {
  readonly judge?: readonly string[];
  readonly json?: boolean;
}

export function addCompareCommand(program: Command, finish: Finish): void {
  const command = program
    .command("compare")
    .description("the paired difference between judges, on the units both have decided")
    .argument("<run>", "a stored run")
    .argument(
      "[other]",
      "another run over the same data; without it the judges of the first are compared with one another",
    )
    .option("-j, --judge <name>", "only judges with this name or id; repeatable", collect)
    .option("--json", "one JSON document on stdout");
  addRunsDirOption(addConfigOption(addRuleOptions(command)))
    .addHelpText("after", HELP)
    .action(async (run: string, other: string | undefined, flags: CompareFlags) =>
      finish(await compareCommand(run, other, flags)),
    );
}

const HELP = `
Examples:
  $ touchstone compare pairs-3f2a pairs-90bc
  $ touchstone compare pairs-3f2a --judge pairwise:small --judge longest
  $ touchstone compare pairs-3f2a --jury "panel=pairwise:small+pairwise:large:mean-score" --rule orders=consistent`;

async function compareCommand(run: string, other: string | undefined, flags: CompareFlags): Promise<number> {
  const { compareRuns, differenceBlocks } = await import("../index.js");
  const { runsDirectory, rule, juries } = await readingSettings(flags);
  const differences = await compareRuns(run, other, {
    ...(flags.judge ? { judges: flags.judge } : {}),
    ...(rule ? { rule } : {}),
    ...(juries ? { juries } : {}),
    ...(runsDirectory ? { runsDirectory } : {}),
  });
  if (flags.json) await printJson({ differences });
  else await printBlocks(differences.flatMap(differenceBlocks));
  return EXIT.ok;
}
