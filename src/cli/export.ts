import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { ExportOptions, ExportTally, LabelSource, Trainer } from "../index.js";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { atLeast, between } from "./flags.js";
import { linesInFile, linesOnStdout } from "./json-lines.js";
import { addConfigOption, addRunsDirOption, type RunsFlags } from "./options.js";
import { tell } from "./output.js";

interface ExportFlags extends RunsFlags {
  readonly format: string;
  readonly for: Trainer;
  readonly label?: LabelSource;
  readonly judge?: string;
  readonly minAgreement?: number;
  readonly minMargin?: number;
  readonly verifiedOnly?: boolean;
  /** Commander takes `--no-…` for the denial of what is true otherwise. */
  readonly orderFlips: boolean;
  readonly output?: string;
  readonly card?: string;
}

export function addExportCommand(program: Command, finish: Finish): void {
  const command = program
    .command("export")
    .description("a stored run as training data (JSONL), with a card that says what was dropped and why")
    .argument("<run>", "run folder, its name, or the start of its name")
    .requiredOption("--format <name>", "preference, critique-preference, sft or rollouts")
    .addOption(
      new Option("--for <trainer>", "whose shape").choices(["trl", "openrlhf", "verl"]).default("trl"),
    )
    .addOption(
      new Option(
        "--label <whose>",
        "what decides chosen and rejected (default: people where there are any, else verified, else judge)",
      ).choices(["people", "judge", "verified"]),
    )
    .option("--judge <name>", "only this judge's judgments count (name or id)")
    .option("--min-agreement <share>", "the share of votes behind the label (0…1, or 70%)", between(0, 1))
    .option("--min-margin <margin>", "in the unit of the margin: see margin_unit", atLeast(0))
    .option("--verified-only", "only what checks say too")
    .option("--no-order-flips", "nothing of which a judge's winner flips with the order")
    .option(
      "-o, --output <file>",
      "write the lines there (.jsonl) and the card beside it (.md), not to stdout",
    )
    .option("--card <file>", "write the card there");
  addRunsDirOption(addConfigOption(command))
    .addHelpText("after", HELP)
    .action(async (run: string, flags: ExportFlags) => finish(await exportCommand(run, flags)));
}

const HELP = `
Ties and split votes are dropped and counted. Texts are written as they are stored: they are untrusted. No call is made.

Examples:
  $ touchstone export pairs-3f2a --format preference --min-agreement 0.7 -o pairs.jsonl
  $ touchstone export pairs-3f2a --format critique-preference --judge small --no-order-flips -o critiques.jsonl
  $ touchstone export gsm8k-81c0 --format sft --for verl --label verified -o sft.jsonl`;

async function exportCommand(run: string, flags: ExportFlags): Promise<number> {
  const { exportCard, exportRun, UsageError } = await import("../index.js");
  const card = flags.card ?? (flags.output === undefined ? undefined : cardBeside(flags.output));
  if (card !== undefined && flags.output !== undefined && resolve(card) === resolve(flags.output))
    throw new UsageError(`export: the card would take the place of the lines in ${card}`);
  const { runsDirectory } = await readingSettings(flags);
  const { lines, tally } = await exportRun(run, {
    ...optionsOf(flags),
    ...(runsDirectory ? { runsDirectory } : {}),
    onWarning: (warning) => tell(`warning: ${warning}`),
  });
  const out = flags.output === undefined ? linesOnStdout() : linesInFile(flags.output);
  try {
    for await (const line of lines()) await out.line(line);
    await out.finish();
  } catch (error) {
    await out.discard();
    throw error;
  }
  if (card !== undefined) {
    await writeFile(card, exportCard(tally()));
    tell(`wrote ${card}`);
  }
  tell(countLines(tally()).join("\n"));
  return EXIT.ok;
}

function optionsOf(flags: ExportFlags): ExportOptions {
  const { format, label, judge, minAgreement, minMargin } = flags;
  return {
    ...{ format, trainer: flags.for },
    ...(label === undefined ? {} : { label }),
    ...(judge === undefined ? {} : { judge }),
    ...(minAgreement === undefined ? {} : { minAgreement }),
    ...(minMargin === undefined ? {} : { minMargin }),
    ...(flags.verifiedOnly ? { verifiedOnly: true } : {}),
    ...(flags.orderFlips ? {} : { noOrderFlips: true }),
  };
}

function cardBeside(output: string): string {
  return `${output.replace(/\.jsonl$/, "")}.md`;
}

function countLines({ kept, dropped, format, label }: ExportTally): string[] {
  return [
    `${kept} ${format.unit} kept (label: ${label})`,
    ...[...dropped].map(([reason, count]) => `${count} dropped: ${reason}`),
  ];
}
