import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { EXIT, type Finish } from "./exit.js";
import { tell } from "./output.js";

interface InitFlags {
  readonly format: "yaml" | "ts" | "json";
  readonly force?: boolean;
}

export function addInitCommand(program: Command, finish: Finish): void {
  program
    .command("init")
    .description("write a config file to start from")
    .addOption(
      new Option("--format <format>", "kind of config file").choices(["yaml", "ts", "json"]).default("yaml"),
    )
    .option("--force", "overwrite a config file that is there")
    .addHelpText("after", "\nExamples:\n  $ touchstone init\n  $ touchstone init --format ts")
    .action(async (flags: InitFlags) => finish(await initCommand(flags)));
}

async function initCommand({ format, force }: InitFlags): Promise<number> {
  const path = `touchstone.config.${format}`;
  try {
    await writeFile(path, TEMPLATES[format], { flag: force ? "w" : "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const { UsageError } = await import("../index.js");
    throw new UsageError(`${path} is there already; --force overwrites it`);
  }
  tell(`wrote ${path}; next: put your comparisons beside it, then touchstone run --dry-run`);
  return EXIT.ok;
}

const YAML = `# yaml-language-server: $schema=./node_modules/touchstone/schemas/config.schema.json
# What to judge: .jsonl, .json, .csv or .tsv. Columns with other names: add a map.
data:
  - path: pairs.jsonl
    # map: { prompt: question, response_1: answer_a, response_2: answer_b, winner: label }

# Who judges. The key is read from OPENAI_API_KEY (or apiKeyEnv), never from here.
judges:
  - protocol: pairwise        # critique, then A, B or a tie; both orders
    model: gpt-4o-mini
    # baseURL: http://127.0.0.1:8080/v1
    maxTokens: 1024
  # - protocol: pointwise     # critique, then a score, one response at a time
  #   model: gpt-4o-mini
  #   options: { scale: [1, 10] }
  # - longest                 # a baseline by its name

repeats: 1
seed: 20
concurrency: 16
# sample: 200
# gates: { agreement: 0.7 }   # least lower bound of the interval; exit code 1 below it
# maxErrors: 0.1              # share of judgments without a verdict that is still ok; exit code 3 above it
`;

const TS = `import { defineConfig } from "touchstone";

export default defineConfig({
  // What to judge: .jsonl, .json, .csv or .tsv. Columns with other names: add a map.
  data: [{ path: "pairs.jsonl" }],
  // Who judges. The key is read from OPENAI_API_KEY (or apiKeyEnv), never from here.
  judges: [
    { protocol: "pairwise", model: "gpt-4o-mini", maxTokens: 1024 },
    // { protocol: "pointwise", model: "gpt-4o-mini", options: { scale: [1, 10] } },
    // "longest",
  ],
  repeats: 1,
  seed: 20,
  concurrency: 16,
});
`;

const JSON_CONFIG = `{
  "$schema": "./node_modules/touchstone/schemas/config.schema.json",
  "data": [{ "path": "pairs.jsonl" }],
  "judges": [{ "protocol": "pairwise", "model": "gpt-4o-mini", "maxTokens": 1024 }],
  "repeats": 1,
  "seed": 20,
  "concurrency": 16
}
`;

const TEMPLATES = { yaml: YAML, ts: TS, json: JSON_CONFIG };
