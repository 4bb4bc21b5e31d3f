import type { GrammarState, LlamaSequence } from "./llama-cpp.js";

/**
 * A prompt is evaluated in blocks of so many tokens, counted from its beginning, and only whole blocks are kept for the next prompt. Sums
 * of floating point numbers depend on what is added together: so a question has the same answer whatever was asked before it.
 */
export const BLOCK = 128;

/** How many places have the whole vocabulary's probabilities in memory at a time. */
const MEASURED_AT_ONCE = 8;

export interface Continuing {
  readonly temperature: number;
  readonly topP: number;
  /** 0 … 2³² − 1. */
  readonly seed: number;
  /** Tokens, 1 or more. */
  readonly limit: number;
  readonly grammar?: GrammarState;
}

/** The tokens said, that which ends a turn not among them. */
export interface Continuation {
  readonly tokens: readonly number[];
  readonly finishReason: "stop" | "length";
}

/** One token of a continuation and what might have stood in its place: natural logarithms of the model's own probabilities. */
export interface Likelihood {
  readonly token: number;
  readonly logprob: number;
  readonly top: readonly { readonly token: number; readonly logprob: number }[];
}

/** Continues prompts, one at a time. Both methods throw what `signal` holds when it is aborted. */
export interface Continuer {
  continue(prompt: readonly number[], how: Continuing, signal: AbortSignal): Promise<Continuation>;
  /** The probabilities of the tokens of a continuation, before temperature, top-p and grammar; `count` likeliest for each. */
  measure(
    prompt: readonly number[],
    said: readonly number[],
    count: number,
    signal: AbortSignal,
  ): Promise<Likelihood[]>;
  /** After an error: what the sequence holds is no longer known. */
  reset(): Promise<void>;
}

export function continuer(sequence: LlamaSequence): Continuer {
  /** So many of the tokens that the sequence holds were evaluated in whole blocks of a prompt. */
  let inBlocks = 0;

  async function rewind(to: number): Promise<void> {
    if (sequence.nextTokenIndex > to) {
      await sequence.eraseContextTokenRanges([{ start: to, end: sequence.nextTokenIndex }]);
    }
    // A model that cannot forget only its last tokens may keep fewer than it was told to.
    if (sequence.nextTokenIndex % BLOCK !== 0 && sequence.nextTokenIndex !== to) {
      await sequence.clearHistory();
    }
    inBlocks = Math.min(inBlocks, sequence.nextTokenIndex);
  }

  /** Makes the sequence hold exactly these tokens. */
  async function hold(tokens: readonly number[], signal: AbortSignal): Promise<void> {
    for (let at = sequence.nextTokenIndex; at < tokens.length; at = sequence.nextTokenIndex) {
      signal.throwIfAborted();
      const block = tokens.slice(at, at + BLOCK - (at % BLOCK));
      await sequence.evaluateWithoutGeneratingNewTokens(block);
      if (at === inBlocks && block.length === BLOCK) inBlocks += BLOCK;
    }
  }

  return {
    async continue(prompt, { temperature, topP, seed, limit, grammar }, signal) {
      const { firstDifferentIndex } = sequence.compareContextTokens(prompt);
      const common = Math.min(firstDifferentIndex, inBlocks, prompt.length - 1);
      await rewind(common - (common % BLOCK));
      await hold(prompt.slice(0, -1), signal);
      const tokens: number[] = [];
      const sampled = sequence.evaluate(prompt.slice(-1), {
        temperature,
        topP,
        // By default the library would leave out all but the forty likeliest.
        topK: 0,
        seed,
        ...(grammar === undefined ? {} : { grammarEvaluationState: grammar }),
      });
      signal.throwIfAborted();
      for await (const token of sampled) {
        signal.throwIfAborted();
        tokens.push(token);
        if (tokens.length >= limit) return { tokens, finishReason: "length" };
      }
      return { tokens, finishReason: "stop" };
    },

    // A pass of its own over what was said: the sampler can only tell the probabilities that temperature, top-p and grammar left.
    async measure(prompt, said, count, signal) {
      await rewind(prompt.length - 1);
      await hold(prompt.slice(0, -1), signal);
      const before = [...prompt.slice(-1), ...said].slice(0, said.length);
      const measured: Likelihood[] = [];
      for (let at = 0; at < before.length; at += MEASURED_AT_ONCE) {
        signal.throwIfAborted();
        const results = await sequence.controlledEvaluate(
          before
            .slice(at, at + MEASURED_AT_ONCE)
            .map((token) => [token, { generateNext: { probabilities: true } }]),
        );
        for (const [position, result] of results.entries()) {
          const token = said[at + position];
          if (token === undefined || !result?.next.probabilities) {
            throw new Error("llama.cpp gave no probabilities");
          }
          measured.push(likelihood(token, result.next.probabilities, count));
        }
      }
      return measured;
    },

    async reset() {
      inBlocks = 0;
      await sequence.clearHistory();
    },
  };
}

/** The smallest probability above 0 that the library can tell: what it calls 0 is less likely than this. */
const LEAST = 2 ** -149;

/** `probabilities` is of the whole vocabulary, likeliest first. */
function likelihood(token: number, probabilities: ReadonlyMap<number, number>, count: number): Likelihood {
  // The library adds up in single precision: over a large vocabulary its sum is off in the fourth digit.
  let sum = 0;
  for (const probability of probabilities.values()) sum += probability;
  const logarithm = (probability: number) => Math.min(0, Math.log(Math.max(probability, LEAST) / sum));
  const top: { token: number; logprob: number }[] = [];
  for (const [candidate, probability] of probabilities) {
    if (top.length >= count || probability === 0) break;
    top.push({ token: candidate, logprob: logarithm(probability) });
  }
  return { token, logprob: logarithm(probabilities.get(token) ?? 0), top };
}
