import type { Command } from "commander";
import type { Benchmark, Block } from "../index.js";
import { EXIT, type Finish } from "./exit.js";
import { printBlocks, printJson } from "./output.js";

interface BenchmarksFlags {
  readonly json?: boolean;
}

export function addBenchmarksCommand(program: Command, finish: Finish): void {
  program
    .command("benchmarks")
    .description(
      "the public benchmarks that are known: their rules, their traps, and the outputs that can be imported",
    )
    .argument("[name]", "one of them, in full")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", "\nExamples:\n  $ touchstone benchmarks\n  $ touchstone benchmarks judgebench")
    .action(async (name: string | undefined, flags: BenchmarksFlags) =>
      finish(await benchmarksCommand(name, flags)),
    );
}

async function benchmarksCommand(name: string | undefined, flags: BenchmarksFlags): Promise<number> {
  const { benchmarks, findBenchmark } = await import("../index.js");
  const shown = name === undefined ? benchmarks : [findBenchmark(name)];
  if (flags.json) await printJson({ benchmarks: shown.map(plainly) });
  else await printBlocks(name === undefined ? [overview(shown)] : shown.flatMap(inFull));
  return EXIT.ok;
}

function plainly({ name, title, about, sources, rule, traps, outputs, furtherFiles }: Benchmark) {
  return {
    name,
    title,
    ...about,
    sources,
    rule,
    traps,
    ...(furtherFiles ? { furtherFiles } : {}),
    outputs: outputs.map((one) => ({ name: one.name, summary: one.summary })),
  };
}

function overview(shown: readonly Benchmark[]): Block {
  return {
    kind: "table",
    columns: [
      { title: "benchmark", align: "left" },
      { title: "what it is", align: "left" },
      { title: "checked against", align: "left" },
      { title: "output formats", align: "left" },
    ],
    rows: shown.map(({ name, title, about, outputs }) => [
      name,
      title,
      about.checked,
      outputs.map((one) => one.name).join(", ") || "–",
    ]),
  };
}

function inFull({
  name,
  title,
  about,
  sources,
  rule,
  traps,
  outputs,
  furtherFiles = [],
}: Benchmark): Block[] {
  const list = (heading: string, items: readonly string[]): Block[] =>
    items.length === 0
      ? []
      : [
          { kind: "paragraph", text: heading },
          { kind: "list", items },
        ];
  return [
    { kind: "heading", text: `${name}: ${title}` },
    {
      kind: "list",
      items: [
        `paper: ${about.paper}`,
        `home: ${about.home}`,
        `licence: ${about.licence}`,
        `checked against ${about.checked}`,
      ],
    },
    ...list("Official rule:", rule),
    ...list("Known to be wrong or fragile:", traps),
    ...list(
      "Output formats:",
      outputs.map((one) => `${one.name}: ${one.summary}`),
    ),
    ...list("Further files that its rule can use (score --with):", furtherFiles),
    ...list("Where its rows lie:", sources.map(sourceText)),
  ];
}

function sourceText(source: Benchmark["sources"][number]): string {
  const files = source.files.join(", ") || "all";
  return source.kind === "hub"
    ? `Hugging Face dataset ${source.dataset}${source.revision ? ` at ${source.revision}` : ""}: ${files}`
    : `github.com/${source.repository} at ${source.commit.slice(0, 12)}: ${files}`;
}
