import type { Command } from "commander";
import type { Block, JudgeReparse, Reading, Reparse, RereadExample } from "../index.js";
import { ownProtocols, readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { addConfigOption, addRunsDirOption, type RunsFlags } from "./options.js";
import { printBlocks, printJson, tell } from "./output.js";
import { verdictText } from "./verdict-text.js";

interface ReparseFlags extends RunsFlags {
  readonly write?: boolean;
  readonly json?: boolean;
}

export function addReparseCommand(program: Command, finish: Finish): void {
  const command = program
    .command("reparse")
    .description(
      "read a stored run's raw replies again with today's protocols, without a call, and show what changed",
    )
    .argument("<run>", "run folder, its name, or the start of its name")
    .option("--write", "store the new readings: they are added, and from then on they count")
    .option("--json", "one JSON document on stdout");
  addRunsDirOption(addConfigOption(command))
    .addHelpText("after", HELP)
    .action(async (run: string, flags: ReparseFlags) => finish(await reparseCommand(run, flags)));
}

const HELP = `
Nothing is changed without --write; with it the earlier readings stay in the file. Calls that failed stay failed.

Examples:
  $ touchstone reparse pairs-3f2a
  $ touchstone reparse pairs-3f2a --write`;

async function reparseCommand(run: string, flags: ReparseFlags): Promise<number> {
  const { reparseRun } = await import("../index.js");
  const { runsDirectory } = await readingSettings(flags);
  const reparsed = await reparseRun(run, {
    ...(runsDirectory ? { runsDirectory } : {}),
    ...(await ownProtocols(flags)),
    write: flags.write === true,
    onWarning: (warning) => tell(`warning: ${warning}`),
  });
  if (flags.json) await printJson(reparsed);
  else await printBlocks(reparseBlocks(reparsed));
  if (flags.write) tell(`${reparsed.written} new readings were added to ${reparsed.run}`);
  return EXIT.ok;
}

function reparseBlocks({ run, judges }: Reparse): Block[] {
  if (judges.length === 0)
    return [
      { kind: "paragraph", text: `${run} holds no judge that was asked anything: there is nothing to read.` },
    ];
  return judges.flatMap((judge): Block[] => [
    { kind: "heading", text: judge.name },
    ...(judge.status === "skipped"
      ? [{ kind: "paragraph", text: `skipped, ${judge.judgments} judgments: ${judge.reason}` } as const]
      : readBlocks(judge)),
  ]);
}

function readBlocks(judge: JudgeReparse & { status: "read" }): Block[] {
  const { changes, examples } = judge;
  return [
    { kind: "paragraph", text: countsText(judge) },
    ...(changes.length === 0
      ? []
      : [
          {
            kind: "table",
            columns: [
              { title: "stored", align: "left" },
              { title: "read today", align: "left" },
              { title: "judgments", align: "right" },
            ],
            rows: changes.map(({ before, after, count }) => [before, after, String(count)]),
          } as const,
          { kind: "list", items: examples.map(exampleText) } as const,
        ]),
  ];
}

function countsText(judge: JudgeReparse & { status: "read" }): string {
  const { judgments, unchanged, changed, failed, incomplete, withoutComparison, unknownProbe } = judge;
  const counts: readonly (readonly [number, string])[] = [
    [unchanged, "unchanged"],
    [changed, "changed"],
    [failed, "without a reply"],
    [incomplete, "that would first be asked further today, or are stored without raw text"],
    [withoutComparison, "whose comparison the run does not hold"],
    [unknownProbe, "asked by a probe that is not known here"],
  ];
  const shown = counts.filter(([count], i) => i < 2 || count > 0).map(([count, what]) => `${count} ${what}`);
  return `${judgments} judgments: ${shown.join(", ")}`;
}

function exampleText({ comparison, presented, repeat, before, after, text }: RereadExample): string {
  const shown = presented ? ` (${presented.join(", then ")}${repeat > 0 ? `, repeat ${repeat}` : ""})` : "";
  return `${comparison}${shown}: ${readingText(before)} → ${readingText(after)}: “${text}”`;
}

function readingText(reading: Reading): string {
  return reading.status === "decided" ? verdictText(reading.verdict) : `${reading.status}, ${reading.reason}`;
}
