import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { AdHocJudging, Block, JudgeKinds } from "../index.js";
import { configFrom } from "./config.js";
import { EXIT, type Finish } from "./exit.js";
import { collect } from "./flags.js";
import { onInterrupt } from "./interrupt.js";
import {
  addAskingOptions,
  addConfigOption,
  addJudgeOptions,
  type ConfigFlags,
  type JudgeFlags,
} from "./options.js";
import { printBlocks, printJson, tell } from "./output.js";
import { verdictText } from "./verdict-text.js";

interface JudgeCommandFlags extends JudgeFlags, ConfigFlags {
  readonly question: string;
  readonly response: readonly string[];
  readonly reference?: string;
  readonly rubric?: string;
  readonly json?: boolean;
}

export function addJudgeCommand(program: Command, finish: Finish): void {
  const command = program
    .command("judge")
    .description("judge one prompt and its responses, and show the critiques");
  addConfigOption(command)
    .requiredOption("-q, --question <text>", "what the responses answer; @FILE reads a file, - reads stdin")
    .requiredOption("-r, --response <text>", "a response; @FILE reads a file; repeatable", collect)
    .option("--reference <text>", "a correct or model answer; @FILE reads a file")
    .option("--rubric <text>", "what a good answer must do; @FILE reads a file");
  addAskingOptions(addJudgeOptions(command))
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", HELP)
    .action(async (flags: JudgeCommandFlags) => finish(await judgeCommand(flags)));
}

const HELP = `
Nothing is stored. A single response needs a judge that scores (pointwise, genrm, rubric …).

Examples:
  $ touchstone judge -j gpt-4o-mini -q "Why is the sky blue?" -r @a.txt -r @b.txt
  $ touchstone judge -j pointwise:gpt-4o-mini --scale 1-5 -q @question.txt -r "Because of Rayleigh scattering."
  $ touchstone judge -j genrm-cot:gpt-4o-mini --samples 4 -q "What is 17 × 3?" -r "51" -r "41"`;

async function judgeCommand(flags: JudgeCommandFlags): Promise<number> {
  const { judgeKinds, judgeOnce, UsageError } = await import("../index.js");
  const { question, response, reference, rubric, json, ...asking } = flags;
  const config = await configFrom({ ...asking, data: [] });
  if (config.judges.length === 0)
    throw new UsageError(
      "no judge: give --judge MODEL, --judge PROTOCOL:MODEL, --judge REWARD:MODEL, or a baseline such as --judge longest",
    );
  const texts = await Promise.all(response.map(textOf));
  const comparison = {
    id: "ad-hoc",
    prompt: await textOf(question),
    responses: texts.map((text, position) => ({ id: `r${position + 1}`, text })),
    ...(reference === undefined ? {} : { reference: await textOf(reference) }),
    ...(rubric === undefined ? {} : { rubric: await textOf(rubric) }),
  };
  const interrupt = onInterrupt();
  const judged = await judgeOnce(comparison, config, {
    stop: interrupt.stop,
    abort: interrupt.abort,
    onHost: (host) => tell(`prompt and responses are sent to: ${host}`),
  }).finally(() => interrupt.release());
  if (interrupt.stop.aborted) return EXIT.interrupted;
  if (json) await printJson(judged);
  else await printBlocks(judgingBlocks(judged, judgeKinds(config)));
  return judged.judgments.some(({ reading }) => reading.status === "decided") ? EXIT.ok : EXIT.incomplete;
}

async function textOf(given: string): Promise<string> {
  if (given === "-") {
    const parts: Buffer[] = [];
    for await (const part of process.stdin) parts.push(Buffer.from(part));
    return Buffer.concat(parts).toString("utf8");
  }
  return given.startsWith("@") ? readFile(given.slice(1), "utf8") : given;
}

function judgingBlocks({ judges, judgments, decisions }: AdHocJudging, { protocols }: JudgeKinds): Block[] {
  return judges.flatMap((judge): Block[] => {
    const protocol = protocols.find(({ name }) => judge.kind === "asked" && name === judge.protocol);
    const own = judgments.filter(({ trial }) => trial.judge === judge.id);
    const decision = decisions.find((one) => one.judge === judge.id)?.decision;
    return [
      { kind: "heading", text: judge.name },
      ...own.flatMap(({ trial, critique, reading }): Block[] => [
        ...(critique ? [{ kind: "paragraph", text: critique } as const] : []),
        {
          kind: "paragraph",
          text: `${presentedText(trial.presented)}: ${reading.status === "decided" ? verdictText(reading.verdict, protocol?.scoreName) : `${reading.status}, ${reading.reason}`}`,
        },
      ]),
      {
        kind: "paragraph",
        text: `Together: ${
          decision?.status === "decided"
            ? verdictText(decision.verdict, protocol?.scoreName)
            : `no verdict (${decision?.reasons.map(({ status, count }) => `${count} ${status}`).join(", ") ?? "not asked"})`
        }`,
      },
    ];
  });
}

function presentedText(presented: readonly string[] | null): string {
  if (presented === null) return "order not recorded";
  return presented.length === 1 ? `${presented[0]} alone` : `shown as ${presented.join(", then ")}`;
}
