import type { PriceTable } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { samplingFor } from "../core/judge.js";
import { type Trial, trial } from "../core/trial.js";
import { viewOf } from "../core/view.js";
import { requestKey } from "../models/model.js";
import type { BoundJudge } from "../run/plan.js";
import type { ReplyLookup } from "../stores/store.js";

/** What a run would ask and cost, before anything is sent. */
export interface RunEstimate {
  /** Where the run would be kept. */
  readonly folder: string;
  readonly comparisons: number;
  readonly judges: readonly JudgeEstimate[];
}

/** What one judge of a run would ask and cost. */
export interface JudgeEstimate {
  readonly judge: string;
  readonly trials: number;
  /** Trials whose judgment is already stored in this run. */
  readonly stored: number;
  /** Requests whose reply is already stored in an earlier run. */
  readonly reused: number;
  /** Requests whose reply is in none of the runs to replay: each would be a failed judgment. 0 where nothing is replayed. */
  readonly missing: number;
  /** At most: a request that several trials share is sent once and counted for each. A protocol that asks on is counted with its first question. */
  readonly calls: number;
  /** Estimated with the o200k vocabulary: exact for some models, near for the rest. */
  readonly inputTokens: number;
  /** Most that can be generated: calls × the judge's token limit. */
  readonly outputTokensAtMost: number;
  /** Between no output and the most output; null where no price is given for the model. */
  readonly usd: readonly [number, number] | null;
}

interface EstimateInput {
  readonly rows: AsyncIterable<{ readonly comparison: Comparison }>;
  readonly judges: readonly BoundJudge[];
  readonly repeats: number;
  readonly isSatisfied: (trialKey: string) => boolean;
  /** Replies that need not be asked for. */
  readonly replies?: Pick<ReplyLookup, "find">;
  /** No call is made whatever is missing. */
  readonly replay: boolean;
  readonly prices?: PriceTable;
}

/** Counts what a run would ask, without asking: calls, tokens, and a price range where prices are known. */
export async function estimateRun(input: EstimateInput): Promise<Omit<RunEstimate, "folder">> {
  const countTokens = await tokenCounter();
  const tallies = input.judges.map((bound) => ({ bound, tally: emptyTally() }));
  let comparisons = 0;
  for await (const { comparison } of input.rows) {
    comparisons++;
    for (const { bound, tally } of tallies) {
      for (const planned of trialsOf(bound, comparison, input.repeats)) {
        tally.trials++;
        if (input.isSatisfied(planned.key)) tally.stored++;
        else if (bound.kind === "asked")
          await addTrial(tally, bound, comparison, planned, input, countTokens);
      }
    }
  }
  const judges = tallies.map(({ bound, tally }) => ({
    judge: bound.judge.name,
    ...tally,
    usd: usdRange(bound, tally, input.prices),
  }));
  return { comparisons, judges };
}

type Tally = { -readonly [Count in Exclude<keyof JudgeEstimate, "judge" | "usd">]: number };

function emptyTally(): Tally {
  return { trials: 0, stored: 0, reused: 0, missing: 0, calls: 0, inputTokens: 0, outputTokensAtMost: 0 };
}

function* trialsOf(bound: BoundJudge, comparison: Comparison, repeats: number): Generator<Trial> {
  const asks = bound.kind === "asked" ? bound.protocol : bound.baseline;
  for (const presented of asks.layouts(comparison)) {
    for (let repeat = 0; repeat < repeats; repeat++)
      yield trial({ comparison: comparison.id, judge: bound.judge.id, presented, repeat });
  }
}

async function addTrial(
  tally: Tally,
  { judge, protocol }: BoundJudge & { kind: "asked" },
  comparison: Comparison,
  { presented, repeat }: Trial,
  { replies, replay }: EstimateInput,
  countTokens: (text: string) => number,
): Promise<void> {
  for (const { messages, sampling: asked } of protocol.next(viewOf(comparison, presented ?? []), [])) {
    const sampling = samplingFor(judge.sampling, asked);
    const key = requestKey({ model: judge.model, messages, sampling, repeat });
    if (await replies?.find(key)) tally.reused++;
    else if (replay) tally.missing++;
    else {
      tally.calls++;
      for (const { content } of messages) tally.inputTokens += countTokens(content) + TOKENS_PER_MESSAGE;
      tally.outputTokensAtMost += sampling.maxTokens ?? 0;
    }
  }
}

// Chat templates wrap each message in a few tokens of their own.
const TOKENS_PER_MESSAGE = 4;

function usdRange(bound: BoundJudge, tally: Tally, prices?: PriceTable): readonly [number, number] | null {
  if (bound.kind !== "asked" || tally.calls === 0) return [0, 0];
  const price = prices?.models[bound.judge.model];
  if (!price) return null;
  const input = (tally.inputTokens * price.inputPerMillion) / 1e6;
  return [input, input + (tally.outputTokensAtMost * price.outputPerMillion) / 1e6];
}

async function tokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  // Without the empty set a text that holds "<|endoftext|>" throws.
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, options);
}
