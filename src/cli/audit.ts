import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Command } from "commander";
import type { Audit, Config, Probe } from "../index.js";
import { askJudges, tellCostStop } from "./asking.js";
import { auditDryRun } from "./audit-dry-run.js";
import { configFrom, type RunFlags, readingSettings } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { atLeast, collect, commaList } from "./flags.js";
import { tellGates } from "./gates.js";
import { resumingCommand } from "./interrupt.js";
import {
  addAskingOptions,
  addConfigOption,
  addDataOptions,
  addJudgeOptions,
  addReportOptions,
  addRuleOptions,
  addRunsDirOption,
  type ReportFlags,
  type RuleFlags,
} from "./options.js";
import { printBlocks, type ReportFile, reportFiles, tell, terminalOptions } from "./output.js";
import { addSelectingOptions, dataHooks } from "./run.js";

interface AuditFlags extends RunFlags, ReportFlags, RuleFlags {
  readonly probes?: readonly string[];
  readonly list?: boolean;
  readonly rewrites?: readonly string[];
  readonly card?: string;
  readonly dryRun?: boolean;
  readonly fresh?: boolean;
}

/** Comparisons that are audited where none of --sample, --limit and --ids says how many: every probe asks several questions of each. */
const SAMPLE = 100;

export function addAuditCommand(program: Command, finish: Finish): void {
  const command = program
    .command("audit")
    .description(
      "ask where a judge cannot be trusted: consistency, biases, attacks, its critiques, more votes",
    )
    .argument("[runs...]", "stored runs: measure what they hold and ask nothing more")
    .option(
      "--probes <name,…>",
      "only these probes or families (--list shows them); all for all of them",
      commaList,
    )
    .option(
      "--rewrites <file>",
      'responses rewritten by whom you like, a probe for each name: JSONL rows {"comparison", "response", "rewrite", "text"}; repeatable',
      collect,
    )
    .option("--list", "list the probes: what each asks")
    .option("--card <file>", "write the judge card into this file (.md or .json)");
  addConfigOption(command)
    .option("-d, --data <file>", "comparisons: .jsonl, .json, .csv, .tsv, .parquet; repeatable", collect)
    .option("--benchmark <name>", "a public benchmark (touchstone benchmarks)");
  addAskingOptions(addJudgeOptions(addDataOptions(command)));
  addSelectingOptions(command)
    .option("--name <name>", "start of the run folder's name")
    .option("--replay <run>", "take every reply from this stored run, call nothing; repeatable", collect)
    .option("--no-reuse", "do not use replies to the same request found in earlier runs")
    .option("--fresh", "set an earlier run of this command aside and start anew")
    .option("--max-cost <usd>", "stop cleanly at this cost (needs --prices)", atLeast(0.000001))
    .option("--dry-run", "price the audit probe by probe, send nothing");
  addRunsDirOption(addReportOptions(addRuleOptions(command)))
    .addHelpText("after", HELP)
    .action(async (runs: string[], flags: AuditFlags) => finish(await auditCommand(runs, flags)));
}

const HELP = `
Examples:
  $ touchstone audit --data pairs.jsonl --judge gpt-4o-mini --dry-run              what would it cost?
  $ touchstone audit --data pairs.jsonl --judge gpt-4o-mini --sample 40 --card card.md
  $ touchstone audit --data pairs.jsonl --judge gpt-4o-mini --probes order,length-padding,attack
  $ touchstone audit RUN --card card.md                                            what a stored run or an import shows
  $ touchstone audit --list`;

async function auditCommand(runs: readonly string[], flags: AuditFlags): Promise<number> {
  if (flags.list) return listProbes();
  const cardFormat = await cardFormatOf(flags.card);
  const files = await reportFiles(flags.output);
  if (runs.length > 0) {
    const audit = await storedAudit(runs, flags);
    await deliver(audit, files, { ...flags, cardFormat });
    return (await tellGates(audit.analysis, flags.failUnder)) ? EXIT.ok : EXIT.gateFailed;
  }
  const config = await auditConfig(flags);
  const hooks = {
    ...dataHooks(),
    ...(flags.probes ? { probes: flags.probes } : {}),
    fresh: flags.fresh === true,
  };
  if (flags.dryRun) return auditDryRun(config, hooks, flags);
  const { audit: begin } = await import("../index.js");
  const {
    result: { audit },
    ended,
  } = await askJudges({
    config,
    begin: (watching) => begin(config, { ...hooks, ...watching, onRound: tellRound }),
    announce({ warnings, folder, manifest }) {
      for (const warning of warnings) tell(`warning: ${warning}`);
      tell(`run folder ${folder} · seed ${manifest.plan.seed}`);
    },
  });
  await deliver(audit, files, { ...flags, cardFormat });
  if (ended === "interrupted") {
    tell(`interrupted: what was asked is kept, and measured above\nto go on: ${resumingCommand()}`);
    return EXIT.interrupted;
  }
  if (ended !== "finished") {
    tellCostStop(ended, config);
    return EXIT.incomplete;
  }
  return (await tellGates(audit.analysis, config.gates)) ? EXIT.ok : EXIT.gateFailed;
}

function tellRound({ trials, satisfied }: { readonly trials: number; readonly satisfied: number }): void {
  tell(`${trials} trials are wanted, ${satisfied} already judged`);
}

async function auditConfig(flags: AuditFlags): Promise<Config> {
  const { UsageError } = await import("../index.js");
  const given = await configFrom(flags);
  if ([given.data].flat().length === 0 && given.benchmark === undefined)
    throw new UsageError("nothing to audit: give a stored run, or --data FILE with --judge MODEL");
  if (given.judges.length === 0)
    throw new UsageError(
      "no judge: give --judge MODEL or --judge PROTOCOL:MODEL, or name a stored run instead of --data",
    );
  const ruled = flags.rule ? { ...given, rule: { ...given.rule, ...flags.rule } } : given;
  const config = flags.rewrites
    ? { ...ruled, probes: [...(ruled.probes ?? []), ...(await ownRewrites(flags.rewrites))] }
    : ruled;
  if (config.sample !== undefined || config.limit !== undefined || config.ids !== undefined) return config;
  tell(`audits ask much of each comparison: ${SAMPLE} are drawn by the seed (--sample N for more or fewer)`);
  return { ...config, sample: SAMPLE };
}

async function storedAudit(runs: readonly string[], flags: AuditFlags): Promise<Audit> {
  const { auditRuns, UsageError } = await import("../index.js");
  if (flags.judge || flags.data || flags.benchmark !== undefined || flags.dryRun)
    throw new UsageError(
      "a stored run is measured as it is: leave out --data, --benchmark, --judge and --dry-run, or leave out the run",
    );
  const { runsDirectory, rule, metrics, prices, annotators, probes: own } = await readingSettings(flags);
  return auditRuns(runs, {
    ...(runsDirectory ? { runsDirectory } : {}),
    ...(rule ? { rule } : {}),
    ...(metrics ? { metrics } : {}),
    ...(prices ? { prices } : {}),
    ...(annotators ? { annotators } : {}),
    own: [...(own ?? []), ...(await ownRewrites(flags.rewrites ?? []))],
    ...(flags.probes ? { probes: flags.probes } : {}),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    onWarning: (warning) => tell(`warning: ${warning}`),
  });
}

async function ownRewrites(paths: readonly string[]): Promise<Probe[]> {
  const { readGivenRewrites } = await import("../index.js");
  return (await Promise.all(paths.map(readGivenRewrites))).flat();
}

async function deliver(
  audit: Audit,
  files: readonly ReportFile[],
  { card, cardFormat, json }: AuditFlags & { readonly cardFormat: "md" | "json" },
): Promise<void> {
  const { renderAudit, renderCards } = await import("../index.js");
  for (const { path, format } of files) {
    await writeFile(path, await renderAudit(audit, format));
    tell(`wrote ${path}`);
  }
  if (card !== undefined) {
    await writeFile(card, renderCards(audit, cardFormat));
    tell(`wrote ${card}`);
  }
  if (json) process.stdout.write(await renderAudit(audit, "json"));
  else if (files.length === 0 || process.stdout.isTTY)
    process.stdout.write(await renderAudit(audit, "terminal", terminalOptions()));
}

async function cardFormatOf(path: string | undefined): Promise<"md" | "json"> {
  const extension = extname(path ?? "card.md").toLowerCase();
  if (extension === ".json") return "json";
  if (extension === ".md" || extension === ".markdown") return "md";
  const { UsageError } = await import("../index.js");
  throw new UsageError(
    `--card ${path}: expected a name that ends in .md or .json but found ${extension || "no ending"}`,
  );
}

async function listProbes(): Promise<number> {
  const { probes } = await import("../index.js");
  await printBlocks([
    {
      kind: "table",
      columns: [
        { title: "probe", align: "left" },
        { title: "family", align: "left" },
        { title: "asks", align: "left" },
        { title: "by default", align: "left" },
      ],
      rows: byFamily(probes).map(({ name, family, question, byDefault }) => [
        name,
        family,
        question,
        byDefault === false ? "no" : "yes",
      ]),
    },
  ]);
  return EXIT.ok;
}

function byFamily(probes: readonly Probe[]): readonly Probe[] {
  const families = [...new Set(probes.map(({ family }) => family))].sort();
  return families.flatMap((family) => probes.filter((probe) => probe.family === family));
}
