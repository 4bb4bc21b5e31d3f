import type { PriceTable } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { type BoundJudge, type Rounds, samplesOf, trialsOf } from "../run/plan.js";
import { type AskingAhead, askAhead } from "./ask-ahead.js";

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
  /** Presentations × samples × repeats. */
  readonly trials: number;
  /** Trials of the first repeat: every comparison in each of its orders. */
  readonly presentations: number;
  /** How many samples of one question make one verdict. */
  readonly samples: number;
  readonly repeats: number;
  /** Trials whose judgment is already stored in this run. */
  readonly stored: number;
  /** Requests whose reply is already stored in an earlier run. */
  readonly reused: number;
  /** Requests whose reply is in none of the runs to replay: each would be a failed judgment. 0 where nothing is replayed. */
  readonly missing: number;
  /**
   * Every step of a protocol of several steps, as if each reply led to the next. What trials of one comparison share is counted once. At
   * most: a step is not asked where an earlier reply holds nothing to go on from. Retries are not foreseen.
   */
  readonly calls: number;
  /** Estimated with the o200k vocabulary: exact for some models, near for the rest. Earlier replies that are shown again are not in it. */
  readonly inputTokens: number;
  /** As `inputTokens`, and each earlier reply that a later step shows again as long as it may be. */
  readonly inputTokensAtMost: number;
  /** Most that can be generated: each call's token limit. */
  readonly outputTokensAtMost: number;
  /** Between no output and the most output; null where no price is given for the model. */
  readonly usd: readonly [number, number] | null;
}

interface EstimateInput extends Pick<AskingAhead, "replies" | "replay"> {
  readonly rows: AsyncIterable<{ readonly comparison: Comparison }>;
  readonly judges: readonly BoundJudge[];
  readonly rounds: Rounds;
  readonly isSatisfied: (trialKey: string) => boolean;
  readonly prices?: PriceTable;
}

/** Counts what a run would ask, without asking: calls, tokens, and a price range where prices are known. */
export async function estimateRun(input: EstimateInput): Promise<Omit<RunEstimate, "folder">> {
  const countTokens = await tokenCounter();
  const tallies = input.judges.map((bound) => ({ bound, tally: emptyTally() }));
  let comparisons = 0;
  for await (const { comparison } of input.rows) {
    comparisons++;
    // As a run shares them: what two trials ask of one host is asked once. Only within a comparison, or every key would be remembered.
    const asked = new Set<string>();
    for (const { bound, tally } of tallies) {
      for (const planned of trialsOf(bound, comparison, input.rounds)) {
        tally.trials++;
        if (planned.repeat === 0) tally.presentations++;
        if (input.isSatisfied(planned.key)) tally.stored++;
        else if (bound.kind !== "computed")
          add(tally, await askAhead(bound, { comparison, trial: planned }, { ...input, asked, countTokens }));
      }
    }
  }
  const judges = tallies.map(({ bound, tally }) => ({
    judge: bound.judge.name,
    samples: samplesOf(bound),
    repeats: input.rounds.repeats,
    ...tally,
    usd: usdRange(bound, tally, input.prices),
  }));
  return { comparisons, judges };
}

type Tally = {
  -readonly [Count in Exclude<keyof JudgeEstimate, "judge" | "samples" | "repeats" | "usd">]: number;
};

function emptyTally(): Tally {
  return {
    ...{ trials: 0, presentations: 0, stored: 0, reused: 0, missing: 0, calls: 0 },
    ...{ inputTokens: 0, inputTokensAtMost: 0, outputTokensAtMost: 0 },
  };
}

function add(tally: Tally, ahead: Awaited<ReturnType<typeof askAhead>>): void {
  tally.reused += ahead.reused;
  tally.missing += ahead.missing;
  tally.calls += ahead.calls;
  tally.inputTokens += ahead.inputTokens;
  tally.inputTokensAtMost += ahead.inputTokensAtMost;
  tally.outputTokensAtMost += ahead.outputTokensAtMost;
}

function usdRange(bound: BoundJudge, tally: Tally, prices?: PriceTable): readonly [number, number] | null {
  if (bound.kind === "computed" || tally.calls === 0) return [0, 0];
  const price = prices?.models[bound.judge.model];
  if (!price) return null;
  const { inputPerMillion, outputPerMillion } = price;
  return [
    (tally.inputTokens * inputPerMillion) / 1e6,
    (tally.inputTokensAtMost * inputPerMillion + tally.outputTokensAtMost * outputPerMillion) / 1e6,
  ];
}

/** Counts tokens with the o200k vocabulary: exact for some models, near for the rest. */
export async function tokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  // Without the empty set a text that holds "<|endoftext|>" throws.
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, options);
}
