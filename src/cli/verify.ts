import type { Command } from "commander";
import { Option } from "commander";
import type { PassAtK, VerificationStatus, VerifyCounts } from "../index.js";
import { dataFrom } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { wholeList } from "./flags.js";
import { linesInFile, linesOnStdout } from "./json-lines.js";
import { addDataOptions, type DataFlags } from "./options.js";
import { printJson, tell, tellBlocks } from "./output.js";

interface VerifyFlags extends DataFlags {
  readonly benchmark?: string;
  readonly as?: "preferences" | "ratings";
  readonly output?: string;
  readonly rewards?: string;
  readonly passAt?: readonly number[];
  readonly json?: boolean;
}

export function addVerifyCommand(program: Command, finish: Finish): void {
  const command = program
    .command("verify")
    .description("compute the checks of a preference set: verified preferences and rewards; no call is made")
    .argument("[data...]", "comparisons with checks, or a benchmark's own files")
    .option("--benchmark <name>", "the data are this benchmark's (fetched where none are given)")
    .addOption(
      new Option(
        "--as <kind>",
        "how the outcome is said: preferences (sets, or duels) or ratings (1 and 0)",
      ).choices(["preferences", "ratings"]),
    )
    .option("-o, --output <file>", "write the rows there (.jsonl) and not to stdout")
    .option("--rewards <file>", "write one line a response there: its reward, and what each check found")
    .option(
      "-k, --pass-at <k,…>",
      "pass@k of these k (default: 1, 2, 4 … and as many responses as half of the prompts have)",
      wholeList(1),
    )
    .option(
      "--json",
      "the counts and pass@k as one JSON document on stdout; rows only where -o names a file",
    );
  addDataOptions(command)
    .addHelpText("after", HELP)
    .action(async (paths: string[], flags: VerifyFlags) => finish(await verifyCommand(paths, flags)));
}

const HELP = `
Every response of a row is held against every check of it: it passed, it failed, or it cannot be told (undecided), which is never wrong.
A verified preference takes the place of those that the row had; what people said stays.
pass@k is said where a prompt has several responses, or several authors wrote them.

Examples:
  $ touchstone verify answers.jsonl -o verified.jsonl
  $ touchstone verify answers.jsonl --as ratings --rewards rewards.jsonl -o verified.jsonl
  $ touchstone verify samples.jsonl -k 1,10,100 -o verified.jsonl
  $ touchstone verify --benchmark gsm8k example_model_solutions.jsonl --json`;

async function verifyCommand(paths: readonly string[], flags: VerifyFlags): Promise<number> {
  const library = await import("../index.js");
  const { countPasses, countVerified, nativeRow, UsageError, verifyData } = library;
  if (paths.length === 0 && flags.benchmark === undefined)
    throw new UsageError("verify: name the data, or a benchmark with --benchmark");
  const data = (await dataFrom(paths, flags)) ?? [];
  const { benchmark, as } = flags;
  const [counts, passes] = [library.verifyCounts(), library.passCounts()];
  const rows = flags.output === undefined ? (flags.json ? null : linesOnStdout()) : linesInFile(flags.output);
  const rewards = flags.rewards === undefined ? null : linesInFile(flags.rewards);
  const files = [rows, rewards].filter((file) => file !== null);
  try {
    const hooks = { onNote: (note: string) => tell(`note: ${note}`), ...(as === undefined ? {} : { as }) };
    for await (const verified of verifyData(
      { data, ...(benchmark === undefined ? {} : { benchmark }) },
      hooks,
    )) {
      countVerified(counts, verified);
      countPasses(passes, verified);
      const { comparison, preferences, checks } = verified.row;
      await rows?.line(nativeRow(comparison, preferences, checks));
      for (const response of verified.responses) await rewards?.line(response);
    }
    for (const file of files) await file.finish();
  } catch (error) {
    for (const file of files) await file.discard();
    throw error;
  }
  const passAtK = library.passAtKFigures(passes, flags.passAt ? { ks: flags.passAt } : {});
  if (flags.json) await printJson({ ...counts, passAtK });
  tell(countLines(counts).join("\n"));
  if (flags.passAt || saysMore(passAtK)) await tellBlocks(library.passAtKBlocks(passAtK));
  return EXIT.ok;
}

/** Of one response to a prompt and one author pass@1 is the share that the counts above it already say. */
function saysMore({ all, authors }: PassAtK): boolean {
  return all.mostDecided > 1 || authors.length > 0;
}

/** One line for the rows, one for the responses, one for the kinds of error where any failed, and one for each kind of check. */
function countLines({ rows, checked, preferred, responses, errors, checks }: VerifyCounts): string[] {
  const counted = (of: Record<VerificationStatus, number>) =>
    `${of.passed} passed, ${of.failed} failed, ${of.undecided} undecided`;
  const kinds = Object.entries(errors)
    .sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))
    .map(([kind, n]) => `${n} ${kind}`);
  return [
    `${rows} rows, ${checked} of them with checks; ${preferred} have a verified preference`,
    `responses: ${counted(responses)}`,
    ...(kinds.length === 0 ? [] : [`failed by kind of error: ${kinds.join(", ")}`]),
    ...Object.entries(checks).map(([kind, of]) => `${kind} checks: ${counted(of)}`),
  ];
}
