import type { Command } from "commander";
import type { Block, JudgeKind, JudgeKinds } from "../index.js";
import { ownProtocols } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { addConfigOption, type ConfigFlags } from "./options.js";
import { printBlocks, printJson } from "./output.js";

interface ProtocolsFlags extends ConfigFlags {
  readonly json?: boolean;
}

export function addProtocolsCommand(program: Command, finish: Finish): void {
  const command = program
    .command("protocols")
    .description("every way to judge: protocols with their options, endpoints of reward models, baselines")
    .argument("[name]", "only this one");
  addConfigOption(command)
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", HELP)
    .action(async (name: string | undefined, flags: ProtocolsFlags) =>
      finish(await protocolsCommand(name, flags)),
    );
}

const HELP = `
Your own protocols are listed where a config file names them. An option is given by -O NAME=VALUE, or in the config.

Examples:
  $ touchstone protocols
  $ touchstone protocols genrm-cot
  $ touchstone run -d pairs.jsonl -j rubric:gpt-4o-mini -O answer=yes-no`;

async function protocolsCommand(name: string | undefined, flags: ProtocolsFlags): Promise<number> {
  const { judgeKinds, UsageError } = await import("../index.js");
  const all = judgeKinds(await ownProtocols(flags));
  const kinds = name === undefined ? all : only(name, all);
  if (Object.values(kinds).every((list) => list.length === 0)) {
    const names = Object.values(all).flatMap((list: readonly { name: string }[]) =>
      list.map((kind) => kind.name),
    );
    throw new UsageError(`protocols ${name}: expected one of ${names.join(", ")}`);
  }
  if (flags.json) await printJson(kinds);
  else await printBlocks(kindsBlocks(kinds));
  return EXIT.ok;
}

function only(wanted: string, { protocols, rewards, baselines }: JudgeKinds): JudgeKinds {
  const named = ({ name }: { readonly name: string }) => name === wanted;
  return {
    protocols: protocols.filter(named),
    rewards: rewards.filter(named),
    baselines: baselines.filter(named),
  };
}

function kindsBlocks({ protocols, rewards, baselines }: JudgeKinds): Block[] {
  return [
    ...kindBlocks("Protocols: --judge PROTOCOL:MODEL", protocols),
    ...kindBlocks("Endpoints of reward models: --judge REWARD:MODEL --base-url URL", rewards),
    ...(baselines.length === 0
      ? []
      : ([
          { kind: "heading", text: "Baselines: --judge NAME" },
          { kind: "list", items: baselines.map(({ name, summary }) => `${name}: ${summary}`) },
        ] as const)),
  ];
}

function kindBlocks(heading: string, kinds: readonly JudgeKind[]): Block[] {
  if (kinds.length === 0) return [];
  return [
    { kind: "heading", text: heading },
    ...kinds.flatMap(({ name, summary, options }): Block[] => [
      { kind: "paragraph", text: `${name}: ${summary}` },
      ...(Object.keys(options).length === 0
        ? []
        : [
            {
              kind: "list",
              items: Object.entries(options).map(([option, about]) =>
                about ? `${option}: ${about}` : option,
              ),
            } as const,
          ]),
    ]),
  ];
}
