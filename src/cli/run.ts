import type { Command } from "commander";
import type { Analysis, Config, OpenRun, RunHooks } from "../index.js";
import { askJudges, tellCostStop } from "./asking.js";
import { configFrom, type RunFlags } from "./config.js";
import { dryRunCommand } from "./dry-run.js";
import { EXIT, type Finish } from "./exit.js";
import { atLeast, between, collect, commaList, whole } from "./flags.js";
import { tellGates } from "./gates.js";
import { resumingCommand } from "./interrupt.js";
import {
  addAskingOptions,
  addConfigOption,
  addDataOptions,
  addJudgeOptions,
  addReportOptions,
  addRunsDirOption,
  type ReportFlags,
} from "./options.js";
import { deliverReport, type ReportFile, reportFiles, tell } from "./output.js";
import { progressAtStart } from "./progress.js";

interface RunCommandFlags extends RunFlags, ReportFlags {
  readonly dryRun?: boolean;
  readonly fresh?: boolean;
}

export function addRunCommand(program: Command, finish: Finish): void {
  const command = program
    .command("run")
    .description("judge a preference set and compare the judge with people; the same command resumes");
  addConfigOption(command)
    .option("-d, --data <file>", "comparisons: .jsonl, .json, .csv, .tsv, .parquet; repeatable", collect)
    .option(
      "--benchmark <name>",
      "a public benchmark (touchstone benchmarks): --data names its files or folders; without --data they are fetched",
    );
  addAskingOptions(addJudgeOptions(addDataOptions(command)));
  addSelectingOptions(command)
    .option("--name <name>", "start of the run folder's name")
    .option("--replay <run>", "take every reply from this stored run, call nothing; repeatable", collect)
    .option("--no-reuse", "do not use replies to the same request found in earlier runs")
    .option("--fresh", "set an earlier run of this command aside and start anew")
    .option("--dry-run", "count calls and tokens, send nothing")
    .option("--max-cost <usd>", "stop cleanly at this cost (needs --prices)", atLeast(0.000001))
    .option(
      "--max-errors <share>",
      "share of judgments without a verdict that is still ok (default 0.1)",
      between(0, 1),
    );
  addRunsDirOption(addReportOptions(command))
    .addHelpText("after", HELP)
    .action(async (flags: RunCommandFlags) => finish(await runCommand(flags)));
}

/** Which comparisons of the data are judged. */
export function addSelectingOptions(command: Command): Command {
  return command
    .option("--seed <n>", "seeds sampling, placement and intervals (default 20)", whole(0))
    .option("--limit <n>", "judge only the first N comparisons", whole(1))
    .option("--sample <n>", "judge N comparisons drawn by the seed", whole(1))
    .option("--ids <id,…>", "judge only these comparisons", commaList)
    .option("--subset <name>", "judge only this subset; repeatable", collect)
    .option("--responses <k>", "judge only comparisons with exactly k responses", whole(1));
}

const HELP = `
Examples:
  $ touchstone run --data pairs.jsonl --judge longest
  $ OPENAI_BASE_URL=http://127.0.0.1:8080/v1 touchstone run -d pairs.jsonl -j qwen2.5-1.5b --max-tokens 300
  $ touchstone run -d pairs.csv --map prompt=question,response_1=a,response_2=b,winner=label -j pairwise:gpt-4o-mini
  $ touchstone run -d pairs.jsonl -j pointwise:gpt-4o-mini --scale 1-5 --sample 200 --dry-run
  $ touchstone run -d pairs.jsonl -j genrm-cot:gpt-4o-mini --samples 4 -O principles=generated
  $ touchstone run -d pairs.jsonl -j genrm:qwen2.5-1.5b --gguf qwen2.5-1.5b-instruct-q4_k_m.gguf
  $ touchstone run -d pairs.jsonl -j vllm-classify:my-reward-model --base-url http://127.0.0.1:8000
  $ touchstone run --fail-under agreement=0.7 -o report.md -o figures.csv`;

async function runCommand(flags: RunCommandFlags): Promise<number> {
  const { UsageError } = await import("../index.js");
  const config = await configFrom(flags);
  if ([config.data].flat().length === 0 && config.benchmark === undefined)
    throw new UsageError("no data: give --data FILE, or a config file (touchstone init writes one)");
  if (config.judges.length === 0) {
    throw new UsageError(
      "no judge: give --judge MODEL, --judge PROTOCOL:MODEL, --judge REWARD:MODEL, or a baseline such as --judge longest",
    );
  }
  const files = await reportFiles(flags.output);
  const hooks = { ...dataHooks(), fresh: flags.fresh === true };
  if (flags.dryRun) return dryRunCommand(config, hooks, flags);

  const { run } = await import("../index.js");
  const { result: open, ended } = await askJudges({
    config,
    begin: (watching) => run(config, { ...hooks, ...watching }),
    announce(ready, show) {
      announce(ready, config);
      if (ready.trials > ready.satisfied) show(progressAtStart(ready));
    },
  });
  if (ended === "interrupted") {
    tell(`interrupted; every judgment is kept in ${open.folder}\nto go on: ${resumingCommand()}`);
    return EXIT.interrupted;
  }
  const code = await reportRun(open, config, files, flags);
  if (ended === "finished") return code;
  tellCostStop(ended, config);
  return EXIT.incomplete;
}

async function reportRun(
  open: OpenRun,
  config: Config,
  files: readonly ReportFile[],
  flags: ReportFlags,
): Promise<number> {
  const { analyzeRun } = await import("../index.js");
  const analysis = await analyzeRun(open.folder, {
    ...(config.prices ? { prices: config.prices } : {}),
    ...(config.metrics ? { metrics: config.metrics } : {}),
    ...(config.juries ? { juries: config.juries } : {}),
    ...(config.rule ? { rule: config.rule } : {}),
    ...(config.annotators ? { annotators: config.annotators } : {}),
  });
  await deliverReport(analysis, files, flags);
  const passed = await tellGates(analysis, config.gates);
  if (await tellIncomplete(analysis, config)) return EXIT.incomplete;
  return passed ? EXIT.ok : EXIT.gateFailed;
}

/** Whether more of the judgments asked for lack a verdict than the config allows; says so per judge. */
async function tellIncomplete(analysis: Analysis, config: Config): Promise<boolean> {
  const { CONFIG_DEFAULTS } = await import("../index.js");
  const allowed = config.maxErrors ?? CONFIG_DEFAULTS.maxErrors;
  let incomplete = false;
  for (const { name, baseline, judgments, statuses } of analysis.judges) {
    if (baseline || judgments === 0) continue;
    const without = judgments - (statuses.decided ?? 0);
    if (without / judgments <= allowed) continue;
    incomplete = true;
    tell(
      `${name}: ${without} of ${judgments} judgments have no verdict, more than --max-errors ${allowed} allows`,
    );
  }
  return incomplete;
}

function announce(open: OpenRun, config: Config): void {
  for (const warning of open.warnings) tell(`warning: ${warning}`);
  tell(`run folder ${open.folder} · seed ${open.manifest.plan.seed}`);
  if (config.replay) tell(`replies are taken from ${config.replay.join(", ")}: nothing is sent`);
  const { repeats } = open.manifest.plan;
  tell(`${open.trials} trials, ${open.satisfied} already judged${repeats > 1 ? `, ${repeats} repeats` : ""}`);
}

/** What the readers say while they read, on stderr: the first rows passed over in full, then only that there are more. */
export function dataHooks(): Pick<RunHooks, "onInvalid" | "onNote"> {
  let skipped = 0;
  return {
    onInvalid(error) {
      skipped++;
      if (skipped <= SKIPS_SHOWN) tell(`skipped: ${error.message}`);
      else if (skipped === SKIPS_SHOWN + 1)
        tell("skipped: further rows are counted, not named (touchstone validate lists them)");
    },
    onNote: (note) => tell(`note: ${note}`),
  };
}

const SKIPS_SHOWN = 5;
