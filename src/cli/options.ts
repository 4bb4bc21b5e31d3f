import { type Command, Option } from "commander";
import type { AnnotatorKind, DataConfig, Rule } from "../index.js";
import {
  atLeast,
  between,
  collect,
  commaList,
  gate,
  type OptionFlag,
  once,
  protocolOption,
  scale,
  whole,
} from "./flags.js";
import { type JuryFlag, jury, rulePart } from "./rule-flags.js";

/** Flags that say which config file is meant. */
export interface ConfigFlags {
  readonly config?: string;
}

/** Flags that say where stored runs lie. */
export interface RunsFlags extends ConfigFlags {
  readonly runsDir?: string;
}

/** Flags of a command that makes a report. */
export interface ReportFlags {
  readonly prices?: string;
  readonly failUnder?: Readonly<Record<string, number>>;
  readonly output?: readonly string[];
  readonly sections?: readonly string[];
  readonly annotators?: AnnotatorKind;
  readonly json?: boolean;
}

/** Flags that say how stored judgments become decisions. */
export interface RuleFlags {
  readonly rule?: Partial<Rule>;
  readonly jury?: readonly JuryFlag[];
}

/** Flags that say how data is read. */
export interface DataFlags {
  readonly format?: DataConfig["format"];
  readonly map?: string;
  readonly labels?: string;
  readonly source?: DataConfig["source"];
  readonly skipInvalid?: boolean;
}

/** Flags that say who judges and how it is asked. */
export interface JudgeFlags {
  readonly judge?: readonly string[];
  readonly prompt?: string;
  readonly option?: readonly OptionFlag[];
  readonly orders?: string;
  readonly ties?: boolean;
  readonly scale?: readonly [number, number];
  readonly samples?: number;
  readonly gguf?: string;
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly modelSeed?: number;
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
  readonly timeout?: number;
  readonly concurrency?: number;
  readonly maxAttempts?: number;
  readonly repeats?: number;
}

export function addConfigOption(command: Command): Command {
  return command.option("-c, --config <file>", "config file (default: touchstone.config.* in this folder)");
}

export function addRunsDirOption(command: Command): Command {
  return command.addOption(
    new Option("--runs-dir <folder>", "where run folders are kept (default touchstone-runs)").env(
      "TOUCHSTONE_RUNS_DIR",
    ),
  );
}

export function addReportOptions(command: Command): Command {
  return command
    .option("--prices <file>", "price table (JSON or YAML), yours to fill")
    .option(
      "--fail-under <metric=value>",
      "gate on an interval's lower bound: agreement=0.7; repeatable",
      gate,
    )
    .option("-o, --output <file>", "write the report, by extension: .json .csv .md; repeatable", collect)
    .addOption(
      new Option(
        "--annotators <kind>",
        "who the people are, for the alternative annotator test (default: crowd)",
      ).choices(["expert", "skilled", "crowd"] satisfies readonly AnnotatorKind[]),
    )
    .option("--sections <name,…>", "show only these sections, for example leaderboard,subsets", commaList)
    .option("--json", "one JSON document on stdout");
}

/** How a command that reads stored runs makes decisions of their judgments. */
export function addRuleOptions(command: Command): Command {
  return command
    .option(
      "--rule <part=value,…>",
      "how judgments become decisions: orders=mean|consistent|pooled, samples=each|majority|mean|median|sum," +
        " value=sampled|expected, first=N samples; repeatable",
      rulePart,
    )
    .option(
      "--jury <name=judge+judge:rule>",
      "a judge combined of others, by majority, votes, mean-score, fitted(subset=X) or fitted(share=0.3); repeatable",
      jury,
    );
}

export function addDataOptions(command: Command): Command {
  return command
    .option(
      "--map <target=column,…>",
      "say which column is what: prompt=instruction+input,winner=label",
      once("map"),
    )
    .option(
      "--labels <a=…,b=…,tie=…>",
      "which values of the winner column mean what: a=A>B,b=B>A",
      once("labels"),
    )
    .addOption(
      new Option("--format <format>", "file format, where the extension does not tell").choices([
        "jsonl",
        "json",
        "csv",
      ]),
    )
    .addOption(
      new Option("--source <source>", "who the preferences come from, where the file does not say").choices([
        "human",
        "constructed",
        "verified",
      ]),
    )
    .option("--skip-invalid", "go on past rows that cannot be read, and count them");
}

export function addJudgeOptions(command: Command): Command {
  const asked = command
    .option("-j, --judge <judge>", "MODEL, PROTOCOL:MODEL, REWARD:MODEL or a baseline; repeatable", collect)
    .option("--prompt <file>", "your own prompt, or a built-in one's name")
    .option(
      "-O, --option <name=value>",
      "an option of the judges' protocols (touchstone protocols lists them): critique=none, 'scale=[1,5]'; repeatable",
      protocolOption,
    )
    .option(
      "--orders <orders>",
      "in which orders responses are shown: both, as-given, random, rotations, all",
    )
    .option(
      "--samples <n>",
      "how many samples of each question make one verdict (multiplies with the orders)",
      whole(1),
    )
    .option("--no-ties", "offer no tie")
    .option("--scale <low-high>", "scale of the score: 1-10", scale);
  return addModelOptions(asked, {
    temperature: "default 0; 0.7 with --samples",
    endpoint: "OpenAI-compatible endpoint (or OPENAI_BASE_URL), or a reward model's server",
  });
}

/** How a language model is sampled, and where it is reached. */
export function addModelOptions(
  command: Command,
  { temperature, endpoint }: { readonly temperature: string; readonly endpoint: string },
): Command {
  return command
    .option("--temperature <t>", `sampling temperature (${temperature})`, atLeast(0))
    .option("--top-p <p>", "nucleus sampling", between(0, 1))
    .option("--max-tokens <n>", "longest reply (default 1024)", whole(1))
    .option(
      "--model-seed <n>",
      "seed sent to the endpoint; each repeat and sample sends the next number",
      whole(0),
    )
    .option("--base-url <url>", endpoint)
    .option("--gguf <file>", "run this GGUF file in this process and ask no endpoint (needs node-llama-cpp)")
    .option("--api-key-env <name>", "environment variable that holds the key (default OPENAI_API_KEY)")
    .addOption(
      new Option("--timeout <seconds>", "give a call up after this long (default 120)")
        .argParser(atLeast(0.001))
        .env("TOUCHSTONE_TIMEOUT"),
    );
}

/** How a command that asks many questions asks them. */
export function addAskingOptions(command: Command): Command {
  return addPaceOptions(
    command.option("--repeats <n>", "how many verdicts each question gets (default 1)", whole(1)),
  );
}

/** How fast and how stubbornly is asked. */
export function addPaceOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--concurrency <n>", "calls in flight at once (default 16)")
        .argParser(whole(1))
        .env("TOUCHSTONE_CONCURRENCY"),
    )
    .option("--max-attempts <n>", "attempts a call before it counts as failed (default 6)", whole(1));
}
