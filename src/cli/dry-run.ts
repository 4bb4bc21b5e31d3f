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

/** @example trialsText({ trials: 80, presentations: 20, samples: 4, repeats: 1, stored: 0, … }) // "20 presentations × 4 samples = 80 trials, 0 of them already judged" */
function trialsText({ trials, presentations, samples, repeats, stored }: JudgeEstimate): string {
  const factors = [
    `${presentations} presentations`,
    ...(samples > 1 ? [`${samples} samples`] : []),
    ...(repeats > 1 ? [`${repeats} repeats`] : []),
  ];
  // Orders may be drawn so that not every repeat has as many.
  const isProduct = factors.length > 1 && presentations * samples * repeats === trials;
  const judged = `${stored} of them already judged`;
  return `${isProduct ? `${factors.join(" × ")} = ` : ""}${trials} trials, ${judged}`;
}

function callsText({ calls, reused, missing, trials, stored }: JudgeEstimate, replay: boolean): string {
  if (replay) return `${reused} replies found in the runs to replay, ${missing} missing (each would fail)`;
  const perTrial = calls > trials - stored ? " at most (several steps a trial)" : "";
  return `${calls} calls${perTrial}, ${reused} replies found in earlier runs`;
}

function costText(estimate: JudgeEstimate): string {
  const { calls, inputTokens, inputTokensAtMost, outputTokensAtMost, usd } = estimate;
  if (calls === 0) return "no tokens, $0";
  const price =
    usd === null ? "cost unknown (no price given)" : `$${usd[0].toFixed(4)} to $${usd[1].toFixed(4)}`;
  const most = inputTokensAtMost > inputTokens ? ` (up to ${inputTokensAtMost}, with earlier replies)` : "";
  return `about ${inputTokens} tokens in${most}, at most ${outputTokensAtMost} out · ${price}`;
}
