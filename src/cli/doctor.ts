import type { Command } from "commander";
import type { Block, Examination } from "../index.js";
import { configFrom } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { addConfigOption, addJudgeOptions, type ConfigFlags, type JudgeFlags } from "./options.js";
import { printBlocks, printJson } from "./output.js";

interface DoctorFlags extends JudgeFlags, ConfigFlags {
  readonly json?: boolean;
}

export function addDoctorCommand(program: Command, finish: Finish): void {
  const command = program
    .command("doctor")
    .description(
      "is the endpoint reachable, does the model answer, what can it do, and what would be sent where?",
    );
  addJudgeOptions(addConfigOption(command))
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", HELP)
    .action(async (flags: DoctorFlags) => finish(await doctorCommand(flags)));
}

const HELP = `
Sends each endpoint a list request and about a dozen one-line questions of its own, with replies of a
few tokens; nothing of your data. Says what the model takes and can do, and what to write into the
judge's "capabilities" where that is not what is assumed. Exit code 3 where a run would not work.

Examples:
  $ touchstone doctor --judge gpt-4o-mini
  $ touchstone doctor --judge qwen2.5-1.5b --base-url http://127.0.0.1:8080/v1`;

async function doctorCommand(flags: DoctorFlags): Promise<number> {
  const { examine, UsageError } = await import("../index.js");
  const config = await configFrom(flags);
  if (config.judges.length === 0) throw new UsageError("no judge: give --judge MODEL, or a config file");
  const examination = await examine(config);
  if (flags.json) await printJson(examination);
  else await printBlocks(examinationBlocks(examination));
  return examination.healthy ? EXIT.ok : EXIT.incomplete;
}

function examinationBlocks({ touchstone, node, judges, healthy }: Examination): Block[] {
  return [
    { kind: "paragraph", text: `Touchstone ${touchstone} on Node ${node}` },
    ...judges.flatMap(judgeBlocks),
    {
      kind: "paragraph",
      text: healthy ? "Nothing that a run needs is missing." : "A run would not work like this: see ✗ above.",
    },
  ];
}

function judgeBlocks({
  name,
  endpoint,
  key,
  checks,
  problem,
  capabilities,
}: Examination["judges"][number]): Block[] {
  const items = [
    endpoint === null
      ? "computed here: nothing is sent"
      : `prompts and responses would be sent to ${endpoint}`,
    ...(key === null ? [] : [`key from ${key}`]),
    ...(problem === undefined ? [] : [`✗ ${problem}`]),
    ...checks.map(
      ({ name: check, ok, detail }) => `${ok === null ? "?" : ok ? "✓" : "✗"} ${check}: ${detail}`,
    ),
  ];
  const blocks: Block[] = [
    { kind: "heading", text: name },
    { kind: "list", items },
  ];
  const override = Object.entries(capabilities?.override ?? {});
  if (override.length === 0) return blocks;
  const fields = override.map(([field, value]) => `${field}: ${value}`).join(", ");
  const text = `Not as assumed. Write beside this judge in the config: capabilities: { ${fields} }`;
  return [...blocks, { kind: "paragraph", text }];
}
