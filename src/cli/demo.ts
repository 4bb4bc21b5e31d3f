import { relative } from "node:path";
import type { Command } from "commander";
import type { Analysis, Block, Demo, Estimate, Recording } from "../index.js";
import { EXIT, type Finish } from "./exit.js";
import { collect } from "./flags.js";
import { deliverReport, printBlocks, reportFiles, tell } from "./output.js";

interface DemoFlags {
  readonly output?: readonly string[];
  readonly json?: boolean;
}

export function addDemoCommand(program: Command, finish: Finish): void {
  program
    .command("demo")
    .description("report the recorded runs of real small models beside the baselines: no key, no network")
    .option("-o, --output <file>", "write the report, by extension: .json .csv .md; repeatable", collect)
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", "\nExamples:\n  $ touchstone demo\n  $ touchstone demo -o demo.md")
    .action(async (flags: DemoFlags) => finish(await demoCommand(flags)));
}

async function demoCommand(flags: DemoFlags): Promise<number> {
  const { demo, STARTER_SET } = await import("../index.js");
  const files = await reportFiles(flags.output);
  const shown = await demo();
  const analysis = shown.recorded ?? shown.starter;
  if (!flags.json) {
    await printBlocks(introduction(shown));
    process.stdout.write("\n");
  }
  await deliverReport(analysis, files, { ...flags, sections: SHOWN });
  if (!flags.json && shown.byProtocol) {
    process.stdout.write("\n");
    await printBlocks(byProtocolBlocks(shown.byProtocol));
  }
  tell(howToRunLive(nearPath(STARTER_SET)));
  return EXIT.ok;
}

// What a first look needs; the files of `-o`, and `--json`, hold every section.
const SHOWN = ["leaderboard", "remarks", "consistency", "exclusions"];

function introduction({ starter, recordings, recorded, judgedNow }: Demo): Block[] {
  const { comparisons, subsets, duels } = starter.data;
  return [
    { kind: "heading", text: "The starter set" },
    {
      kind: "paragraph",
      text:
        `${comparisons} comparisons (${duels} duels) in ${subsets.length} subsets. Their preferences are right by construction: ` +
        `each worse response has a planted flaw. Just now the ${starter.judges.length} baselines judged all of them through the whole pipeline: ${judgedNow} judgments.`,
    },
    {
      kind: "table",
      caption: `Baselines, all ${comparisons} comparisons`,
      columns: [
        { title: "baseline", align: "left" },
        { title: starter.data.agreementWith, align: "right" },
        { title: "n", align: "right" },
      ],
      rows: starter.judges.map(({ id, name }) => {
        const figure = starter.estimates.find(
          (one) => one.metric === "agreement" && one.judge === id && one.subset === null,
        );
        return [name, figure ? shareText(figure) : "–", String(figure?.n ?? 0)];
      }),
    },
    { kind: "heading", text: "Recorded judges" },
    recorded
      ? {
          kind: "list",
          items: recordings.map(
            ({ judge, origin, judgments, comparisons: judged, prompt, notes }) =>
              `${judge}: ${origin}, ${judgments} judgments on ${judged} of ${comparisons} comparisons, prompt ${prompt}${notesText(notes)}`,
          ),
        }
      : {
          kind: "paragraph",
          text: "No recorded run ships with this copy: the table below holds the baselines alone.",
        },
  ];
}

/** One model, asked in every way: what it says and how often it can be read depends on how it is asked. */
function byProtocolBlocks({ judges, estimates, data }: Analysis): Block[] {
  const asked = judges.filter(({ baseline }) => !baseline);
  return [
    { kind: "heading", text: "One model, asked in every way" },
    {
      kind: "table",
      caption: `The same ${data.comparisons} comparisons for each, recorded; both orders, or each response alone`,
      columns: [
        { title: "judge", align: "left" },
        { title: data.agreementWith, align: "right" },
        { title: "n", align: "right" },
        { title: "unread", align: "right" },
      ],
      rows: asked.map(({ id, name, judgments, statuses }) => {
        const figure = estimates.find(
          (one) => one.metric === "agreement" && one.judge === id && one.subset === null,
        );
        const unread = judgments - (statuses.decided ?? 0);
        return [name, figure ? shareText(figure) : "–", String(figure?.n ?? 0), `${unread} of ${judgments}`];
      }),
    },
  ];
}

function shareText({ value, interval }: Estimate): string {
  const percent = (share: number) => (share * 100).toFixed(1);
  if (value === null) return "–";
  return interval
    ? `${percent(value)} % [${percent(interval[0])}, ${percent(interval[1])}]`
    : `${percent(value)} %`;
}

function notesText(notes: Recording["notes"]): string {
  return ["quantisation", "server", "settings"]
    .flatMap((field) => (notes[field] ? `, ${String(notes[field])}` : []))
    .join("");
}

/** As short as a path from here can be, where the file lies below this folder. */
function nearPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith("..") ? path : near;
}

function howToRunLive(data: string): string {
  return `
The whole report (ties, subsets, rankings, cost): npx touchstone demo -o demo.md
Now with a judge of your own (any OpenAI-compatible endpoint):
  OPENAI_BASE_URL=http://127.0.0.1:8080/v1 npx touchstone run --data ${data} --judge MODEL
  OPENAI_API_KEY=… npx touchstone run --data ${data} --judge gpt-4o-mini --dry-run`;
}
