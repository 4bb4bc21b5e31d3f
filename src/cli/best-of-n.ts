import { type Command, Option } from "commander";
import type { PreferenceSource } from "../index.js";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { collect, whole } from "./flags.js";
import {
  addConfigOption,
  addRuleOptions,
  addRunsDirOption,
  type RuleFlags,
  type RunsFlags,
} from "./options.js";
import { printBlocks, printJson, tell } from "./output.js";

interface BestOfNFlags extends RuleFlags, RunsFlags {
  readonly n?: number;
  readonly gold?: PreferenceSource;
  readonly judge?: readonly string[];
  readonly json?: boolean;
}

export function addBestOfNCommand(program: Command, finish: Finish): void {
  const command = program
    .command("best-of-n")
    .description("what choosing by each judge would have brought, and whether its agreement on pairs says so")
    .argument("<run...>", "run folder, its name, or the start of its name; several are read as one table")
    .option("-n <number>", "the most responses to draw (default: as many as most prompts have)", whole(2))
    .addOption(
      new Option("--gold <source>", "whose ratings, or sets of good and bad, are gold").choices([
        "verified",
        "human",
        "constructed",
      ]),
    )
    .option("-j, --judge <name>", "only judges with this name or id, baselines too; repeatable", collect)
    .option("--json", "one JSON document on stdout");
  addRunsDirOption(addConfigOption(addRuleOptions(command)))
    .addHelpText("after", HELP)
    .action(async (runs: string[], flags: BestOfNFlags) => finish(await bestOfNCommand(runs, flags)));
}

const HELP = `
Gold is what was verified, else what people said, else what was constructed; touchstone verify DATA --as ratings makes it of checks.
A judge counts on the prompts of which it scored or ranked every response.

Examples:
  $ touchstone best-of-n gsm8k-3f2a
  $ touchstone best-of-n gsm8k-3f2a gsm8k-90bc -n 8 --json
  $ touchstone best-of-n gsm8k-3f2a --judge pointwise:small --judge longest --gold human`;

async function bestOfNCommand(runs: readonly string[], flags: BestOfNFlags): Promise<number> {
  const { bestOfNRuns, downstreamBlocks } = await import("../index.js");
  const { runsDirectory, rule, juries } = await readingSettings(flags);
  const found = await bestOfNRuns(runs, {
    ...(flags.n === undefined ? {} : { n: flags.n }),
    ...(flags.gold ? { gold: flags.gold } : {}),
    ...(flags.judge ? { judges: flags.judge } : {}),
    ...(rule ? { rule } : {}),
    ...(juries ? { juries } : {}),
    ...(runsDirectory ? { runsDirectory } : {}),
    onWarning: (warning) => tell(`warning: ${warning}`),
  });
  if (flags.json) await printJson(found);
  else await printBlocks(downstreamBlocks(found));
  return EXIT.ok;
}
