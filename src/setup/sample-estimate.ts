import { requestKey } from "../models/model.js";
import { drawRequest, type PlannedDraw } from "../run/draw-sample.js";
import type { ReplyLookup } from "../stores/store.js";
import { TOKENS_PER_MESSAGE } from "./ask-ahead.js";
import { tokenCounter } from "./estimate.js";
import type { LoadHooks } from "./load.js";
import type { SampleConfig } from "./sample-config.js";
import { drawsOfPrompt, loadSample, openSampleReplies, selectedPrompts } from "./sample-load.js";

/** What drawing responses would ask and cost, before anything is sent. */
export interface SampleEstimate {
  /** Where the samples would be kept. */
  readonly folder: string;
  readonly prompts: number;
  readonly models: readonly ModelEstimate[];
}

export interface ModelEstimate {
  readonly model: string;
  /** Prompts × styles × responses. */
  readonly draws: number;
  /** Of these, the ones whose reply is stored already. */
  readonly reused: number;
  readonly calls: number;
  /** Estimated with the o200k vocabulary: exact for some models, near for the rest. */
  readonly inputTokens: number;
  /** Most that can be generated: each call's token limit. */
  readonly outputTokensAtMost: number;
  /** Between no output and the most output; null where no price is given for the model. */
  readonly usd: readonly [number, number] | null;
}

/** Counts what drawing would ask. Sends nothing, writes nothing. */
export async function estimateSample(
  config: SampleConfig,
  hooks: LoadHooks & { readonly fresh?: boolean } = {},
): Promise<SampleEstimate> {
  const loaded = await loadSample(config, hooks);
  const countTokens = await tokenCounter();
  const tallies = new Map(loaded.policies.map(({ policy }) => [policy.model, emptyTally()]));
  const replies = await openSampleReplies(loaded, hooks.fresh === true);
  let prompts = 0;
  try {
    for await (const row of selectedPrompts(loaded)) {
      prompts++;
      for (const planned of drawsOfPrompt(row, loaded)) {
        const tally = tallies.get(planned.policy.model);
        if (tally) await add(tally, planned, { replies, countTokens });
      }
    }
  } finally {
    await replies?.close();
  }
  const models = [...tallies].map(([model, tally]) => ({
    ...{ model, ...tally },
    usd: usdRange(config, model, tally),
  }));
  return { folder: loaded.folder, prompts, models };
}

type Tally = { -readonly [Count in Exclude<keyof ModelEstimate, "model" | "usd">]: number };

function emptyTally(): Tally {
  return { draws: 0, reused: 0, calls: 0, inputTokens: 0, outputTokensAtMost: 0 };
}

async function add(
  tally: Tally,
  planned: PlannedDraw,
  setting: {
    readonly replies: ReplyLookup | undefined;
    readonly countTokens: (text: string) => number;
  },
): Promise<void> {
  const request = drawRequest(planned);
  tally.draws++;
  if (await setting.replies?.find(requestKey(request))) {
    tally.reused++;
    return;
  }
  tally.calls++;
  tally.outputTokensAtMost += request.sampling.maxTokens ?? 0;
  for (const { content } of request.messages)
    tally.inputTokens += setting.countTokens(content) + TOKENS_PER_MESSAGE;
}

function usdRange(
  { prices }: SampleConfig,
  model: string,
  { calls, inputTokens, outputTokensAtMost }: Tally,
): readonly [number, number] | null {
  if (calls === 0) return [0, 0];
  const price = prices?.models[model];
  if (!price) return null;
  const input = (inputTokens * price.inputPerMillion) / 1e6;
  return [input, input + (outputTokensAtMost * price.outputPerMillion) / 1e6];
}
