import type { Block, Config, JudgeEstimate, RunEstimate, RunHooks } from "../index.js";
import { EXIT } from "./exit.js";
import { printBlocks, printJson } from "./output.js";

/** `touchstone run --dry-run`: what the run would ask and cost. Sends nothing, writes nothing. */
export async function dryRunCommand(
  config: Config,
  hooks: RunHooks,
  flags: { readonly json?: boolean },
): Promise<number> {
  const { dryRun } = await import("../index.js");
  const estimate = await dryRun(config, hooks);
  if (flags.json) await printJson(estimate);
  else await printBlocks(estimateBlocks(estimate, config.replay !== undefined));
  return EXIT.ok;
}

function estimateBlocks({ folder, comparisons, judges }: RunEstimate, replay: boolean): Block[] {
  return [
    {
      kind: "paragraph",
      text: `${comparisons} comparisons. Nothing was sent. The run would be kept in ${folder}`,
    },
    ...judges.flatMap((judge): Block[] => [
      { kind: "heading", text: judge.judge },
      { kind: "list", items: [trialsText(judge), callsText(judge, replay), costText(judge)] },
    ]),
  ];
}

function trialsText({ trials, stored }: JudgeEstimate): string {
  return `${trials} trials, ${stored} of them already judged`;
}

function callsText({ calls, reused, missing }: JudgeEstimate, replay: boolean): string {
  if (replay) return `${reused} replies found in the runs to replay, ${missing} missing (each would fail)`;
  return `${calls} calls, ${reused} replies found in earlier runs`;
}

function costText({ calls, inputTokens, outputTokensAtMost, usd }: JudgeEstimate): string {
  if (calls === 0) return "no tokens, $0";
  const price =
    usd === null ? "cost unknown (no price given)" : `$${usd[0].toFixed(4)} to $${usd[1].toFixed(4)}`;
  return `about ${inputTokens} tokens in, at most ${outputTokensAtMost} out · ${price}`;
}
