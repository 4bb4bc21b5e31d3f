import { type Command, Option } from "commander";
import type {
  DataConfig,
  OpenSample,
  PolicyConfig,
  Sample,
  SampleConfig,
  SampleCounts,
  SampledRow,
  SampledSet,
  Style,
} from "../index.js";
import { ask, tellCostStop } from "./asking.js";
import { configFrom, type RunFlags } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import {
  atLeast,
  between,
  collect,
  commaList,
  type OptionFlag,
  once,
  protocolOption,
  whole,
} from "./flags.js";
import { resumingCommand } from "./interrupt.js";
import { type Lines, linesInFile, linesOnStdout } from "./json-lines.js";
import { addConfigOption, addModelOptions, addPaceOptions } from "./options.js";
import { printBlocks, printJson, tell } from "./output.js";
import { type ProgressWords, progressAtStart } from "./progress.js";
import { dataHooks } from "./run.js";
import { sampleEstimateBlocks } from "./sample-dry-run.js";
import { withoutUndefined } from "./without-undefined.js";

interface SampleFlags extends Omit<RunFlags, "judge" | "samples"> {
  readonly model?: readonly string[];
  readonly n?: number;
  readonly style?: readonly string[];
  readonly extra?: readonly OptionFlag[];
  readonly samplesDir?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly fresh?: boolean;
  readonly dryRun?: boolean;
}

export function addSampleCommand(program: Command, finish: Finish): void {
  const command = program
    .command("sample")
    .description("draw responses of language models to prompts; the same command resumes");
  addConfigOption(command)
    .option("-d, --data <file>", "prompts, or comparisons whose prompts are taken; repeatable", collect)
    .option("--benchmark <name>", "the prompts of a public benchmark (touchstone benchmarks)")
    .option("-m, --model <name>", "a model as the endpoint knows it; repeatable", collect)
    .option("-n <count>", "responses of each model to each prompt in each style (default 4)", whole(1))
    .option(
      "--style <name=file>",
      "a way of asking: NAME=FILE holds its system prompt, NAME alone asks without one; repeatable",
      collect,
    );
  const reading = addReadingOptions(command);
  const asking = addModelOptions(reading, {
    temperature: "default 1",
    endpoint: "OpenAI-compatible endpoint (or OPENAI_BASE_URL)",
  });
  addPaceOptions(
    asking.option(
      "--extra <name=value>",
      "a further field of the request body, in JSON: 'chat_template_kwargs={\"enable_thinking\":false}'; repeatable",
      protocolOption,
    ),
  )
    .option("--seed <n>", "seeds --sample and the order of the responses (default 20)", whole(0))
    .option("--limit <n>", "only the first N prompts", whole(1))
    .option("--sample <n>", "only N prompts drawn by the seed", whole(1))
    .option("--ids <id,…>", "only these prompts", commaList)
    .option("--subset <name>", "only this subset; repeatable", collect)
    .option("--name <name>", "start of the folder's name")
    .addOption(
      new Option("--samples-dir <folder>", "where samples are kept (default touchstone-samples)").env(
        "TOUCHSTONE_SAMPLES_DIR",
      ),
    )
    .option("--no-reuse", "do not use replies to the same request found in other folders")
    .option("--fresh", "set earlier samples of this command aside and start anew")
    .option("--dry-run", "count calls and tokens, send nothing")
    .option("--prices <file>", "price table (JSON or YAML), yours to fill")
    .option("--max-cost <usd>", "stop cleanly at this cost (needs --prices)", atLeast(0.000001))
    .option(
      "--max-errors <share>",
      "share of responses not drawn that is still ok (default 0.1)",
      between(0, 1),
    )
    .option("-o, --output <file>", "write the rows there (.jsonl) and not to stdout")
    .option("--json", "the counts as one JSON document on stdout; rows only where -o names a file")
    .addHelpText("after", HELP)
    .action(async (flags: SampleFlags) => finish(await sampleCommand(flags)));
}

function addReadingOptions(command: Command): Command {
  return command
    .option(
      "--map <target=column,…>",
      "say which column is what: prompt=question,reference=solution",
      once("map"),
    )
    .addOption(
      new Option("--format <format>", "file format, where the extension does not tell").choices([
        "jsonl",
        "json",
        "csv",
      ]),
    )
    .option("--skip-invalid", "go on past rows that cannot be read, and count them");
}

const HELP = `
Each row written is a prompt with its responses, in the native format: what verify, run, best-of-n and export read. A chain of thought stands apart from its response.

Examples:
  $ touchstone sample -d prompts.jsonl -m qwen2.5-7b -n 16 --base-url http://127.0.0.1:8000/v1 -o responses.jsonl
  $ touchstone sample -d prompts.jsonl -m qwen2.5-7b --style concise --style reasoning=think.md -o responses.jsonl
  $ touchstone sample --benchmark gsm8k -d example_model_solutions.jsonl -m qwen2.5-1.5b --gguf qwen2.5-1.5b.gguf --limit 50 -o gsm8k.jsonl
  $ touchstone sample -d prompts.csv --map prompt=question -m gpt-4o-mini -n 8 --dry-run`;

const DRAWING: ProgressWords = { done: "drawn", unread: "withheld", sent: "prompts" };

async function sampleCommand(flags: SampleFlags): Promise<number> {
  const config = await sampleConfigFrom(flags);
  const hooks = { ...dataHooks(), fresh: flags.fresh === true };
  if (flags.dryRun) {
    const { estimateSample } = await import("../index.js");
    const estimate = await estimateSample(config, hooks);
    if (flags.json) await printJson(estimate);
    else await printBlocks(sampleEstimateBlocks(estimate));
    return EXIT.ok;
  }
  const rows = flags.output === undefined ? (flags.json ? null : linesOnStdout()) : linesInFile(flags.output);
  try {
    const { set, ended } = await drawn(config, hooks, rows);
    if (ended === "interrupted") {
      await rows?.discard();
      tell(`interrupted; every response is kept in ${set.folder}\nto go on: ${resumingCommand()}`);
      return EXIT.interrupted;
    }
    await rows?.finish();
    if (flags.json) await printJson(set.counts);
    tell(countLine(set.counts));
    if (ended !== "finished") tellCostStop(ended, config);
    return ended === "finished" && (await isComplete(set.counts, config)) ? EXIT.ok : EXIT.incomplete;
  } catch (error) {
    await rows?.discard();
    throw error;
  }
}

async function drawn(
  config: SampleConfig,
  hooks: ReturnType<typeof dataHooks> & { readonly fresh: boolean },
  rows: Lines | null,
) {
  const { costMeter, drawResponses, nativeRow, policyPayees } = await import("../index.js");
  const onRow = async ({ comparison, checks }: SampledRow) => rows?.line(nativeRow(comparison, [], checks));
  const { result: set, ended } = await ask<Sample, OpenSample, SampledSet>({
    begin: (watching) => drawResponses(config, { ...hooks, ...watching, onRow }),
    announce(open, show) {
      for (const warning of open.warnings) tell(`warning: ${warning}`);
      tell(`samples in ${open.folder}\n${open.draws} responses, ${open.satisfied} already drawn`);
      if (open.draws > open.satisfied)
        show(progressAtStart({ trials: open.draws, satisfied: open.satisfied }));
    },
    meter: ({ manifest }) => costMeter(policyPayees(manifest.policies), config),
    words: DRAWING,
  });
  return { set, ended };
}

/** The config of the command: data and the like of a config file, overlaid by flags; the models and styles of the flags. */
async function sampleConfigFrom(flags: SampleFlags): Promise<SampleConfig> {
  const { UsageError } = await import("../index.js");
  // Of a config file only what is not about judging counts.
  const { map, ...others } = flags;
  const { judges: _, ...config } = await configFrom({ ...others, judge: [] });
  if ([config.data].flat().length === 0 && config.benchmark === undefined)
    throw new UsageError("no prompts: give --data FILE or --benchmark NAME");
  const { model: models = [] } = flags;
  if (models.length === 0) throw new UsageError("no model: give --model NAME");
  if (flags.gguf !== undefined && models.length > 1)
    throw new UsageError(`--gguf is one model: expected one --model but found ${models.length}`);
  return {
    ...config,
    ...(map === undefined ? {} : { data: await mapped(config.data, map) }),
    models: models.map((model): PolicyConfig => ({ model, ...howAsked(flags) })),
    ...withoutUndefined({
      n: flags.n,
      samplesDirectory: flags.samplesDir,
      styles: flags.style && (await Promise.all(flags.style.map(styleFrom))),
    }),
  };
}

async function mapped(data: SampleConfig["data"], map: string): Promise<DataConfig[]> {
  const { parsePromptMap } = await import("../index.js");
  const targets = parsePromptMap(map);
  return [data].flat().map((source) => ({
    ...(typeof source === "string" ? { path: source } : source),
    map: targets,
  }));
}

function howAsked(flags: SampleFlags): Omit<PolicyConfig, "model"> {
  return withoutUndefined({
    gguf: flags.gguf,
    baseURL: flags.baseUrl,
    apiKeyEnv: flags.apiKeyEnv,
    temperature: flags.temperature,
    topP: flags.topP,
    maxTokens: flags.maxTokens,
    seed: flags.modelSeed,
    extra: flags.extra && Object.fromEntries(flags.extra.map(({ name, value }) => [name, value])),
  });
}

/** `NAME=FILE`: the file's text is the style's system prompt. `NAME` alone has none. */
async function styleFrom(given: string): Promise<Style> {
  const { readStyle } = await import("../index.js");
  const equals = given.indexOf("=");
  if (equals < 0) return { name: given.trim(), system: null };
  return readStyle(given.slice(0, equals).trim(), given.slice(equals + 1).trim());
}

function countLine(counts: SampleCounts): string {
  const { prompts, rows, whole: ended, truncated, empty, withheld, failed, missing } = counts;
  const parts = [
    `${ended} responses`,
    ...(truncated > 0 ? [`${truncated} more that were cut off at the longest allowed (marked)`] : []),
    ...(empty > 0 ? [`${empty} of them without text`] : []),
    ...(withheld > 0 ? [`${withheld} withheld by a content filter`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(missing > 0 ? [`${missing} not asked for`] : []),
  ];
  return `${rows} of ${prompts} prompts have responses: ${parts.join(", ")}`;
}

/** Whether as many responses were drawn as the config asks for; says so where not. */
async function isComplete(
  { whole: ended, truncated, withheld, failed, missing }: SampleCounts,
  config: SampleConfig,
): Promise<boolean> {
  const { CONFIG_DEFAULTS } = await import("../index.js");
  const maxErrors = config.maxErrors ?? CONFIG_DEFAULTS.maxErrors;
  const without = withheld + failed + missing;
  const all = ended + truncated + without;
  if (without <= maxErrors * all) return true;
  tell(`${without} of ${all} responses were not drawn, more than --max-errors ${maxErrors} allows`);
  return false;
}
