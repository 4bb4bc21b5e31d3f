import type { Command } from "commander";
import type { Block, OfficialFigure, OfficialScore } from "../index.js";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { collect } from "./flags.js";
import { addConfigOption, addRunsDirOption, type RunsFlags } from "./options.js";
import { printBlocks, printJson, tell, tellPassedOver } from "./output.js";

interface ScoreFlags extends RunsFlags {
  readonly benchmark?: string;
  readonly data?: readonly string[];
  readonly outputs?: readonly string[];
  readonly with?: readonly string[];
  readonly json?: boolean;
}

export function addScoreCommand(program: Command, finish: Finish): void {
  const command = program
    .command("score")
    .description("a benchmark's official figures, of published outputs or of stored runs")
    .argument("[run...]", "run folder, its name, or the start of its name")
    .option("--benchmark <name>", "which benchmark's rule (default: the one the run is of)")
    .option(
      "--outputs <path>",
      "files or folders of published outputs, several after one flag; repeatable",
      collectAll,
    )
    .option(
      "--data <path>",
      "the benchmark's own files, where outputs do not hold the texts; repeatable",
      collect,
    )
    .option(
      "--with <path>",
      "a further file that the benchmark's rule can use (`touchstone benchmarks NAME` lists them); repeatable",
      collect,
    )
    .option("--json", "one JSON document on stdout; of several judges one with all of them under scores");
  addRunsDirOption(addConfigOption(command))
    .addHelpText("after", HELP)
    .action(async (runs: string[], flags: ScoreFlags) => finish(await scoreCommand(runs, flags)));
}

const HELP = `
Intervals are 95 %, from drawing whole clusters and taking the official formula anew each time.

Examples:
  $ touchstone score --benchmark judgebench --outputs outputs/judge.jsonl --json
  $ touchstone score --benchmark pandalm --data testset-v1.json --outputs verdicts.json
  $ touchstone score judgebench-3f2a`;

function collectAll(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

async function scoreCommand(runs: readonly string[], flags: ScoreFlags): Promise<number> {
  const { scoreDocument, UsageError } = await import("../index.js");
  // `--outputs a b c`: what follows the first is read as runs by commander.
  const outputs = flags.outputs ? [...flags.outputs, ...runs] : [];
  if (outputs.length === 0 && runs.length === 0)
    throw new UsageError("score: name a run, or files with --outputs");
  const scores = outputs.length > 0 ? await ofOutputs(outputs, flags) : await ofRuns(runs, flags);
  const documents = scores.map(scoreDocument);
  if (flags.json)
    await printJson(documents.length === 1 && documents[0] ? documents[0] : { scores: documents });
  else await printBlocks(scores.flatMap(blocksOf));
  for (const caution of new Set(scores.map((score) => score.caution)))
    if (caution !== null) tell(`note: ${caution}`);
  return EXIT.ok;
}

async function ofOutputs(paths: readonly string[], flags: ScoreFlags): Promise<OfficialScore[]> {
  const { CONFIG_DEFAULTS, findBenchmark, readOutputs, scoreOutputs } = await import("../index.js");
  const outputs = await readOutputs(paths, {
    ...(flags.benchmark === undefined ? {} : { benchmark: findBenchmark(flags.benchmark) }),
    ...(flags.data ? { data: flags.data } : {}),
  });
  tellPassedOver(outputs);
  return scoreOutputs(outputs, CONFIG_DEFAULTS.seed, flags.with);
}

async function ofRuns(runs: readonly string[], flags: ScoreFlags): Promise<OfficialScore[]> {
  const { scoreRun } = await import("../index.js");
  const { runsDirectory } = await readingSettings(flags);
  const scores = await Promise.all(
    runs.map((run) =>
      scoreRun(run, {
        ...(runsDirectory ? { runsDirectory } : {}),
        ...(flags.benchmark === undefined ? {} : { benchmark: flags.benchmark }),
        ...(flags.with ? { furtherFiles: flags.with } : {}),
      }),
    ),
  );
  return scores.flat();
}

function blocksOf({ benchmark, judge, n, figures, caution }: OfficialScore): Block[] {
  return [
    { kind: "heading", text: `${benchmark}, official rule: ${judge.name}` },
    { kind: "paragraph", text: `${n} comparisons judged${caution === null ? "" : `; ${caution}`}.` },
    {
      kind: "table",
      columns: [
        { title: "figure", align: "left" },
        { title: "value", align: "right" },
        { title: "95 % interval", align: "right" },
        { title: "n", align: "right" },
        { title: "excluded", align: "right" },
        { title: "", align: "left" },
      ],
      rows: figures.map((figure) => [
        figure.name,
        valueText(figure),
        figure.interval ? `[${figure.interval.map((end) => numberText(end, figure)).join(", ")}]` : "–",
        String(figure.n),
        String(figure.excluded),
        figure.value === null ? (figure.reason ?? "") : "",
      ]),
    },
  ];
}

function valueText(figure: OfficialFigure): string {
  if (figure.value === null) return "–";
  return `${numberText(figure.value, figure)}${figure.unit === "percent" ? " %" : ""}`;
}

function numberText(value: number, { unit }: OfficialFigure): string {
  return unit === "percent" ? value.toFixed(2) : Number.isInteger(value) ? String(value) : value.toFixed(4);
}
