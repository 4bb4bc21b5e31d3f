import { basename } from "node:path";
import type { Command } from "commander";
import type { Block, RunListing } from "../index.js";
import { readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { addConfigOption, addRunsDirOption, type RunsFlags } from "./options.js";
import { printBlocks, printJson, tell } from "./output.js";

interface ListFlags extends RunsFlags {
  readonly json?: boolean;
}

export function addRunsCommand(program: Command, finish: Finish): void {
  const runs = program.command("runs").description("stored runs");
  const list = runs
    .command("list")
    .description("what runs are stored, and how far each is")
    .option("--json", "one JSON document on stdout");
  addRunsDirOption(addConfigOption(list))
    .addHelpText(
      "after",
      "\nExamples:\n  $ touchstone runs list\n  $ touchstone runs list --runs-dir archive --json",
    )
    .action(async (flags: ListFlags) => finish(await listCommand(flags)));
}

async function listCommand(flags: ListFlags): Promise<number> {
  const { CONFIG_DEFAULTS, listRuns } = await import("../index.js");
  const { runsDirectory: directory = CONFIG_DEFAULTS.runsDirectory } = await readingSettings(flags);
  const found = await listRuns(directory);
  if (flags.json) await printJson({ directory, runs: found });
  else if (found.length === 0) tell(`no runs in ${directory}; touchstone run makes one`);
  else await printBlocks([runsTable(found)]);
  return EXIT.ok;
}

function runsTable(runs: readonly RunListing[]): Block {
  return {
    kind: "table",
    columns: [
      { title: "run", align: "left" },
      { title: "made", align: "left" },
      { title: "judges", align: "left" },
      { title: "comparisons", align: "right" },
      { title: "judgments", align: "right" },
      { title: "failed", align: "right" },
    ],
    rows: runs.map((run) =>
      run.status === "broken"
        ? [basename(run.folder), "–", `broken: ${run.reason}`, "–", "–", "–"]
        : [
            basename(run.folder),
            run.createdAt.slice(0, 16).replace("T", " "),
            run.judges.join(", "),
            String(run.counts.comparisons),
            String(run.counts.judgments),
            String(run.counts.failed),
          ],
    ),
  };
}
